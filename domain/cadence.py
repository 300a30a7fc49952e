"""Cadence: when the next nudge of a follow-up is due, and after how many nudges Vouch stops.

The functions take the time at which the follow-up began, and return a civil time in UTC, or None
when every nudge has been sent. The default cadences and their reasons are in docs/defaults.md.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.working_time import CivilHours, add_working_days, as_utc, next_civil_time


@dataclass(frozen=True, slots=True)
class Cadence:
    """On which working days after the start a person is nudged. Empty means no nudges.

    Raises ValueError unless the days are positive and rising.
    """

    working_days: tuple[int, ...]

    def __post_init__(self) -> None:
        days = (0, *self.working_days)
        if any(later <= earlier for earlier, later in itertools.pairwise(days)):
            raise ValueError("a cadence is a rising list of working days, each at least 1")


COMMITMENT_CADENCE = Cadence((3, 7))
# The first nudge goes to the owner. All later ones go to the other people who can answer, one after
# another, until someone does.
RECRUITER_ANSWER_CADENCE = Cadence((2, 5))
QUESTION_CADENCE = Cadence((3, 7))
SAY_MORE_CADENCE = Cadence((3, 7))
# Most interviews are held within one or two weeks after the stage becomes "interviewing".
INTERVIEW_CADENCE = Cadence((5, 10))
# Asked early, because the desk waits for the candidate's agreement. After the second nudge the
# advocate is left alone, and the data is erased on the date that they were told.
CONSENT_CADENCE = Cadence((2, 5))


def stage_cadence(days: int) -> Cadence:
    """The cadence for an owner whose referral stays at one stage: every `days` working days.

    After two reminders without an answer, the third and all later ones escalate.
    """
    return Cadence((days, 2 * days, 3 * days))


IN_REVIEW_CADENCE = stage_cadence(5)
INTERVIEWING_CADENCE = stage_cadence(10)  # Interviews are spread over several weeks.
OFFER_CADENCE = stage_cadence(5)


def next_nudge_time(
    cadence: Cadence,
    started_at: datetime,
    nudges_sent: int,
    tz: ZoneInfo,
    hours: CivilHours,
    *,
    last_nudge_at: datetime | None = None,
    goes_on: bool = False,
) -> datetime | None:
    """When the next nudge is due (UTC), or None when all have been sent.

    With `goes_on`, more nudges follow at the same distance as the last two of the cadence. If the
    last nudge (`last_nudge_at`) was late, the next one is postponed as well, so that two nudges
    never arrive together after a pause or an outage. Raises ValueError when a time is naive or
    `nudges_sent` negative.
    """
    if nudges_sent < 0:
        raise ValueError("a number of nudges cannot be negative")
    days = (0, *cadence.working_days)  # the start, and then the day of each nudge
    number = nudges_sent + 1
    nudges_beyond = max(number - len(cadence.working_days), 0)
    if nudges_beyond and not (goes_on and cadence.working_days):
        return None
    last_listed = number - nudges_beyond
    distance = days[last_listed] - days[last_listed - 1]
    day = days[last_listed] + nudges_beyond * distance
    planned_at = add_working_days(started_at, day, tz, hours)
    if last_nudge_at is None or nudges_sent == 0:
        return planned_at
    return max(planned_at, add_working_days(last_nudge_at, distance, tz, hours))


def next_heartbeat_time(
    last_update_at: datetime, days: int, tz: ZoneInfo, hours: CivilHours
) -> datetime:
    """When an advocate is told that nothing is new (UTC): `days` calendar days after the last news.

    The local time of day stays the same and is then moved to the next civil hour.
    Raises ValueError when `last_update_at` is naive or `days` is less than 1.
    """
    if days < 1:
        raise ValueError("a heartbeat comes after one day at the earliest")
    local = as_utc(last_update_at).astimezone(tz)
    time_of_day = local.time().replace(fold=0)
    due_at = datetime.combine(local.date() + timedelta(days=days), time_of_day, tzinfo=tz)
    return next_civil_time(due_at, tz, hours)
