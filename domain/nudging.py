"""Decides whether a person is nudged about their due items now, later or never.

`decide_nudge` returns the decision, and `services.nudging` carries it out. Nudges are sent only in
civil hours: the working hours in the recipient's own time zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, Literal, Protocol, TypeVar

from domain.budget import NoBudget, next_allowed_time
from domain.working_time import CivilHours, as_utc, next_civil_time, time_zone


class DueItem(Protocol):
    """Something to remind a person of, from `due_at` (UTC) on."""

    @property
    def due_at(self) -> datetime: ...


ItemT = TypeVar("ItemT", bound=DueItem)

# An item that becomes due within this time is sent with one that is due now, to save a message.
COMBINED_WITHIN = timedelta(hours=1)

WaitReason = Literal["not_due", "paused", "away", "hours", "dnd", "worked", "budget"]
# "wants_none" means that the weekly budget is zero.
DropReason = Literal["nothing", "inactive", "wants_none"]


@dataclass(frozen=True, slots=True)
class Recipient:
    """The facts about a recipient on which the decision depends. All times have a time zone.

    - `tz`: the IANA name from Slack, or None.
    - `active`: whether the account is not deactivated.
    - `paused_until`: the end of the pause that the recipient chose, or None.
    - `sent_at`: when the unsolicited messages of at least the last seven days were sent.
    - `dnd_until`: the end of the present do-not-disturb period, or None.
    - `away_until`: when to check again whether the recipient is still away. None if they are here.
    - `worked_until`: the start of the next working day, if they had a reminder about referrals that
      they own today; else None.
    """

    tz: str | None
    active: bool = True
    paused_until: datetime | None = None
    sent_at: tuple[datetime, ...] = ()
    dnd_until: datetime | None = None
    away_until: datetime | None = None
    worked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SentNudge:
    """A recent nudge. `at` (UTC) is when it was queued.

    Only nudges with `is_unsolicited` count against the weekly budget. `has_work` tells whether the
    nudge contains reminders about referrals that its recipient owns. `follow_ups` are the ids of
    those it is about.
    """

    at: datetime
    is_unsolicited: bool
    has_work: bool
    follow_ups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NudgeRules:
    """The workspace's rules for nudges. docs/defaults.md gives the reasons for the defaults.

    `per_week` is the budget: how many unsolicited messages a person gets in seven days. One message
    has at most `max_items` items, because people do not work through a longer list.
    """

    hours: CivilHours = field(default_factory=CivilHours)
    per_week: int = 2
    default_tz: str = "UTC"
    max_items: int = 10

    def __post_init__(self) -> None:
        if self.per_week < 0 or self.max_items < 1:
            raise ValueError("per_week must be at least 0 and max_items at least 1")


@dataclass(frozen=True, slots=True)
class Send(Generic[ItemT]):
    """Send these items in one message, in this order. All others stay due."""

    items: tuple[ItemT, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """Send nothing now. Decide again at `until` (UTC), when all known obstacles are over."""

    until: datetime
    reason: WaitReason


@dataclass(frozen=True, slots=True)
class Drop:
    """Never send any of the items. The caller stores `reason` in the history."""

    reason: DropReason


def find_joint_time(now: datetime, due_at: datetime, others: Sequence[datetime]) -> datetime:
    """When to send an item that is due at `due_at`, so that it shares a message with another.

    An item may be sent early, but not before half of its time from `now` is over. The result is the
    latest of the times in `others` that allows this, or `due_at` if none does.
    """
    half = now + (due_at - now) / 2
    return max((other for other in others if half < other < due_at), default=due_at)


def decide_nudge(
    items: Sequence[ItemT], recipient: Recipient, rules: NudgeRules, now: datetime
) -> Send[ItemT] | Wait | Drop:
    """Decides about the items of one recipient. The first check that applies gives the reason:

    1. there are no items: Drop "nothing"
    2. the account is deactivated: Drop "inactive"
    3. the budget is zero: Drop "wants_none"
    4. no item is due yet: Wait "not_due"
    5. the recipient has paused messages: Wait "paused"
    6. they are away: Wait "away"
    7. it is not a civil hour for them: Wait "hours"
    8. they are in do-not-disturb: Wait "dnd"
    9. they had a reminder of their work today: Wait "worked"
    10. the weekly budget is used up: Wait "budget"
    11. otherwise: Send at most `max_items` items, those due longest first, including items that
        become due within `COMBINED_WITHIN`

    The `until` of a Wait is the first civil time at which no check asks to wait any longer. If
    nothing changes, the decision at that time is Send. Raises ValueError if a time has no zone.
    """
    now = as_utc(now)
    if not items:
        return Drop("nothing")
    if not recipient.active:
        return Drop("inactive")
    allowed_at = next_allowed_time(recipient.sent_at, now, rules.per_week)
    if isinstance(allowed_at, NoBudget):
        return Drop("wants_none")

    tz = time_zone(recipient.tz, rules.default_tz)
    longest_due_first = sorted(items, key=lambda item: as_utc(item.due_at))
    # When each reason to wait ends, in the order of the checks.
    obstacle_ends: dict[WaitReason, datetime | None] = {
        "not_due": as_utc(longest_due_first[0].due_at),
        "paused": as_utc(recipient.paused_until) if recipient.paused_until else None,
        "away": as_utc(recipient.away_until) if recipient.away_until else None,
        "hours": next_civil_time(now, tz, rules.hours),
        "dnd": as_utc(recipient.dnd_until) if recipient.dnd_until else None,
        "worked": as_utc(recipient.worked_until) if recipient.worked_until else None,
        "budget": allowed_at,
    }
    pending = {
        reason: end for reason, end in obstacle_ends.items() if end is not None and end > now
    }
    if pending:
        first_reason = next(iter(pending))
        return Wait(next_civil_time(max(pending.values()), tz, rules.hours), first_reason)
    due_soon = [item for item in longest_due_first if as_utc(item.due_at) <= now + COMBINED_WITHIN]
    return Send(tuple(due_soon[: rules.max_items]))
