"""`vouch backup` and `vouch restore`: SQLite's file, copied while the bot runs, and put back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.ops.console import out, plainly
from bot.ops.database import database_url, must_exist, sqlite_file
from bot.runners.startup import StartupError, in_use, open_database
from storage import backup as copies
from storage.engine import Database
from storage.process_lock import AlreadyRunningError, alone


def backup(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A new file, or a folder for one with its time.")
    ],
) -> None:
    """A copy of the SQLite database, made while the bot runs."""
    with plainly():
        database = open_database(database_url())
        source = _file(database)
        must_exist(database)
        now = SystemClock().now()
        target = path / f"vouch-{now:%Y%m%d-%H%M%S}.db" if path.is_dir() else path
        try:
            copies.copy(source, target)
        except copies.BackupError as error:
            raise StartupError(f"{source} {error}") from None
        size = target.stat().st_size
        out().print(
            f"{target} holds everything ({size:,} bytes). It is as private as the original."
        )


def restore(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A file made by `vouch backup`.")],
) -> None:
    """Put a backup in the place of the database. The bot must not be running."""
    with plainly():
        database = open_database(database_url())
        target = _file(database)
        try:
            with alone(database):
                aside = copies.put_back(path, target, SystemClock().now())
        except AlreadyRunningError as held:
            raise StartupError(f"{in_use(held)} Stop it, then restore.") from None
        except copies.BackupError as error:
            raise StartupError(f"{path} {error} Nothing was changed.") from None
        out().print(f"{target} is what {path} was. `vouch run` brings it to today's schema.")
        if aside is not None:
            out().print(f"What was there before is kept as {aside}.")


def _file(database: Database) -> Path:
    file = sqlite_file(database)
    if file is None:
        raise StartupError(
            "DATABASE_URL is a PostgreSQL database: use pg_dump and pg_restore for it."
        )
    return file
