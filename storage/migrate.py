"""Brings a database to today's schema, and tells whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.engine import Database
from storage.tables import Base

HERE = Path(__file__).parent / "migrations"


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database) -> None:
    """Run every migration that is missing. Safe to call again."""
    command.upgrade(_config(database), "head")


def is_current(database: Database) -> bool:
    """Whether every migration has been run on this database."""
    head = ScriptDirectory.from_config(_config(database)).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def drift(database: Database) -> list[object]:
    """What the tables in code have that the migrated database has not, and the other way round."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))
