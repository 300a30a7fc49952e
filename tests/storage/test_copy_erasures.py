"""Erasures of copies in Slack survive a departure, and are tried again after a refusal."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from domain.copy_erasures import CopyErasure, HomeErasure, UnreachedCopies
from domain.outbox import IntentState
from storage import outbox
from storage.engine import Database, Transaction
from storage.outbox import erasures
from storage.tables.messages import OUTBOX
from tests.cast import ADA, BOB, MONDAY
from tests.storage.rows import Company, queue_message


def find_state(transaction: Transaction, intent_id: int) -> str:
    return transaction.execute(select(OUTBOX.c.state).where(OUTBOX.c.id == intent_id)).scalar_one()


def settle(transaction: Transaction, ws: int, intent_id: int, state: IntentState) -> None:
    intent = outbox.find_intent(transaction, ws, intent_id)
    assert intent is not None
    outbox.settle_intent(transaction, intent, state, MONDAY, channel="D1", ts="1.1", reason="gone")


def test_a_queued_erasure_outlives_the_departure_of_its_reader(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        card = queue_message(transaction, acme.ws, "card")
        settle(transaction, acme.ws, card, IntentState.SENT)
        news = queue_message(transaction, acme.ws, "news")
        erasures.queue_copy_erasures(transaction, acme.ws, [card, news], "one", MONDAY)
        outbox.drop_queued_to(transaction, acme.ws, ADA.user_id, MONDAY, "recipient_left")
        assert find_state(transaction, news) == IntentState.DROPPED.value
        queued = transaction.execute(
            select(OUTBOX.c.kind, OUTBOX.c.subject_id).where(
                OUTBOX.c.state == IntentState.QUEUED.value
            )
        ).all()
        assert [tuple(row) for row in queued] == [(CopyErasure.kind, card)]


def test_what_was_refused_is_counted_by_person_and_tried_again(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        rows = [
            queue_message(transaction, acme.ws, f"{to.handle} {kind} {n}", kind=kind, to=to.user_id)
            for to, kind, n in (
                (ADA, CopyErasure.kind, 1),
                (ADA, CopyErasure.kind, 2),
                (BOB, HomeErasure.kind, 3),
            )
        ]
        for row in rows:
            settle(transaction, acme.ws, row, IntentState.DEAD)
        assert erasures.list_unreached(transaction, acme.ws, 9) == [
            UnreachedCopies(ADA.user_id, 2, has_home=False, reason="gone"),
            UnreachedCopies(BOB.user_id, 0, has_home=True, reason="gone"),
        ]
        assert erasures.retry_unreached(transaction, acme.ws, [ADA.user_id], MONDAY) == 2
        assert erasures.drop_unreached(transaction, acme.ws, BOB.user_id, MONDAY, "by hand") == 1
        assert erasures.list_unreached(transaction, acme.ws, 9) == []
        states = [find_state(transaction, row) for row in rows]
        assert states == [IntentState.QUEUED, IntentState.QUEUED, IntentState.DROPPED]


def test_old_erasures_are_deleted_but_not_what_was_refused(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        done, refused = (
            queue_message(transaction, acme.ws, dedupe, kind=CopyErasure.kind)
            for dedupe in ("done", "refused")
        )
        settle(transaction, acme.ws, done, IntentState.SENT)
        settle(transaction, acme.ws, refused, IntentState.DEAD)
        later = MONDAY + timedelta(days=1)
        assert outbox.delete_old_edits(transaction, acme.ws, later, 9) == 1
        assert find_state(transaction, refused) == IntentState.DEAD.value
