"""A migration was edited after a database had run it: `vouch migrate` says what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import migrate
from storage.engine import Database
from tests.bot.vouch_command import invoke_vouch


@pytest.fixture
def migrated(blank_url: str) -> Iterator[Database]:
    database = Database(blank_url)
    migrate.upgrade(database)
    yield database
    database.close()


def execute(database: Database, statement: str) -> None:
    with database.write() as transaction:
        transaction.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("ALTER TABLE opening DROP COLUMN bonus_rule", "opening.bonus_rule"),
        ("DROP INDEX ix_follow_up_due", "ix_follow_up_due"),
        ("DROP TABLE draft", "draft"),
    ],
)
def test_what_a_database_lacks_is_named(
    migrated: Database, blank_url: str, tmp_path: Path, statement: str, missing: str
) -> None:
    execute(migrated, statement)
    result = invoke_vouch(tmp_path, {"DATABASE_URL": blank_url}, "migrate")
    assert result.exit_code == 1
    assert f"differ from this version: {missing}." in result.output


def test_an_index_of_an_administrator_is_no_difference(
    migrated: Database, blank_url: str, tmp_path: Path
) -> None:
    execute(migrated, "CREATE INDEX my_report ON outbox (settled_at)")
    result = invoke_vouch(tmp_path, {"DATABASE_URL": blank_url}, "migrate")
    assert result.exit_code == 0, result.output
