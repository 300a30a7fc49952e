"""Cadence: when the next nudge of a follow-up is due, and when to stop.

Starts from the moment at which the matter began, ends with a civil moment in UTC or with None,
which means that every nudge has been used and nobody asks again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.working_time import CivilHours, add_working_days, as_utc, next_civil


@dataclass(frozen=True, slots=True)
class Cadence:
    """On which working days after the beginning somebody is nudged; an empty one never nudges.

    Raises ValueError unless the days are positive and rising.
    """

    working_days: tuple[int, ...]

    def __post_init__(self) -> None:
        rising = all(
            a < b for a, b in zip((0, *self.working_days), self.working_days, strict=False)
        )
        if not rising:
            raise ValueError("a cadence is a rising list of working days, each at least 1")


# PRODUCT.md, "Defaults": follow-ups on a commitment, "+3 and +7 working days, then stop".
COMMITMENT = Cadence((3, 7))
# PRODUCT.md, "Defaults": unanswered referral, "2 working days; escalate at 5".
RECRUITER_ANSWER = Cadence((2, 5))
# PRODUCT.md names no days for a question to the advocate; it says "stops after two that are
# ignored", so a question follows the rhythm of a commitment.
QUESTION = Cadence((3, 7))
# A lead that could say more: the rhythm of a commitment, for the same reason.
SAY_MORE = Cadence((3, 7))
# How the interview went: most are held within a week or two of the news that they will be.
INTERVIEW = Cadence((5, 10))

# PRODUCT.md names no days for the candidate's agreement. It is asked for early, as the rest waits
# for it; after the second time the date on which the data is erased stands, and nobody is chased.
CONSENT = Cadence((2, 5))


def next_due(
    cadence: Cadence,
    started_at: datetime,
    nudges_sent: int,
    tz: ZoneInfo,
    hours: CivilHours,
    *,
    last_nudge_at: datetime | None = None,
) -> datetime | None:
    """When the nudge after `nudges_sent` is due, in UTC; None when all have been used.

    With `last_nudge_at`, a nudge that went out late keeps the distance to the next one: after a
    long pause or an outage two of them never arrive together.
    Raises ValueError when a moment is naive or `nudges_sent` negative.
    """
    if nudges_sent < 0:
        raise ValueError("a number of nudges cannot be negative")
    if nudges_sent >= len(cadence.working_days):
        return None
    day = cadence.working_days[nudges_sent]
    due = add_working_days(started_at, day, tz, hours)
    if last_nudge_at is None or nudges_sent == 0:
        return due
    distance = day - cadence.working_days[nudges_sent - 1]
    return max(due, add_working_days(last_nudge_at, distance, tz, hours))


def heartbeat_due(last_said_at: datetime, days: int, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """When "nothing new" is to be said: so many calendar days later, same wall time, then civil.

    UTC. PRODUCT.md's default is 7 days. Raises ValueError when `last_said_at` is naive or `days`
    is less than 1.
    """
    if days < 1:
        raise ValueError("a heartbeat comes after one day at the earliest")
    local = as_utc(last_said_at).astimezone(tz)
    at = local.time().replace(fold=0)
    later = datetime.combine(local.date() + timedelta(days=days), at, tzinfo=tz)
    return next_civil(later, tz, hours)
