"""An opening, its announcements and how its status may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class OpeningStatus(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    FILLED = "filled"
    CLOSED = "closed"


TAKING = frozenset({OpeningStatus.OPEN})

_MOVES: dict[OpeningStatus, frozenset[OpeningStatus]] = {
    OpeningStatus.OPEN: frozenset(
        {OpeningStatus.PAUSED, OpeningStatus.FILLED, OpeningStatus.CLOSED}
    ),
    OpeningStatus.PAUSED: frozenset(
        {OpeningStatus.OPEN, OpeningStatus.FILLED, OpeningStatus.CLOSED}
    ),
    OpeningStatus.FILLED: frozenset({OpeningStatus.OPEN}),
    OpeningStatus.CLOSED: frozenset({OpeningStatus.OPEN}),
}


def may_become(now: OpeningStatus, then: OpeningStatus) -> bool:
    """Open and paused openings may go anywhere; filled and closed ones may only reopen."""
    return then in _MOVES[now]


@dataclass(frozen=True, slots=True)
class OpeningForm:
    """What the post form says, before anything is stored. Texts are as typed, trimmed."""

    title: str
    team: str
    place: str
    hiring_manager: str
    recruiter: str | None = None
    must_haves: str = ""
    fit_brief: str = ""
    recall_prompts: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    bonus: str = ""
    bonus_rule: str = ""
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A role that the company wants to fill. Times are UTC; `closes_on` is the team's calendar.

    `prompt_turn` counts how often the recall prompt was exchanged for the next one.
    """

    id: int
    workspace_id: int
    ref: str
    status: OpeningStatus
    title: str
    team: str
    place: str
    hiring_manager: str | None
    recruiter: str | None
    must_haves: str
    fit_brief: str
    recall_prompts: tuple[str, ...]
    channels: tuple[str, ...]
    bonus: str
    bonus_rule: str
    closes_on: date | None
    posted_by: str
    posted_at: datetime
    changed_at: datetime
    version: int
    prompt_turn: int = 0

    @property
    def taking(self) -> bool:
        return self.status in TAKING

    @property
    def prompt_index(self) -> int:
        """Which of the recall prompts is shown now; 0 also where there are none."""
        return self.prompt_turn % max(len(self.recall_prompts), 1)


class NamedOpening(Protocol):
    """What tells one opening from the others in a list: an `Opening`, or an `OpeningChoice`."""

    @property
    def id(self) -> int: ...
    @property
    def ref(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def team(self) -> str: ...
    @property
    def place(self) -> str: ...


@dataclass(frozen=True, slots=True)
class OpeningChoice:
    """An opening to choose while somebody types: only what is shown of it."""

    id: int
    ref: str
    title: str
    team: str
    place: str


class AnnouncementState(StrEnum):
    QUEUED = "queued"
    POSTED = "posted"
    FAILED = "failed"  # `reason` says what Slack said


@dataclass(frozen=True, slots=True)
class Announcement:
    """One opening's message in one channel. `ts` is Slack's id of it once it stands there."""

    id: int
    workspace_id: int
    opening_id: int
    channel: str
    ts: str | None
    state: AnnouncementState
    reason: str | None
