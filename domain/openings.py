"""Openings: their values, their announcements, and how their status may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Protocol

from domain.bonus.rule import DEFAULT_DAYS, BonusRule, Exclusion
from domain.outcomes import MESSAGE_NOT_FOUND, CallOutcome, classify_response


class OpeningStatus(StrEnum):
    """Only an open opening takes referrals. The values are stored."""

    OPEN = "open"
    PAUSED = "paused"
    FILLED = "filled"
    CLOSED = "closed"


STATUSES_TAKING_REFERRALS = frozenset({OpeningStatus.OPEN})
ENDED_STATUSES = frozenset({OpeningStatus.FILLED, OpeningStatus.CLOSED})

_LAST_ZONE = timezone(timedelta(hours=-12))  # the time zone of the world in which a day ends last

_TRANSITIONS: dict[OpeningStatus, frozenset[OpeningStatus]] = {
    OpeningStatus.OPEN: frozenset(
        {OpeningStatus.PAUSED, OpeningStatus.FILLED, OpeningStatus.CLOSED}
    ),
    OpeningStatus.PAUSED: frozenset(
        {OpeningStatus.OPEN, OpeningStatus.FILLED, OpeningStatus.CLOSED}
    ),
    OpeningStatus.FILLED: frozenset({OpeningStatus.OPEN}),
    OpeningStatus.CLOSED: frozenset({OpeningStatus.OPEN}),
}


def earliest_current_date(now: datetime) -> date:
    """The earliest date that is still today somewhere on earth. Dates before it are over."""
    return now.astimezone(_LAST_ZONE).date()


def may_become(current: OpeningStatus, new: OpeningStatus) -> bool:
    """Whether the status of an opening may change from `current` to `new`.

    An open or paused opening may get any other status. A filled or closed one may only reopen.
    """
    return new in _TRANSITIONS[current]


@dataclass(frozen=True, slots=True)
class OpeningForm:
    """The content of the form that posts an opening. Texts are trimmed.

    `place` is where the work is done. `recall_prompts` are questions that remind readers of people
    they know. `bonus` (the amount) and `bonus_days` are as typed; `bonus_rule` is a note about it.
    """

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
    bonus_days: str = DEFAULT_DAYS
    bonus_excluded: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """A role that the company wants to fill. Moments are UTC; `closes_on` is a local date.

    `closes_at` is the end of `closes_on` in the time zone of whoever posted the opening; it is None
    if an older release stored the date. `paused_until` is the local date on which someone decides
    about a paused opening. `prompt_turn` counts how often the next recall prompt was shown. `bonus`
    and `bonus_rule` are texts that people read: the amount, and a note about it. `bonus_terms` is
    None without a bonus, or if an older release stored the bonus only as text. A hot opening is
    shown as urgent until `hot_until`. `hot_day` is its last hot day by the recruiter's calendar, or
    None if an older release stored only `hot_until`.
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
    closes_at: datetime | None = None
    paused_until: date | None = None
    bonus_terms: BonusRule | None = None
    hot_until: datetime | None = None
    hot_day: date | None = None

    @property
    def takes_referrals(self) -> bool:
        return self.status in STATUSES_TAKING_REFERRALS

    def is_announced_in(self, channel: str) -> bool:
        """Whether the channel was chosen for announcements, even if Slack refused to post there."""
        return channel in self.channels

    @property
    def ended(self) -> bool:
        """Whether the opening is filled or closed."""
        return self.status in ENDED_STATUSES

    def is_overdue(self, now: datetime) -> bool:
        """Whether the last day of the opening is over."""
        if self.closes_at is not None:
            return self.closes_at <= now
        return self.closes_on is not None and self.closes_on < earliest_current_date(now)

    @property
    def is_hot(self) -> bool:
        """Whether the opening is hot now. A periodic job clears `hot_until` once it has passed."""
        return self.takes_referrals and self.hot_until is not None

    @property
    def hot_last_day(self) -> date | None:
        """The last hot day, by the calendar of the recruiter who chose it.

        None if the opening is not hot. An older release stored only `hot_until`, the end of that
        day. From Honolulu to Auckland, the UTC date eleven hours before the end is that day.
        """
        if self.hot_until is None:
            return None
        return self.hot_day or (self.hot_until - timedelta(hours=11)).date()

    @property
    def prompt_index(self) -> int:
        """The index of the current recall prompt. The prompts take turns; 0 if there are none."""
        return self.prompt_turn % max(len(self.recall_prompts), 1)


class NamedOpening(Protocol):
    """The fields that identify an opening in a list: an `Opening` or an `OpeningChoice`."""

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
    """An opening as a choice in a menu, with only the fields that are shown there."""

    id: int
    ref: str
    title: str
    team: str
    place: str


class AnnouncementState(StrEnum):
    """Whether an announcement is in its channel. The values are stored."""

    QUEUED = "queued"
    POSTED = "posted"
    FAILED = "failed"  # `reason` is the error from Slack


WITHDRAWN = "withdrawn"  # the `reason` after the channel was removed from the opening


@dataclass(frozen=True, slots=True)
class Announcement:
    """One opening's message in one channel. `ts` is Slack's id of the message once it is posted."""

    id: int
    workspace_id: int
    opening_id: int
    channel: str
    ts: str | None
    state: AnnouncementState
    reason: str | None

    @property
    def is_deleted(self) -> bool:
        """Whether the message was deleted in Slack."""
        return self.state is AnnouncementState.FAILED and self.reason == MESSAGE_NOT_FOUND

    @property
    def needs_new_message(self) -> bool:
        """Whether the message was deleted, or may not be edited any more."""
        return classify_response(self.reason or "") is CallOutcome.MESSAGE_GONE


def is_same_failure(before: str, after: str) -> bool:
    """Whether two error codes of Slack mean the same: two codes stand for an archived channel."""
    archived = CallOutcome.ARCHIVED
    both_archived = classify_response(before) is archived and classify_response(after) is archived
    return before == after or both_archived
