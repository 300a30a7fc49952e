"""The tables of bonuses, and of the first and last days of people who were hired."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Named, String, Table, TypedColumns

from storage.tables.core import METADATA, NO_CANDIDATES, in_workspace
from storage.types import Moment


def of_referral() -> Column[int]:
    """A column with the referral's id, in the primary key. The row is deleted with the referral."""
    return Column(
        ForeignKey("referral.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class BonusColumns(TypedColumns):
    """The terms that count for a referral, also if its opening's bonus changes after `frozen_at`.

    `rule` is what `domain.bonus.rule.rule_to_json` writes.
    """

    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = of_referral()
    rule: Named[dict[str, Any]] = Column(JSON)
    frozen_at: Named[datetime] = Column(Moment)


BONUS = Table("bonus", METADATA, BonusColumns, info=NO_CANDIDATES)


class BonusShareColumns(TypedColumns):
    """An advocate who agreed to the terms and may get a share of the bonus.

    `domain.bonus.clock.Share` explains the columns.
    """

    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = of_referral()
    advocate: Named[str] = Column(String(32), primary_key=True)
    exclusion: Named[str | None] = Column(String(24))
    agreed_at: Named[datetime] = Column(Moment)
    left_on: Named[date | None]


BONUS_SHARE = Table("bonus_share", METADATA, BonusShareColumns, info=NO_CANDIDATES)


class BonusPaymentColumns(TypedColumns):
    """A part of an advocate's bonus that was marked as paid.

    The part was due `day` days after the first day of the new colleague. `minor` is the amount in
    the smallest unit of the currency, such as cents. `currency` is its ISO code.
    """

    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = of_referral()
    advocate: Named[str] = Column(String(32), primary_key=True)
    day: Named[int] = Column(primary_key=True, autoincrement=False)
    minor: Named[int] = Column(BigInteger)
    currency: Named[str] = Column(String(3))
    paid_by: Named[str] = Column(String(32))
    paid_at: Named[datetime] = Column(Moment)


BONUS_PAYMENT = Table("bonus_payment", METADATA, BonusPaymentColumns, info=NO_CANDIDATES)


class HireColumns(TypedColumns):
    """The first and last day of someone who was hired, as dates at the place of work.

    `left_on` is None while they work here, `started_on` while the day is not known.
    """

    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = of_referral()
    started_on: Named[date | None]
    left_on: Named[date | None]


HIRE = Table("hire", METADATA, HireColumns)
