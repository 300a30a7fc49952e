"""The outbox: each intent is sent once, in order and by one sender, and none is lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from domain.files import FileUpload
from domain.messages import (
    Acknowledgement,
    MessageEdit,
    Nudge,
    ReferralReceived,
    SecondVouch,
    StageChanged,
)
from domain.outbox import Intent, IntentState, NewIntent
from storage import outbox
from storage.engine import Database, Transaction
from storage.tables.messages import OUTBOX
from tests.cast import ADA, BOB, LINUS, MONDAY
from tests.storage.concurrency import run_at_once, run_overlapping
from tests.storage.rows import Company, queue_message

LEASE = timedelta(seconds=60)
LATER = MONDAY + LEASE
EDITS = select(OUTBOX).where(OUTBOX.c.kind == MessageEdit.kind)


def claim(database: Database, *, now: datetime = MONDAY, limit: int = 10) -> list[Intent]:
    with database.write() as transaction:
        return outbox.claim_batch(transaction, now, lease=LEASE, limit=limit)


def list_dedupes(transaction: Transaction, *states: IntentState) -> list[str]:
    rows = transaction.execute(select(OUTBOX).order_by(OUTBOX.c.id))
    return [row.dedupe for row in rows if not states or IntentState(row.state) in states]


def mark_sent(transaction: Transaction, intent_id: int, ws: int, ts: str = "1.1") -> None:
    intent = outbox.find_intent(transaction, ws, intent_id)
    assert intent is not None
    outbox.settle_intent(transaction, intent, IntentState.SENT, MONDAY, channel="D1", ts=ts)


def test_an_intent_is_queued_once_for_each_dedupe(
    database: Database, acme: Company, globex: Company
) -> None:
    intent = NewIntent(ReferralReceived.kind, ADA.user_id, 7, "received:7", {"by": "x"})
    with database.write() as transaction:
        assert outbox.queue_intent(transaction, acme.ws, intent, MONDAY)
        assert not outbox.queue_intent(transaction, acme.ws, intent, LATER)
        assert outbox.queue_intent(transaction, globex.ws, intent, MONDAY)
    with database.read() as transaction:
        assert list_dedupes(transaction) == ["received:7", "received:7"]


def test_two_transactions_queue_an_intent_once(database: Database, acme: Company) -> None:
    intent = NewIntent(ReferralReceived.kind, ADA.user_id, 7, "received:7")
    results = run_overlapping(
        database,
        lambda transaction: outbox.queue_intent(transaction, acme.ws, intent, MONDAY),
        lambda transaction: outbox.queue_intent(transaction, acme.ws, intent, MONDAY),
    )
    assert results == (True, False)


def test_a_claimed_intent_is_complete_and_claimed_once(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        intent_id = queue_message(transaction, acme.ws, "a", subject_id=7)
    (intent,) = claim(database)
    assert (intent.id, intent.recipient, intent.subject_id) == (intent_id, ADA.user_id, 7)
    assert (intent.state, intent.attempts) == (IntentState.SENDING, 1)
    assert intent.details == {"follow_ups": [1]}
    assert len(intent.message_key) == 36
    assert claim(database) == []


def test_awaited_messages_are_claimed_first_then_the_oldest(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        wanted = {
            "edit": MessageEdit.kind,
            "nudge": Nudge.kind,
            "news": StageChanged.kind,
            "newer news": ReferralReceived.kind,
            "awaited": Acknowledgement.kind,
        }
        ids = {
            queue_message(transaction, acme.ws, dedupe, kind=kind, to=f"U{n}"): dedupe
            for n, (dedupe, kind) in enumerate(wanted.items())
        }
    assert [ids[intent.id] for intent in claim(database, limit=3)] == [
        "awaited",
        "news",
        "newer news",
    ]
    assert [ids[intent.id] for intent in claim(database)] == ["nudge", "edit"]


def test_an_intent_is_not_claimed_before_its_time(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        queue_message(transaction, acme.ws, "later", not_before=LATER)
    assert claim(database) == []
    assert len(claim(database, now=LATER)) == 1


def test_a_recipient_to_whom_a_message_is_being_sent_is_left_out(
    database: Database, acme: Company, globex: Company
) -> None:
    with database.write() as transaction:
        queue_message(transaction, acme.ws, "first")
    (first,) = claim(database)
    with database.write() as transaction:
        second = queue_message(transaction, acme.ws, "second")
        to_bob = queue_message(transaction, acme.ws, "bob", to=BOB.user_id)
        elsewhere = queue_message(transaction, globex.ws, "her namesake")
    assert [intent.id for intent in claim(database, limit=1)] == [
        to_bob
    ]  # A blocked recipient does not use up the limit.
    assert [intent.id for intent in claim(database)] == [elsewhere]
    with database.write() as transaction:
        outbox.settle_intent(transaction, first, IntentState.SENT, MONDAY, ts="1.1")
    assert [intent.id for intent in claim(database)] == [second]


def test_the_intents_of_one_recipient_are_claimed_in_order(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        ids = [queue_message(transaction, acme.ws, f"n{n}") for n in range(3)]
    assert [intent.id for intent in claim(database)] == ids


def test_a_recipient_belongs_to_one_claim_even_before_it_is_committed(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        first = queue_message(transaction, acme.ws, "first")
        queue_message(transaction, acme.ws, "second")
        to_bob = queue_message(transaction, acme.ws, "bob", to=BOB.user_id)
    one, other = run_overlapping(
        database,
        lambda transaction: outbox.claim_batch(transaction, MONDAY, lease=LEASE, limit=1),
        lambda transaction: outbox.claim_batch(transaction, MONDAY, lease=LEASE, limit=5),
    )
    assert [intent.id for intent in one] == [first]
    assert [intent.id for intent in other] == [to_bob]


def test_many_senders_take_each_intent_once(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        for n in range(120):
            queue_message(transaction, acme.ws, f"n{n}", to=f"U{n % 40}")

    def send_all(_: int) -> list[Intent]:
        done: list[Intent] = []
        for _ in range(60):  # More rounds than needed: an endless loop would hide a failure.
            taken = claim(database, limit=7)
            with database.write() as transaction:
                for intent in taken:
                    outbox.settle_intent(transaction, intent, IntentState.SENT, MONDAY, ts="1.1")
            done += taken
        return done

    taken = [intent for each in run_at_once(6, send_all) for intent in each]
    assert len(taken) == 120
    assert len({intent.id for intent in taken}) == 120
    assert {intent.attempts for intent in taken} == {1}


def test_a_sender_who_died_leaves_an_unknown_outcome_found_once(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        queue_message(transaction, acme.ws, "a")
    (intent,) = claim(database)
    with database.write() as transaction:
        assert outbox.claim_abandoned(transaction, LATER - timedelta(seconds=1), 10) == []
    first, second = run_overlapping(
        database,
        lambda transaction: outbox.claim_abandoned(transaction, LATER, 10),
        lambda transaction: outbox.claim_abandoned(transaction, LATER, 10),
    )
    assert [(each.id, each.state) for each in first] == [(intent.id, IntentState.UNKNOWN)]
    assert second == []
    assert claim(database, now=LATER) == []  # An unknown message is not sent again.


def test_an_unknown_intent_is_claimed_by_one_reconciler(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        queue_message(transaction, acme.ws, "a")
    (intent,) = claim(database)
    with database.write() as transaction:
        outbox.settle_intent(transaction, intent, IntentState.UNKNOWN, MONDAY, reason="timeout")
    first, second = run_overlapping(
        database,
        lambda transaction: outbox.claim_unknown(transaction, MONDAY, lease=LEASE, limit=10),
        lambda transaction: outbox.claim_unknown(transaction, MONDAY, lease=LEASE, limit=10),
    )
    assert ([intent.id for intent in first], second) == ([intent.id], [])
    with database.write() as transaction:
        assert outbox.claim_unknown(transaction, MONDAY, lease=LEASE, limit=10) == []
        assert len(outbox.claim_unknown(transaction, LATER, lease=LEASE, limit=10)) == 1
        outbox.postpone_reconciling(transaction, intent, LATER + LEASE, "history not readable")
        assert outbox.claim_unknown(transaction, LATER, lease=LEASE, limit=10) == []


def test_a_requeued_intent_waits_and_counts_its_attempts(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        queue_message(transaction, acme.ws, "a")
    (intent,) = claim(database)
    with database.write() as transaction:
        outbox.requeue_intent(transaction, intent, LATER, reason="ratelimited")
    assert claim(database) == []
    (claimed_again,) = claim(database, now=LATER)
    assert (claimed_again.id, claimed_again.attempts, claimed_again.message_key) == (
        intent.id,
        2,
        intent.message_key,
    )


def test_a_settled_intent_stores_the_place_of_its_message(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        intent_id = queue_message(transaction, acme.ws, "a")
        mark_sent(transaction, intent_id, acme.ws, "17.5")
    with database.read() as transaction:
        found = outbox.find_intent(transaction, acme.ws, intent_id)
        assert found is not None
        assert (found.state, found.channel, found.ts) == (IntentState.SENT, "D1", "17.5")
        assert outbox.find_intent(transaction, acme.ws, intent_id + 1) is None


def test_an_edit_is_queued_once_for_each_message_in_slack(
    database: Database, acme: Company
) -> None:
    kinds = (ReferralReceived.kind, SecondVouch.kind)
    with database.write() as transaction:
        card = queue_message(transaction, acme.ws, "card", subject_id=7, to=LINUS.user_id)
        other = queue_message(transaction, acme.ws, "another subject", subject_id=8)
        thanks = queue_message(
            transaction, acme.ws, "thanks", kind=Acknowledgement.kind, subject_id=7
        )
        for each in (card, other, thanks):
            mark_sent(transaction, each, acme.ws)
        queue_message(transaction, acme.ws, "not sent yet", subject_id=7)
        outbox.queue_edits(transaction, acme.ws, kinds, 7, MONDAY)
        outbox.queue_edits(transaction, acme.ws, kinds, 7, MONDAY)
        edits = transaction.execute(EDITS).all()
        assert [(edit.subject_id, edit.recipient) for edit in edits] == [(card, LINUS.user_id)]
        # A change after the edit is being sent needs another edit.
        transaction.execute(
            update(OUTBOX).where(OUTBOX.c.id == edits[0].id).values(state=IntentState.SENDING.value)
        )
        outbox.queue_edits(transaction, acme.ws, kinds, 7, MONDAY)
        assert len(transaction.execute(EDITS).all()) == 2


def test_one_message_can_be_edited_alone(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        card = queue_message(transaction, acme.ws, "card")
        outbox.queue_edit(transaction, acme.ws, card, MONDAY)
        outbox.queue_edit(transaction, acme.ws, 404, MONDAY)
        assert list_dedupes(transaction) == ["card"]  # The message is not in Slack yet.
        mark_sent(transaction, card, acme.ws)
        outbox.queue_edit(transaction, acme.ws, card, MONDAY)
        edit = transaction.execute(EDITS).one()
        assert (edit.subject_id, edit.recipient) == (card, ADA.user_id)


def test_queued_messages_to_a_former_member_are_dropped(database: Database, acme: Company) -> None:
    """Files are left to the delivery, which records in their rows that they were not sent."""
    with database.write() as transaction:
        sent = queue_message(transaction, acme.ws, "gone")
        mark_sent(transaction, sent, acme.ws)
        queue_message(transaction, acme.ws, "waits")
        queue_message(transaction, acme.ws, "file", kind=FileUpload.kind)
        queue_message(transaction, acme.ws, "bob", to=BOB.user_id)
        outbox.drop_queued_to(transaction, acme.ws, ADA.user_id, MONDAY, "recipient_left")
        assert list_dedupes(transaction, IntentState.DROPPED) == ["waits"]
        assert list_dedupes(transaction, IntentState.QUEUED) == ["file", "bob"]
        assert list_dedupes(transaction, IntentState.SENT) == ["gone"]


@pytest.mark.parametrize(
    ("state", "counts"),
    [(state, state not in (IntentState.DROPPED, IntentState.DEAD)) for state in IntentState],
)
def test_nudges_that_reached_or_will_reach_somebody_count(
    database: Database, acme: Company, state: IntentState, counts: bool
) -> None:
    with database.write() as transaction:
        queue_message(transaction, acme.ws, "nudge", kind=Nudge.kind, now=LATER)
        queue_message(transaction, acme.ws, "old", kind=Nudge.kind, now=MONDAY)
        queue_message(transaction, acme.ws, "asked for", now=LATER)
        queue_message(transaction, acme.ws, "bob's", kind=Nudge.kind, to=BOB.user_id, now=LATER)
        transaction.execute(update(OUTBOX).values(state=state.value))
        since = outbox.list_nudge_times(transaction, acme.ws, ADA.user_id, MONDAY)
    assert since == ((LATER,) if counts else ())


def test_intents_are_counted_by_state_and_the_next_due_date_is_known(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        assert outbox.next_due_at(transaction) is None
        queue_message(transaction, acme.ws, "b", to=BOB.user_id, not_before=LATER)
        first = queue_message(transaction, acme.ws, "a", not_before=MONDAY)
        assert outbox.next_due_at(transaction) == MONDAY
        mark_sent(transaction, first, acme.ws)
        assert outbox.next_due_at(transaction) == LATER
        assert outbox.count_by_state(transaction) == {IntentState.QUEUED: 1, IntentState.SENT: 1}
