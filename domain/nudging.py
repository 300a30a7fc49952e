"""Nudging: of all that is due for one person, what reaches them now, later, or not at all.

Starts from the person, the policy and the due items, ends with Send, Wait or Drop. Nothing is
touched: whoever asks, carries it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, Protocol, TypeVar

from domain.budget import Never, room
from domain.working_time import CivilHours, as_utc, is_civil, next_civil, zone


class Due(Protocol):
    """Anything that is to reach a person from `due_at` (UTC) on."""

    @property
    def due_at(self) -> datetime: ...


ItemT = TypeVar("ItemT", bound=Due)

WhyWait = Literal["not_due", "paused", "hours", "dnd", "budget"]
WhyDrop = Literal["nothing", "inactive", "wants_none"]


@dataclass(frozen=True, slots=True)
class Person:
    """What must be known of the recipient. All moments are aware.

    `tz` is the IANA name from Slack, or None; `active` is false for somebody deactivated;
    `sent_at` are the unsolicited messages of at least the last seven days; `dnd_until` is the end
    of the do-not-disturb window that they are in, or None.
    """

    tz: str | None
    active: bool = True
    paused_until: datetime | None = None
    sent_at: tuple[datetime, ...] = ()
    dnd_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The workspace's rules; the defaults are PRODUCT.md's (two a week, 9:30-16:30 local).

    `most_together` items at most go into one message: a longer list is read as a burden.
    """

    hours: CivilHours = field(default_factory=CivilHours)
    per_week: int = 2
    default_tz: str = "UTC"
    most_together: int = 5

    def __post_init__(self) -> None:
        if self.per_week < 0 or self.most_together < 1:
            raise ValueError("per_week must be at least 0 and most_together at least 1")


@dataclass(frozen=True, slots=True)
class Send(Generic[ItemT]):
    """Send these in one message, longest due first. What is not among them stays due."""

    items: tuple[ItemT, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """Look again at `until` (UTC), when none of the reasons known today will hold."""

    until: datetime
    why: WhyWait


@dataclass(frozen=True, slots=True)
class Drop:
    """Send nothing, ever, for these items; `why` belongs into the history."""

    why: WhyDrop


def decide(
    items: Sequence[ItemT], person: Person, policy: Policy, now: datetime
) -> Send[ItemT] | Wait | Drop:
    """What becomes of the items due for this person. The first check that speaks names the reason:

    1. no items at all: Drop "nothing"
    2. the person is deactivated: Drop "inactive"
    3. the budget is zero: Drop "wants_none"
    4. no item is due yet: Wait "not_due"
    5. the person has paused messages: Wait "paused"
    6. it is not a civil hour of their day: Wait "hours"
    7. they are in do-not-disturb: Wait "dnd"
    8. the week's budget is used up: Wait "budget"
    9. Send, the longest due first, at most `most_together`.

    `until` heeds every check at once and is always civil and later than `now`: nothing changed,
    the same question asked then gives Send.
    Raises ValueError when a moment is naive.
    """
    now = as_utc(now)
    if not items:
        return Drop("nothing")
    if not person.active:
        return Drop("inactive")
    has_room_at = room(person.sent_at, now, policy.per_week)
    if isinstance(has_room_at, Never):
        return Drop("wants_none")

    tz = zone(person.tz, policy.default_tz)
    by_age = sorted(items, key=lambda item: as_utc(item.due_at))
    ahead: dict[WhyWait, datetime | None] = {
        "not_due": as_utc(by_age[0].due_at),
        "paused": person.paused_until and as_utc(person.paused_until),
        "hours": None if is_civil(now, tz, policy.hours) else next_civil(now, tz, policy.hours),
        "dnd": person.dnd_until and as_utc(person.dnd_until),
        "budget": has_room_at,
    }
    holding = {why: until for why, until in ahead.items() if until is not None and until > now}
    if holding:
        return Wait(next_civil(max(holding.values()), tz, policy.hours), next(iter(holding)))
    due = [item for item in by_age if as_utc(item.due_at) <= now]
    return Send(tuple(due[: policy.most_together]))
