"""The values of the figures: what became of the referrals of a period, and who may see it."""

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
    OWN_OPENINGS = "own_openings"  # for the openings whose hiring manager or recruiter they are
    OWN_REFERRALS = "own_words"  # that the person put forward


def find_scope(actor: Actor) -> FiguresScope:
    """The widest scope that one of the actor's roles gives. Raises `NotAllowedError` for guests."""
    if not actor.has_role(Role.MEMBER):
        raise NotAllowedError("stats")
    if actor.has_role(Role.RECRUITER, Role.ADMIN):
        return FiguresScope.EVERYTHING
    if actor.has_role(Role.HIRING_MANAGER):
        return FiguresScope.OWN_OPENINGS
    return FiguresScope.OWN_REFERRALS


@dataclass(frozen=True, slots=True)
class WaitingReferral:
    """An open referral without an answer. Moments are UTC. `zone` is the owner's IANA time zone.

    The wait began at `since`: when the referral was reopened or moved to another opening, or else
    when it was created. `was_answered` is true if there was an answer before `since`.
    """

    opening_id: int | None
    created_at: datetime
    since: datetime
    was_answered: bool
    zone: str | None


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many referrals of a period have the same opening, depth, stages and `answer_days`.

    `answer_days` is the number of working days until the first answer, or None without an answer.
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
    """How many referrals a group has, and what became of them.

    `in_time` counts referrals that were answered within the promised working days, and `late` those
    that never had an answer although these days are over. `interviewed` counts those that reached
    an interview, an offer or a hire.
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
    def answered_or_late(self) -> int:
        """The referrals of which we know whether they were answered in time."""
        return self.answered + self.late

    @property
    def ended(self) -> int:
        return self.hired + self.not_now + self.withdrawn

    @property
    def open(self) -> int:
        return self.referrals - self.ended


@dataclass(frozen=True, slots=True)
class Group:
    """The referrals of one opening, team or depth.

    `name` is the opening's ref, the team, or the value of the depth. It is empty for the group that
    combines all small ones. `detail` is the opening's title, and empty for teams and depths.
    """

    name: str
    detail: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class AdvocateCounts:
    """How many people put someone forward in a period.

    `repeated` counts those of them who have made at least two referrals by the end of the period.
    """

    people: int = 0
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class NudgeCounts:
    """What became of the reminders of a period.

    `sent` counts reminders. The other fields count follow-ups, for each of which there are several
    reminders. A follow-up is `ignored` if the last reminder got no answer, and `waiting` if another
    reminder is planned.
    """

    sent: int = 0
    answered: int = 0
    ignored: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One part of the period, such as a month (`label`), with its referrals and hires."""

    label: str
    referrals: int
    hired: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a period.

    `funnel` counts the referrals that reached each stage or a later one. `median_days` and
    `slowest_days` (the 90th percentile) are working days until the first answer, or None without
    answers. The policy promises an answer within `promised_days` working days. `silent_now` counts
    the referrals whose answer is late today, in the period or before it.
    """

    period: Period
    total: Tally
    funnel: Mapping[Stage, int]
    median_days: int | None
    slowest_days: int | None
    promised_days: int
    silent_now: int
    advocates: AdvocateCounts
    nudges: NudgeCounts
    by_depth: tuple[Group, ...]
    by_team: tuple[Group, ...]
    by_opening: tuple[Group, ...]
    trend: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """How one advocate's referrals fared. `outcomes` is how many of them ended.

    `total` and `median_days` are None if so few ended that single answers could be guessed.
    """

    outcomes: int
    total: Tally | None
    median_days: int | None = None


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """What one person may see of the figures, on the local date `today`.

    `shared` has the figures of more people's referrals, and is None if `scope` is `OWN_REFERRALS`.
    """

    today: date
    scope: FiguresScope
    period: Period
    shared: Figures | None
    own: OwnFigures
