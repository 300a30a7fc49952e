"""Opens the database for a short command, beside a bot that may be running on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.runners.startup import StartupError, open_database
from bot.settings import load
from storage import migrate
from storage.engine import Database


def database_url() -> str:
    """The one that `vouch run` would use. Raises `SettingsError`."""
    return load(mode="store").database_url.get_secret_value()


@contextmanager
def opened() -> Iterator[Database]:
    """Raises `StartupError` where there is none yet, or it is not at today's schema.

    Nothing is created and nothing is migrated: the bot may be running another version.
    """
    database = open_database(database_url())
    try:
        must_exist(database)
        if not is_current(database):
            raise StartupError("The database is not at today's schema. Run `vouch migrate` once.")
        with told():
            yield database
    finally:
        database.close()


def must_exist(database: Database) -> None:
    """SQLite would make an empty file where there is none."""
    file = sqlite_file(database)
    if file is not None and not file.exists():
        raise StartupError(f"There is no database at {file} yet. `vouch run` makes it.")


def sqlite_file(database: Database) -> Path | None:
    """The file, or None on PostgreSQL."""
    return Path(str(database.url.database)) if database.is_sqlite else None


def is_current(database: Database) -> bool:
    """Raises `StartupError` where the database does not answer."""
    with told():
        return migrate.is_current(database)


@contextmanager
def told() -> Iterator[None]:
    """The database's own words, without the statement."""
    try:
        yield
    except DBAPIError as error:
        reason = (str(error.orig or error).strip() or type(error).__name__).splitlines()[0]
        raise StartupError(f"The database in DATABASE_URL does not answer: {reason}") from None
