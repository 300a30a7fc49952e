"""Follow-ups: planned once, claimed by one replica, and together for each person."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from storage import follow_ups, held_follow_ups
from storage.engine import Database, Transaction
from storage.tables.core import FOLLOW_UP
from tests.cast import ADA, BOB, LINUS, MARGARET, MONDAY, Person
from tests.storage.concurrency import run_at_once, run_overlapping
from tests.storage.rows import Company, plan_follow_up

LEASE = timedelta(minutes=5)
HOUR = timedelta(hours=1)
LATER = MONDAY + LEASE


def claim(database: Database, *, now: datetime = MONDAY, limit: int = 10) -> list[FollowUp]:
    with database.write() as transaction:
        return follow_ups.claim_due(transaction, now, lease=LEASE, limit=limit)


def subject_ids(taken: list[FollowUp]) -> list[int]:
    return [each.subject_id for each in taken]


def reload(transaction: Transaction, follow_up: FollowUp) -> FollowUp:
    found = follow_ups.find(transaction, follow_up.workspace_id, follow_up.id)
    assert found is not None
    return found


def test_planning_again_moves_the_same_follow_up(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        first = plan_follow_up(transaction, acme, 1)
        assert follow_ups.settle(transaction, acme.ws, first.id, FollowUpState.DONE, MONDAY)
        second = plan_follow_up(transaction, acme, 1, member=BOB, due_at=LATER)
        row = transaction.execute(select(FOLLOW_UP).where(FOLLOW_UP.c.id == first.id)).one()
        assert (second.id, second.member, second.due_at) == (first.id, BOB.user_id, LATER)
        assert (second.state, second.nudges_sent, row.answered_at) == (FollowUpState.OPEN, 0, None)


def test_two_transactions_plan_a_follow_up_once(database: Database, acme: Company) -> None:
    first, second = run_overlapping(
        database,
        lambda s: plan_follow_up(s, acme, 1),
        lambda s: plan_follow_up(s, acme, 1, member=BOB),
    )
    assert first.id == second.id
    with database.read() as transaction:
        assert reload(transaction, first).member == BOB.user_id


def test_only_what_is_due_and_open_is_claimed(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        plan_follow_up(transaction, acme, 1)
        plan_follow_up(transaction, acme, 2, due_at=MONDAY + timedelta(hours=1, microseconds=1))
        plan_follow_up(transaction, acme, 5, member=BOB, due_at=MONDAY + timedelta(microseconds=1))
        settled, without_date = (
            plan_follow_up(transaction, acme, 3),
            plan_follow_up(transaction, acme, 4),
        )
        follow_ups.settle(transaction, acme.ws, settled.id, FollowUpState.DONE, MONDAY)
        held_follow_ups.postpone(transaction, [without_date.id], None)
    assert subject_ids(claim(database)) == [1]


def test_a_claim_holds_for_its_lease(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        plan_follow_up(transaction, acme, 1)
    assert subject_ids(claim(database)) == [1]
    assert claim(database, now=LATER - timedelta(seconds=1)) == []
    assert subject_ids(claim(database, now=LATER)) == [1]


def test_the_longest_due_come_first_with_all_of_the_same_person(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        plan_follow_up(transaction, acme, 1, member=BOB, due_at=MONDAY - HOUR)
        plan_follow_up(transaction, acme, 2, member=ADA, due_at=MONDAY - 3 * HOUR)
        plan_follow_up(transaction, acme, 3, member=LINUS, due_at=MONDAY - 2 * HOUR)
        plan_follow_up(transaction, acme, 4, member=ADA, due_at=MONDAY)
    assert subject_ids(claim(database, limit=2)) == [2, 4, 3]
    assert subject_ids(claim(database, limit=2)) == [1]


def test_people_of_one_id_in_two_workspaces_are_two(
    database: Database, acme: Company, globex: Company
) -> None:
    with database.write() as transaction:
        plan_follow_up(transaction, acme, 1)
        plan_follow_up(transaction, globex, 2)
    assert subject_ids(claim(database, limit=1)) == [1]
    assert subject_ids(claim(database, limit=1)) == [2]


def test_a_second_claim_passes_by_what_is_being_claimed(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        plan_follow_up(transaction, acme, 1, member=ADA, due_at=MONDAY - HOUR)
        plan_follow_up(transaction, acme, 2, member=BOB)
    first, second = run_overlapping(
        database,
        lambda transaction: follow_ups.claim_due(transaction, MONDAY, lease=LEASE, limit=1),
        lambda transaction: follow_ups.claim_due(transaction, MONDAY, lease=LEASE, limit=5),
    )
    assert (subject_ids(first), subject_ids(second)) == ([1], [2])


def test_many_claimers_get_each_follow_up_once(database: Database, acme: Company) -> None:
    people = (ADA, BOB, LINUS, MARGARET)
    everyone: list[Person] = [
        Person(f"{each.user_id}{n}", each.handle, each.name, each.tz)
        for each in people
        for n in range(10)
    ]
    with database.write() as transaction:
        for n in range(120):
            plan_follow_up(transaction, acme, n, member=everyone[n % 40], due_at=MONDAY - n * HOUR)

    def claim_all(_: int) -> list[FollowUp]:
        done: list[FollowUp] = []
        for _ in range(50):  # More rounds than needed: an endless loop would hide a failure.
            done += claim(database, limit=5)
        return done

    taken = [each for claimed in run_at_once(6, claim_all) for each in claimed]
    assert sorted(subject_ids(taken)) == list(range(120))


def test_a_nudge_counts_and_sets_the_next_date(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        plan_follow_up(transaction, acme, 1)
    (follow_up,) = claim(database)
    with database.write() as transaction:
        follow_ups.mark_nudged(transaction, follow_up, next_due=LATER)
        assert reload(transaction, follow_up).nudges_sent == 1
        assert reload(transaction, follow_up).due_at == LATER
    assert subject_ids(claim(database, now=LATER)) == [1]


def test_postponing_ends_the_lease(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        plan_follow_up(transaction, acme, 1)
    (follow_up,) = claim(database)
    with database.write() as transaction:
        held_follow_ups.postpone(transaction, [follow_up.id], MONDAY)
    assert subject_ids(claim(database)) == [1]


def test_a_follow_up_can_get_another_member(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        follow_up = plan_follow_up(transaction, acme, 1)
        follow_ups.set_member(transaction, follow_up, BOB.user_id)
        assert reload(transaction, follow_up).member == BOB.user_id


def test_a_chosen_date_starts_the_count_anew(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        follow_up = plan_follow_up(transaction, acme, 1)
        follow_ups.mark_nudged(transaction, follow_up, next_due=None)
        assert follow_ups.snooze(transaction, acme.ws, follow_up.id, LATER, MONDAY)
        assert (
            reload(transaction, follow_up).nudges_sent,
            reload(transaction, follow_up).due_at,
        ) == (0, LATER)
        follow_ups.settle(transaction, acme.ws, follow_up.id, FollowUpState.NOT_NEEDED, MONDAY)
        assert not follow_ups.snooze(transaction, acme.ws, follow_up.id, LATER, MONDAY)


def test_the_first_answer_counts(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        follow_up = plan_follow_up(transaction, acme, 1)
    answers = run_overlapping(
        database,
        lambda s: follow_ups.settle(s, acme.ws, follow_up.id, FollowUpState.DONE, MONDAY),
        lambda s: follow_ups.settle(s, acme.ws, follow_up.id, FollowUpState.NOT_NEEDED, MONDAY),
    )
    assert answers == (True, False)
    with database.read() as transaction:
        assert reload(transaction, follow_up).state is FollowUpState.DONE


def test_an_answer_while_it_is_claimed_ends_it(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        follow_up = plan_follow_up(transaction, acme, 1)
    claim(database)
    with database.write() as transaction:
        assert follow_ups.settle(transaction, acme.ws, follow_up.id, FollowUpState.DONE, MONDAY)
    assert claim(database, now=LATER) == []


def settle_matching(*what: Any, **which: Any) -> int:
    return len(follow_ups.settle_matching(*what, **which))


def test_follow_ups_that_match_all_given_values_are_settled(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        plan_follow_up(transaction, acme, 1)
        plan_follow_up(transaction, acme, 2, kind=FollowUpKind.QUESTION)
        plan_follow_up(transaction, acme, 3, member=BOB)
        plan_follow_up(transaction, acme, 4)
        settle = partial(settle_matching, transaction, acme.ws, FollowUpState.CANCELLED, MONDAY)
        assert settle(referral_id=404) == 0
        assert settle(member=ADA.user_id, kinds=[FollowUpKind.QUESTION]) == 1
        assert settle(subject_id=1, member=BOB.user_id) == 0
        assert settle(subject_id=1) == 1
        assert settle(member=BOB.user_id) == 1
        assert settle(referral_id=acme.referral.id) == 1
        assert settle() == 0


def test_open_follow_ups_are_listed_by_due_date(database: Database, acme: Company) -> None:
    kinds = (FollowUpKind.COMMITMENT, FollowUpKind.QUESTION)
    with database.write() as transaction:
        plan_follow_up(transaction, acme, 1, due_at=MONDAY + 2 * HOUR)
        plan_follow_up(transaction, acme, 2, due_at=MONDAY + HOUR, kind=FollowUpKind.QUESTION)
        plan_follow_up(transaction, acme, 3, member=BOB)
        plan_follow_up(transaction, acme, 4, kind=FollowUpKind.HEARTBEAT)
        without_date = plan_follow_up(transaction, acme, 5)
        held_follow_ups.postpone(transaction, [without_date.id], None)
        done = plan_follow_up(transaction, acme, 6)
        follow_ups.settle(transaction, acme.ws, done.id, FollowUpState.DONE, MONDAY)
        open_follow_ups = follow_ups.list_open(transaction, acme.ws, ADA.user_id, 10, kinds=kinds)
        assert subject_ids(open_follow_ups) == [5, 2, 1]
        assert len(follow_ups.list_open(transaction, acme.ws, ADA.user_id, 2, kinds=kinds)) == 2


def test_the_next_due_date_is_known(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        assert follow_ups.next_due_at(transaction) is None
        plan_follow_up(transaction, acme, 1, due_at=LATER)
        first = plan_follow_up(transaction, acme, 2)
        assert follow_ups.next_due_at(transaction) == MONDAY
        follow_ups.settle(transaction, acme.ws, first.id, FollowUpState.DONE, MONDAY)
        assert follow_ups.next_due_at(transaction) == LATER


def test_follow_ups_are_found_by_their_ids(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        planned = [plan_follow_up(transaction, acme, n) for n in range(3)]
        found = follow_ups.find_many(transaction, acme.ws, [planned[2].id, planned[0].id, 404])
    assert found == [planned[0], planned[2]]
