"""Which lines of a referral's history one of its advocates may read in their own card.

These are lines about what the desk did, and about questions that this advocate was asked. No line
shows who else vouches for the candidate.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from domain.desk import HistoryLine

SHOWN_MAX = 3  # changes in a card, the newest ones
COLLEAGUE = "colleague"  # the actor of a line whose name is not for this advocate

_MOVED, _CORRECTED = "referral.moved", "referral.put_right"
_REOPENED = "referral.reopened"
_DESK_VERBS = frozenset({_MOVED, _CORRECTED, "referral.to_opening", "referral.handed_over"})
_QUESTION_VERBS = frozenset({"referral.asked", "referral.replied"})


@dataclass(frozen=True, slots=True)
class ChangeReader:
    """An advocate who reads the changes of a referral.

    `questions` are the ids of the questions that they were asked. `owner` is who owns the answer
    now, and `others` are the user ids of everybody else who vouches for the candidate.
    """

    user_id: str
    owner: str
    others: Collection[str]
    questions: Collection[int]


def choose_changes(lines: Sequence[HistoryLine], reader: ChangeReader) -> tuple[HistoryLine, ...]:
    """The newest lines that the reader may know of, in the order of `lines`: the oldest first.

    A corrected change of stage is left out, because the reader may never have been told of it.
    """
    chosen: list[HistoryLine] = []
    for line in lines:
        if line.verb == _CORRECTED:
            _drop_last_move(chosen)
        if _may_read(line, reader):
            chosen.append(_without_other_advocates(line, reader))
    return tuple(chosen[-SHOWN_MAX:])


def _drop_last_move(chosen: list[HistoryLine]) -> None:
    for index in reversed(range(len(chosen))):
        if chosen[index].verb == _MOVED:
            del chosen[index]
            return


def _may_read(line: HistoryLine, reader: ChangeReader) -> bool:
    if line.verb in _QUESTION_VERBS:
        return line.detail.get("question") in reader.questions
    return line.verb in _DESK_VERBS or line.verb == _REOPENED


def _without_other_advocates(line: HistoryLine, reader: ChangeReader) -> HistoryLine:
    """Replace the actor unless it is the reader, the owner, or someone else of the desk."""
    if line.actor in (reader.user_id, reader.owner):
        return line
    # An advocate who reopens a referral does not become its owner.
    was_advocate = line.verb == _REOPENED and line.actor != line.detail.get("owner")
    if was_advocate or line.actor in reader.others:
        return replace(line, actor=COLLEAGUE)
    return line
