"""Migrations: up, down and up again, they result in the tables that the code defines."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from storage import drafts, migrate, openings
from storage.engine import Database
from storage.schema import METADATA
from tests.cast import ADA, MONDAY, TEAM_ID
from tests.storage.rows import add_opening, create_company

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def blank(blank_url: str) -> Iterator[Database]:
    database = Database(blank_url)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database whose schema the test may change."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = str(request.getfixturevalue("sqlite_url"))
        else:
            url = stack.enter_context(request.getfixturevalue("postgres").copy())
        database = Database(url)
        yield database
        database.close()


def downgrade(database: Database, to: str = "base") -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    config.attributes["engine"] = database.write_engine
    command.downgrade(config, to)


def list_tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_the_migrated_schema_is_the_one_in_code(database: Database) -> None:
    assert migrate.find_drift(database) == []
    assert migrate.is_current(database)


def test_the_newest_file_is_alembic_s_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    assert migrate.newest_revision() == ScriptDirectory.from_config(config).get_current_head()


def test_a_revision_from_elsewhere_is_not_today_s(migrated: Database) -> None:
    with migrated.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'elsewhere'"))
    assert not migrate.is_current(migrated)
    with pytest.raises(migrate.MigrationError):
        migrate.upgrade(migrated)


def test_drift_is_seen(migrated: Database) -> None:
    with migrated.engine.begin() as connection:
        connection.execute(text("ALTER TABLE draft ADD COLUMN forgotten INTEGER"))
    assert "forgotten" in str(migrate.find_drift(migrated))


def test_up_down_and_up_again(blank: Database) -> None:
    assert not migrate.is_current(blank)
    assert list_tables(blank) == set()
    migrate.upgrade(blank)
    assert list_tables(blank) == set(METADATA.tables)
    downgrade(blank)
    assert list_tables(blank) == set()
    assert not migrate.is_current(blank)
    migrate.upgrade(blank)
    assert list_tables(blank) == set(METADATA.tables)
    assert migrate.find_drift(blank) == []
    assert migrate.is_current(blank)


def test_openings_are_found_after_a_migration_down_and_up(migrated: Database) -> None:
    company = create_company(migrated, TEAM_ID)
    with migrated.write() as transaction:
        for number in range(510):  # more than the migration reads at once
            add_opening(transaction, company.ws, title=f"Straße no{number}")
    downgrade(migrated, to="0010")
    with migrated.engine.connect() as connection:
        words = "SELECT count(*) FROM opening_word WHERE word = 'strasse'"
        assert connection.scalar(text(words)) == 510
    migrate.upgrade(migrated)
    with migrated.read() as transaction:
        found = openings.search_choices(transaction, company.ws, "STRASSE no509", limit=9)
    assert [choice.title for choice in found] == ["Straße no509"]


def test_an_upgrade_can_be_repeated(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO workspace (id, team_id, enterprise_id, name, bot_user_id)"
                " VALUES (1, 'T1', '', 'One', 'U1')"
            )
        )
    migrate.upgrade(database)
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM workspace")) == 1


def test_foreign_keys_hold_again_after_an_upgrade(database: Database) -> None:
    migrate.upgrade(database)
    with pytest.raises(IntegrityError), database.write() as transaction:
        drafts.save(transaction, 404, ADA.user_id, "post", {}, MONDAY)


def test_two_replicas_may_migrate_at_once(blank_url: str) -> None:
    script = (
        "import sys; from storage.engine import Database; from storage.migrate import upgrade;"
        "database = Database(sys.argv[1]); sys.stdin.readline(); upgrade(database)"
    )
    started = [
        subprocess.Popen(  # noqa: S603 - our own code, in processes as replicas are
            [sys.executable, "-c", script, blank_url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=60)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], errors
    database = Database(blank_url)
    assert migrate.find_drift(database) == []
    database.close()
