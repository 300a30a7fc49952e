"""Due follow-ups become one message for each person, and a failing row stops nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.follow_ups import FollowUp, FollowUpKind
from domain.messages import Nudge
from domain.policy import Policy
from nudges.follow_ups import LEASE, RETRY_AFTER, step
from services import nudging
from services.context import Context
from storage import follow_ups, members
from storage.engine import Database
from storage.tables.core import FOLLOW_UP
from storage.tables.messages import OUTBOX
from tests.cast import ADA, BOB, LINUS, MONDAY, TEAM_ID
from tests.contexts import context_for
from tests.storage.rows import Company, create_company, plan_follow_up

HEARTBEAT, ANSWER = FollowUpKind.HEARTBEAT, FollowUpKind.RECRUITER_ANSWER
NIGHT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # in London and in Helsinki


@pytest.fixture
def acme(database: Database) -> Company:
    return create_company(database, TEAM_ID)


def due(database: Database, acme: Company, subject: int, kind: FollowUpKind = HEARTBEAT) -> int:
    member = LINUS if kind is ANSWER else ADA
    with database.write() as transaction:
        return plan_follow_up(
            transaction, acme, subject, kind=kind, member=member, due_at=MONDAY
        ).id


def nudges(database: Database) -> list[Any]:
    with database.read() as transaction:
        query = select(OUTBOX).where(OUTBOX.c.kind == Nudge.kind)
        return list(transaction.execute(query.order_by(OUTBOX.c.id)))


def row(database: Database, id_: int) -> Any:
    with database.read() as transaction:
        return transaction.execute(select(FOLLOW_UP).where(FOLLOW_UP.c.id == id_)).one()


def test_a_step_finds_nothing_before_a_follow_up_is_due(database: Database, acme: Company) -> None:
    due(database, acme, acme.referral.id)
    assert not step(database, MONDAY - timedelta(seconds=1))
    assert nudges(database) == []


def test_follow_ups_due_together_come_in_one_message(database: Database, acme: Company) -> None:
    ids = [due(database, acme, n) for n in (1, 2, 3)]
    assert step(database, MONDAY)
    (nudge,) = nudges(database)
    assert (nudge.recipient, nudge.about["follow_ups"]) == (ADA.user_id, ids)
    assert all(row(database, id_).nudges_sent == 1 for id_ in ids)
    assert not step(database, MONDAY)
    assert len(nudges(database)) == 1


def test_a_planner_whose_claim_ran_out_queues_nothing(database: Database, acme: Company) -> None:
    due(database, acme, 1)
    with database.write() as transaction:
        stale = follow_ups.claim_due(transaction, MONDAY, lease=LEASE, limit=10)
    later = MONDAY + LEASE
    assert step(database, later)
    with pytest.raises(nudging.ClaimLostError), database.write() as transaction:
        nudging.plan_nudges(
            context_for(transaction, acme.ws, now=later + timedelta(seconds=1)), stale
        )
    assert len(nudges(database)) == 1


def test_nobody_is_nudged_at_night(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        id_ = plan_follow_up(transaction, acme, 1, kind=HEARTBEAT, due_at=NIGHT).id
    assert step(database, NIGHT)
    assert nudges(database) == []
    later = row(database, id_).due_at
    assert later == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert step(database, later)
    assert len(nudges(database)) == 1


def test_a_follow_up_that_no_longer_applies_is_cancelled(database: Database, acme: Company) -> None:
    id_ = due(database, acme, 999, FollowUpKind.QUESTION)  # a question that is not there
    step(database, MONDAY)
    assert nudges(database) == []
    assert row(database, id_).state == "cancelled"


def test_a_failing_row_does_not_stop_the_others(
    database: Database, acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = due(database, acme, 1)
    good = due(database, acme, acme.referral.id, ANSWER)
    right = nudging.plan_nudges

    def breaks_for_ada(
        context: Context,
        theirs: Sequence[FollowUp],
    ) -> None:
        right(context, theirs)
        if any(each.member == ADA.user_id for each in theirs):
            raise ValueError("a bug of ours")

    monkeypatch.setattr(nudging, "plan_nudges", breaks_for_ada)
    with pytest.raises(ExceptionGroup):
        step(database, MONDAY)
    assert [nudge.recipient for nudge in nudges(database)] == [LINUS.user_id]
    assert row(database, good).nudges_sent == 1
    assert row(database, bad).nudges_sent == 0
    assert not step(database, MONDAY + RETRY_AFTER - timedelta(seconds=1))
    monkeypatch.setattr(nudging, "plan_nudges", right)
    assert step(database, MONDAY + RETRY_AFTER)
    assert row(database, bad).nudges_sent == 1


def test_the_claim_of_a_dead_replica_runs_out(database: Database, acme: Company) -> None:
    due(database, acme, 1)
    with database.write() as transaction:
        assert follow_ups.claim_due(transaction, MONDAY, lease=LEASE, limit=10)
    assert not step(database, MONDAY)
    assert step(database, MONDAY + LEASE)
    assert len(nudges(database)) == 1


def test_the_weekly_budget_is_not_exceeded(database: Database, acme: Company) -> None:
    for day in range(4):
        with database.write() as transaction:
            plan_follow_up(
                transaction, acme, day + 1, kind=HEARTBEAT, due_at=MONDAY + timedelta(days=day)
            )
    for day in range(4):
        step(database, MONDAY + timedelta(days=day))
    assert len(nudges(database)) == Policy().dms_per_week


def test_somebody_who_left_is_not_nudged(database: Database, acme: Company) -> None:
    id_ = due(database, acme, 1)
    with database.write() as transaction:
        members.set_inactive(transaction, acme.ws, ADA.user_id)
    step(database, MONDAY)
    assert nudges(database) == []
    assert row(database, id_).due_at is None


def test_the_second_reminder_goes_to_the_next_possible_owner(
    database: Database, acme: Company
) -> None:
    id_ = due(database, acme, acme.referral.id, ANSWER)
    step(database, MONDAY)
    second = row(database, id_).due_at
    assert second is not None
    for _ in range(10):  # their civil hours differ
        step(database, second)
        second = row(database, id_).due_at or second
    recipients = [nudge.recipient for nudge in nudges(database)]
    assert recipients[0] == LINUS.user_id
    assert recipients[1] not in (LINUS.user_id, ADA.user_id, BOB.user_id)
