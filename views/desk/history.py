"""The history of a referral in sentences: "Tue 3 March: @linus took it"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from domain.card_history import COLLEAGUE
from domain.credit import CreditReason
from domain.desk import HistoryLine
from domain.endorsements import CommitmentKind
from domain.pages import AdvocatePage, Viewer
from domain.stages import Reason, Stage
from views import labels
from views.credit import REASON_TEXTS as CREDIT_REASON
from views.form_state import enum_member
from views.formatting import calendar_day, mention

# How the history names actors that are not people, and people whose name the reader may not know.
_ACTOR_NAMES = {"clock": "Vouch", "slack": "Slack", "cli": "An operator", COLLEAGUE: "A colleague"}

_Describe = Callable[[HistoryLine], str]
"""Says what the actor did. The actor's name precedes it in the sentence."""


def history_sentences(lines: Sequence[HistoryLine], viewer: Viewer) -> list[str]:
    """A sentence for each line, with its day in the viewer's time zone.

    Lines with a verb that `_DESCRIPTIONS` does not contain are left out.
    """
    return _write_sentences(lines, viewer, _DESCRIPTIONS, _ACTOR_NAMES)


def own_change_sentences(page: AdvocatePage) -> list[str]:
    """The latest changes of a referral, as its advocate reads them."""
    actor_names = {**_ACTOR_NAMES, page.viewer.user_id: "You"}
    return _write_sentences(page.changes, page.viewer, _DESCRIPTIONS_FOR_ADVOCATE, actor_names)


def _write_sentences(
    lines: Sequence[HistoryLine],
    viewer: Viewer,
    descriptions: Mapping[str, _Describe],
    actor_names: Mapping[str, str],
) -> list[str]:
    sentences = []
    for line in lines:
        describe = descriptions.get(line.verb)
        if describe is not None:
            actor = actor_names.get(line.actor) or mention(line.actor)
            sentences.append(f"{_format_day(line, viewer)}: {actor} {describe(line)}.")
    return sentences


def _format_day(line: HistoryLine, viewer: Viewer) -> str:
    """The day in the viewer's time zone, with the year only if it is not the present one."""
    day = line.at.astimezone(viewer.zone).date()
    today = viewer.now.astimezone(viewer.zone).date()
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%B}{year}"


def _detail_text(line: HistoryLine, name: str) -> str:
    """A detail of the line, or "" if there is no such text: old releases stored fewer details."""
    value = line.detail.get(name)
    return value if isinstance(value, str) else ""


def _describe_stage_change(line: HistoryLine) -> str:
    before = enum_member(Stage, _detail_text(line, "before"))
    after = enum_member(Stage, _detail_text(line, "after"))
    reason = enum_member(Reason, _detail_text(line, "reason"))
    if after is None:
        return "moved it"
    if after is Stage.IN_REVIEW:
        return "took it" if before is Stage.NEW else "opened it again"
    words = f"moved it to “{labels.STAGE[after]}”"
    return f"{words}: {labels.lower_first(labels.REASON[reason])}" if reason else words


def _describe_stage_correction(line: HistoryLine) -> str:
    stage = enum_member(Stage, _detail_text(line, "after"))
    return f"put it right: it's at “{labels.STAGE[stage]}”" if stage else "put it right"


def _describe_reopening_to_advocate(line: HistoryLine) -> str:
    """Someone at the desk who reopens a referral becomes its owner. An advocate does not."""
    is_by_owner = line.actor == _detail_text(line, "owner")
    return "opened it again" if is_by_owner else "put them forward again"


def _describe_handover(line: HistoryLine) -> str:
    new_owner = _detail_text(line, "after")
    return f"handed it to {mention(new_owner)}" if new_owner else "handed it over"


def _describe_kept_commitment(line: HistoryLine) -> str:
    kind = enum_member(CommitmentKind, _detail_text(line, "kind"))
    return labels.COMMITMENT_IN_PAST[kind] if kind else "did what they had offered"


def _describe_second_look(line: HistoryLine) -> str:
    day = _detail_text(line, "return_on")
    if not day:
        return "looked at them again: still “not now”"
    return f"moved the second look to {calendar_day(date.fromisoformat(day), None)}"


def _describe_credit(line: HistoryLine) -> str:
    reason = enum_member(CreditReason, _detail_text(line, "reason"))
    words = f"gave the credit to {mention(_detail_text(line, 'after'))}"
    return f"{words}: {labels.lower_first(CREDIT_REASON[reason])}" if reason else words


def _always(words: str) -> _Describe:
    return lambda _line: words


# What the actor did, by the stored verb of the line.
_DESCRIPTIONS: dict[str, _Describe] = {
    "referral.submitted": _always("put them forward"),
    "referral.put_forward": _always("put them forward for this role"),
    "referral.from_general": _always("put them forward for this role"),
    "referral.to_opening": _always("moved it to another opening"),
    "referral.vouched": _always("vouched for them too"),
    "referral.again": _always("put them forward once more"),
    "referral.endorsed": _always("said why"),
    "referral.moved": _describe_stage_change,
    "referral.put_right": _describe_stage_correction,
    "referral.handed_over": _describe_handover,
    "referral.second_look": _describe_second_look,
    "referral.credited": _describe_credit,
    "referral.contact_corrected": _always("corrected the contact"),
    "referral.attached": _always("attached a résumé"),
    "referral.asked": _always("asked an advocate a question"),
    "referral.replied": _always("answered"),
    "referral.heard": _always("wrote what they heard after the interview"),
    "referral.reopened": _always("asked again, so it was open once more"),
    "referral.word_answered": _always("answered an advocate's word"),
    "referral.words_withdrawn": _always("took their words back"),
    "referral.agreed": _always("said that the candidate agrees"),
    "referral.noted": _always("wrote a note for the desk"),
    "commitment.done": _describe_kept_commitment,
}
_DESCRIPTIONS_FOR_ADVOCATE: dict[str, _Describe] = {
    **_DESCRIPTIONS,
    "referral.asked": _always("asked you a question"),
    "referral.reopened": _describe_reopening_to_advocate,
}
