"""Which lines of a referral's history one of its advocates may read in their own card.

They are what the desk does and what is said to this advocate. Nobody learns here who else vouches
for the candidate.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from domain.desk import HistoryLine

SHOWN_MAX = 3  # changes in a card, the newest ones
COLLEAGUE = "colleague"  # the actor of a line whose name is not for this advocate

_MOVED, _PUT_RIGHT = "referral.moved", "referral.put_right"
_REOPENED = "referral.reopened"
_OF_THE_DESK = frozenset({_MOVED, _PUT_RIGHT, "referral.to_opening", "referral.handed_over"})
_OF_A_QUESTION = frozenset({"referral.asked", "referral.replied"})


@dataclass(frozen=True, slots=True)
class ChangeReader:
    """An advocate who reads the changes of a referral, by `user_id`.

    `questions` are the ids of those that they were asked. `owner` is who owns the answer now, and
    `others` are the user ids of everybody else who vouches for the candidate.
    """

    user_id: str
    owner: str
    others: Collection[str]
    questions: Collection[int]


def choose_changes(lines: Sequence[HistoryLine], reader: ChangeReader) -> tuple[HistoryLine, ...]:
    """The newest lines that the reader may know of, in the order of `lines`: the oldest first.

    A change of stage that was put right is left out, as the reader may never have been told of it.
    """
    chosen: list[HistoryLine] = []
    for line in lines:
        if line.verb == _PUT_RIGHT:
            _drop_last_move(chosen)
        if _may_read(line, reader):
            chosen.append(_without_other_advocates(line, reader))
    return tuple(chosen[-SHOWN_MAX:])


def _drop_last_move(chosen: list[HistoryLine]) -> None:
    for place in reversed(range(len(chosen))):
        if chosen[place].verb == _MOVED:
            del chosen[place]
            return


def _may_read(line: HistoryLine, reader: ChangeReader) -> bool:
    if line.verb in _OF_A_QUESTION:
        return line.detail.get("question") in reader.questions
    return line.verb in _OF_THE_DESK or line.verb == _REOPENED


def _without_other_advocates(line: HistoryLine, reader: ChangeReader) -> HistoryLine:
    """Who owns the answer is named. The same goes for who reopened it to answer it themselves."""
    if line.actor in (reader.user_id, reader.owner):
        return line
    is_of_an_advocate = line.verb == _REOPENED and line.actor != line.detail.get("owner")
    if is_of_an_advocate or line.actor in reader.others:
        return replace(line, actor=COLLEAGUE)
    return line
