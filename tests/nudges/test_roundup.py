"""The weekly round-up is queued once for each channel, also with several replicas."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from domain.messages import RoundUp
from domain.openings import AnnouncementState, OpeningStatus
from domain.policy import Policy
from nudges import roundup
from storage import announcements, openings
from storage.engine import Database
from storage.tables.messages import OUTBOX
from tests.cast import MONDAY, TEAM_ID
from tests.contexts import store_policy
from tests.storage.concurrency import run_at_once
from tests.storage.rows import add_opening, create_company

TUESDAY = MONDAY.replace(day=3, hour=9, minute=30)
WEEK = timedelta(days=7)


def add_announced_opening(database: Database, ws: int, channel: str, now: datetime) -> int:
    with database.write() as transaction:
        opening = add_opening(transaction, ws, now=now)
        announcement = announcements.add(transaction, ws, opening.id, channel)
        announcements.settle(transaction, ws, announcement.id, AnnouncementState.POSTED, ts="1.1")
        return opening.id


def queued_messages(database: Database) -> list[tuple[str, str]]:
    with database.read() as transaction:
        rows = transaction.execute(select(OUTBOX.c.kind, OUTBOX.c.recipient).order_by(OUTBOX.c.id))
        return [(row.kind, row.recipient) for row in rows]


def test_a_round_up_is_queued_only_after_a_change(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    opening_id = add_announced_opening(database, acme.ws, "C1", MONDAY)
    # The first step only plans the first round-up, which leaves out older openings.
    assert not roundup.step(database, MONDAY)
    assert roundup.step(database, TUESDAY)
    assert queued_messages(database) == []
    add_announced_opening(database, acme.ws, "C1", TUESDAY + timedelta(days=1))
    assert roundup.step(database, TUESDAY + WEEK)
    assert queued_messages(database) == [(RoundUp.kind, "C1")]
    assert not roundup.step(database, TUESDAY + WEEK)
    assert roundup.step(database, TUESDAY + 2 * WEEK)
    assert len(queued_messages(database)) == 1, "nothing changed"
    with database.write() as transaction:
        opening = openings.find(transaction, acme.ws, opening_id)
        assert opening
        later = TUESDAY + 2 * WEEK + timedelta(days=1)
        openings.set_status(transaction, opening, OpeningStatus.FILLED, now=later)
    assert roundup.step(database, TUESDAY + 3 * WEEK)
    assert len(queued_messages(database)) == 2


def test_several_replicas_queue_a_round_up_once(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    add_announced_opening(database, acme.ws, "C1", MONDAY)
    roundup.step(database, MONDAY)
    add_announced_opening(database, acme.ws, "C1", MONDAY + timedelta(hours=2))

    run_at_once(3, lambda _: roundup.step(database, TUESDAY))
    assert queued_messages(database) == [(RoundUp.kind, "C1")]


def test_round_ups_can_be_switched_off(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    add_announced_opening(database, acme.ws, "C1", MONDAY)
    store_policy(database, acme.ws, Policy(roundup_day=None))
    assert not roundup.step(database, TUESDAY + WEEK)
    assert queued_messages(database) == []
