"""The desk: the list of referrals for the people who answer them, with its filters and pages.

`domain.depth.desk_order` decides the order of the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from domain.endorsements import Depth, Endorsement
from domain.errors import FieldError
from domain.limits import DESK_NOTE_MAX, DESK_SEARCH_MAX, DESK_SEARCH_MIN
from domain.openings import Opening
from domain.referrals import Referral
from domain.stages import ENDED_STAGES, Stage
from domain.typed_text import strip_unseen

PAGE_SIZE = 10
COUNT_MAX = 100  # referrals are counted up to this number, because counting all would take long


class DeskScope(StrEnum):
    """Whose referrals are listed. The values never change, because open Slack views have them."""

    MINE = "mine"
    ALL = "all"


class DeskPlace(NamedTuple):
    """The referral with which a page of the list begins.

    `order` is the number by which `domain.depth.desk_order` sorts it.
    """

    order: int
    referral_id: int


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """What someone has chosen on the desk. None, False and "" do not limit the list.

    `silent` limits the list to referrals whose first answer is late, and `ended` to those with an
    outcome. `advocate` is a user id. `words` is what was typed into the search: a part of a
    candidate's or an advocate's name, or an opening's ref.
    """

    scope: DeskScope = DeskScope.MINE
    stage: Stage | None = None
    silent: bool = False
    ended: bool = False
    opening_id: int | None = None
    team: str = ""
    advocate: str | None = None
    words: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen besides `scope`."""
        return bool(
            self.stage
            or self.silent
            or self.ended
            or self.opening_id is not None
            or self.team
            or self.advocate
            or self.words
        )

    @property
    def finds_ended(self) -> bool:
        """Whether the list may have ended referrals. A search among all stages finds them, too."""
        is_any_stage = self.stage is None and not self.silent
        return self.ended or self.stage in ENDED_STAGES or (bool(self.words) and is_any_stage)


@dataclass(frozen=True, slots=True)
class DeskQuery:
    """What the database is asked for: a filter, and what the viewer may see.

    - `viewer`: a user id.
    - `sees_all`: true if the viewer may see every referral. Otherwise they see only those that they
      own and those for openings whose hiring manager or recruiter they are.
    - `hides_undecided`: true if a search must not find candidates by name before they have agreed.
    - `late_since`: an unanswered referral that arrived at this moment (UTC) or earlier is late.
    """

    viewer: str
    sees_all: bool
    filter: DeskFilter
    hides_undecided: bool
    late_since: datetime


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One referral in the list. `is_late` is true when its first answer is overdue.

    `endorsement` is the deepest endorsement, or None while the candidate is hidden. `depth` is the
    depth of this endorsement, and is known while it is hidden, too. `voices` is the number of all
    endorsements. `works_here` is true when the candidate is a colleague who would move to another
    team.
    """

    referral: Referral
    depth: Depth
    endorsement: Endorsement | None
    voices: int
    is_late: bool
    works_here: bool = False


@dataclass(frozen=True, slots=True)
class OwnOpening:
    """An opening of a hiring manager. `referrals` and `unanswered` count its open referrals."""

    opening: Opening
    referrals: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class DeskNote:
    """A note about a referral for the people who answer it. `author` is a user id."""

    id: int
    referral_id: int
    author: str
    text: str
    written_at: datetime


class HistoryLine(NamedTuple):
    """One line of the history of a referral or another object: an action that changed it.

    `actor` is a user id, or "clock", "slack" or "cli". `verb` is the stored name of the action,
    such as "referral.moved". `detail` has more facts, which depend on the verb.
    """

    at: datetime
    actor: str
    verb: str
    detail: Mapping[str, Any]


def check_note(text: str) -> None:
    """Raises a `FieldError` for the field "note" if the note is empty or too long."""
    if not text:
        raise FieldError("note", "empty")
    if len(text) > DESK_NOTE_MAX:
        raise FieldError("note", "too_long", str(DESK_NOTE_MAX))


def check_search(typed: str) -> str:
    """Returns the words to search for.

    Raises a `FieldError` for the field "words" if they are too short or too long.
    """
    words = strip_unseen(typed)
    # One character can be a whole name in Chinese, Japanese or Korean.
    if words and len(words) < DESK_SEARCH_MIN and words.isascii():
        raise FieldError("words", "too_short", str(DESK_SEARCH_MIN))
    if len(words) > DESK_SEARCH_MAX:
        raise FieldError("words", "too_long", str(DESK_SEARCH_MAX))
    return words
