"""What a person set for themselves, and the rules that hold for them because of it.

Everything that asks for somebody's time zone, hours or weekly budget asks `find_personal_rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.policy import Policy
from domain.working_time import CivilHours, time_zone


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """What one person set for themselves. None: what Slack or the workspace says.

    `tz` is an IANA name. `messages_per_week` is the number of unsolicited messages in seven days.
    """

    tz: str | None = None
    hours: CivilHours | None = None
    messages_per_week: int | None = None


NO_OWN_SETTINGS = OwnSettings()


class HasOwnSettings(Protocol):
    """A stored member. `tz` is the IANA name that Slack reports, or None."""

    @property
    def tz(self) -> str | None: ...
    @property
    def own_settings(self) -> OwnSettings: ...


@dataclass(frozen=True, slots=True)
class PersonalRules:
    """Where and when one person works, and how many unsolicited messages they get in seven days."""

    zone: ZoneInfo
    hours: CivilHours
    messages_per_week: int


def find_personal_rules(person: HasOwnSettings | None, policy: Policy) -> PersonalRules:
    """The rules for a person: their own settings, else Slack's time zone and the workspace's rules.

    For somebody who is not stored (None), the workspace's.
    """
    if person is None:
        return combine_rules(None, NO_OWN_SETTINGS, policy)
    return combine_rules(person.tz, person.own_settings, policy)


def combine_rules(tz: str | None, own: OwnSettings, policy: Policy) -> PersonalRules:
    """The rules for somebody of whom Slack reports the time zone `tz`."""
    per_week = own.messages_per_week
    return PersonalRules(
        time_zone(own.tz or tz, policy.default_tz),
        own.hours or policy.hours,
        policy.dms_per_week if per_week is None else per_week,
    )
