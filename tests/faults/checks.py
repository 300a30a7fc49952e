"""Compares the database with the messages in the sandbox, and lists lost and repeated messages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from domain.copy_erasures import ERASURE_KINDS
from domain.follow_ups import FollowUpState
from domain.messages import (
    Acknowledgement,
    AnnouncementPosted,
    FileUpload,
    LargePage,
    MessageEdit,
    Nudge,
    ReferralReceived,
)
from domain.outbox import IntentState
from domain.windows import REFRESH_KINDS
from sandbox.driver.client import wait_for
from storage.tables.core import CANDIDATE, FOLLOW_UP, REFERRAL
from tests.faults.deployment import Deployment
from tests.faults.simulated_users import SimulatedUsers

EXPECTED_KINDS = (Acknowledgement.kind, ReferralReceived.kind)
# Sending a row of these kinds posts no new message.
NOT_POSTED = (
    *(MessageEdit.kind, LargePage.kind, FileUpload.kind),
    *REFRESH_KINDS,
    *ERASURE_KINDS,
)
OPEN_STATES = (IntentState.QUEUED.value, IntentState.SENDING.value, IntentState.UNKNOWN.value)
# All times are simulated, and run twenty times as fast as real ones.
TICK_ALLOWANCE = timedelta(minutes=3)  # A follow-up that is due for longer counts as overdue.
CLOCK_TOLERANCE = timedelta(seconds=3)  # by which the clocks of two processes may differ
MIN_NUDGE_INTERVAL = timedelta(hours=20)  # A second nudge within this time is a duplicate.


@dataclass(slots=True)
class Findings:
    """What went wrong: one sentence for each lost or repeated message, and so on.

    `undelivered` has what is due and not sent, and `bad_texts` what nobody should have read.
    """

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    undelivered: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    bad_texts: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lines or self.bad_texts)

    @property
    def lines(self) -> list[str]:
        """The sentences of every list but `bad_texts`."""
        return [*self.lost, *self.duplicated, *self.undelivered, *self.out_of_order]


def wait_until_idle(deployment: Deployment, timeout_seconds: float) -> timedelta | None:
    """Wait until everything due is sent. Returns the simulated time that took, or None if it
    took more than `timeout_seconds` real seconds.
    """
    started_at = deployment.now()
    if not wait_for(lambda: not find_undelivered(deployment), timeout_seconds):
        return None
    return deployment.now() - started_at


def find_undelivered(deployment: Deployment) -> list[str]:
    """List the intents that are due, in progress or unknown, and the overdue follow-ups."""
    now = deployment.now()
    late = [
        f"{follow_up.kind} {follow_up.id} of {follow_up.member} was due at {follow_up.due_at}"
        for follow_up in _follow_ups(deployment)
        if follow_up.state == FollowUpState.OPEN.value
        and follow_up.due_at is not None
        and follow_up.due_at <= now - TICK_ALLOWANCE
    ]
    return late + [
        f"{row.kind} to {row.recipient}: {row.state} ({row.reason})"
        for row in deployment.outbox_rows()
        if row.state in OPEN_STATES
        and (row.state != IntentState.QUEUED.value or row.not_before <= now)
    ]


def count_delivered_follow_ups(deployment: Deployment) -> int:
    """Count the follow-ups in all sent nudges, each as often as it was nudged."""
    return sum(
        len(row.about["follow_ups"])
        for row in _nudge_rows(deployment.outbox_rows(), IntentState.SENT)
    )


def _follow_ups(deployment: Deployment) -> list[Any]:
    with deployment.database.read() as transaction:
        return list(transaction.execute(select(FOLLOW_UP).order_by(FOLLOW_UP.c.id)))


def _nudge_rows(rows: list[Any], state: IntentState | None = None) -> list[Any]:
    return [
        row
        for row in rows
        if row.kind == Nudge.kind and (state is None or row.state == state.value)
    ]


def find_posted_messages(deployment: Deployment) -> dict[str, list[tuple[str, float]]]:
    """Return by outbox key where the messages with this key in their metadata are: (channel, ts).

    Each key should have one place.
    """
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for channel in list(deployment.slack.world.channels.values()):
        for message in list(channel.messages.values()):
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if "key" in payload:
                found[payload["key"]].append((channel.id, float(message["ts"])))
    return found


def collect_findings(deployment: Deployment, users: SimulatedUsers) -> Findings:
    """Run every check. The deployment has to be idle."""
    findings = Findings(undelivered=find_undelivered(deployment), bad_texts=list(users.bad_texts))
    rows, posted = deployment.outbox_rows(), find_posted_messages(deployment)
    findings.duplicated += [
        f"{key} in {places}" for key, places in posted.items() if len(places) > 1
    ]
    findings.duplicated += _find_repeated_nudges(deployment, rows)
    _check_referrals(deployment, users, rows, posted, findings)
    findings.out_of_order += _find_out_of_order(rows, posted, users.click_spans)
    findings.undelivered += [
        f"{row.kind} to {row.recipient}: dead ({row.reason})"
        for row in rows
        if row.state == IntentState.DEAD.value
    ]
    findings.lost += [
        f"{row.kind} to {row.recipient} is marked sent, and no message exists"
        for row in rows
        if row.state == IntentState.SENT.value
        and row.kind not in NOT_POSTED
        and row.ts is not None
        and row.key not in posted
        and row.attempts > 0
        and row.kind != AnnouncementPosted.kind
    ]
    return findings


def _check_referrals(
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
    sent_keys = {
        (row.kind, row.subject_id): row.key for row in rows if row.state == IntentState.SENT.value
    }
    for name in users.acknowledged:
        number = referrals.get(name)
        if number is None:
            findings.lost.append(f"{name} was acknowledged, and is not stored")
            continue
        findings.lost += [
            f"{kind} of {name} was never sent"
            for kind in EXPECTED_KINDS
            if sent_keys.get((kind, number)) not in posted
        ]
    findings.lost += [
        f"the answer to referral {number}" for number in users.taken if number not in answered
    ]


def _find_repeated_nudges(deployment: Deployment, rows: list[Any]) -> list[str]:
    """Find follow-ups that were nudged twice in a short time, or more often than their row counts.

    An answer to a referral resets the count of its follow-ups, so they may have been nudged more.
    """
    with deployment.database.read() as transaction:
        answered = set(
            transaction.scalars(select(REFERRAL.c.id).where(REFERRAL.c.answered_at.is_not(None)))
        )
    last_nudged: dict[int, datetime] = {}
    times: Counter[int] = Counter()
    duplicated = []
    for row in _nudge_rows(rows):
        for number in row.about["follow_ups"]:
            times[number] += 1
            before = last_nudged.get(number)
            if before is not None and row.created_at - before < MIN_NUDGE_INTERVAL:
                duplicated.append(f"follow-up {number} at {before} and {row.created_at}")
            last_nudged[number] = row.created_at
    duplicated += [
        f"follow-up {follow_up.id}: {times[follow_up.id]} messages, {follow_up.nudges_sent} counted"
        for follow_up in _follow_ups(deployment)
        if times[follow_up.id] != follow_up.nudges_sent
        and not (follow_up.referral_id in answered and times[follow_up.id] > follow_up.nudges_sent)
    ]
    return duplicated


def _find_out_of_order(
    rows: list[Any],
    posted: Mapping[str, list[tuple[str, float]]],
    click_spans: Sequence[tuple[datetime, datetime]],
) -> list[str]:
    """Find messages to one recipient that were posted in another order than they were queued in.

    Only intents of one priority have an order. Those of overlapping clicks have none, because both
    took their row ids before either had committed.
    """
    found = []
    latest: dict[tuple[str, int], tuple[float, Any]] = {}
    for row in rows:
        places = posted.get(row.key)
        if not places or row.kind == Nudge.kind:
            continue
        lane, ts = (row.recipient, row.priority), places[0][1]
        if lane in latest and ts < latest[lane][0]:
            first = latest[lane][1]
            if row.created_at >= _end_of_overlapping_clicks(first.created_at, click_spans):
                found.append(
                    f"{row.recipient}: {row.id} ({row.kind}, {row.created_at:%H:%M:%S.%f}) is "
                    f"above {first.id} ({first.reason}, {first.attempts}, "
                    f"{first.created_at:%H:%M:%S.%f})"
                )
        latest[lane] = (ts, row)
    return found


def _end_of_overlapping_clicks(
    moment: datetime, click_spans: Sequence[tuple[datetime, datetime]]
) -> datetime:
    """When the last of the clicks that were in progress at this moment was answered."""
    near = (
        end
        for started_at, end in click_spans
        if started_at - CLOCK_TOLERANCE <= moment <= end + CLOCK_TOLERANCE
    )
    return max((end + CLOCK_TOLERANCE for end in near), default=moment)
