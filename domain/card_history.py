"""Chooses the lines of a referral's history that an advocate reads on their own card.

An advocate reads what the desk (the people who answer referrals) did, and the questions that they
were asked themselves. No line shows who else vouches for the candidate.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.desk import HistoryLine

SHOWN_MAX = 3  # More lines would push the rest of the card out of sight.
COLLEAGUE = "colleague"  # replaces the user id of an actor who must stay unknown to this advocate

_STAGE_CHANGED, _STAGE_CORRECTED = "referral.moved", "referral.put_right"
_REOPENED = "referral.reopened"
_DESK_VERBS = frozenset(
    {
        _STAGE_CHANGED,
        _STAGE_CORRECTED,
        _REOPENED,
        "referral.to_opening",
        "referral.handed_over",
        "referral.second_look",
    }
)
_QUESTION_VERBS = frozenset({"referral.asked", "referral.replied"})


@dataclass(frozen=True, slots=True)
class HistoryReader:
    """An advocate who reads the history of a referral. People are user ids.

    `owner` is the present owner of the referral. `other_advocates` vouch for the candidate, too.
    `question_ids` are those of the questions that this advocate was asked.
    """

    user_id: str
    owner: str
    other_advocates: Collection[str]
    question_ids: Collection[int]


def choose_changes(lines: Sequence[HistoryLine], reader: HistoryReader) -> tuple[HistoryLine, ...]:
    """The newest `SHOWN_MAX` lines that the reader may read, oldest first, as in `lines`.

    If a stage was corrected, the correction is shown and the wrong change is not, because the
    reader may never have heard of that.
    """
    chosen: list[HistoryLine] = []
    for line in lines:
        if line.verb == _STAGE_CORRECTED:
            _drop_last_stage_change(chosen)
        if _may_read(line, reader):
            chosen.append(_without_other_advocates(line, reader))
    return tuple(chosen[-SHOWN_MAX:])


def _drop_last_stage_change(chosen: list[HistoryLine]) -> None:
    """Removes the last change of stage from `chosen`, in place."""
    for index in reversed(range(len(chosen))):
        if chosen[index].verb == _STAGE_CHANGED:
            del chosen[index]
            return


def _may_read(line: HistoryLine, reader: HistoryReader) -> bool:
    if line.verb in _QUESTION_VERBS:
        return line.detail.get("question") in reader.question_ids
    return line.verb in _DESK_VERBS


def _without_other_advocates(line: HistoryLine, reader: HistoryReader) -> HistoryLine:
    """Replaces the actor by `COLLEAGUE` if the actor is another advocate who is not the owner."""
    if line.actor in (reader.user_id, reader.owner):
        return line
    # Whoever reopens a referral becomes its owner, unless they vouch for the candidate. So if the
    # detail names somebody else as the new owner, the actor vouched for the candidate then.
    was_advocate = line.verb == _REOPENED and line.actor != line.detail.get("owner")
    if was_advocate or line.actor in reader.other_advocates:
        return line._replace(actor=COLLEAGUE)
    return line
