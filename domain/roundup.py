"""The weekly round-up of a channel: when it is due, and what it contains."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.openings import Opening, OpeningStatus
from domain.pages import RoundupPage
from domain.working_time import CivilHours, as_utc, first_civil_time_on

# People mute long digests (docs/defaults.md).
MAX_ROLES = 6


def next_roundup_time(now: datetime, weekday: int, tz: ZoneInfo, hours: CivilHours) -> datetime:
    """The start of the civil hours (UTC) on the next `weekday` (Monday is 0) after today.

    If nobody works on that day, it is the next working day. Raises ValueError when `now` is naive.
    """
    today = as_utc(now).astimezone(tz).date()
    days_ahead = (weekday - today.weekday() - 1) % 7 + 1  # 1 to 7
    return first_civil_time_on(today + timedelta(days=days_ahead), tz, hours)


def build_roundup(
    openings: Sequence[Opening],
    since: datetime,
    *,
    quiet: Collection[int] = (),
    quiet_days: int = 0,
) -> RoundupPage | None:
    """The round-up of a channel, or None when nothing has changed since the last one.

    `openings` are all open openings of the channel, and those that have changed since `since`.
    `quiet` has the ids of those that had no referral for `quiet_days`.
    """
    if not any(opening.changed_at > since for opening in openings):
        return None
    latest_first = sorted(openings, key=lambda each: (each.changed_at, each.id), reverse=True)
    open_openings = [opening for opening in latest_first if opening.takes_referrals]
    open_openings.sort(key=lambda each: (each.changed_at <= since, each.id not in quiet))
    shown = tuple(open_openings[:MAX_ROLES])
    ended = [opening for opening in latest_first if not opening.takes_referrals]
    filled = tuple(each for each in ended if each.status is OpeningStatus.FILLED)
    return RoundupPage(
        since=since,
        openings=shown,
        more_count=len(open_openings) - len(shown),
        paused_or_closed=tuple(each for each in ended if each not in filled),
        filled=filled,
        quiet=frozenset(quiet),
        quiet_days=quiet_days,
    )
