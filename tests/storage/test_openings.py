"""Openings: each ref is given out once, no change overwrites another, and search."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.openings import AnnouncementState, Opening, OpeningStatus
from storage import announcements, members, openings, team_prefixes
from storage.engine import Database, Transaction
from tests.cast import ADA, BOB, LINUS, MARGARET, MONDAY
from tests.storage.concurrency import run_at_once, run_overlapping
from tests.storage.rows import FORM, Company, add_opening

HOUR = timedelta(hours=1)


def reload(transaction: Transaction, opening: Opening) -> Opening:
    found = openings.find(transaction, opening.workspace_id, opening.id)
    assert found is not None
    return found


def test_an_opening_comes_back_as_it_was_posted(database: Database, acme: Company) -> None:
    with database.read() as transaction:
        found = reload(transaction, acme.opening)
        assert openings.find_by_ref(transaction, acme.ws, "ENG-1") == found
        assert openings.find(transaction, acme.ws, 404) is None
        assert openings.find_by_ref(transaction, acme.ws, "ENG-2") is None
    assert found == acme.opening
    assert (found.title, found.team, found.place) == (FORM.title, FORM.team, FORM.place)
    assert (found.recall_prompts, found.channels) == (FORM.recall_prompts, FORM.channels)
    assert (found.status, found.posted_at, found.version) == (OpeningStatus.OPEN, MONDAY, 1)


def test_numbers_are_never_given_twice(database: Database, acme: Company, globex: Company) -> None:
    def take(_: int) -> list[int]:
        taken = []
        for _ in range(10):
            with database.write() as transaction:
                taken.append(
                    team_prefixes.take_next_number(transaction, acme.ws, "OPS", "Operations")
                )
        return taken

    taken = [number for each in run_at_once(8, take) for number in each]
    assert sorted(taken) == list(range(1, 81))
    with database.write() as transaction:
        assert team_prefixes.take_next_number(transaction, globex.ws, "OPS", "Operations") == 1
        assert team_prefixes.list_teams_by_prefix(transaction, acme.ws) == {
            "ENG": "Engineering",
            "OPS": "Operations",
        }


def test_the_first_number_of_a_prefix_is_given_once(database: Database, acme: Company) -> None:
    numbers = run_overlapping(
        database,
        lambda transaction: team_prefixes.take_next_number(
            transaction, acme.ws, "OPS", "Operations"
        ),
        lambda transaction: team_prefixes.take_next_number(
            transaction, acme.ws, "OPS", "Operations"
        ),
    )
    assert numbers == (1, 2)


def test_a_number_of_a_rolled_back_transaction_is_given_again(
    database: Database, acme: Company
) -> None:
    with database.read() as transaction:
        assert team_prefixes.take_next_number(transaction, acme.ws, "ENG", "Engineering") == 2
    with database.write() as transaction:
        assert team_prefixes.take_next_number(transaction, acme.ws, "ENG", "Engineering") == 2


def test_the_second_of_two_edits_is_refused(database: Database, acme: Company) -> None:
    first, second = run_overlapping(
        database,
        lambda s: openings.update_form(
            s, acme.opening, replace(FORM, title="Database engineer"), now=MONDAY + HOUR
        ),
        lambda s: openings.update_form(s, acme.opening, replace(FORM, title="Else"), now=MONDAY),
    )
    assert first is not None
    assert (first.title, first.version, first.changed_at) == (
        "Database engineer",
        2,
        MONDAY + HOUR,
    )
    assert second is None
    with database.read() as transaction:
        assert reload(transaction, acme.opening) == first
        (found,) = openings.search(transaction, acme.ws, "database", limit=9)
    assert found == first


def test_the_second_of_two_moves_is_refused(database: Database, acme: Company) -> None:
    first, second = run_overlapping(
        database,
        lambda s: openings.set_status(s, acme.opening, OpeningStatus.FILLED, now=MONDAY),
        lambda s: openings.set_status(s, acme.opening, OpeningStatus.PAUSED, now=MONDAY),
    )
    assert first is not None
    assert (first.status, second) == (OpeningStatus.FILLED, None)
    with database.write() as transaction:
        reopened = openings.set_status(transaction, first, OpeningStatus.OPEN, now=MONDAY)
        assert reopened is not None
        assert (reopened.status, reopened.version) == (OpeningStatus.OPEN, 3)


def test_a_new_owner_makes_an_open_form_stale(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        openings.set_people(transaction, acme.opening, hiring_manager=BOB.user_id, recruiter=None)
        changed = reload(transaction, acme.opening)
        assert (changed.hiring_manager, changed.recruiter) == (BOB.user_id, None)
        assert openings.update_form(transaction, acme.opening, FORM, now=MONDAY) is None
        assert openings.list_by_person_in_charge(transaction, acme.ws, BOB.user_id) == [changed]
        assert openings.list_by_person_in_charge(transaction, acme.ws, LINUS.user_id) == []


def test_openings_are_listed_by_person_in_charge(database: Database, acme: Company) -> None:
    with database.read() as transaction:
        assert openings.list_by_person_in_charge(transaction, acme.ws, LINUS.user_id) == [
            acme.opening
        ]
        assert openings.list_by_person_in_charge(transaction, acme.ws, MARGARET.user_id) == [
            acme.opening
        ]
        assert openings.list_by_person_in_charge(transaction, acme.ws, ADA.user_id) == []
        assert members.manages_openings(transaction, acme.ws, MARGARET.user_id)
        assert not members.manages_openings(transaction, acme.ws, LINUS.user_id)


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("", ["ENG-3", "ENG-2", "ENG-1"]),
        ("engineer", ["ENG-3", "ENG-1"]),
        ("ENGINEER lis", ["ENG-1"]),
        ("eng-2", ["ENG-2"]),
        ("ÜBER", ["ENG-2"]),
        ("50%", ["ENG-3"]),
        ("5_%", []),
        ("nobody", []),
    ],
)
def test_every_word_must_be_found(
    database: Database, acme: Company, words: str, refs: list[str]
) -> None:
    with database.write() as transaction:
        add_opening(transaction, acme.ws, title="Über-designer", team="Design", now=MONDAY + HOUR)
        add_opening(
            transaction, acme.ws, title="Site engineer (50%)", place="Oslo", now=MONDAY + 2 * HOUR
        )
        found = openings.search(transaction, acme.ws, words, limit=9)
        choices = openings.search_choices(transaction, acme.ws, words, limit=9)
    assert [opening.ref for opening in found] == refs
    assert [(each.id, each.ref, each.title, each.team, each.place) for each in found] == [
        astuple(choice) for choice in choices
    ]


def test_search_gives_the_newest_and_only_those_asked_for(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        newer = add_opening(transaction, acme.ws, now=MONDAY + HOUR)
        openings.set_status(transaction, acme.opening, OpeningStatus.CLOSED, now=MONDAY)
        assert [opening.id for opening in openings.search(transaction, acme.ws, "", limit=9)] == [
            newer.id
        ]
        assert [
            opening.id for opening in openings.search_choices(transaction, acme.ws, "", limit=9)
        ] == [newer.id]
        everything = openings.search(
            transaction, acme.ws, "", limit=9, statuses=list(OpeningStatus)
        )
        assert [opening.id for opening in everything] == [newer.id, acme.opening.id]
        assert len(openings.search(transaction, acme.ws, "", limit=1)) == 1
        assert openings.count_open(transaction, acme.ws) == 1
        assert openings.list_refs(transaction, acme.ws) == ["ENG-2", "ENG-1"]
        assert openings.list_refs(transaction, acme.ws, limit=1) == ["ENG-2"]


def test_an_opening_is_over_after_its_last_day(
    database: Database, acme: Company, globex: Company
) -> None:
    last, over = date(2026, 3, 6), datetime(2026, 3, 7, 5, tzinfo=UTC)
    everywhere = datetime(2026, 3, 7, 12, tzinfo=UTC)  # the 7th at UTC-12
    with database.write() as transaction:
        of_acme = add_opening(transaction, acme.ws, closes_on=last, closes_at=over)
        of_globex = add_opening(transaction, globex.ws, closes_on=last)
        paused = add_opening(transaction, acme.ws, closes_on=last)
        openings.set_status(transaction, paused, OpeningStatus.PAUSED, now=MONDAY)
        assert openings.list_overdue(transaction, over - timedelta(seconds=1), 9) == []
        assert [each.id for each in openings.list_overdue(transaction, over, 9)] == [of_acme.id]
        closing = openings.list_overdue(transaction, everywhere, 9)
        assert [opening.id for opening in closing] == [of_acme.id, of_globex.id]
        assert len(openings.list_overdue(transaction, everywhere, 1)) == 1


def test_an_announcement_is_kept_with_what_became_of_it(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        first = announcements.add(transaction, acme.ws, acme.opening.id, "C1")
        second = announcements.add(transaction, acme.ws, acme.opening.id, "C2")
        assert (first.state, first.ts) == (AnnouncementState.QUEUED, None)
    with database.write() as transaction:
        posted, failed = AnnouncementState.POSTED, AnnouncementState.FAILED
        announcements.settle(transaction, acme.ws, first.id, posted, ts="1.1")
        announcements.settle(transaction, acme.ws, second.id, failed, reason="is_archived")
    with database.write() as transaction:  # an edit that fails leaves the place where it stands
        announcements.settle(transaction, acme.ws, first.id, posted)
        found = announcements.list_by_opening(transaction, acme.ws, acme.opening.id)
        assert found[0] == announcements.find(transaction, acme.ws, first.id)
        assert announcements.find(transaction, acme.ws, 404) is None
    assert [
        (announcement.channel, announcement.state, announcement.ts, announcement.reason)
        for announcement in found
    ] == [
        ("C1", posted, "1.1", None),
        ("C2", failed, None, "is_archived"),
    ]
