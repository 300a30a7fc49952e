"""Messages after an opening has ended.

The people who look after it decide what each advocate is told. Advocates hear when their referral
moves to another opening, or stays open for some time.
"""

from __future__ import annotations

from domain.endings import reason_without_decision
from domain.news_pages import KeptOpenPage
from domain.openings import Opening
from domain.pages import MovedPage, OpeningEndedPage
from views import labels
from views.block_kit import Message, actions, button, context, message, section
from views.bonus import offer_in_full
from views.formatting import absolute_day, calendar_day, deadline_day, escape, mention

OPEN_FORM = "endings.open"  # value: the opening's id


def state_sentence(opening: Opening) -> str:
    name = f"*{escape(opening.ref, 40)}* {escape(opening.title, 200)}"
    return f"{name} is {labels.STATUS[opening.status].lower()}."


def waiting_sentence(count: int) -> str:
    if count == 1:
        return "One person put forward for it has no answer yet."
    return f"{count} people put forward for it have no answer yet."


def default_outcome_sentence(opening: Opening) -> str:
    """The reason that advocates are given if nobody decides. It starts with a small letter."""
    return labels.lower_first(labels.REASON[reason_without_decision(opening.status)])


def opening_ended_message(page: OpeningEndedPage) -> Message:
    """Asks which advocate is told what. After the last decision it is edited to say so."""
    text = state_sentence(page.opening)
    if page.decide_by is None:
        text += " Everyone who was put forward for it has an answer."
        return message(section(text), text=text)
    text += (
        f" {waiting_sentence(page.undecided)} You have until "
        f"{absolute_day(page.decide_by, page.viewer)} to say who hears what."
    )
    return message(
        section(text),
        actions(button("Decide", OPEN_FORM, str(page.opening.id), primary=True)),
        context(
            f"After that I'll tell every advocate that {default_outcome_sentence(page.opening)}. "
            "You get this because you look after this opening."
        ),
        text=text,
    )


def kept_open_message(page: KeptOpenPage) -> Message:
    """Tells an advocate that their referral outlasts the end of its opening for some time."""
    referral, viewer = page.advocate_page.referral, page.advocate_page.viewer
    name = f"*{escape(page.advocate_page.endorsement.candidate_name, 200)}*"
    text = (
        f"{state_sentence(page.opening).rstrip('.')}, but {name} stays in the running until "
        f"{calendar_day(page.until, viewer)}. {mention(referral.owner)} decides by then."
    )
    return message(section(text), context("You don't need to do anything now."), text=text)


def referral_moved_message(page: MovedPage) -> Message:
    """Tells an advocate that their referral moved to another opening, or is general now."""
    referral = page.advocate_page.referral
    name = f"*{escape(page.advocate_page.endorsement.candidate_name, 200)}*"
    cause = f"{escape(page.from_ref, 40)} has ended, and " if page.from_ref else ""
    outcome = "stays with us as a general referral"
    if referral.opening_ref:
        outcome = f"is now in the running for {labels.role_name(referral)}"
    text = f"{cause}{name} {outcome}. {mention(referral.owner)} answers"
    due_at = page.advocate_page.answer_due_at
    text += f" by {deadline_day(due_at, page.advocate_page.viewer)}." if due_at else "."
    blocks = [section(text)]
    if page.offer:
        blocks.append(context(offer_in_full(page.offer)))
    return message(*blocks, context("You don't need to do anything now."), text=text)
