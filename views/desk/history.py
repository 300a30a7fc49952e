"""The history of a referral in plain words: "Tue 3 March: @linus took it"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from domain.card_history import COLLEAGUE
from domain.credit import CreditReason
from domain.desk import HistoryLine
from domain.endorsements import CommitmentKind
from domain.pages import AdvocatePage, Viewer
from domain.stages import Reason, Stage
from views import labels
from views.credit import REASON
from views.form_state import enum_member
from views.formatting import mention

# The names that the history uses for actors that are not people.
_ACTORS = {"clock": "Vouch", "slack": "Slack", "cli": "An operator", COLLEAGUE: "A colleague"}

_Words = Callable[[HistoryLine], str]
"""Returns the rest of a sentence that begins with the actor."""


def history_sentences(lines: Sequence[HistoryLine], viewer: Viewer) -> list[str]:
    """One sentence for each line that a reader can understand, with its day in their zone."""
    return _write_sentences(lines, viewer, _SENTENCES, _ACTORS)


def own_change_sentences(page: AdvocatePage) -> list[str]:
    """The last changes as an advocate reads them."""
    actors = {**_ACTORS, page.viewer.user_id: "You"}
    return _write_sentences(page.changes, page.viewer, _OWN_SENTENCES, actors)


def _write_sentences(
    lines: Sequence[HistoryLine],
    viewer: Viewer,
    words_by_verb: Mapping[str, _Words],
    actors: Mapping[str, str],
) -> list[str]:
    sentences = []
    for line in lines:
        words = words_by_verb.get(line.verb)
        if words is not None:
            actor = actors.get(line.actor) or mention(line.actor)
            sentences.append(f"{_format_day(line, viewer)}: {actor} {words(line)}.")
    return sentences


def _format_day(line: HistoryLine, viewer: Viewer) -> str:
    local = line.at.astimezone(viewer.zone).date()
    year = "" if local.year == viewer.now.astimezone(viewer.zone).year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%B}{year}"


def _detail_text(line: HistoryLine, name: str) -> str:
    value = line.detail.get(name)
    return value if isinstance(value, str) else ""


def _describe_move(line: HistoryLine) -> str:
    before = enum_member(Stage, _detail_text(line, "before"))
    after = enum_member(Stage, _detail_text(line, "after"))
    reason = enum_member(Reason, _detail_text(line, "reason"))
    if after is None:
        return "moved it"
    if after is Stage.IN_REVIEW:
        return "took it" if before is Stage.NEW else "opened it again"
    words = f"moved it to “{labels.STAGE[after]}”"
    return f"{words}: {labels.lower_first(labels.REASON[reason])}" if reason else words


def _describe_correction(line: HistoryLine) -> str:
    stage = enum_member(Stage, _detail_text(line, "after"))
    return f"put it right: it's at “{labels.STAGE[stage]}”" if stage else "put it right"


def _describe_reopening(line: HistoryLine) -> str:
    is_by_owner = line.actor == _detail_text(line, "owner")
    return "opened it again" if is_by_owner else "put them forward again"


def _describe_handover(line: HistoryLine) -> str:
    to = _detail_text(line, "after")
    return f"handed it to {mention(to)}" if to else "handed it over"


def _describe_deed(line: HistoryLine) -> str:
    kind = enum_member(CommitmentKind, _detail_text(line, "kind"))
    return labels.COMMITMENT_IN_PAST[kind] if kind else "did what they had offered"


def _always(words: str) -> _Words:
    return lambda _line: words


def _describe_credit(line: HistoryLine) -> str:
    reason = enum_member(CreditReason, _detail_text(line, "reason"))
    words = f"gave the credit to {mention(_detail_text(line, 'after'))}"
    return f"{words}: {labels.lower_first(REASON[reason])}" if reason else words


_SENTENCES: dict[str, _Words] = {
    "referral.submitted": _always("put them forward"),
    "referral.put_forward": _always("put them forward for this role"),
    "referral.from_general": _always("put them forward for this role"),
    "referral.to_opening": _always("moved it to another opening"),
    "referral.vouched": _always("vouched for them too"),
    "referral.again": _always("put them forward once more"),
    "referral.endorsed": _always("said why"),
    "referral.moved": _describe_move,
    "referral.put_right": _describe_correction,
    "referral.handed_over": _describe_handover,
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
    "commitment.done": _describe_deed,
}
_OWN_SENTENCES: dict[str, _Words] = {
    **_SENTENCES,
    "referral.asked": _always("asked you a question"),
    "referral.reopened": _describe_reopening,
}
