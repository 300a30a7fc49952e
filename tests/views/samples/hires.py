"""Follow-ups about someone who was hired: their first day, a part of a bonus, and the news."""

from __future__ import annotations

from dataclasses import replace

from domain.bonus.clock import BonusReason, Hire
from domain.bonus.reminders import AdvocatePart
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.pages import NudgeItem
from domain.stages import Stage
from tests.views.samples.bonus import STARTED_ON, advocate_bonus
from tests.views.samples.sample import Sample


def hire_item(
    sample: Sample,
    kind: FollowUpKind,
    reason: BonusReason = BonusReason.DUE,
    *,
    day: int = 90,
    state: FollowUpState = FollowUpState.OPEN,
) -> NudgeItem:
    """Return an item about the part of Ada's bonus that is due after `day` days.

    On the first day, news of the bonus are about all its parts.
    """
    item = sample.item(kind, state)
    own = advocate_bonus(sample, reason)
    has_bonus = kind is not FollowUpKind.HIRE_CHECK_IN
    is_first_day = kind is FollowUpKind.BONUS_NEWS and day == 0
    parts = own.parts if is_first_day else own.parts[1:]
    is_asked = kind is FollowUpKind.BONUS_NEWS and reason is BonusReason.DUE
    return replace(
        item,
        follow_up=replace(item.follow_up, period=str(AdvocatePart("U0ADA", day))),
        referral=sample.referral(Stage.HIRED),
        bonus=replace(own, parts=parts) if has_bonus else None,
        hire=Hire(STARTED_ON),
        reminded="U0LINUS" if is_asked else None,
    )
