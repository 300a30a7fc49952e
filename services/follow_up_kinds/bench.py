"""Follow-ups of a bench: a reminder to be in touch, and an opening that suits somebody on it.

Both are read by their owner's id only, and shown to nobody else.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.bench import BenchNote, BenchPerson, OpeningFit, second_check_in_time
from domain.follow_ups import FollowUp
from domain.matching import match, of_opening
from domain.openings import Opening
from domain.pages import NudgeItem, Reader
from domain.policy import Policy
from services.bench_matches import stands_behind
from services.context import Context
from services.follow_up_kinds.kind import Step
from storage import bench, openings

NEWS = 3


def _check_in_asks(context: Context, step: FollowUp) -> bool:
    person = bench.find(context.transaction, step.workspace_id, step.member, step.subject_id)
    return person is not None and _awake(context, step)


def _awake(context: Context, step: FollowUp) -> bool:
    return bench.find_pause(context.transaction, step.workspace_id, step.member) is None


def _check_in_item(context: Context, reader: Reader, step: FollowUp) -> NudgeItem | None:
    person = _for(context, reader, step, step.subject_id)
    if person is None:
        return None
    news = openings.list_opened_since(context.transaction, step.workspace_id, person.silent_since, NEWS)
    return NudgeItem(step, None, person.name, bench_note=BenchNote(person, news=tuple(news)))


def _for(context: Context, reader: Reader, step: FollowUp, person_id: int) -> BenchPerson | None:
    """Nobody but the owner is shown anything."""
    if reader.user_id != step.member:
        return None
    return bench.find(context.transaction, step.workspace_id, step.member, person_id)


def _check_in_again(step: FollowUp, tz: ZoneInfo, policy: Policy, now: datetime) -> datetime | None:
    return second_check_in_time(now, step.nudges_sent + 1, tz, policy.hours)


def _told(context: Context, step: FollowUp) -> tuple[BenchPerson, Opening] | None:
    ws, owner = step.workspace_id, step.member
    ids = bench.find_match(context.transaction, ws, owner, step.subject_id)
    if ids is None:
        return None
    person, opening = (
        bench.find(context.transaction, ws, owner, ids[0]),
        openings.find(context.transaction, ws, ids[1]),
    )
    return (person, opening) if person and opening else None


def _match_asks(context: Context, step: FollowUp) -> bool:
    told = _told(context, step)
    if told is None or not _awake(context, step):
        return False
    person, opening = told
    return (
        opening.takes_referrals
        and match(of_opening(opening), person.match_profile) is not None
        and not stands_behind(context, person, opening.id)
    )


def _match_item(context: Context, reader: Reader, step: FollowUp) -> NudgeItem | None:
    told = _told(context, step)
    if told is None or reader.user_id != step.member:
        return None
    person, opening = told
    said = match(of_opening(opening), person.match_profile)
    fit = OpeningFit(opening, said.reasons if said else ())
    return NudgeItem(step, None, person.name, bench_note=BenchNote(person, fit=fit))


def _once(_step: FollowUp, _tz: ZoneInfo, _policy: Policy, _now: datetime) -> None:
    """An opening is told once: the announcement is in the channel, too."""


CHECK_IN = Step(_check_in_asks, _check_in_item, _check_in_again)
MATCH = Step(_match_asks, _match_item, _once)
