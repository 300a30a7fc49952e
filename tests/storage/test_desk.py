"""The pages of the desk: the order, every filter, the search, and turning pages both ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from domain.desk import PAGE_SIZE, DeskFilter, DeskPlace, DeskQuery, DeskScope, check_search
from domain.endorsements import CommitmentKind, CommitmentState, Conviction, Evidence, Relationship
from domain.errors import FieldError
from domain.referrals import Referral
from domain.stages import Reason, Stage
from storage import candidates, commitments, desk, endorsements, erasure, referrals
from storage.engine import Database, Transaction
from tests.cast import ADA, BOB, CAROL, LINUS, MARGARET, MONDAY, Outsider, Person
from tests.storage.rows import Company, add_opening, add_referral

ALL = DeskFilter(DeskScope.ALL)
NAMES = ("Zoë Straße", "Alan Turing", "Edsger Dijkstra", "Barbara Liskov")


def make_query(
    chosen: DeskFilter = ALL, *, viewer: Person = LINUS, sees_all: bool = True, hides: bool = False
) -> DeskQuery:
    return DeskQuery(viewer.user_id, sees_all, chosen, hides, late_since=MONDAY)


def outsider(name: str, number: int = 0) -> Outsider:
    handle = f"c{number}-{abs(hash(name))}"
    return Outsider(name, f"{handle}@example.org", f"https://example.org/{handle}")


def names(transaction: Transaction, ws: int, query: DeskQuery) -> list[str]:
    return [each.candidate.name for _, each in desk.list_page(transaction, ws, query, None, 50)]


def deepen(transaction: Transaction, referral: Referral, *, acted: bool) -> None:
    endorsements.add_version(
        transaction,
        referral.workspace_id,
        referral.id,
        referral.advocate,
        candidate_name=referral.candidate.name,
        relationship=Relationship.KNOW_OF,
        evidence=Evidence(saw="It ran.", conviction=Conviction.WORTH_A_LOOK),
        is_first=True,
        now=MONDAY,
    )
    if acted:
        (made,) = commitments.add_missing(
            transaction,
            referral.workspace_id,
            referral.id,
            referral.advocate,
            [CommitmentKind.INTRODUCTION],
            MONDAY,
        )
        commitments.settle(
            transaction, referral.workspace_id, made.id, CommitmentState.DONE, MONDAY
        )
    desk.save_depths(transaction, referral.workspace_id, [referral.id])


def test_unanswered_ones_come_first_then_older_days_then_deeper_ones(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        ws, opening = acme.ws, acme.opening
        added = {
            name: add_referral(
                transaction, ws, opening, who=outsider(name), now=MONDAY + timedelta(days=days)
            )
            for name, days in zip(NAMES, (-3, 0, 0, 1), strict=True)
        }
        deepen(transaction, added["Alan Turing"], acted=False)
        deepen(transaction, added["Edsger Dijkstra"], acted=True)
        referrals.set_stage(
            transaction, added["Zoë Straße"], Stage.IN_REVIEW, reason=None, note="", now=MONDAY
        )
        assert names(transaction, ws, make_query()) == [
            "Edsger Dijkstra",
            "Alan Turing",
            "Grace Hopper",
            "Barbara Liskov",
            "Zoë Straße",
        ]
        reviewed = referrals.find(transaction, ws, added["Zoë Straße"].id)
        assert reviewed is not None
        referrals.set_stage(
            transaction, reviewed, Stage.NOT_NOW, reason=Reason.OTHER, note="", now=MONDAY
        )
        assert "Zoë Straße" not in names(transaction, ws, make_query())
        ended = replace(ALL, stage=Stage.NOT_NOW)
        assert names(transaction, ws, make_query(ended)) == ["Zoë Straße"]
        erasure.erase_candidate_row(
            transaction, ws, reviewed.candidate.id, MONDAY, unless_agreed=False
        )
        assert names(transaction, ws, make_query(ended)) == []
        assert names(transaction, ws, make_query(replace(ALL, words="zoe"))) == []


def test_each_filter_finds_its_own(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        ws = acme.ws
        other = add_opening(transaction, ws, team="Sales", hiring_manager=CAROL.user_id)
        late = MONDAY - timedelta(days=9)
        zoe = add_referral(transaction, ws, other, who=outsider(NAMES[0]), by=BOB, owner=CAROL)
        add_referral(transaction, ws, None, who=outsider(NAMES[1]), owner=BOB, now=late)

        def found(chosen: DeskFilter = ALL, **who: Any) -> list[str]:
            return sorted(names(transaction, ws, make_query(chosen, **who)))

        assert found() == ["Alan Turing", "Grace Hopper", "Zoë Straße"]
        assert found(DeskFilter()) == ["Grace Hopper"]
        assert found(replace(ALL, opening_id=other.id)) == ["Zoë Straße"]
        assert found(replace(ALL, team="Sales")) == ["Zoë Straße"]
        assert found(replace(ALL, advocate=BOB.user_id)) == ["Zoë Straße"]
        assert found(replace(ALL, stage=Stage.OFFER)) == []
        silent = DeskQuery(LINUS.user_id, True, replace(ALL, silent=True), False, late)
        assert names(transaction, ws, silent) == ["Alan Turing"]
        assert found(viewer=MARGARET, sees_all=False) == ["Grace Hopper"]
        assert found(viewer=CAROL, sees_all=False) == ["Zoë Straße"]
        assert found(viewer=BOB, sees_all=False) == ["Alan Turing"]
        assert found(viewer=ADA, sees_all=False) == []
        for typed in ("zoe", "STRASSE", "straße zoë", "bob", "Reyes", other.ref.lower()):
            assert found(replace(ALL, words=typed)) == ["Zoë Straße"], typed
        assert found(replace(ALL, words="100%")) == []
        assert found(replace(ALL, words="hopper"), hides=True) == [], "she has not agreed"
        candidates.set_agreed(transaction, ws, acme.referral.candidate.id, MONDAY)
        assert found(replace(ALL, words="hopper"), hides=True) == ["Grace Hopper"]
        assert zoe.owner == CAROL.user_id


def test_ended_ones_are_found_by_a_search_and_by_their_filter(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        ws = acme.ws
        for days, name, stage in (
            (-3, "Grace Elder", Stage.HIRED),
            (-2, "Grace Younger", Stage.NOT_NOW),
            (-1, "Grace Open", None),
        ):
            referral = add_referral(
                transaction, ws, None, who=outsider(name), now=MONDAY + timedelta(days=days)
            )
            if stage is not None:
                referrals.set_stage(
                    transaction, referral, stage, reason=Reason.OTHER, note="", now=MONDAY
                )
        assert names(transaction, ws, make_query()) == ["Grace Open", "Grace Hopper"]
        searched = make_query(replace(ALL, words="grace"))
        assert names(transaction, ws, searched) == [
            *("Grace Open", "Grace Hopper"),  # open ones first, then the newest of the others
            *("Grace Younger", "Grace Elder"),
        ]
        ended = make_query(replace(ALL, ended=True))
        assert names(transaction, ws, ended) == ["Grace Younger", "Grace Elder"]
        assert desk.count(transaction, ws, ended) == 2
        both = make_query(replace(ALL, ended=True, words="elder"))
        assert names(transaction, ws, both) == ["Grace Elder"]
        places = [place for place, _ in desk.list_page(transaction, ws, searched, None, 9)]
        second_page = desk.list_page(transaction, ws, searched, places[2], 9)
        assert [place for place, _ in second_page] == places[2:]
        assert desk.find_previous_start(transaction, ws, searched, places[3], 2) == places[1]
        seen_by_carol = make_query(replace(ALL, words="grace"), viewer=CAROL, sees_all=False)
        assert names(transaction, ws, seen_by_carol) == []
        assert desk.owns_any(transaction, ws, LINUS.user_id)
        assert not desk.owns_any(transaction, ws, CAROL.user_id)


@pytest.mark.parametrize("stage", [None, Stage.NOT_NOW])
def test_pages_are_turned_both_ways_without_a_gap(
    database: Database, acme: Company, stage: Stage | None
) -> None:
    with database.write() as transaction:
        for number in range(25):
            moment = MONDAY - timedelta(days=number % 4)
            referral = add_referral(
                transaction, acme.ws, None, who=outsider("Candidate", number), now=moment
            )
            if stage is not None:
                referrals.set_stage(
                    transaction, referral, stage, reason=Reason.OTHER, note="", now=MONDAY
                )
        query = make_query(replace(ALL, stage=stage))
        whole = [place for place, _ in desk.list_page(transaction, acme.ws, query, None, 50)]
        assert len(whole) == 25 + (stage is None)
        pages, start = [], None
        while True:
            page = desk.list_page(transaction, acme.ws, query, start, PAGE_SIZE + 1)
            pages.append([place for place, _ in page[:PAGE_SIZE]])
            if len(page) <= PAGE_SIZE:
                break
            start = page[PAGE_SIZE][0]
        assert [place for page in pages for place in page] == whole
        back = desk.find_previous_start(transaction, acme.ws, query, pages[2][0], PAGE_SIZE)
        assert back == pages[1][0]
        first = desk.find_previous_start(transaction, acme.ws, query, pages[0][0], PAGE_SIZE)
        assert first is None
        assert desk.count(transaction, acme.ws, query) == len(whole)


@pytest.mark.parametrize(
    ("chosen", "index"), [(ALL, "ix_referral_desk"), (DeskFilter(), "ix_referral_own_desk")]
)
def test_a_page_is_read_from_the_index_of_its_order(
    database: Database, acme: Company, chosen: DeskFilter, index: str
) -> None:
    """On PostgreSQL the statement is only made and run: it chooses by statistics of many rows."""
    explained: list[str] = []

    def explain(_connection: Any, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith("SELECT") and database.is_sqlite:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            explained.extend(row[-1] for row in cursor.fetchall())

    with database.read() as transaction:
        event.listen(database.engine, "before_cursor_execute", explain)
        desk.list_page(transaction, acme.ws, make_query(chosen), DeskPlace(1, 1), 11)
        event.remove(database.engine, "before_cursor_execute", explain)
    assert not database.is_sqlite or any(index in line for line in explained), explained


@pytest.mark.parametrize(
    ("typed", "problem"), [("g", "too_short"), (" \u200bg ", "too_short"), ("x" * 300, "too_long")]
)
def test_a_search_of_one_letter_or_of_300_is_refused(typed: str, problem: str) -> None:
    with pytest.raises(FieldError) as error:
        check_search(typed)
    assert error.value.problem == problem
    assert check_search("  Grace ") == "Grace"
    assert check_search("李") == "李"


def test_a_place_that_nothing_has_is_the_end(database: Database, acme: Company) -> None:
    with database.read() as transaction:
        assert desk.list_page(transaction, acme.ws, make_query(), DeskPlace(2**31 - 1, 1), 9) == []
