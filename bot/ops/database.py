"""Opens the database for a short command, beside a bot that may be running on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.runners.startup import StartupError, explain_database_errors, open_database
from bot.settings import load
from storage import migrate
from storage.engine import Database

NO_ANSWER = "does not answer"  # ends the sentence of a `StartupError`


def database_url() -> str:
    """Returns the URL that `vouch run` would use. Raises `SettingsError`."""
    return load(mode="store").database_url.get_secret_value()


@contextmanager
def open_current_database() -> Iterator[Database]:
    """Opens the database, which has to exist and to have the schema of this version.

    It is never migrated here, because a bot of another version may be running. Raises
    `StartupError`.
    """
    database = open_database(database_url())
    try:
        require_existing_file(database)
        if not is_current(database):
            raise StartupError(
                "The database has another version's schema. Run `vouch migrate` once."
            )
        with explain_database_errors(NO_ANSWER):
            yield database
    finally:
        database.close()


def require_existing_file(database: Database) -> None:
    """Raises `StartupError` if the file is missing. SQLite itself would create an empty one."""
    file = sqlite_file(database)
    if file is not None and not file.exists():
        raise StartupError(f"There's no database at {file} yet. `vouch run` creates it.")


def sqlite_file(database: Database) -> Path | None:
    """Returns the path of the database's file, or None on PostgreSQL."""
    return Path(str(database.url.database)) if database.is_sqlite else None


def is_current(database: Database) -> bool:
    """Whether the schema is of this version. Raises `StartupError` if the database fails."""
    with explain_database_errors(NO_ANSWER):
        return migrate.is_current(database)
