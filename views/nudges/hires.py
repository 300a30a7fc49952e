"""The texts of nudges after a hire: the first day, the advocate's bonus, and check-ins."""

from __future__ import annotations

from domain.bonus.clock import BonusPart, BonusReason
from domain.bonus.reminders import AdvocatePart
from domain.follow_ups import FollowUpState
from domain.pages import NudgeItem, Viewer
from views import labels
from views.bonus import clock_sentences, state_clause
from views.formatting import absolute_day, calendar_day, escape, mention
from views.nudges.copy import (
    LATER_BUTTON,
    MARK_DONE,
    NOT_NEEDED_BUTTON,
    AnswerButton,
    NudgeCopy,
)

ENTER_FIRST_DAY = "nudge.first_day"
MARK_PAID = "nudge.bonus_paid"
OPEN_PAYROLL = "nudge.bonuses"


def _name(item: NudgeItem) -> str:
    return f"*{escape(item.candidate_name, 150)}*"


def _role(item: NudgeItem) -> str:
    return labels.role_name(item.referral) if item.referral else "the role"


# The first day ----------------------------------------------------------------------------------


def _first_day_sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    when = ""
    if viewer is not None and item.referral is not None:
        when = f" on {absolute_day(item.referral.stage_at, viewer)}"
    sentence = f"{_name(item)} was hired for {_role(item)}{when}."
    if item.follow_up.state is not FollowUpState.OPEN:
        return sentence
    what_counts = "the check-ins after 30 and 90 days count"
    if item.bonus is not None:
        what_counts = "the bonus counts"
    return f"{sentence} I don't know their first day yet, and {what_counts} from it. When is it?"


def _first_day_buttons(item: NudgeItem, _viewer: Viewer | None) -> tuple[AnswerButton, ...]:
    """With a bonus there is no "Not needed", because the bonus cannot be paid without the day."""
    enter_button = AnswerButton(ENTER_FIRST_DAY, "Enter the first day")
    if item.bonus is not None:
        return enter_button, LATER_BUTTON
    return enter_button, LATER_BUTTON, NOT_NEEDED_BUTTON


FIRST_DAY = NudgeCopy(
    _first_day_sentence,
    _first_day_buttons,
    reason="Whoever vouched for them wants to know",
    stop_label="Later",
    stop_postpones=True,
    outcome=lambda item, _viewer: (
        "Their first day is entered. Thank you."
        if item.follow_up.state is FollowUpState.DONE
        else ""
    ),
)


# A part to pay ----------------------------------------------------------------------------------


def _first_part(item: NudgeItem) -> BonusPart | None:
    return item.bonus.parts[0] if item.bonus is not None and item.bonus.parts else None


def _due_sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    part = _first_part(item)
    advocate = mention(AdvocatePart.parse(item.follow_up.period).advocate)
    about = f"{advocate}'s bonus for {_name(item)}, {_role(item)}"
    if part is None:
        return f"{about}."
    if item.follow_up.state is not FollowUpState.OPEN or part.due_on is None:
        return f"{about}: {part.money}."
    verb = "fell due on" if part.reason is BonusReason.DUE else "is due on"
    return f"{about}: {part.money} {verb} {calendar_day(part.due_on, viewer)}. Has it been paid?"


def _due_outcome(item: NudgeItem, viewer: Viewer) -> str:
    part = _first_part(item)
    if part is None:
        return ""
    clause = state_clause(part, viewer)
    return f"{clause[:1].upper()}{clause[1:]}"


BONUS_DUE = NudgeCopy(
    _due_sentence,
    lambda _item, _viewer: (AnswerButton(MARK_PAID, "Mark as paid"), LATER_BUTTON),
    reason="You can see and mark bonuses",
    stop_label="Later",
    stop_postpones=True,
    outcome=_due_outcome,
    menu_choices=(AnswerButton(OPEN_PAYROLL, "All bonuses"),),
)


# What an advocate is told -----------------------------------------------------------------------


def _news_sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    bonus = item.bonus
    if bonus is None or not bonus.parts:
        return f"your bonus for {_name(item)}, {_role(item)}."
    reminder = ""
    if item.reminded is not None:
        reminder = f" I'll remind {mention(item.reminded)} until it's paid."
    clock = clock_sentences(bonus, viewer, heading="")
    started_on = item.hire.started_on if item.hire is not None else None
    # Only the news about day 0, the first day, says that the new colleague started.
    is_first_day = AdvocatePart.parse(item.follow_up.period).day == 0
    if not is_first_day or started_on is None:
        return f"your bonus for {_name(item)}, {_role(item)}: {clock}{reminder}"
    start = f"{_name(item)}, hired for {_role(item)}, started on {calendar_day(started_on, viewer)}"
    return f"{start}. Your bonus: {clock}{reminder}"


BONUS_NEWS = NudgeCopy(
    _news_sentence,
    lambda _item, _viewer: (),
    reason="You agreed to this bonus when you put them forward",
)


# Check-ins with the new colleague ---------------------------------------------------------------


def _check_in_sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    started_on, left_on = (item.hire.started_on, item.hire.left_on) if item.hire else (None, None)
    since = f" since {calendar_day(started_on, viewer)}" if started_on else ""
    sentence = f"{_name(item)} has been here{since}, hired for {_role(item)}."
    today = viewer.now.astimezone(viewer.zone).date() if viewer else None
    if started_on and left_on and today and left_on < today:
        span = f"{calendar_day(started_on, viewer)} to {calendar_day(left_on, viewer)}"
        return f"{_name(item)} was here from {span}, hired for {_role(item)}."
    if item.follow_up.state is not FollowUpState.OPEN:
        return sentence
    days = AdvocatePart.parse(item.follow_up.period).day
    return f"{sentence} After {days} days, a hello from you goes a long way. How are they?"


HIRE_CHECK_IN = NudgeCopy(
    _check_in_sentence,
    lambda _item, _viewer: (
        AnswerButton(MARK_DONE, "I said hello"),
        LATER_BUTTON,
        NOT_NEEDED_BUTTON,
    ),
    reason="You vouched for them. What they tell you stays between you",
    outcome=lambda item, _viewer: (
        "You said hello. Thank you: that's how people settle in."
        if item.follow_up.state is FollowUpState.DONE
        else ""
    ),
)
