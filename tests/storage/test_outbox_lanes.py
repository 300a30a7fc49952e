"""Lanes: an unknown or retried intent is not overtaken by others of its priority."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.messages import Acknowledgement
from domain.outbox import Intent, IntentState
from storage import outbox
from storage.engine import Database
from tests.cast import MONDAY
from tests.storage.rows import Company, queue_message

LEASE = timedelta(seconds=90)
SECOND = timedelta(seconds=1)


@pytest.fixture
def first(database: Database, acme: Company) -> Intent:
    """The first of two to one person, claimed."""
    with database.write() as transaction:
        queue_message(transaction, acme.ws, "a")
        queue_message(transaction, acme.ws, "b")
    (claimed,) = claim(database, MONDAY)
    return claimed


def claim(database: Database, now: datetime) -> list[Intent]:
    with database.write() as transaction:
        return outbox.claim_batch(transaction, now, lease=LEASE, limit=1)


def test_one_that_is_tried_again_goes_before_the_next(database: Database, first: Intent) -> None:
    until = MONDAY + timedelta(minutes=2)
    with database.write() as transaction:
        outbox.requeue_intent(transaction, first, until, reason="503", holds=True)
    assert claim(database, until - SECOND) == []
    assert [each.id for each in claim(database, until)] == [first.id]


def test_one_that_waits_for_the_morning_lets_the_next_pass(
    database: Database, first: Intent
) -> None:
    with database.write() as transaction:
        outbox.requeue_intent(
            transaction, first, MONDAY + timedelta(hours=9), reason="dnd", counts=False
        )
    (second,) = claim(database, MONDAY)
    assert second.id > first.id


def test_one_in_doubt_holds_the_lane_until_it_was_looked_for(
    database: Database, first: Intent
) -> None:
    later = MONDAY + LEASE
    with database.write() as transaction:
        outbox.claim_abandoned(transaction, later, 10)
    assert claim(database, later) == []
    with database.write() as transaction:
        outbox.claim_unknown(transaction, later, lease=timedelta(minutes=1), limit=10)
    assert claim(database, later) == [], "it is being looked for"
    with database.write() as transaction:
        outbox.postpone_reconciling(
            transaction, first, later + timedelta(minutes=10), "missing_scope"
        )
    (second,) = claim(database, later)
    assert second.id > first.id, "looked for and not found out: the others go on"


def test_one_that_has_just_got_lost_holds_the_lane(database: Database, first: Intent) -> None:
    with database.write() as transaction:
        outbox.settle_intent(transaction, first, IntentState.UNKNOWN, MONDAY)
        outbox.postpone_reconciling(transaction, first, MONDAY + timedelta(seconds=30), "timeout")
    assert claim(database, MONDAY + SECOND) == []


def test_what_is_awaited_does_not_wait_for_news(
    database: Database, acme: Company, first: Intent
) -> None:
    with database.write() as transaction:
        outbox.requeue_intent(transaction, first, MONDAY + timedelta(minutes=2), holds=True)
        awaited = queue_message(transaction, acme.ws, "c", kind=Acknowledgement.kind)
    assert [each.id for each in claim(database, MONDAY)] == [awaited]
