"""Cadences: when the nudges of a follow-up are due, and after how many nudges Vouch stops.

Nudges are due at civil times: within the hours at which the recipient may get messages.
docs/defaults.md lists the default cadences with their reasons.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.working_time import CivilHours, add_working_days, as_utc, next_civil_time


@dataclass(frozen=True, slots=True)
class Cadence:
    """On which working days after the start of a follow-up a person is nudged.

    For example, (3, 7) means two nudges: on the third and on the seventh working day. An empty
    tuple means no nudges. Raises ValueError unless the days are positive and rising.
    """

    working_days: tuple[int, ...]

    def __post_init__(self) -> None:
        days = (0, *self.working_days)
        if any(later <= earlier for earlier, later in itertools.pairwise(days)):
            raise ValueError("a cadence is a rising list of working days, each at least 1")


COMMITMENT_CADENCE = Cadence((3, 7))
# The first nudge goes to the owner, the second and all later ones to the other people who can
# answer, one person each time, until someone answers.
RECRUITER_ANSWER_CADENCE = Cadence((2, 5))
QUESTION_CADENCE = Cadence((3, 7))
SAY_MORE_CADENCE = Cadence((3, 7))
# Most interviews are held within one or two weeks after the stage becomes "interviewing".
INTERVIEW_CADENCE = Cadence((5, 10))
# Early, because nobody can answer a referral before the candidate agrees. After the second nudge
# the advocate gets no more, and the candidate's data is erased on the date that the nudges named.
CONSENT_CADENCE = Cadence((2, 5))


def stage_cadence(days: int) -> Cadence:
    """The cadence for an owner whose referral stays at one stage: every `days` working days.

    If the owner does not react to two reminders, other people get the third and all later ones.
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

    `started_at` is the start of the follow-up, and `tz` and `hours` are the recipient's. With
    `goes_on`, the nudges never end: after the cadence's last day, they keep the distance between
    its last two days. If the last nudge (`last_nudge_at`) was late, the next one is postponed as
    well, so that two nudges never arrive together after a pause or an outage. Raises ValueError
    when a time is naive or `nudges_sent` negative.
    """
    if nudges_sent < 0:
        raise ValueError("a number of nudges cannot be negative")
    days = (0, *cadence.working_days)  # the start, and then the day of each nudge
    number = nudges_sent + 1  # of the nudge that is next
    nudges_beyond = max(number - len(cadence.working_days), 0)  # after the last day of the cadence
    if nudges_beyond and not (goes_on and cadence.working_days):
        return None
    index = number - nudges_beyond  # of this nudge's day in `days`, or else of the last day
    distance = days[index] - days[index - 1]
    day = days[index] + nudges_beyond * distance
    planned_at = add_working_days(started_at, day, tz, hours)
    if last_nudge_at is None or nudges_sent == 0:
        return planned_at
    return max(planned_at, add_working_days(last_nudge_at, distance, tz, hours))


def next_heartbeat_time(
    last_update_at: datetime, days: int, tz: ZoneInfo, hours: CivilHours
) -> datetime:
    """When an advocate gets a heartbeat (UTC): the message that their referral still waits.

    That is `days` calendar days after the last news, at the same local time of day, or at the next
    civil time after it. Raises ValueError when `last_update_at` is naive or `days` is less than 1.
    """
    if days < 1:
        raise ValueError("a heartbeat comes after one day at the earliest")
    local = as_utc(last_update_at).astimezone(tz)
    time_of_day = local.time().replace(fold=0)
    due_at = datetime.combine(local.date() + timedelta(days=days), time_of_day, tzinfo=tz)
    return next_civil_time(due_at, tz, hours)
