"""One replica reads a page of members or the recruiters at a time, in each workspace."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from domain.directory import RecruiterGroup
from storage import readings, workspaces
from storage.engine import Database, Transaction
from storage.tables.core import WORKSPACE
from tests.cast import BOT_ID, MONDAY, OTHER_TEAM_ID
from tests.storage.concurrency import run_overlapping
from tests.storage.rows import Company

HOUR = timedelta(hours=1)
READ = RecruiterGroup("recruiters", "S0RECRUIT")
REFUSED = RecruiterGroup("recruiters", "S0RECRUIT", "paid_teams_only")


def claim_page(
    transaction: Transaction, ws: int, now: datetime = MONDAY, lease: timedelta = HOUR
) -> str | None:
    return readings.claim_members(
        transaction, ws, now, until=now + lease, restart_if_due_before=now - HOUR
    )


def claim_group(
    transaction: Transaction, ws: int, now: datetime = MONDAY, name: str | None = "recruiters"
) -> RecruiterGroup | None:
    return readings.claim_recruiters(transaction, ws, name, now, until=now + HOUR)


def test_one_replica_reads_a_page(database: Database, acme: Company) -> None:
    results = run_overlapping(
        database, lambda t: claim_page(t, acme.ws), lambda t: claim_page(t, acme.ws)
    )
    assert results == ("", None)
    with database.write() as transaction:
        assert claim_page(transaction, acme.ws, MONDAY + HOUR) == "", "the first one has died"


def test_one_replica_reads_the_recruiters(database: Database, acme: Company) -> None:
    results = run_overlapping(
        database, lambda t: claim_group(t, acme.ws), lambda t: claim_group(t, acme.ws)
    )
    assert results == (RecruiterGroup("recruiters"), None)


def test_the_reading_goes_on_with_its_cursor(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        claim_page(transaction, acme.ws)
        readings.save_members_progress(
            transaction, acme.ws, claimed_until=MONDAY, cursor="stolen", due_at=MONDAY
        )
        assert claim_page(transaction, acme.ws) is None, "this was not the claim"
        readings.save_members_progress(
            transaction, acme.ws, claimed_until=MONDAY + HOUR, cursor="p2", due_at=MONDAY
        )
        assert claim_page(transaction, acme.ws) == "p2"
        assert not readings.has_read_members(transaction, acme.ws)
        readings.finish_members(
            transaction, acme.ws, MONDAY, claimed_until=MONDAY + HOUR, due_at=MONDAY + 6 * HOUR
        )
        assert readings.has_read_members(transaction, acme.ws)
        assert claim_page(transaction, acme.ws, MONDAY + 5 * HOUR) is None
        assert claim_page(transaction, acme.ws, MONDAY + 6 * HOUR) == ""


def test_an_old_cursor_is_not_used(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        claim_page(transaction, acme.ws)
        readings.save_members_progress(
            transaction, acme.ws, claimed_until=MONDAY + HOUR, cursor="p2", due_at=MONDAY
        )
        assert claim_page(transaction, acme.ws, MONDAY + 2 * HOUR) == ""


def test_another_group_in_the_settings_is_read_at_once(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        claim_group(transaction, acme.ws)
        readings.save_recruiter_group(
            transaction, acme.ws, REFUSED, claimed_until=MONDAY + HOUR, due_at=MONDAY + HOUR
        )
        assert readings.find_recruiter_group(transaction, acme.ws) == REFUSED
        assert claim_group(transaction, acme.ws) is None
        assert claim_group(transaction, acme.ws, MONDAY + HOUR) == REFUSED
        assert claim_group(transaction, acme.ws, name="talent") == RecruiterGroup("talent")
        assert claim_group(transaction, acme.ws, name=None) == RecruiterGroup(None)
        assert claim_group(transaction, acme.ws, name=None) is None


def test_a_request_outlasts_the_reading_during_which_it_came(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        claim_group(transaction, acme.ws)
        readings.request_recruiters(transaction, acme.ws)
        readings.save_recruiter_group(
            transaction, acme.ws, READ, claimed_until=MONDAY + HOUR, due_at=MONDAY + 6 * HOUR
        )
        assert claim_group(transaction, acme.ws) == RecruiterGroup("recruiters")


def test_another_workspace_is_read_for_itself(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        other = workspaces.save(
            transaction,
            team_id=OTHER_TEAM_ID,
            enterprise_id=None,
            name="Globex",
            bot_user_id=BOT_ID,
        ).id
        row = select(WORKSPACE).where(WORKSPACE.c.id == other)
        before = transaction.execute(row).one()
        claim_page(transaction, acme.ws)
        readings.save_members_progress(
            transaction, acme.ws, claimed_until=MONDAY + HOUR, cursor="p2", due_at=MONDAY + HOUR
        )
        readings.finish_members(
            transaction, acme.ws, MONDAY, claimed_until=MONDAY + HOUR, due_at=MONDAY + HOUR
        )
        claim_group(transaction, acme.ws)
        readings.save_recruiter_group(
            transaction, acme.ws, REFUSED, claimed_until=MONDAY + HOUR, due_at=MONDAY + HOUR
        )
        readings.request_recruiters(transaction, acme.ws)
        assert transaction.execute(row).one() == before
        assert readings.find_recruiter_group(transaction, other) == RecruiterGroup(None)
