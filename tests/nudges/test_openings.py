"""Openings are closed after their closing date, and idempotency keys are deleted after a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from domain.messages import AnnouncementPosted
from domain.openings import OpeningStatus
from nudges import idempotency_keys as key_deletion
from nudges import openings
from storage import idempotency_keys
from storage import openings as stored
from storage.engine import Database
from storage.tables.messages import OUTBOX
from tests.cast import MONDAY, TEAM_ID
from tests.storage.rows import add_opening, create_company

CLOSING_DATE = date(2026, 3, 6)
LAST_MOMENT = datetime(2026, 3, 7, 11, 59, tzinfo=UTC)  # still the 6th at UTC-12
CLOSES_AT = datetime(2026, 3, 6, 23, 0, tzinfo=UTC)  # the end of the 6th in Berlin


def test_an_opening_closes_at_its_moment(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    with database.write() as transaction:
        add_opening(transaction, acme.ws, closes_on=CLOSING_DATE, closes_at=CLOSES_AT)
    assert not openings.step(database, CLOSES_AT - timedelta(seconds=1))
    assert openings.step(database, CLOSES_AT)
    assert not openings.step(database, CLOSES_AT)


def test_an_opening_of_an_older_release_closes_when_its_date_is_over_everywhere(
    database: Database,
) -> None:
    acme = create_company(database, TEAM_ID)
    with database.write() as transaction:
        ids = [add_opening(transaction, acme.ws, closes_on=day).id for day in (CLOSING_DATE, None)]

    def statuses() -> list[OpeningStatus]:
        with database.read() as transaction:
            found = [stored.find(transaction, acme.ws, id_) for id_ in ids]
        return [opening.status for opening in found if opening]

    assert not openings.step(database, LAST_MOMENT)
    assert statuses() == [OpeningStatus.OPEN, OpeningStatus.OPEN]
    assert openings.step(database, LAST_MOMENT + timedelta(minutes=1))
    assert statuses() == [OpeningStatus.CLOSED, OpeningStatus.OPEN]
    assert not openings.step(database, LAST_MOMENT + timedelta(minutes=1))
    with database.read() as transaction:
        queued = transaction.scalars(select(OUTBOX.c.kind)).all()
    assert queued == [AnnouncementPosted.kind]


def test_openings_are_closed_in_batches(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    with database.write() as transaction:
        for _ in range(openings.BATCH + 1):
            add_opening(transaction, acme.ws, closes_on=CLOSING_DATE)
    steps = [openings.step(database, LAST_MOMENT + timedelta(days=1)) for _ in range(3)]
    assert steps == [True, True, False]


def test_idempotency_keys_are_kept_for_a_day(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    with database.write() as transaction:
        idempotency_keys.save_answer(transaction, acme.ws, "event:Ev1", {"is": "done"}, MONDAY)

    def is_stored() -> bool:
        with database.read() as transaction:
            return (
                idempotency_keys.find_request(transaction, acme.ws, "event:Ev1", "").first_answer
                is not None
            )

    assert not key_deletion.step(database, MONDAY + key_deletion.RETENTION)
    assert is_stored()
    key_deletion.step(database, MONDAY + key_deletion.RETENTION + timedelta(seconds=1))
    assert not is_stored()
