"""Brings a database to today's schema, and tells whether it is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from storage.engine import Database

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent / "migrations"


class MigrationError(Exception):
    """Alembic does not know what it found in the database, or has no way from there to today."""


def alembic_config(database: Database) -> Config:
    from alembic.config import Config  # a start without anything to migrate does without it

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["engine"] = database.writing
    return config


def upgrade(database: Database) -> None:
    """Run every migration that is missing. Safe to call again. Raises `MigrationError`."""
    if is_current(database):
        return
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(alembic_config(database), "head")
    except CommandError as error:
        raise MigrationError(str(error)) from error


def is_current(database: Database) -> bool:
    """Whether every migration has been run on this database."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        done = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
        return list(done) == [newest_revision()]


def newest_revision() -> str:
    """Today's revision: files are named by their revisions, which are numbered in their order."""
    return max(file.name for file in (HERE / "versions").glob("[0-9]*_*.py")).partition("_")[0]


def find_drift(database: Database) -> list[object]:
    """What the tables in code have that the migrated database has not, and the other way round."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from storage.schema import METADATA

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))
