"""Migrates a database to the newest revision with Alembic, and checks its schema afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

from storage.engine import Database

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


class MigrationError(Exception):
    """The database cannot be migrated, or lacks something after all migrations have run."""


def alembic_config(database: Database) -> Config:
    """Return the settings with which Alembic runs its commands on this database."""
    from alembic.config import Config  # Only migrations need Alembic, so it is loaded late.

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = database.write_engine
    return config


def upgrade(database: Database) -> None:
    """Run the migrations that have not run on this database yet. Raises `MigrationError`."""
    if is_current(database):
        return
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(alembic_config(database), "head")
    except CommandError as error:
        raise MigrationError(str(error)) from error


def check_schema(database: Database) -> None:
    """Raise `MigrationError` if the database lacks a table, a column, an index or a key.

    The revision alone does not show this: a migration file may have been changed after it ran on
    this database. Something additional, such as an administrator's own index, is no error.
    """
    missing = sorted(
        _describe(change) for change in _flatten(find_drift(database)) if _is_missing(change)
    )
    if missing:
        raise MigrationError(
            f"after all migrations these differ from this version: {', '.join(missing)}. Restore "
            "the backup that was made before the last upgrade and migrate it."
        )


def _flatten(changes: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield each change. Alembic puts the changes of an existing column in a nested list."""
    for change in changes:
        yield from change if isinstance(change, list) else (change,)


def _is_missing(change: tuple[Any, ...]) -> bool:
    """Whether the change adds or modifies something. Other changes remove something additional."""
    operation = str(change[0])
    return operation.startswith(("add_", "modify_"))


def _describe(change: tuple[Any, ...]) -> str:
    """Return the name of what the change adds or modifies, such as "opening.place"."""
    operation, *details = change
    if operation == "add_column":
        _schema, table_name, column = details
        return f"{table_name}.{column.name}"
    if operation.startswith("modify_"):
        _schema, table_name, column_name, *_ = details
        return f"{table_name}.{column_name}"
    added = details[0]  # a table, an index or a constraint
    return str(added.name)


def is_current(database: Database) -> bool:
    """Whether the database has the newest revision."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        revisions = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
        return list(revisions) == [newest_revision()]


def newest_revision() -> str:
    """Return the newest revision. The name of each migration file begins with its revision."""
    newest_file = max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
    return newest_file.partition("_")[0]


def find_drift(database: Database) -> list[object]:
    """Return the changes, in Alembic's form, that the database needs to match the code."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from storage.schema import METADATA

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))
