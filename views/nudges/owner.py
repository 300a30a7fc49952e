"""Nudges to an owner who has not acted, and to advocates who wait for an answer or owe one.

If the owner does not react, other people are asked too. `viewer` is the reader, or None in a list
of nudges, where sentences have no dates.
"""

from __future__ import annotations

from datetime import datetime

from domain.follow_ups import FollowUpKind, FollowUpState
from domain.pages import NudgeItem, Viewer
from domain.referrals import Referral
from domain.stages import Stage
from views import labels
from views.block_kit import Block, quote
from views.formatting import absolute_day, deadline_day, escape, mention
from views.nudges.copy import (
    LATER_BUTTON,
    NOT_NEEDED_BUTTON,
    AnswerButton,
    NudgeCopy,
    forward_for,
    leading_date,
)

TAKE = "nudge.take"
HAND_OVER = "nudge.hand_over"
TAKE_OVER = "nudge.take_over"
MOVE = "nudge.move"
OPEN_CARD = "nudge.open_card"  # only in lists of nudges, such as that of App Home
ANSWER = "nudge.answer"

_REASON = "You get this because you can give an answer"
_LIST_CHOICES = (AnswerButton(OPEN_CARD, "Open the card"),)
# From this number of reminders on, counted over all who were asked, the text gets a new sentence:
# people ignore a text that repeats itself.
_MANY_REMINDERS = 6


# The owner has not answered a referral yet -------------------------------------------------------


def _unanswered_sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    if item.referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(item.referral)
    advocate = mention(item.referral.advocate)
    # After a move, the follow-up is younger than the referral, so its day isn't the advocate's.
    date = "" if item.was_moved else leading_date(item, viewer)
    beginning = f"{date}{advocate}"
    ending = f" {advocate} is waiting for your first answer.{_long_wait_hint(item)}"
    if item.follow_up.state is not FollowUpState.OPEN or is_back_with_owner(item, viewer):
        ending = ""
    elif is_passed_on(item, viewer):
        owner = mention(item.referral.owner)
        ending = f" {owner} hasn't answered yet. Can you?{_long_wait_hint(item)}"
    else:
        ending += others_asked(item, viewer)
    if item.referral.candidate.hidden:
        return f"{beginning} had someone in mind for {role}.{ending}"
    return f"{beginning} put *{name}* {forward_for(item)} {role}{_evidence_clause(item)}{ending}"


def _long_wait_hint(item: NudgeItem) -> str:
    is_long = item.follow_up.nudges_sent >= _MANY_REMINDERS
    return " A kind no is an answer too." if is_long else ""


def _evidence_clause(item: NudgeItem) -> str:
    """The end of the sentence: a colon and the advocate's words, or a full stop without any."""
    if item.endorsement is None:
        return "."
    evidence = item.endorsement.evidence
    text = evidence.saw or evidence.why
    if not text:
        return "."
    quoted = escape(text.rstrip(" ."), 160)
    return f": “{quoted}”" + ("" if quoted.endswith(("?", "!", "…")) else ".")


def handed_over_outcome(item: NudgeItem, viewer: Viewer) -> str:
    """Says that the referral has ended, or else who owns it now. Empty if the viewer owns it.

    If the follow-up is open and the owner is the same as when it began, they were asked again.
    """
    referral = item.referral
    if referral is None:
        return ""
    is_owner = referral.owner == viewer.user_id
    asks_for_answer = item.follow_up.kind in (FollowUpKind.RECRUITER_ANSWER, FollowUpKind.STAGE)
    answered_by_owner = is_owner and item.follow_up.state is FollowUpState.DONE
    if referral.ended and asks_for_answer and not answered_by_owner:
        return f"It has an answer: {_stage_name(referral)}."
    if is_owner:
        return ""
    since, asked_at = referral.owner_since, item.follow_up.created_at
    is_new_owner = since is not None and since >= asked_at
    if item.follow_up.state is FollowUpState.OPEN and not is_new_owner:
        return f"I've asked {mention(referral.owner)} again."
    return f"{mention(referral.owner)} has it now."


def _answered_outcome(item: NudgeItem, viewer: Viewer) -> str:
    referral = item.referral
    is_owner = referral is not None and referral.owner == viewer.user_id
    if referral is not None and is_owner and item.follow_up.state is FollowUpState.DONE:
        if referral.stage is Stage.NEW:  # A question to the advocate ends the reminders as well.
            return f"You've asked {mention(referral.advocate)}."
        if referral.stage is Stage.IN_REVIEW:
            return "You took it. The card has what was said."
        return f"It has an answer: {_stage_name(referral)}."  # perhaps from someone else
    return handed_over_outcome(item, viewer)


RECRUITER_ANSWER = NudgeCopy(
    _unanswered_sentence,
    lambda _item, _viewer: (
        AnswerButton(TAKE, "I'll take it"),
        AnswerButton(HAND_OVER, "Hand over"),
        LATER_BUTTON,
    ),
    reason=_REASON,
    stop_label="Later",
    stop_postpones=True,
    outcome=_answered_outcome,
    list_choices=_LIST_CHOICES,
)


# A referral stays at one stage -------------------------------------------------------------------


_STAGE_PHRASES: dict[Stage, tuple[str, str]] = {
    # The first phrase is for a referral at this stage, the second for one that has moved on.
    Stage.NEW: ("has been waiting", "was waiting"),
    Stage.IN_REVIEW: ("has been in review", "was in review"),
    Stage.CONTACTED: ("has been contacted", "was contacted"),
    Stage.INTERVIEWING: ("has been interviewing", "was interviewing"),
    Stage.OFFER: ("has had an offer", "had an offer"),
}


def _stage_sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    referral = item.referral
    if referral is None:
        return ""
    name, role = f"*{escape(item.candidate_name, 150)}*", labels.role_name(referral)
    present, past = _STAGE_PHRASES[Stage(item.follow_up.period)]
    if item.follow_up.state is not FollowUpState.OPEN:  # the stage may have changed since
        return f"{name} {past} for {role}."
    text = f"{name} {present} for {role}"
    if viewer is not None:
        text += f" since {absolute_day(referral.stage_at, viewer)}"
    if is_back_with_owner(item, viewer):
        return f"{text}."
    if is_passed_on(item, viewer):
        return (
            f"{text}, and {mention(referral.owner)} hasn't said what's next. Can you take it on, "
            f"or move it?{_long_wait_hint(item)}"
        )
    return f"{text}.{others_asked(item, viewer)} What's next?{_long_wait_hint(item)}"


def is_back_with_owner(item: NudgeItem, viewer: Viewer | None) -> bool:
    """Whether the reader was asked in the owner's place, and now the owner is asked again."""
    if viewer is None or item.referral is None:
        return False
    owner = item.referral.owner
    return owner == item.follow_up.member and owner != viewer.user_id


def is_passed_on(item: NudgeItem, viewer: Viewer | None) -> bool:
    """Whether the reader is not the owner. Without a viewer, the member is the reader."""
    reader = viewer.user_id if viewer is not None else item.follow_up.member
    return item.referral is not None and reader != item.referral.owner


def others_asked(item: NudgeItem, viewer: Viewer | None) -> str:
    """A sentence that tells the owner who else is asked, or "" if nobody else is."""
    member = item.follow_up.member
    if viewer is None or member == viewer.user_id:
        return ""
    return f" I'm asking {mention(member)} as well."


def _stage_buttons(item: NudgeItem, viewer: Viewer | None) -> tuple[AnswerButton, ...]:
    if is_passed_on(item, viewer):
        return (
            AnswerButton(TAKE_OVER, "I'll take it on"),
            AnswerButton(MOVE, "Move stage"),
            LATER_BUTTON,
        )
    return AnswerButton(MOVE, "Move stage"), AnswerButton(HAND_OVER, "Hand over"), LATER_BUTTON


STAGE = NudgeCopy(
    _stage_sentence,
    _stage_buttons,
    reason=_REASON,
    stop_label="Later",
    stop_postpones=True,
    outcome=handed_over_outcome,
    list_choices=_LIST_CHOICES,
)


# The advocate has not answered a question yet ----------------------------------------------------


def _question_sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    if item.question is None or item.referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(item.referral)
    asker = mention(item.question.asked_by)
    return f"{leading_date(item, viewer)}{asker} asked you about *{name}*, for {role}."


def _question_details(item: NudgeItem) -> list[Block]:
    return [quote(item.question.text, 1000)] if item.question is not None else []


QUESTION = NudgeCopy(
    _question_sentence,
    lambda _item, _viewer: (AnswerButton(ANSWER, "Answer"), LATER_BUTTON, NOT_NEEDED_BUTTON),
    reason="You get this because you know them",
    details=_question_details,
)


# The advocate hears that nothing has changed -----------------------------------------------------


def _heartbeat_sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    referral = item.referral
    if referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(referral)
    owner, due_at = mention(referral.owner), item.answer_due_at
    # With the day, a note differs from the one of the week before.
    as_of = f" as of {absolute_day(viewer.now, viewer)}" if viewer is not None else ""
    if due_at is not None and viewer is not None and referral.stage is Stage.NOT_NOW:
        return _second_look_sentence(item, due_at, viewer)
    if due_at is not None and viewer is not None:
        verb = "was" if due_at <= viewer.now else "is"
        return (
            f"No reply yet on *{name}* for {role}{as_of}. An answer from {owner} {verb} due "
            f"{deadline_day(due_at, viewer)}.{_reminder_sentence(item, viewer)}"
        )
    if viewer is not None and _is_news(referral, viewer):
        since = absolute_day(referral.stage_at, viewer)
        whose = "" if referral.ended else f" {owner} has it."
        stage = labels.lower_first(labels.stage_since(referral.stage, since))
        return f"*{name}* for {role}: {stage}.{whose}"
    question = item.question
    if viewer is not None and question is not None and not referral.ended:
        day = absolute_day(question.asked_at, viewer)
        return (
            f"{mention(question.asked_by)} asked you about *{name}*, for {role}, on {day} and is "
            "waiting for your answer. You'll find the question in App Home."
        )
    text = f"Nothing new on *{name}* for {role}{as_of}. {owner} has it"
    if referral.stage is Stage.NEW or viewer is None:
        return f"{text}."
    since = absolute_day(referral.stage_at, viewer)
    reminder = _reminder_sentence(item, viewer)
    state = f"{_stage_name(referral)} since {since}"
    if referral.stage is Stage.OFFER:
        state = f"they've had an offer since {since}"
    return f"{text}: {state}.{reminder}"


def _second_look_sentence(item: NudgeItem, due_at: datetime, viewer: Viewer) -> str:
    referral = item.referral
    if referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(referral)
    owner, day = mention(referral.owner), deadline_day(due_at, viewer)
    if due_at > viewer.now:
        return f"{owner} will look at *{name}* again for {role} on {day}."
    today = absolute_day(viewer.now, viewer)
    text = (
        f"The day to look at *{name}* again for {role} was {day}, and there's no answer yet as of "
        f"{today}."
    )
    is_owner_reminded = item.reminded == referral.owner
    if is_owner_reminded and referral.owner != viewer.user_id:
        return f"{text} I've reminded {owner}."
    return f"{text}{_reminder_sentence(item, viewer)}"


def _reminder_sentence(item: NudgeItem, viewer: Viewer) -> str:
    """Says whom Vouch has reminded, or "". So a weekly note says more than the one before."""
    if item.reminded is None or item.referral is None or item.reminded == viewer.user_id:
        return ""
    if item.reminded == item.referral.owner:
        return " I've reminded them."
    return f" I've asked {mention(item.reminded)} too."


def _is_news(referral: Referral, viewer: Viewer) -> bool:
    """Whether an edited heartbeat has news: the referral has ended, or got its stage today."""
    is_of_today = absolute_day(referral.stage_at, viewer) == absolute_day(viewer.now, viewer)
    return referral.ended or (is_of_today and referral.stage is not Stage.NEW)


def _stage_name(referral: Referral) -> str:
    return labels.lower_first(labels.STAGE[referral.stage])


HEARTBEAT = NudgeCopy(
    _heartbeat_sentence,
    lambda _item, _viewer: (NOT_NEEDED_BUTTON,),
    reason="You put them forward, so I'll write once a week until there's an answer",
)
