"""The tables of bonuses, and of the first and last days of people who were hired."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Named, String, Table, TypedColumns

from storage.tables.core import METADATA, NO_CANDIDATES, in_workspace
from storage.types import Moment


def of_referral() -> Column[int]:
    return Column(
        ForeignKey("referral.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class BonusColumns(TypedColumns):
    """The terms that count for a referral: `rule` is what `domain.bonus.rule_to_json` writes."""

    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = of_referral()
    rule: Named[dict[str, Any]] = Column(JSON)
    frozen_at: Named[datetime] = Column(Moment)


BONUS = Table("bonus", METADATA, BonusColumns, info=NO_CANDIDATES)


class BonusShareColumns(TypedColumns):
    """An advocate who agreed to the terms. See `domain.bonus.clock.Share`."""

    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = of_referral()
    advocate: Named[str] = Column(String(32), primary_key=True)
    exclusion: Named[str | None] = Column(String(24))
    agreed_at: Named[datetime] = Column(Moment)
    left_on: Named[date | None]


BONUS_SHARE = Table("bonus_share", METADATA, BonusShareColumns, info=NO_CANDIDATES)


class BonusPaymentColumns(TypedColumns):
    """A part that was marked as paid. `day` is the part's, counted from the first day.

    `minor` counts the smallest unit of the currency.
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
    """The first and the last day, as dates at the place of work."""

    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = of_referral()
    started_on: Named[date | None]
    left_on: Named[date | None]


HIRE = Table("hire", METADATA, HireColumns)
