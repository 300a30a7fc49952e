"""The history of a referral in plain words: "Tue 3 March: @linus took it"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.credit import CreditReason
from domain.desk import HistoryLine
from domain.endorsements import CommitmentKind
from domain.pages import Viewer
from domain.stages import Reason, Stage
from views import labels
from views.credit import REASON
from views.form_state import enum_member
from views.formatting import mention

# The names of actors that are no people, as the history has them.
_ACTORS = {"clock": "Vouch", "slack": "Slack", "cli": "An operator"}


def history_sentences(lines: Sequence[HistoryLine], viewer: Viewer) -> list[str]:
    """One sentence for each line that a reader can understand, with its day in their zone."""
    sentences = []
    for line in lines:
        words = _SENTENCES.get(line.verb)
        if words is not None:
            sentences.append(f"{_day(line, viewer)}: {_actor(line)} {words(line)}.")
    return sentences


def _day(line: HistoryLine, viewer: Viewer) -> str:
    local = line.at.astimezone(viewer.zone).date()
    year = "" if local.year == viewer.now.astimezone(viewer.zone).year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%B}{year}"


def _actor(line: HistoryLine) -> str:
    return _ACTORS.get(line.actor) or mention(line.actor)


def _text(line: HistoryLine, name: str) -> str:
    value = line.detail.get(name)
    return value if isinstance(value, str) else ""


def _moved(line: HistoryLine) -> str:
    before = enum_member(Stage, _text(line, "before"))
    after = enum_member(Stage, _text(line, "after"))
    reason = enum_member(Reason, _text(line, "reason"))
    if after is None:
        return "moved it"
    if after is Stage.IN_REVIEW:
        return "took it" if before is Stage.NEW else "opened it again"
    words = f"moved it to “{labels.STAGE[after]}”"
    return f"{words}: {labels.lower_first(labels.REASON[reason])}" if reason else words


def _handed_over(line: HistoryLine) -> str:
    to = _text(line, "after")
    return f"handed it to {mention(to)}" if to else "handed it over"


def _deed(line: HistoryLine) -> str:
    kind = enum_member(CommitmentKind, _text(line, "kind"))
    return labels.COMMITMENT_IN_PAST[kind] if kind else "did what they had offered"


def _plain(words: str) -> Callable[[HistoryLine], str]:
    return lambda _line: words


def _credited(line: HistoryLine) -> str:
    reason = enum_member(CreditReason, _text(line, "reason"))
    words = f"gave the credit to {mention(_text(line, 'after'))}"
    return f"{words}: {labels.lower_first(REASON[reason])}" if reason else words


_SENTENCES: dict[str, Callable[[HistoryLine], str]] = {
    "referral.submitted": _plain("put them forward"),
    "referral.put_forward": _plain("put them forward for this role"),
    "referral.from_general": _plain("put them forward for this role"),
    "referral.to_opening": _plain("moved it to another opening"),
    "referral.vouched": _plain("vouched for them too"),
    "referral.again": _plain("put them forward once more"),
    "referral.endorsed": _plain("said why"),
    "referral.moved": _moved,
    "referral.handed_over": _handed_over,
    "referral.credited": _credited,
    "referral.contact_corrected": _plain("corrected the contact"),
    "referral.asked": _plain("asked an advocate a question"),
    "referral.replied": _plain("answered"),
    "referral.heard": _plain("wrote what they heard after the interview"),
    "referral.reopened": _plain("asked again, so it was open once more"),
    "referral.word_answered": _plain("answered an advocate's word"),
    "referral.words_withdrawn": _plain("took their words back"),
    "referral.agreed": _plain("said that the candidate agrees"),
    "referral.noted": _plain("wrote a note for the desk"),
    "commitment.done": _deed,
}
