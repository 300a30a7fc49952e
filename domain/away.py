"""Finds out who is away, by their Slack status or by a pause that they set in Vouch.

A status means that someone is away if its emoji is in `Policy.away_emoji`, such as a palm tree, or
if it lasts beyond the first working day after it was set. A status for a meeting does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.members import SlackStatus
from domain.own_settings import HasOwnSettings, PersonalRules, find_personal_rules
from domain.policy import Policy
from domain.working_time import end_of_next_working_day, next_working_day


class MayBeAway(HasOwnSettings, Protocol):
    """The fields of a stored member that tell whether they are away."""

    @property
    def status(self) -> SlackStatus | None: ...
    @property
    def paused_until(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Absence:
    """The time during which a member is away. `ends_at` is None if the end is not known.

    The end is in the member's own time zone, so that everyone reads the day that the member chose.
    At `look_again_at` (UTC) we check again whether the member is away. This is the end of the
    absence, or the next working day if the end is not known.
    """

    ends_at: datetime | None
    look_again_at: datetime


def find_absence(person: MayBeAway, policy: Policy, now: datetime) -> Absence | None:
    """Returns the absence of a person who is away now, or None.

    If both a pause and a status say that a person is away, the absence ends with the later of them.
    """
    status = person.status
    ends = [person.paused_until]
    rules = find_personal_rules(person, policy)
    if status and _means_away(status, rules, policy, set_at=status.since or now):
        if status.ends_at is None:
            look_again_at = next_working_day(now, rules.zone, rules.hours)
            return Absence(ends_at=None, look_again_at=look_again_at)
        ends.append(status.ends_at)
    future_ends = [end for end in ends if end is not None and end > now]
    if not future_ends:
        return None
    last_end = max(future_ends)
    return Absence(ends_at=last_end.astimezone(rules.zone), look_again_at=last_end)


def is_worth_storing(
    status: SlackStatus, rules: PersonalRules, policy: Policy, now: datetime
) -> bool:
    """Whether to store a status that was just set.

    The statuses that calendars set for meetings are not stored, because there are too many of them.
    A status without an end is always stored: its emoji may be added to `Policy.away_emoji` later.
    """
    return status.ends_at is None or _means_away(status, rules, policy, set_at=now)


def _means_away(
    status: SlackStatus, rules: PersonalRules, policy: Policy, *, set_at: datetime
) -> bool:
    """Whether a status that was set at `set_at` (UTC) means that the person is away."""
    if status.emoji in policy.away_emoji:
        return True
    if status.ends_at is None:
        return False
    return status.ends_at > end_of_next_working_day(set_at, rules.zone, rules.hours)
