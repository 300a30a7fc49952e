"""What must hold after any bad day, read from both sides: the database and what stands in Slack."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from domain.follow_ups import FollowUpState
from domain.messages import (
    Acknowledgement,
    AnnouncementPosted,
    MessageEdit,
    Nudge,
    ReferralReceived,
)
from domain.outbox import IntentState
from sandbox.driver.client import wait_for
from storage.tables.core import CANDIDATE, FOLLOW_UP, REFERRAL
from tests.faults.deployment import Deployment
from tests.faults.simulated_users import SimulatedUsers

AWAITED = (Acknowledgement.kind, ReferralReceived.kind)
OPEN = (IntentState.QUEUED.value, IntentState.SENDING.value, IntentState.UNKNOWN.value)
A_TICK = timedelta(minutes=3)  # by the town's clock, which runs twenty times as fast
APART = timedelta(seconds=3)  # a process asks for the town's time twenty times a second
SAME_NUDGE = timedelta(hours=20)  # two about one follow-up within this are one, said twice


@dataclass(slots=True)
class Findings:
    """The figures that stay zero; each list holds what was found instead."""

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    undelivered: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (
            self.lost or self.duplicated or self.undelivered or self.out_of_order or self.complaints
        )


def wait_until_idle(deployment: Deployment, patience: float) -> timedelta | None:
    """Until everything due is said; how long it took by the town's clock, None if it does not."""
    begun = deployment.now()

    def look() -> bool | None:
        return None if undelivered(deployment) else True

    return deployment.now() - begun if wait_for(look, patience) else None


def undelivered(deployment: Deployment) -> list[str]:
    """What is due and not said, under way, or not known; and steps that are due and not brought."""
    now = deployment.now()
    late = [
        f"{follow_up.kind} {follow_up.id} of {follow_up.member} was due at {follow_up.due_at}"
        for follow_up in _follow_ups(deployment)
        if follow_up.state == FollowUpState.OPEN.value
        and follow_up.due_at is not None
        and follow_up.due_at <= now - A_TICK
    ]
    return late + [
        f"{row.kind} to {row.recipient}: {row.state} ({row.reason})"
        for row in deployment.rows()
        if row.state in OPEN and (row.state != IntentState.QUEUED.value or row.not_before <= now)
    ]


def delivered_follow_ups(deployment: Deployment) -> int:
    """How many times a follow-up came to somebody in a message that stands."""
    return sum(len(row.about["follow_ups"]) for row in _nudges(deployment.rows(), IntentState.SENT))


def _follow_ups(deployment: Deployment) -> list[Any]:
    with deployment.database.read() as transaction:
        return list(transaction.execute(select(FOLLOW_UP).order_by(FOLLOW_UP.c.id)))


def _nudges(rows: list[Any], state: IntentState | None = None) -> list[Any]:
    return [
        row
        for row in rows
        if row.kind == Nudge.kind and (state is None or row.state == state.value)
    ]


def find_posted_messages(deployment: Deployment) -> dict[str, list[tuple[str, float]]]:
    """Where each key of a message's metadata stands: (channel, ts)."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for channel in list(deployment.slack.world.channels.values()):
        for message in list(channel.messages.values()):
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if "key" in payload:
                found[payload["key"]].append((channel.id, float(message["ts"])))
    return found


def look(deployment: Deployment, users: SimulatedUsers) -> Findings:
    """Everything at once, after the town has come to rest."""
    findings = Findings(undelivered=undelivered(deployment), complaints=list(users.complaints))
    rows, posted = deployment.rows(), find_posted_messages(deployment)
    findings.duplicated += [f"{key} in {where}" for key, where in posted.items() if len(where) > 1]
    findings.duplicated += _nudged_twice(deployment, rows)
    _referrals(deployment, users, rows, posted, findings)
    findings.out_of_order += _disorder(rows, posted, users.spans)
    findings.undelivered += [
        f"{row.kind} to {row.recipient}: dead ({row.reason})"
        for row in rows
        if row.state == IntentState.DEAD.value
    ]
    findings.lost += [
        f"{row.kind} to {row.recipient} is sent, and stands nowhere"
        for row in rows
        if row.state == IntentState.SENT.value
        and row.kind != MessageEdit.kind
        and row.ts is not None
        and row.key not in posted
        and row.attempts > 0
        and row.kind != AnnouncementPosted.kind
    ]
    return findings


def _referrals(
    deployment: Deployment,
    users: SimulatedUsers,
    rows: list[Any],
    posted: Mapping[str, list[tuple[str, float]]],
    findings: Findings,
) -> None:
    with deployment.database.read() as transaction:
        stored = transaction.execute(
            select(CANDIDATE.c.name, REFERRAL.c.id, REFERRAL.c.answered_at).join(
                REFERRAL, REFERRAL.c.candidate_id == CANDIDATE.c.id
            )
        ).all()
    referrals = {name: number for name, number, _ in stored}
    answered = {number for _, number, at in stored if at is not None}
    counted = Counter(name for name, _, _ in stored)
    findings.duplicated += [
        f"two referrals of {name}" for name, times in counted.items() if times > 1
    ]
    said = {
        (row.kind, row.subject_id): row.key for row in rows if row.state == IntentState.SENT.value
    }
    for name in users.acknowledged:
        number = referrals.get(name)
        if number is None:
            findings.lost.append(f"{name} was thanked for, and is not stored")
            continue
        findings.lost += [
            f"{kind} of {name} was never said"
            for kind in AWAITED
            if said.get((kind, number)) not in posted
        ]
    findings.lost += [
        f"the answer to referral {number}" for number in users.taken if number not in answered
    ]


def _nudged_twice(deployment: Deployment, rows: list[Any]) -> list[str]:
    """Each follow-up once at each of its dates: as many messages as were counted, days apart.

    An answer to the referral begins the weeks of its heartbeat anew, and the count with them.
    """
    with deployment.database.read() as transaction:
        answered = set(
            transaction.scalars(select(REFERRAL.c.id).where(REFERRAL.c.answered_at.is_not(None)))
        )
    last: dict[int, datetime] = {}
    times: Counter[int] = Counter()
    duplicated = []
    for row in _nudges(rows):
        for number in row.about["follow_ups"]:
            times[number] += 1
            if number in last and row.created_at - last[number] < SAME_NUDGE:
                duplicated.append(f"follow-up {number} at {last[number]} and {row.created_at}")
            last[number] = row.created_at
    duplicated += [
        f"follow-up {follow_up.id}: {times[follow_up.id]} messages, {follow_up.nudges_sent} counted"
        for follow_up in _follow_ups(deployment)
        if times[follow_up.id] != follow_up.nudges_sent
        and not (follow_up.referral_id in answered and times[follow_up.id] > follow_up.nudges_sent)
    ]
    return duplicated


def _disorder(
    rows: list[Any],
    posted: Mapping[str, list[tuple[str, float]]],
    spans: Sequence[tuple[datetime, datetime]],
) -> list[str]:
    """Messages to one recipient that stand in another order than that in which they were queued.

    What is awaited goes before news, and news before a nudge: order is kept among equals. Clicks
    that overlap have no order: the numbers of their rows are drawn before either has committed.
    """
    found = []
    latest: dict[tuple[str, int], tuple[float, Any]] = {}
    for row in rows:
        where = posted.get(row.key)
        if not where or row.kind == Nudge.kind:
            continue
        lane, ts = (row.recipient, row.priority), where[0][1]
        if lane in latest and ts < latest[lane][0]:  # the first and the one that overtook it
            first = latest[lane][1]
            if row.created_at >= _over(first.created_at, spans):
                found.append(
                    f"{row.recipient}: {row.id} ({row.kind}, {row.created_at:%H:%M:%S.%f}) stands "
                    f"before {first.id} ({first.reason}, {first.attempts}, "
                    f"{first.created_at:%H:%M:%S.%f})"
                )
        latest[lane] = (ts, row)
    return found


def _over(moment: datetime, spans: Sequence[tuple[datetime, datetime]]) -> datetime:
    """When every click that went on at this moment had its answer."""
    near = (end for begun, end in spans if begun - APART <= moment <= end + APART)
    return max((end + APART for end in near), default=moment)
