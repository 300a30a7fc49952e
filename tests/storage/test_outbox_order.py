"""Order: an unknown or retried intent blocks later ones of its priority to its recipient."""

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
    """The first of two intents to one person, which is claimed."""
    with database.write() as transaction:
        queue_message(transaction, acme.ws, "a")
        queue_message(transaction, acme.ws, "b")
    (claimed,) = claim(database, MONDAY)
    return claimed


def claim(database: Database, now: datetime) -> list[Intent]:
    with database.write() as transaction:
        return outbox.claim_batch(transaction, now, lease=LEASE, limit=1)


def test_a_retried_intent_is_sent_before_the_next(database: Database, first: Intent) -> None:
    until = MONDAY + timedelta(minutes=2)
    with database.write() as transaction:
        outbox.requeue_intent(transaction, first, until, reason="503", block_later_messages=True)
    assert claim(database, until - SECOND) == []
    assert [each.id for each in claim(database, until)] == [first.id]


def test_a_postponed_intent_does_not_block_the_next(database: Database, first: Intent) -> None:
    with database.write() as transaction:
        outbox.requeue_intent(
            transaction, first, MONDAY + timedelta(hours=9), reason="dnd", count_attempt=False
        )
    (second,) = claim(database, MONDAY)
    assert second.id > first.id


def test_an_unknown_intent_blocks_until_it_was_searched(database: Database, first: Intent) -> None:
    later = MONDAY + LEASE
    with database.write() as transaction:
        outbox.claim_abandoned(transaction, later, 10)
    assert claim(database, later) == []
    with database.write() as transaction:
        outbox.claim_unknown(transaction, later, lease=timedelta(minutes=1), limit=10)
    assert claim(database, later) == [], "the first is being searched in Slack's history"
    with database.write() as transaction:
        outbox.postpone_reconciling(
            transaction, first, later + timedelta(minutes=10), "missing_scope"
        )
    (second,) = claim(database, later)
    assert second.id > first.id, "the search was postponed for long, so later messages are sent"


def test_an_unknown_intent_blocks_before_its_first_search(
    database: Database, first: Intent
) -> None:
    with database.write() as transaction:
        outbox.settle_intent(transaction, first, IntentState.UNKNOWN, MONDAY)
        outbox.postpone_reconciling(transaction, first, MONDAY + timedelta(seconds=30), "timeout")
    assert claim(database, MONDAY + SECOND) == []


def test_an_awaited_message_does_not_wait_for_a_retried_one_of_lower_priority(
    database: Database, acme: Company, first: Intent
) -> None:
    with database.write() as transaction:
        outbox.requeue_intent(
            transaction, first, MONDAY + timedelta(minutes=2), block_later_messages=True
        )
        awaited = queue_message(transaction, acme.ws, "c", kind=Acknowledgement.kind)
    assert [each.id for each in claim(database, MONDAY)] == [awaited]
