"""Nudges about someone on the viewer's bench: a private list of people to refer one day.

A check-in reminds the viewer to stay in touch. A match tells of an opening that suits the person.
"""

from __future__ import annotations

from domain.follow_ups import FollowUpState
from domain.pages import NudgeItem, Viewer
from views.bench import fit_opening, fit_reasons
from views.block_kit import Block, section
from views.formatting import absolute_day, escape
from views.nudges.copy import LATER_BUTTON, NOT_NEEDED_BUTTON, AnswerButton, NudgeCopy

REPORT_CONTACT = "bench.in_touch"
STOP_REMINDERS = "bench.stop"
REFER_NOW = "bench.refer_now"


def _check_in_sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    name = f"*{escape(item.candidate_name, 150)}*"
    if item.bench_nudge is None or viewer is None:
        return f"{name} is on your bench."
    person = item.bench_nudge.person
    day = absolute_day(person.silent_since, viewer)
    if person.last_contact_at:
        return f"you last heard from {name} on {day}."
    return f"{name} has been on your bench since {day}."


def _new_openings(item: NudgeItem) -> list[Block]:
    """The newest openings since the last contact, which are news for the person."""
    if item.bench_nudge is None or not item.bench_nudge.new_openings:
        return []
    openings = ", ".join(
        f"*{escape(opening.ref, 40)}* {escape(opening.title, 80)}"
        for opening in item.bench_nudge.new_openings
    )
    return [section(f"New here since then: {openings}.")]


def _check_in_outcome(item: NudgeItem, _viewer: Viewer) -> str:
    if item.follow_up.state is FollowUpState.NOT_NEEDED:
        return "I won't ask about them again. They stay on your bench."
    return "This is settled now."


CHECK_IN = NudgeCopy(
    _check_in_sentence,
    lambda _item, _viewer: (
        AnswerButton(REPORT_CONTACT, "I was in touch"),
        LATER_BUTTON,
        AnswerButton(STOP_REMINDERS, "Not needed"),
    ),
    reason="You put them on your bench, which only you can see",
    advice="A quick hello keeps you in touch.",
    details=_new_openings,
    outcome=_check_in_outcome,
)


def _match_sentence(item: NudgeItem, _viewer: Viewer | None) -> str:
    if item.bench_nudge is None or item.bench_nudge.fit is None:
        return ""
    fit, name = item.bench_nudge.fit, escape(item.candidate_name, 150)
    return f"{fit_opening(fit)} may suit *{name}* from your bench{fit_reasons(fit)}"


MATCH = NudgeCopy(
    _match_sentence,
    lambda _item, _viewer: (AnswerButton(REFER_NOW, "Refer now"), LATER_BUTTON, NOT_NEEDED_BUTTON),
    reason="Only you get this, because nobody else can see your bench",
)
