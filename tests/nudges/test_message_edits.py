"""Old edits are deleted; messages, and edits that need an operator, are not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from domain.messages import Acknowledgement, MessageEdit
from domain.outbox import IntentState, NewIntent
from nudges import message_edits as edits
from storage import outbox
from storage.engine import Database
from storage.tables.messages import OUTBOX
from tests.cast import MONDAY, TEAM_ID
from tests.storage.rows import create_company


def add_settled_row(database: Database, ws: int, kind: str, state: IntentState, name: str) -> None:
    with database.write() as transaction:
        outbox.queue_intent(transaction, ws, NewIntent(kind, "U0ADA", 1, name), MONDAY)
        transaction.execute(
            update(OUTBOX)
            .where(OUTBOX.c.dedupe == name)
            .values(state=state.value, settled_at=MONDAY)
        )


def remaining_keys(database: Database) -> set[str]:
    with database.read() as transaction:
        return set(transaction.scalars(select(OUTBOX.c.dedupe)))


def test_edits_are_deleted_after_four_weeks_and_messages_are_not(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    other = create_company(database, "T0OTHER")
    for state in (IntentState.SENT, IntentState.DROPPED, IntentState.DEAD):
        add_settled_row(database, acme.ws, MessageEdit.kind, state, f"edit {state.value}")
    add_settled_row(database, acme.ws, Acknowledgement.kind, IntentState.SENT, "message")
    add_settled_row(
        database, other.ws, MessageEdit.kind, IntentState.SENT, "edit of another workspace"
    )
    before = remaining_keys(database)
    assert not edits.step(database, MONDAY + edits.RETENTION)
    assert remaining_keys(database) == before
    assert not edits.step(database, MONDAY + edits.RETENTION + timedelta(seconds=1))
    assert before - remaining_keys(database) == {
        "edit sent",
        "edit dropped",
        "edit of another workspace",
    }


@pytest.mark.parametrize("surplus", [0, 1])
def test_one_step_deletes_one_batch(database: Database, surplus: int) -> None:
    acme = create_company(database, TEAM_ID)
    intents = [
        NewIntent(MessageEdit.kind, "U0ADA", 1, f"edit {n}")
        for n in range(edits.BATCH - 1 + surplus)
    ]
    with database.write() as transaction:
        outbox.queue_intents(transaction, acme.ws, intents, MONDAY)
        transaction.execute(
            update(OUTBOX)
            .where(OUTBOX.c.kind == MessageEdit.kind)
            .values(state=IntentState.SENT.value, settled_at=MONDAY)
        )
    assert edits.step(database, MONDAY + timedelta(weeks=5)) is bool(surplus)
