"""An error of the database is logged without the values of the row that it is about."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy import insert, null, text
from sqlalchemy.exc import DBAPIError, StatementError

from storage.engine import Database
from storage.tables.core import CANDIDATE
from tests.cast import GRACE, MONDAY
from tests.logs import collected_log
from tests.storage.conftest import acme as acme  # the fixture of storage
from tests.storage.rows import Company

PERSONAL = ("Grace", "Hopper", "grace", "hopper", "linkedin", "on-call")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    with collected_log(json=False) as stream:
        yield stream


def personal_left(stream: io.StringIO) -> list[str]:
    return [words for words in PERSONAL if words in stream.getvalue()]


def row_of_grace(ws: int) -> dict[str, object]:
    return {
        "workspace_id": ws,
        "name": GRACE.name,
        "email": GRACE.email,
        "profile_url": GRACE.profile_url,
        "consent": "will_ask",
        "created_at": MONDAY,
    }


def log_failure(database: Database, *statements: tuple[Any, dict[str, object]]) -> None:
    """Run the statements, of which the last fails, and log that as a handler does."""
    log = structlog.get_logger("bot.dispatch")
    try:
        with database.write() as transaction:
            for statement, values in statements:
                transaction.execute(statement, values)
    except DBAPIError as error:
        log.exception("handler_failed", why=str(error))
        log.warning("not_stored", errors=[error, error.orig])
        logging.getLogger("apscheduler.executors").error("Job failed: %s", error, exc_info=True)
        return
    raise AssertionError("no statement failed")


def test_a_value_that_is_there_twice(
    database: Database, acme: Company, stream: io.StringIO
) -> None:
    profile_only = row_of_grace(acme.ws) | {"email": None}
    log_failure(database, (insert(CANDIDATE), profile_only))  # The company has her already.
    assert personal_left(stream) == []
    assert "IntegrityError" in stream.getvalue()
    assert "INSERT INTO candidate" in stream.getvalue()
    assert "log_failure" in stream.getvalue()  # the traceback behind the error of the driver stays


def test_a_value_that_is_missing(database: Database, acme: Company, stream: io.StringIO) -> None:
    without_consent = row_of_grace(acme.ws) | {"consent": null()}
    log_failure(database, (insert(CANDIDATE).values(without_consent), {}))
    assert personal_left(stream) == []
    assert "IntegrityError" in stream.getvalue()


def test_a_value_of_several_lines(database: Database, acme: Company, stream: io.StringIO) -> None:
    """PostgreSQL quotes it as it is, so that its lines look like lines of the traceback."""
    row = row_of_grace(acme.ws) | {"name": "\nGrace\n\nHopper\n  ", "consent": null()}
    log_failure(database, (insert(CANDIDATE).values(row), {}))
    assert personal_left(stream) == []


def test_errors_in_a_group(database: Database, acme: Company, stream: io.StringIO) -> None:
    profile_only = row_of_grace(acme.ws) | {"email": None}
    try:
        with database.write() as transaction:
            transaction.execute(insert(CANDIDATE), profile_only)
    except DBAPIError as error:
        try:
            raise ExceptionGroup("several", [error])
        except ExceptionGroup:
            structlog.get_logger("nudges").exception("tick_failed")
    assert personal_left(stream) == []


def test_a_parameter_of_the_wrong_type(
    database: Database, acme: Company, stream: io.StringIO
) -> None:
    """SQLAlchemy itself refuses it, and would quote every parameter of the statement."""
    row = row_of_grace(acme.ws) | {"created_at": "on-call"}
    try:
        with database.write() as transaction:
            transaction.execute(insert(CANDIDATE), row)
    except StatementError:
        structlog.get_logger("bot.dispatch").exception("handler_failed")
    assert stream.getvalue()
    assert personal_left(stream) == []


def test_a_text_that_is_no_json(postgres_url: str, stream: io.StringIO) -> None:
    """PostgreSQL quotes it in the lines DETAIL and CONTEXT."""
    database = Database(postgres_url)
    log_failure(database, (text("SELECT CAST(:words AS jsonb)"), {"words": '{"a": Grace Hopper}'}))
    database.close()
    assert personal_left(stream) == []
