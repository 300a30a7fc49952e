"""Nudges for an owner who has not answered, and for advocates who wait or have a question."""

from __future__ import annotations

from domain.pages import NudgeItem, Viewer
from views import labels
from views.block_kit import Block, quote
from views.formatting import escape, mention
from views.nudges.copy import (
    LATER_BUTTON,
    NOT_NEEDED_BUTTON,
    AnswerButton,
    NudgeCopy,
    leading_date,
)

TAKE = "nudge.take"
HAND_OVER = "nudge.hand_over"
ANSWER = "nudge.answer"


# The owner has not answered a referral yet -------------------------------------------------------


def _unanswered_sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    if item.referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(item.referral)
    beginning = f"{leading_date(item, viewer)}{mention(item.referral.advocate)}"
    if item.referral.candidate.hidden:
        return f"{beginning} had somebody in mind for {role}. Who should answer?"
    return f"{beginning} put *{name}* forward for {role}{_evidence_clause(item)} Who should answer?"


def _evidence_clause(item: NudgeItem) -> str:
    """The advocate's own words after a colon, or a full stop where there are none."""
    if item.endorsement is None:
        return "."
    evidence = item.endorsement.evidence
    text = evidence.saw or evidence.why
    if not text:
        return "."
    quoted = escape(text.rstrip(" ."), 160)
    return f": “{quoted}”" + ("" if quoted.endswith(("?", "!", "…")) else ".")


def handed_over_outcome(item: NudgeItem, viewer: Viewer) -> str:
    """Names the new owner; empty while the viewer owns the referral."""
    owner = item.referral.owner if item.referral else viewer.user_id
    return f"{mention(owner)} has it now." if owner != viewer.user_id else ""


RECRUITER_ANSWER = NudgeCopy(
    _unanswered_sentence,
    lambda _: (
        AnswerButton(TAKE, "I take it"),
        AnswerButton(HAND_OVER, "Hand over"),
        LATER_BUTTON,
    ),
    reason="It comes to you because you can answer it",
    stop_label="Later",
    stop_postpones=True,
    outcome=handed_over_outcome,
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
    lambda _: (AnswerButton(ANSWER, "Answer"), LATER_BUTTON, NOT_NEEDED_BUTTON),
    reason="It comes to you because you know them",
    details=_question_details,
)


# The advocate hears that nothing has changed -----------------------------------------------------


def _heartbeat_sentence(item: NudgeItem, _viewer: Viewer | None) -> str:
    if item.referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(item.referral)
    return f"No change on *{name}* for {role} this week. {mention(item.referral.owner)} has it."


HEARTBEAT = NudgeCopy(
    _heartbeat_sentence,
    lambda _: (NOT_NEEDED_BUTTON,),
    reason="You put them forward, so you hear from me once a week until there is an answer",
)
