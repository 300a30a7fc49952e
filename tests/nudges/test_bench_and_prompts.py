"""Openings are compared with benches in batches, and stale recall prompts are rotated."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select

from domain.bench import BenchDetails
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.messages import AnnouncementPosted
from domain.openings import AnnouncementState, OpeningStatus
from domain.policy import Policy
from nudges import bench_matches, recall_prompts
from services import departures, members
from storage import announcements, bench, follow_ups, openings
from storage import bench_matches as pending_matches
from storage import departures as stored_departures
from storage.engine import Database
from storage.tables.core import FOLLOW_UP
from storage.tables.messages import HISTORY, OUTBOX
from tests.cast import ADA, BOB, DORA, GUS, LINUS, MONDAY, TEAM_ID
from tests.contexts import context_for
from tests.storage.concurrency import run_at_once
from tests.storage.rows import add_opening, create_company

SUITABLE_PERSON = BenchDetails(
    "Quillow", "quillow@example.org", good_at="Storage engineer", place="Lisbon"
)
FORTNIGHT = timedelta(days=14)
PROMPTS = ("Who made it calm?", "Who reads papers?")


def add_to_bench(
    database: Database, ws: int, owner: str, form: BenchDetails = SUITABLE_PERSON
) -> int:
    with database.write() as transaction:
        bench.open_bench(transaction, ws, owner)
        person = bench.add(transaction, ws, owner, form, MONDAY)
        assert person is not None
        return person.id


def compare_with_benches(
    database: Database, ws: int, opening_id: int, now: datetime = MONDAY
) -> None:
    with database.write() as transaction:
        pending_matches.queue_opening(transaction, ws, opening_id)
    for _ in range(100):
        if not bench_matches.step(database, now):
            return
    raise AssertionError("the comparison did not end after 100 steps")


def matched_owners(database: Database) -> list[str]:
    with database.read() as transaction:
        kind = FOLLOW_UP.c.kind == FollowUpKind.MATCH.value
        return sorted(transaction.scalars(select(FOLLOW_UP.c.member).where(kind)))


def test_each_active_owner_is_told_of_a_match_once(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    for member in (ADA, BOB, DORA, GUS):  # Dora has left, Gus is a guest
        add_to_bench(database, acme.ws, member.user_id)
    add_to_bench(database, acme.ws, LINUS.user_id, BenchDetails("Florist", good_at="Flowers"))
    with database.write() as transaction:
        bench.set_paused(transaction, acme.ws, BOB.user_id, MONDAY)
    compare_with_benches(database, acme.ws, acme.opening.id)
    compare_with_benches(database, acme.ws, acme.opening.id)
    assert matched_owners(database) == [ADA.user_id]


def test_owners_are_compared_in_batches(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    owners = [f"U{n:03}" for n in range(bench_matches.OWNERS * 2)]
    with database.write() as transaction:
        for owner in owners:
            bench.open_bench(transaction, acme.ws, owner)
    for member in (ADA, BOB):
        add_to_bench(database, acme.ws, member.user_id)
    with database.write() as transaction:
        pending_matches.queue_opening(transaction, acme.ws, acme.opening.id)
    steps = [bench_matches.step(database, MONDAY) for _ in range(4)]
    assert steps == [True, True, True, False]
    assert matched_owners(database) == [ADA.user_id, BOB.user_id]


def test_a_reopened_opening_is_offered_again_unless_it_was_not_needed(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    ids = [add_to_bench(database, acme.ws, member.user_id) for member in (ADA, BOB)]
    compare_with_benches(database, acme.ws, acme.opening.id)
    with database.write() as transaction:
        for member, person_id, state in (
            (ADA, ids[0], FollowUpState.DONE),
            (BOB, ids[1], FollowUpState.NOT_NEEDED),
        ):
            match_id = bench.find_match_id(
                transaction, acme.ws, member.user_id, person_id, acme.opening.id
            )
            assert match_id is not None
            (follow_up,) = follow_ups.list_by_subject(
                transaction, acme.ws, FollowUpKind.MATCH, match_id
            )
            follow_ups.settle(transaction, acme.ws, follow_up.id, state, MONDAY)
    compare_with_benches(database, acme.ws, acme.opening.id)
    with database.read() as transaction:
        open_follow_ups = select(FOLLOW_UP.c.member).where(
            FOLLOW_UP.c.state == FollowUpState.OPEN.value
        )
        assert transaction.scalars(open_follow_ups).all() == [ADA.user_id]


def test_a_closed_opening_is_offered_to_nobody(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    add_to_bench(database, acme.ws, ADA.user_id)
    with database.write() as transaction:
        openings.set_status(transaction, acme.opening, OpeningStatus.CLOSED, now=MONDAY)
    compare_with_benches(database, acme.ws, acme.opening.id)
    assert matched_owners(database) == []


def test_the_bench_of_somebody_who_left_is_hidden_and_then_deleted(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    add_to_bench(database, acme.ws, ADA.user_id)
    compare_with_benches(database, acme.ws, acme.opening.id)
    gone = replace(ADA.profile, active=False)
    with database.write() as transaction:
        context = context_for(transaction, acme.ws, Policy(), now=MONDAY)
        members.save_profiles(context, [gone])
        departure = stored_departures.find(transaction, acme.ws, ADA.user_id)
        assert departure is not None
        departures.take_second_look(context, departure, gone)
        open_follow_ups = select(func.count()).where(FOLLOW_UP.c.state == FollowUpState.OPEN.value)
        assert transaction.scalar(open_follow_ups) == 0
        assert len(bench.list_people(transaction, acme.ws, ADA.user_id, limit=9)) == 1
        departures.forget_expired(context, [ADA.user_id])
        assert bench.list_people(transaction, acme.ws, ADA.user_id, limit=9) == []
        assert pending_matches.list_owners(transaction, acme.ws, "", 9) == []
        lines = transaction.execute(select(HISTORY.c.verb, HISTORY.c.detail)).all()
        assert "Quillow" not in str(lines)


def test_several_replicas_rotate_a_prompt_once(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    with database.write() as transaction:
        opening = add_opening(transaction, acme.ws, recall_prompts=PROMPTS)
        for channel, ts in (("C1", "1.1"), ("C2", None)):  # C2 could not be posted
            announcement = announcements.add(transaction, acme.ws, opening.id, channel)
            state = AnnouncementState.POSTED if ts else AnnouncementState.FAILED
            announcements.settle(transaction, acme.ws, announcement.id, state, ts=ts)
    now = MONDAY + FORTNIGHT
    assert not recall_prompts.step(database, now - timedelta(seconds=1))
    run_at_once(3, lambda _: recall_prompts.step(database, now))
    with database.read() as transaction:
        found = openings.find(transaction, acme.ws, opening.id)
        assert found is not None
        assert (found.prompt_turn, found.prompt_index, found.version) == (1, 1, opening.version)
        rows = transaction.execute(select(OUTBOX.c.kind, OUTBOX.c.recipient)).all()
        assert [tuple(row) for row in rows] == [(AnnouncementPosted.kind, "C1")]
    assert not recall_prompts.step(database, now + FORTNIGHT - timedelta(seconds=1))
    assert recall_prompts.step(database, now + FORTNIGHT)


def test_an_opening_with_one_prompt_is_not_rotated(database: Database) -> None:
    create_company(database, TEAM_ID)  # its opening has one prompt, and a referral
    assert not recall_prompts.step(database, MONDAY + 10 * FORTNIGHT)
