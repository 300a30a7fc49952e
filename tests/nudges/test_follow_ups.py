"""Due follow-ups become one message for each person, and a failing row stops nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.messages import Nudge
from domain.policy import Policy
from nudges.follow_ups import LEASE, RETRY_AFTER, step
from services import nudging
from services.context import Context
from storage import departures, follow_ups, members
from storage.engine import Database
from storage.tables.core import FOLLOW_UP
from storage.tables.messages import OUTBOX
from tests.cast import ADA, BOB, LINUS, MONDAY, TEAM_ID
from tests.contexts import context_for
from tests.storage.rows import Company, create_company, plan_follow_up

HEARTBEAT, ANSWER = FollowUpKind.HEARTBEAT, FollowUpKind.RECRUITER_ANSWER
NIGHT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # It is night in London and in Helsinki.


@pytest.fixture
def acme(database: Database) -> Company:
    return create_company(database, TEAM_ID)


def plan_due(
    database: Database, acme: Company, subject: int, kind: FollowUpKind = HEARTBEAT
) -> int:
    member = LINUS if kind is ANSWER else ADA
    with database.write() as transaction:
        return plan_follow_up(
            transaction, acme, subject, kind=kind, member=member, due_at=MONDAY
        ).id


def list_nudges(database: Database) -> list[Any]:
    with database.read() as transaction:
        query = select(OUTBOX).where(OUTBOX.c.kind == Nudge.kind)
        return list(transaction.execute(query.order_by(OUTBOX.c.id)))


def find_row(database: Database, id_: int) -> Any:
    with database.read() as transaction:
        return transaction.execute(select(FOLLOW_UP).where(FOLLOW_UP.c.id == id_)).one()


def test_a_step_finds_nothing_before_a_follow_up_is_due(database: Database, acme: Company) -> None:
    plan_due(database, acme, acme.referral.id)
    assert not step(database, MONDAY - timedelta(seconds=1))
    assert list_nudges(database) == []


def test_follow_ups_due_together_come_in_one_message(database: Database, acme: Company) -> None:
    ids = [plan_due(database, acme, n) for n in (1, 2, 3)]
    assert step(database, MONDAY)
    (nudge,) = list_nudges(database)
    assert (nudge.recipient, nudge.about["follow_ups"]) == (ADA.user_id, ids)
    assert all(find_row(database, id_).nudges_sent == 1 for id_ in ids)
    assert not step(database, MONDAY)
    assert len(list_nudges(database)) == 1


def test_a_planner_whose_claim_ran_out_queues_nothing(database: Database, acme: Company) -> None:
    plan_due(database, acme, 1)
    with database.write() as transaction:
        stale = follow_ups.claim_due(transaction, MONDAY, lease=LEASE, limit=10)
    later = MONDAY + LEASE
    assert step(database, later)
    with pytest.raises(nudging.ClaimLostError), database.write() as transaction:
        nudging.plan_nudges(
            context_for(transaction, acme.ws, now=later + timedelta(seconds=1)), stale
        )
    assert len(list_nudges(database)) == 1


def test_nobody_is_nudged_at_night(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        id_ = plan_follow_up(transaction, acme, 1, kind=HEARTBEAT, due_at=NIGHT).id
    assert step(database, NIGHT)
    assert list_nudges(database) == []
    later = find_row(database, id_).due_at
    assert later == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert step(database, later)
    assert len(list_nudges(database)) == 1


def test_a_follow_up_that_no_longer_applies_is_cancelled(database: Database, acme: Company) -> None:
    id_ = plan_due(database, acme, 999, FollowUpKind.QUESTION)  # no question has this id
    step(database, MONDAY)
    assert list_nudges(database) == []
    assert find_row(database, id_).state == "cancelled"


def test_a_failing_row_does_not_stop_the_others(
    database: Database, acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = plan_due(database, acme, 1)
    good = plan_due(database, acme, acme.referral.id, ANSWER)
    plan_nudges = nudging.plan_nudges

    def fail_for_ada(
        context: Context,
        due: Sequence[FollowUp],
    ) -> None:
        plan_nudges(context, due)
        if any(follow_up.member == ADA.user_id for follow_up in due):
            raise ValueError("a bug of ours")

    monkeypatch.setattr(nudging, "plan_nudges", fail_for_ada)
    with pytest.raises(ExceptionGroup):
        step(database, MONDAY)
    assert [nudge.recipient for nudge in list_nudges(database)] == [LINUS.user_id]
    assert find_row(database, good).nudges_sent == 1
    assert find_row(database, bad).nudges_sent == 0
    assert not step(database, MONDAY + RETRY_AFTER - timedelta(seconds=1))
    monkeypatch.setattr(nudging, "plan_nudges", plan_nudges)
    assert step(database, MONDAY + RETRY_AFTER)
    assert find_row(database, bad).nudges_sent == 1


def test_the_claim_of_a_dead_replica_runs_out(database: Database, acme: Company) -> None:
    plan_due(database, acme, 1)
    with database.write() as transaction:
        assert follow_ups.claim_due(transaction, MONDAY, lease=LEASE, limit=10)
    assert not step(database, MONDAY)
    assert step(database, MONDAY + LEASE)
    assert len(list_nudges(database)) == 1


def test_the_weekly_budget_is_not_exceeded(database: Database, acme: Company) -> None:
    for day in range(4):
        with database.write() as transaction:
            plan_follow_up(
                transaction, acme, day + 1, kind=HEARTBEAT, due_at=MONDAY + timedelta(days=day)
            )
    for day in range(4):
        step(database, MONDAY + timedelta(days=day))
    assert len(list_nudges(database)) == Policy().dms_per_week


def test_somebody_who_left_is_not_nudged_but_looked_at(database: Database, acme: Company) -> None:
    """Nobody noticed that Ada left: perhaps an earlier release did not, or an event was lost."""
    id_ = plan_due(database, acme, 1)
    with database.write() as transaction:
        members.set_inactive(transaction, acme.ws, ADA.user_id)
    step(database, MONDAY)
    assert list_nudges(database) == []
    assert find_row(database, id_).state == FollowUpState.HIDDEN.value
    with database.read() as transaction:
        departure = departures.find(transaction, acme.ws, ADA.user_id)
    assert departure is not None
    assert departure.second_look_at == MONDAY + timedelta(hours=1)


def test_the_second_reminder_goes_to_the_next_possible_owner(
    database: Database, acme: Company
) -> None:
    id_ = plan_due(database, acme, acme.referral.id, ANSWER)
    step(database, MONDAY)
    second = find_row(database, id_).due_at
    assert second is not None
    for _ in range(10):  # The civil hours of the possible owners differ.
        step(database, second)
        second = find_row(database, id_).due_at or second
    recipients = [nudge.recipient for nudge in list_nudges(database)]
    assert recipients[0] == LINUS.user_id
    assert recipients[1] not in (LINUS.user_id, ADA.user_id, BOB.user_id)
