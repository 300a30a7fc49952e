"""Finds out who is away, by their Slack status or by a pause that they set in Vouch.

A status means that someone is away if its emoji stands for a holiday or an illness, or if it lasts
beyond the next working day. A status for a meeting or for lunch does not.
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
    """A stored member."""

    @property
    def status(self) -> SlackStatus | None: ...
    @property
    def paused_until(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Absence:
    """The time during which a member is away. `ends_at` (UTC) is None if the end is not known.

    At `look_again_at` (UTC) it is checked again: at its end, or on the next working day if that is
    not known.
    """

    ends_at: datetime | None
    look_again_at: datetime


def find_absence(person: MayBeAway, policy: Policy, now: datetime) -> Absence | None:
    """Returns the absence of a person who is away now, or None.

    If both a pause and a status make them away, the absence ends with the later of the two.
    """
    status, ends = person.status, [person.paused_until]
    rules = find_personal_rules(person, policy)
    if status and _is_away(status, rules, status.since or now, policy):
        if status.ends_at is None:
            return Absence(None, next_working_day(now, rules.zone, rules.hours))
        ends.append(status.ends_at)
    last = max((end for end in ends if end is not None and end > now), default=None)
    return Absence(last, last) if last else None


def is_worth_storing(
    status: SlackStatus, rules: PersonalRules, policy: Policy, now: datetime
) -> bool:
    """Whether to store the status: it means that the person is away, or has no end.

    Calendars set a status for each meeting of thousands of people, and these are not stored. A
    status without an end is stored, because the workspace may add its emoji to the settings later.
    """
    return status.ends_at is None or _is_away(status, rules, now, policy)


def _is_away(status: SlackStatus, rules: PersonalRules, since: datetime, policy: Policy) -> bool:
    if status.emoji in policy.away_emoji:
        return True
    if status.ends_at is None:
        return False
    return status.ends_at > end_of_next_working_day(since, rules.zone, rules.hours)
