"""The rule of a referral bonus: how much, when each part is paid, and who gets it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from domain.bonus.money import Money, parse_money
from domain.errors import FieldError, FormError

MILESTONES_MAX: Final = 6  # parts of one bonus
MILESTONE_DAYS_MAX: Final = 1_095  # three years
DEFAULT_DAYS: Final = "0, 90"  # the first text of the form's field: see `parse_milestones`

# "90", "90 days", "30% at 90" or "30% after 90 days".
_MILESTONE = re.compile(
    r"(?:(?P<percent>\d{1,3}) ?%(?: (?:at|after))? ?)?(?P<day>\d{1,6})(?: days?)?", re.ASCII
)


class Exclusion(StrEnum):
    """Who is not eligible for the bonus."""

    RECRUITERS = "recruiters"
    HIRING_MANAGER = "hiring_manager"
    REPORTS = "reports"  # advocates who disclosed that the candidate would report to them
    RELATIVES = "relatives"  # advocates who disclosed that they are related
    EXECUTIVES = "executives"  # everyone on the workspace's list of executives


class Sharing(StrEnum):
    """Who gets the bonus when several people vouch for the candidate."""

    FIRST = "first"  # The first advocate gets all of it.
    EQUAL = "equal"  # Everybody who is eligible gets the same.


class Leavers(StrEnum):
    """What happens to parts that are not due yet when the advocate leaves the company."""

    VOID = "void"  # They are not paid.
    PAID = "paid"  # They are paid when they are due.


@dataclass(frozen=True, slots=True)
class Milestone:
    """A part of the bonus, due `day` days after the candidate's first day, which is day 0.

    `weight` is the share of the part: a percentage, or 1 in each part if all are equal.
    """

    day: int
    weight: int


@dataclass(frozen=True, slots=True)
class BonusRule:
    """The bonus rule of an opening. Each referral keeps a copy (`FrozenBonus`)."""

    money: Money
    milestones: tuple[Milestone, ...]
    excluded: frozenset[Exclusion]
    sharing: Sharing = Sharing.FIRST
    leavers: Leavers = Leavers.VOID
    note: str = ""  # what the poster wrote about the bonus

    @property
    def parts(self) -> tuple[tuple[int, Money], ...]:
        """The day (see `Milestone`) and the amount of each part."""
        amounts = self.money.split([milestone.weight for milestone in self.milestones])
        return tuple(
            (milestone.day, amount)
            for milestone, amount in zip(self.milestones, amounts, strict=True)
        )

    @property
    def days_text(self) -> str:
        """The milestones as text that `parse_milestones` reads, for the form."""
        weights = {milestone.weight for milestone in self.milestones}
        if len(weights) == 1:
            return ", ".join(str(milestone.day) for milestone in self.milestones)
        return ", ".join(f"{each.weight}% at {each.day}" for each in self.milestones)


@dataclass(frozen=True, slots=True)
class BonusFields:
    """The first values of the bonus fields in a new opening's form. `amount` is "" for no bonus."""

    amount: str = ""
    days: str = DEFAULT_DAYS
    excluded: tuple[Exclusion, ...] = tuple(Exclusion)


NO_BONUS: Final = BonusFields()


@dataclass(frozen=True, slots=True)
class FrozenBonus:
    """The rule that counts for a referral, even if the opening gets another rule later.

    `frozen_at` is when the first advocate agreed to this rule (UTC).
    """

    rule: BonusRule
    frozen_at: datetime


def parse_milestones(typed: str, field: str) -> tuple[Milestone, ...]:
    """Reads days such as "0, 90", or days with their shares such as "30% at 0, 70% at 90".

    The days must ascend, and shares must add up to 100. Raises a `FieldError` for `field`.
    """
    parts = [" ".join(part.split()) for part in typed.split(",")]
    if len(parts) > MILESTONES_MAX:
        raise FieldError(field, "too_many", str(MILESTONES_MAX))
    matches = [match for part in parts if (match := _MILESTONE.fullmatch(part))]
    percents = [match["percent"] for match in matches if match["percent"]]
    some_lack_percents = 0 < len(percents) < len(parts)
    if len(matches) != len(parts) or some_lack_percents:
        raise FieldError(field, "days_unclear")
    days = [int(match["day"]) for match in matches]
    if max(days) > MILESTONE_DAYS_MAX:
        raise FieldError(field, "days_far", f"{MILESTONE_DAYS_MAX:,}")
    if days != sorted(set(days)):
        raise FieldError(field, "days_order")
    weights = [int(percent) for percent in percents] or [1] * len(days)
    if percents and (sum(weights) != 100 or 0 in weights):
        raise FieldError(field, "days_percent")
    return tuple(Milestone(day, weight) for day, weight in zip(days, weights, strict=True))


def parse_rule(
    *,
    amount: str,
    days: str,
    excluded: Collection[Exclusion],
    sharing: Sharing,
    leavers: Leavers,
    note: str,
) -> BonusRule:
    """Builds a rule from a form. `amount` and `days` are typed texts.

    Raises `FormError` with an error for `bonus` (the amount), for `bonus_days`, or for both.
    """
    errors: list[FieldError] = []
    money, milestones = None, None
    try:
        money = parse_money(amount, "bonus")
    except FieldError as error:
        errors.append(error)
    try:
        milestones = parse_milestones(days or DEFAULT_DAYS, "bonus_days")
    except FieldError as error:
        errors.append(error)
    if money is None or milestones is None:
        raise FormError(tuple(errors))
    if money.minor < len(milestones):  # A part must not be less than one cent.
        raise FormError((FieldError("bonus", "money_small", str(len(milestones))),))
    return BonusRule(money, milestones, frozenset(excluded), sharing, leavers, note)


def rule_to_json(rule: BonusRule) -> dict[str, Any]:
    """The rule as it is stored; `rule_from_json` reads it."""
    return {
        "minor": rule.money.minor,
        "currency": rule.money.currency,
        "milestones": [[each.day, each.weight] for each in rule.milestones],
        "excluded": sorted(rule.excluded),
        "sharing": rule.sharing.value,
        "leavers": rule.leavers.value,
        "note": rule.note,
    }


def rule_from_json(content: Mapping[str, Any]) -> BonusRule:
    return BonusRule(
        money=Money(content["minor"], content["currency"]),
        milestones=tuple(Milestone(day, weight) for day, weight in content["milestones"]),
        excluded=frozenset(Exclusion(name) for name in content["excluded"]),
        sharing=Sharing(content["sharing"]),
        leavers=Leavers(content["leavers"]),
        note=content["note"],
    )
