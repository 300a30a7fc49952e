"""The values of figures, and whose figures a person may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from domain.endorsements import Depth
from domain.errors import NotAllowedError
from domain.figures.periods import Period
from domain.members import Actor, Role
from domain.stages import Stage


class FiguresScope(StrEnum):
    """The referrals whose figures a person may see."""

    EVERYTHING = "everything"
    OWN_OPENINGS = "own_openings"
    OWN_WORDS = "own_words"


def find_scope(actor: Actor) -> FiguresScope:
    """Recruiters and admins see all, hiring managers their openings, advocates their own words.

    Raises `NotAllowedError` for guests.
    """
    if not actor.has_role(Role.MEMBER):
        raise NotAllowedError("stats")
    if actor.has_role(Role.RECRUITER, Role.ADMIN):
        return FiguresScope.EVERYTHING
    if actor.has_role(Role.HIRING_MANAGER):
        return FiguresScope.OWN_OPENINGS
    return FiguresScope.OWN_WORDS


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open referral without an answer. Moments are UTC; `zone` names the owner's time zone.

    `since` is when it was reopened or moved, or else `created_at`. `was_answered` tells whether it
    had an answer before it was reopened or moved.
    """

    opening_id: int | None
    created_at: datetime
    since: datetime
    was_answered: bool
    zone: str | None


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """The number of referrals of a period that agree in all the other fields.

    `answer_days` are the working days until the first answer, or None without an answer.
    """

    opening_id: int | None
    depth: Depth
    stage: Stage
    furthest_stage: Stage
    answer_days: int | None
    referrals: int


@dataclass(frozen=True, slots=True)
class OpeningName:
    """How an opening is named in the figures."""

    ref: str
    title: str
    team: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The referrals of one group, and what became of them.

    `in_time` counts the `answered` referrals that were answered within the promised working days.
    `late` counts those that have no answer although these days are over. `interviewed` counts those
    that reached an interview, an offer or a hire.
    """

    referrals: int = 0
    answered: int = 0
    in_time: int = 0
    interviewed: int = 0
    hired: int = 0
    not_now: int = 0
    withdrawn: int = 0
    late: int = 0

    def __add__(self, other: Tally) -> Tally:
        names = [each.name for each in fields(Tally)]
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def judged(self) -> int:
        """The number of referrals of which it is known whether they were answered in time."""
        return self.answered + self.late

    @property
    def ended(self) -> int:
        return self.hired + self.not_now + self.withdrawn

    @property
    def open(self) -> int:
        return self.referrals - self.ended


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its name. `detail` is the title of an opening, and empty for other groups.

    `name` is empty for the group that combines all small ones.
    """

    name: str
    detail: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Advocates:
    """How many people put someone forward, and how many of them had done so before."""

    people: int = 0
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class NudgeCounts:
    """The reminders of a period, and how many of them were answered.

    `sent` counts reminders. The other fields count follow-ups: `ignored` ones had their last
    reminder without an answer, and `waiting` ones still get a reminder.
    """

    sent: int = 0
    answered: int = 0
    ignored: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One span of the trend, named by `label`: how many were referred, and how many hired."""

    label: str
    referrals: int
    hired: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a period.

    `median_days` and `slowest_days` (the 90th percentile) are working days until the first answer,
    or None without answers. `silent_now` counts the referrals whose answer is late today.
    """

    period: Period
    total: Tally
    funnel: Mapping[Stage, int]
    median_days: int | None
    slowest_days: int | None
    promised_days: int
    silent_now: int
    advocates: Advocates
    nudges: NudgeCounts
    by_depth: tuple[Group, ...]
    by_team: tuple[Group, ...]
    by_opening: tuple[Group, ...]
    trend: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """How one advocate's referrals fared. `total` is None if there are too few outcomes."""

    outcomes: int
    total: Tally | None
    median_days: int | None = None


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """What one person may see. `shared` is None for someone who sees only their own figures."""

    today: date
    scope: FiguresScope
    period: Period
    shared: Figures | None
    own: OwnFigures
