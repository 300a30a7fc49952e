"""No session of PostgreSQL keeps a prepared statement or a lock after a transaction.

Behind PgBouncer in transaction mode each transaction may get another session.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.runners.startup import StartupError, open_database
from bot.settings import load
from sandbox.driver.client import wait_for
from storage.engine import Database
from storage.migrate import is_current
from tests.databases import Postgres

MIGRATION_LOCK = 0x566F756368  # the number of the advisory lock in storage/migrations/env.py
PREPARED = "SELECT count(*) FROM pg_prepared_statements"
MIGRATE = (
    "import sys; from storage.engine import Database; from storage.migrate import upgrade;"
    "upgrade(Database(sys.argv[1]))"
)
ROOT = Path(__file__).parents[2]
# How many migrations wait for the lock: they sleep, or ask for it.
WAITING_MIGRATIONS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND (query LIKE '%pg_sleep%' OR query LIKE '%advisory%') AND application_name <> 'test'"
)
BLOCKED_SESSIONS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND wait_event_type = 'Lock'"
)
# What the session is doing that holds the lock of a migration.
STATE_OF_LOCK_HOLDER = text(
    "SELECT state FROM pg_stat_activity JOIN pg_locks USING (pid)"
    " WHERE datname = current_database() AND locktype = 'advisory' AND granted"
)


def count_prepared(url: str) -> int:
    database = Database(url)
    with database.read() as transaction:
        for _ in range(20):
            transaction.execute(text("SELECT 1"))
        count = transaction.execute(text(PREPARED)).scalar_one()
    database.close()
    return int(count)


def with_option(url: str, option: str) -> str:
    """Return the URL with the option, as the settings hand it to the storage."""
    given = f"{url}{'&' if '?' in url else '?'}{option}"
    return load(
        {"DATABASE_URL": given}, env_file=None, mode="store"
    ).database_url.get_secret_value()


def test_no_statement_is_prepared_with_the_threshold_none(postgres_url: str) -> None:
    assert count_prepared(postgres_url) > 0
    assert count_prepared(with_option(postgres_url, "prepare_threshold=none")) == 0


def test_a_threshold_in_the_url_may_be_a_number(postgres_url: str) -> None:
    assert count_prepared(with_option(postgres_url, "prepare_threshold=0")) > 0
    assert count_prepared(with_option(postgres_url, "prepare_threshold=100")) == 0


@pytest.mark.parametrize("value", ["no", "-1", "5.0"])
def test_another_threshold_ends_the_start_in_one_line(postgres_url: str, value: str) -> None:
    with pytest.raises(StartupError, match="prepare_threshold should be a number or none"):
        open_database(f"{postgres_url}&prepare_threshold={value}")


@contextmanager
def migrating(url: str) -> Iterator[subprocess.Popen[str]]:
    """Migrate in a process of its own, as a replica does."""
    process = subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", MIGRATE, url], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
        assert process.communicate(timeout=60)[1] == ""
    finally:
        process.kill()


def test_a_migration_that_waits_for_another_holds_up_no_concurrent_index(
    postgres: Postgres,
) -> None:
    with postgres.blank() as url:
        engine = create_engine(
            url, isolation_level="AUTOCOMMIT", connect_args={"application_name": "test"}
        )
        with engine.connect() as other, engine.connect() as watcher:
            other.execute(text("CREATE TABLE lunch (id int)"))
            other.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
            with migrating(url):
                assert wait_for(lambda: watcher.execute(WAITING_MIGRATIONS).scalar(), 20)
                other.execute(text("SET statement_timeout = '10s'"))
                other.execute(text("CREATE INDEX CONCURRENTLY ix_lunch ON lunch (id)"))
                other.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
            assert is_current(Database(url))
        engine.dispose()


def test_the_lock_of_a_migration_is_held_by_an_open_transaction(postgres: Postgres) -> None:
    with postgres.blank() as url:
        engine = create_engine(url)
        with engine.connect() as other, engine.connect() as watcher:
            other.execute(text("CREATE TABLE alembic_version (version_num varchar(32))"))
            other.commit()
            other.execute(text("LOCK TABLE alembic_version IN SHARE MODE"))
            with migrating(url):
                watcher.execution_options(isolation_level="AUTOCOMMIT")
                assert wait_for(lambda: watcher.execute(BLOCKED_SESSIONS).scalar(), 20)
                assert watcher.execute(STATE_OF_LOCK_HOLDER).scalars().all() == [
                    "idle in transaction"
                ]
                other.rollback()
            assert is_current(Database(url))
            assert watcher.execute(STATE_OF_LOCK_HOLDER).scalars().all() == []
        engine.dispose()
