"""Follow-ups of a bench: a reminder to be in touch, and an opening that suits somebody on it.

Both are read by their owner's id only, and shown to nobody else.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.bench import BenchNote, BenchPerson, Fit, second_check_in
from domain.follow_ups import FollowUp
from domain.matching import match, of_opening
from domain.openings import Opening
from domain.pages import NudgeItem, Reader
from domain.policy import Policy
from services.bench_matches import stands_behind
from services.follow_up_kinds.kind import Step
from storage import bench, openings
from storage.engine import Transaction

NEWS = 3


def _check_in_asks(transaction: Transaction, step: FollowUp) -> bool:
    person = bench.find(transaction, step.workspace_id, step.member, step.subject_id)
    return person is not None and _awake(transaction, step)


def _awake(transaction: Transaction, step: FollowUp) -> bool:
    return bench.paused_at(transaction, step.workspace_id, step.member) is None


def _check_in_item(transaction: Transaction, reader: Reader, step: FollowUp) -> NudgeItem | None:
    person = _for(transaction, reader, step, step.subject_id)
    if person is None:
        return None
    news = openings.opened_since(transaction, step.workspace_id, person.since, NEWS)
    return NudgeItem(step, None, person.name, bench=BenchNote(person, news=tuple(news)))


def _for(
    transaction: Transaction, reader: Reader, step: FollowUp, person_id: int
) -> BenchPerson | None:
    """Nobody but the owner is shown anything."""
    if reader.user_id != step.member:
        return None
    return bench.find(transaction, step.workspace_id, step.member, person_id)


def _check_in_again(step: FollowUp, tz: ZoneInfo, policy: Policy, now: datetime) -> datetime | None:
    return second_check_in(now, step.nudges_sent + 1, tz, policy.hours)


def _told(transaction: Transaction, step: FollowUp) -> tuple[BenchPerson, Opening] | None:
    ws, owner = step.workspace_id, step.member
    ids = bench.match_told(transaction, ws, owner, step.subject_id)
    if ids is None:
        return None
    person, opening = (
        bench.find(transaction, ws, owner, ids[0]),
        openings.find(transaction, ws, ids[1]),
    )
    return (person, opening) if person and opening else None


def _match_asks(transaction: Transaction, step: FollowUp) -> bool:
    told = _told(transaction, step)
    if told is None or not _awake(transaction, step):
        return False
    person, opening = told
    return (
        opening.taking
        and match(of_opening(opening), person.known) is not None
        and not stands_behind(transaction, person, opening.id)
    )


def _match_item(transaction: Transaction, reader: Reader, step: FollowUp) -> NudgeItem | None:
    told = _told(transaction, step)
    if told is None or reader.user_id != step.member:
        return None
    person, opening = told
    said = match(of_opening(opening), person.known)
    fit = Fit(opening, said.reasons if said else ())
    return NudgeItem(step, None, person.name, bench=BenchNote(person, fit=fit))


def _once(_step: FollowUp, _tz: ZoneInfo, _policy: Policy, _now: datetime) -> None:
    """An opening is told once: the announcement is in the channel, too."""


CHECK_IN = Step(_check_in_asks, _check_in_item, _check_in_again)
MATCH = Step(_match_asks, _match_item, _once)
