"""Chooses the lines of a referral's history that an advocate reads on their own card.

These are lines about what the desk did, and about questions that this advocate was asked. No line
shows who else vouches for the candidate.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.desk import HistoryLine

SHOWN_MAX = 3  # A card shows the newest lines; more would hide what it is for.
COLLEAGUE = "colleague"  # stands for an actor whose name this advocate may not read

_STAGE_CHANGED, _STAGE_CORRECTED = "referral.moved", "referral.put_right"
_REOPENED = "referral.reopened"
_DESK_VERBS = frozenset(
    {
        *(_STAGE_CHANGED, _STAGE_CORRECTED, "referral.to_opening", "referral.handed_over"),
        "referral.second_look",
    }
)
_QUESTION_VERBS = frozenset({"referral.asked", "referral.replied"})


@dataclass(frozen=True, slots=True)
class ChangeReader:
    """An advocate who reads the history of a referral. People are user ids.

    `owner` is the present owner of the referral. `others` are the other people who vouch for the
    candidate. `questions` are the ids of the questions that this advocate was asked.
    """

    user_id: str
    owner: str
    others: Collection[str]
    questions: Collection[int]


def choose_changes(lines: Sequence[HistoryLine], reader: ChangeReader) -> tuple[HistoryLine, ...]:
    """The newest lines that the reader may read. The oldest one comes first, as in `lines`.

    A change of stage that was corrected later is left out, because the reader may never have been
    told of it.
    """
    chosen: list[HistoryLine] = []
    for line in lines:
        if line.verb == _STAGE_CORRECTED:
            _drop_last_stage_change(chosen)
        if _may_read(line, reader):
            chosen.append(_without_other_advocates(line, reader))
    return tuple(chosen[-SHOWN_MAX:])


def _drop_last_stage_change(chosen: list[HistoryLine]) -> None:
    for index in reversed(range(len(chosen))):
        if chosen[index].verb == _STAGE_CHANGED:
            del chosen[index]
            return


def _may_read(line: HistoryLine, reader: ChangeReader) -> bool:
    if line.verb in _QUESTION_VERBS:
        return line.detail.get("question") in reader.questions
    return line.verb in _DESK_VERBS or line.verb == _REOPENED


def _without_other_advocates(line: HistoryLine, reader: ChangeReader) -> HistoryLine:
    """Replaces the actor by `COLLEAGUE` if the reader may not know who the actor is.

    They may know of themselves, of the owner, and of others on the desk who do not vouch.
    """
    if line.actor in (reader.user_id, reader.owner):
        return line
    # Whoever reopens a referral becomes its owner, unless they vouch for the candidate.
    is_advocate = line.verb == _REOPENED and line.actor != line.detail.get("owner")
    if is_advocate or line.actor in reader.others:
        return line._replace(actor=COLLEAGUE)
    return line
