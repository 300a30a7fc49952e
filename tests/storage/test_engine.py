"""Transactions: what is committed and what is not, and no change is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Pool, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from storage import drafts, workspaces
from storage.engine import Database
from storage.tables.core import TEAM_PREFIX
from storage.tables.messages import DRAFT
from tests import databases
from tests.cast import ADA, MONDAY
from tests.statements import recorded_statements
from tests.storage.concurrency import hold_open, run_at_once
from tests.storage.rows import Company


def test_a_write_is_committed_and_a_read_is_not(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        drafts.save(transaction, acme.ws, ADA.user_id, "post", {"n": 1}, MONDAY)
    with database.read() as transaction:
        drafts.save(transaction, acme.ws, ADA.user_id, "post", {"n": 2}, MONDAY)
    with database.read() as transaction:
        assert drafts.find(transaction, acme.ws, ADA.user_id, "post") == {"n": 1}


def test_an_error_undoes_the_whole_write(database: Database, acme: Company) -> None:
    def fails() -> None:
        with database.write() as transaction:
            drafts.save(transaction, acme.ws, ADA.user_id, "post", {"n": 1}, MONDAY)
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    with database.write() as transaction:  # The connection can be used again.
        assert drafts.find(transaction, acme.ws, ADA.user_id, "post") is None


def test_no_update_is_lost(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        transaction.execute(
            insert(TEAM_PREFIX).values(
                workspace_id=acme.ws, prefix="OPS", team="Operations", last_number=0
            )
        )

    is_operations = TEAM_PREFIX.c.prefix == "OPS"
    last_number = select(TEAM_PREFIX.c.last_number).where(is_operations)

    def count(_: int) -> None:
        for _ in range(100):
            with database.write() as transaction:
                seen = transaction.execute(last_number.with_for_update()).scalar_one()
                transaction.execute(
                    update(TEAM_PREFIX).where(is_operations).values(last_number=seen + 1)
                )

    run_at_once(12, count)
    with database.read() as transaction:
        assert transaction.execute(last_number).scalar_one() == 1_200


def test_on_sqlite_a_write_locks_the_database_from_its_first_statement(
    sqlite_url: str,
) -> None:
    database, other = Database(sqlite_url), Database(sqlite_url)  # Two processes would have two.
    with recorded_statements(database) as statements:
        with database.write() as transaction:
            workspaces.list_all(transaction)
            with ThreadPoolExecutor(1) as pool:
                second = pool.submit(_add_workspace, other)
                with pytest.raises(TimeoutError):
                    second.result(timeout=0.2)
                transaction.rollback()
                second.result(timeout=5)
        with database.read() as transaction:
            assert len(workspaces.list_all(transaction)) == 1
    database.close()
    other.close()
    assert [each for each in statements if each.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


def _add_workspace(database: Database) -> None:
    with database.write() as transaction:
        workspaces.save(transaction, team_id="T1", enterprise_id=None, name="One", bot_user_id="U1")


def test_a_reader_does_not_wait_for_a_writer(database: Database, acme: Company) -> None:
    with (
        hold_open(
            database, lambda s: drafts.save(s, acme.ws, ADA.user_id, "post", {"n": 1}, MONDAY)
        ),
        database.read() as transaction,
    ):
        assert drafts.find(transaction, acme.ws, ADA.user_id, "post") is None


def test_on_sqlite_a_checkpoint_copies_commits_into_the_file(
    sqlite_url: str, tmp_path: Path
) -> None:
    database, copy_file = Database(sqlite_url), tmp_path / "copy_file.db"

    def count_workspaces_in_the_file() -> int:
        copy_file.write_bytes(Path(database.url.database or "").read_bytes())
        copy = Database(f"sqlite:///{copy_file}")
        with copy.read() as transaction:
            found = len(workspaces.list_all(transaction))
        copy.close()
        return found

    _add_workspace(database)
    assert count_workspaces_in_the_file() == 0  # The row is in the write-ahead log.
    database.checkpoint()
    assert count_workspaces_in_the_file() == 1
    database.close()


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as transaction:
        drafts.save(transaction, 404, ADA.user_id, "post", {}, MONDAY)


def test_deleting_a_workspace_deletes_its_rows(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        drafts.save(transaction, acme.ws, ADA.user_id, "post", {}, MONDAY)
        transaction.execute(text("DELETE FROM workspace"))
    with database.read() as transaction:
        assert transaction.execute(select(DRAFT)).all() == []


def test_a_moment_without_its_zone_is_refused(database: Database, acme: Company) -> None:
    naive = MONDAY.replace(tzinfo=None)
    with pytest.raises(StatementError, match="a moment needs its zone"), database.write() as s:
        drafts.save(s, acme.ws, ADA.user_id, "post", {}, naive)


def test_a_moment_comes_back_as_utc_to_the_microsecond(database: Database, acme: Company) -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    moment = datetime(2026, 3, 2, 15, 30, 0, 123456, tzinfo=india)
    with database.write() as transaction:
        drafts.save(transaction, acme.ws, ADA.user_id, "post", {}, moment)
    with database.read() as transaction:
        stored = transaction.scalars(select(DRAFT.c.at)).one()
        found = transaction.scalars(select(DRAFT.c.at).where(DRAFT.c.at == moment)).all()
    assert stored == moment
    assert stored.tzinfo is UTC
    assert found == [stored]


def test_an_error_does_not_show_what_people_typed(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught, database.write() as transaction:
        drafts.save(transaction, 404, ADA.user_id, "post", {"saw": "she rebuilt on-call"}, MONDAY)
    assert "she rebuilt" not in str(caught.value)


@pytest.fixture
def with_fsync() -> Iterator[None]:
    """SQLite waits for the disk, as in production and unlike in other tests."""
    event.remove(Pool, "checkout", databases.skip_fsync)
    yield
    event.listen(Pool, "checkout", databases.skip_fsync)


@pytest.mark.usefixtures("with_fsync")
@pytest.mark.parametrize("how", ["read", "write"])
def test_sqlite_keeps_what_was_acknowledged(sqlite_url: str, how: str) -> None:
    database = Database(sqlite_url)
    with getattr(database, how)() as transaction:
        pragmas = {
            name: transaction.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.close()
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 5_000,
    }


def test_nothing_is_opened_before_it_is_used(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "vouch.db"
    database = Database(f"sqlite:///{file}")
    assert not file.exists()
    with database.read() as transaction:
        transaction.execute(text("SELECT 1"))
    database.close()
    assert file.exists()


def test_a_password_in_the_url_is_not_shown() -> None:
    database = Database("postgresql+psycopg://vouch:secret@localhost/vouch")
    assert not re.search("secret", repr(database.engine))
    database.close()
