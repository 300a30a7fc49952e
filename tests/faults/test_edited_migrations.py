"""A migration was edited after a database had run it: `vouch migrate` says what is missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import app
from storage import migrate
from storage.engine import Database


@pytest.fixture
def blank(blank_url: str) -> Iterator[Database]:
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
    blank: Database, blank_url: str, statement: str, missing: str
) -> None:
    execute(blank, statement)
    result = CliRunner().invoke(app, ["migrate"], env={"DATABASE_URL": blank_url})
    assert result.exit_code == 1
    assert f"differ from this version: {missing}." in result.output


def test_an_index_of_an_administrator_is_no_difference(blank: Database, blank_url: str) -> None:
    execute(blank, "CREATE INDEX my_report ON outbox (settled_at)")
    result = CliRunner().invoke(app, ["migrate"], env={"DATABASE_URL": blank_url})
    assert result.exit_code == 0, result.output
