"""Migrates a database to the newest schema, and checks its revision."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from storage.engine import Database

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


class MigrationError(Exception):
    """The database has a revision that Alembic does not know, or cannot migrate from."""


def alembic_config(database: Database) -> Config:
    """Return the settings with which Alembic runs its commands on this database."""
    from alembic.config import Config  # Alembic is only needed to migrate.

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = database.write_engine
    return config


def upgrade(database: Database) -> None:
    """Run the migrations that the database lacks. Raises `MigrationError`."""
    if is_current(database):
        return
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(alembic_config(database), "head")
    except CommandError as error:
        raise MigrationError(str(error)) from error


def is_current(database: Database) -> bool:
    """Whether the database has the newest revision."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        revisions = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
        return list(revisions) == [newest_revision()]


def newest_revision() -> str:
    """Return the newest revision. The names of the files begin with their revisions, in order."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py")).partition("_")[
        0
    ]


def find_drift(database: Database) -> list[object]:
    """Return the differences between the tables in code and those of the database."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from storage.schema import METADATA

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))
