"""The rows of the payroll file: one for each part of the bonus of each advocate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.bonus.pages import PayrollRow

COLUMNS: Final = (
    *("opening", "candidate", "advocate", "advocate_id", "amount", "currency", "days_after_start"),
    *("first_day", "last_day", "due_on", "state", "reason", "paid_at", "paid_by"),
)


def to_bonus_row(row: PayrollRow, names: Mapping[str, str]) -> dict[str, str]:
    """The values by column. `names` are by user id; dates are ISO 8601, and moments UTC.

    The amount has exactly as many decimals as the currency. What is not known is empty.
    """
    part, hire, payment = row.part, row.hire, row.part.payment
    erased = row.referral.candidate.erased_at is not None
    return {
        "opening": row.referral.opening_ref or "",
        "candidate": "" if erased else row.referral.candidate.name,
        "advocate": names.get(row.advocate, ""),
        "advocate_id": row.advocate,
        "amount": f"{part.money.decimal:f}",
        "currency": part.money.currency,
        "days_after_start": str(part.day),
        "first_day": hire.started_on.isoformat() if hire.started_on else "",
        "last_day": hire.left_on.isoformat() if hire.left_on else "",
        "due_on": part.due_on.isoformat() if part.due_on else "",
        "state": part.state.value,
        "reason": (part.exclusion or part.reason).value,
        "paid_at": payment.paid_at.isoformat() if payment else "",
        "paid_by": payment.paid_by if payment else "",
    }
