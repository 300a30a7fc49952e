"""The rows of the payroll file."""

from __future__ import annotations

from domain.bonus.clock import BonusReason
from domain.bonus.rows import COLUMNS, to_bonus_row
from tests.views.samples import SAMPLES
from tests.views.samples.bonus import payroll_page


def test_a_row_has_every_column_and_an_exact_amount() -> None:
    rows = payroll_page(SAMPLES["normal"]).rows
    found = {row.part.reason: to_bonus_row(row, {"U0ADA": "Ada Park"}) for row in rows}
    assert all(tuple(row) == COLUMNS for row in found.values())
    paid = found[BonusReason.PAID]
    assert (paid["opening"], paid["candidate"], paid["advocate"]) == (
        "ENG-12",
        "Grace Hopper",
        "Ada Park",
    )
    assert (paid["amount"], paid["currency"], paid["state"]) == ("1000.00", "EUR", "paid")
    assert paid["paid_by"] == "U0MARGARET"
    assert found[BonusReason.NO_FIRST_DAY]["due_on"] == ""
    assert found[BonusReason.HIRE_LEFT]["last_day"] == "2026-04-01"
