"""The settings of a person, and the rules for when and how often the bot may write to them.

All other code takes a person's time zone, working hours and weekly budget of messages from
`find_personal_rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Final, Protocol
from zoneinfo import ZoneInfo, available_timezones

from domain.errors import FieldError, FormError
from domain.policy import Policy
from domain.topics import RoundupChoice, find_topic_errors
from domain.working_time import CivilHours, time_zone

# More messages would be like a newsletter. Reminders about referrals that the person owns do not
# count, so a person who chooses zero still gets them.
MESSAGES_PER_WEEK_MAX: Final = 5
PAUSE_DAYS_MAX: Final = 365
SHORTEST_DAY_MINUTES: Final = 60


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """What one person set for themselves. None means that Slack's or the workspace's value holds.

    `tz` is an IANA name. `messages_per_week` is the number of unsolicited messages in seven days.
    The round-up lists open openings: those about the `topics`, or all if there are no topics.
    """

    tz: str | None = None
    hours: CivilHours | None = None
    messages_per_week: int | None = None
    topics: tuple[str, ...] = ()
    roundup: RoundupChoice | None = None


NO_OWN_SETTINGS = OwnSettings()


class HasOwnSettings(Protocol):
    """What the rules need of a stored member. `tz` is the IANA name from Slack, or None."""

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
    """The rules for a person: their own settings first, then Slack's time zone, then the policy.

    `person` is None for someone who is not stored. Only the policy holds for them.
    """
    if person is None:
        return combine_rules(tz=None, own=NO_OWN_SETTINGS, policy=policy)
    return combine_rules(person.tz, person.own_settings, policy)


def combine_rules(tz: str | None, own: OwnSettings, policy: Policy) -> PersonalRules:
    """The rules for someone whose time zone in Slack is `tz`."""
    per_week = own.messages_per_week
    return PersonalRules(
        zone=time_zone(own.tz or tz, policy.default_tz),
        hours=own.hours or policy.hours,
        messages_per_week=policy.dms_per_week if per_week is None else per_week,
    )


@dataclass(frozen=True, slots=True)
class SubmittedSettings:
    """The form as it was submitted. None, or an empty set, means that the person chose nothing.

    `pause_until` is the first date, in the person's own zone, on which they want messages again.
    """

    pause_until: date | None
    tz: str | None
    starts_at: time | None
    ends_at: time | None
    working_days: frozenset[int]
    messages_per_week: int | None
    topics: tuple[str, ...] = ()
    roundup: RoundupChoice | None = None


def list_weekly_limits(policy: Policy) -> list[int]:
    """The numbers of messages a week that people can choose. The policy's number is among them."""
    return sorted({*range(MESSAGES_PER_WEEK_MAX + 1), policy.dms_per_week})


def check_submitted_settings(form: SubmittedSettings, today: date, policy: Policy) -> None:
    """Raises `FormError` with every invalid field. `today` is the person's local date."""
    errors = [*_find_pause_errors(form.pause_until, today), *_find_hours_errors(form)]
    if form.tz not in list_time_zones():
        errors.append(FieldError("tz", "unknown"))
    if form.messages_per_week not in list_weekly_limits(policy):
        errors.append(FieldError("messages_per_week", "unknown"))
    errors += find_topic_errors(form.topics)
    if errors:
        raise FormError(tuple(errors))


def _find_pause_errors(pause_until: date | None, today: date) -> list[FieldError]:
    if pause_until is None:
        return []
    if pause_until <= today:
        return [FieldError("pause_until", "past_date")]
    if (pause_until - today).days > PAUSE_DAYS_MAX:
        return [FieldError("pause_until", "far_date")]
    return []


def _find_hours_errors(form: SubmittedSettings) -> list[FieldError]:
    errors = [] if form.working_days else [FieldError("working_days", "empty")]
    if form.starts_at is None:
        errors.append(FieldError("starts_at", "empty"))
    if form.ends_at is None:
        errors.append(FieldError("ends_at", "empty"))
    if form.starts_at is not None and form.ends_at is not None:
        minutes = _minute_of_day(form.ends_at) - _minute_of_day(form.starts_at)
        if minutes <= 0:
            errors.append(FieldError("ends_at", "ends_too_early"))
        elif minutes < SHORTEST_DAY_MINUTES:
            errors.append(FieldError("ends_at", "short_day"))
    return errors


def _minute_of_day(at: time) -> int:
    return at.hour * 60 + at.minute


def choose_own_settings(form: SubmittedSettings, tz: str | None, policy: Policy) -> OwnSettings:
    """The settings to store for a checked form. `tz` is the person's time zone in Slack.

    A choice that equals Slack's or the workspace's value is stored as None. So when that value
    changes, it changes for the person, too.
    """
    hours = None
    if form.starts_at is not None and form.ends_at is not None:
        hours = CivilHours(form.starts_at, form.ends_at, form.working_days)
    usual = combine_rules(tz, NO_OWN_SETTINGS, policy)
    per_week = form.messages_per_week
    return OwnSettings(
        tz=form.tz if form.tz != usual.zone.key else None,
        hours=hours if hours != usual.hours else None,
        messages_per_week=per_week if per_week != usual.messages_per_week else None,
        topics=form.topics,
        roundup=form.roundup,
    )


@lru_cache(maxsize=1)
def list_time_zones() -> tuple[str, ...]:
    """The names of all zones that people can choose, such as "Europe/Berlin" and "UTC", sorted."""
    names = available_timezones()
    return tuple(sorted(name for name in names if _names_place(name) or name == "UTC"))


def _names_place(name: str) -> bool:
    """Whether the zone is named after a place, unlike "EST" and "Etc/GMT+5"."""
    return "/" in name and not name.startswith(("Etc/", "SystemV/"))


def search_time_zones(typed: str) -> list[str]:
    """The zones whose names contain every typed word or beginning, in upper or lower case."""
    words = _normalise(typed).split()
    return [name for name in list_time_zones() if all(word in _normalise(name) for word in words)]


def _normalise(text: str) -> str:
    return text.replace("_", " ").casefold()
