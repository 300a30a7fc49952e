"""`vouch backup` copies the SQLite file while the bot runs; `vouch restore` puts a copy back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.ops.console import explain_errors, stdout_console
from bot.ops.database import database_url, require_existing_file, sqlite_file
from bot.runners.startup import StartupError, describe_lock_holder, open_database
from storage import backup as stored_backups
from storage.engine import Database
from storage.process_lock import AlreadyRunningError, process_lock


def backup(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH", help="A new file, or a folder for one named after the time."
        ),
    ],
) -> None:
    """Copy the SQLite database. The bot may be running."""
    with explain_errors():
        database = open_database(database_url())
        source = _require_sqlite(database)
        require_existing_file(database)
        now = SystemClock().now()
        target = path / f"vouch-{now:%Y%m%d-%H%M%S}.db" if path.is_dir() else path
        try:
            stored_backups.copy_database(source, target)
        except stored_backups.BackupError as error:
            # The error's text continues a sentence that begins with the file.
            raise StartupError(f"{source} {error}") from None
        size = target.stat().st_size
        stdout_console().print(
            f"{target} holds everything ({size:,} bytes). Keep it as private as the original."
        )


def restore(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A file made by `vouch backup`.")],
) -> None:
    """Put a backup in the place of the database. The bot must not be running."""
    with explain_errors():
        database = open_database(database_url())
        target = _require_sqlite(database)
        try:
            with process_lock(database):
                replaced_file = stored_backups.restore_database(path, target, SystemClock().now())
        except AlreadyRunningError as error:
            raise StartupError(f"{describe_lock_holder(error)} Stop it, then restore.") from None
        except stored_backups.BackupError as error:
            raise StartupError(f"{path} {error} Nothing was changed.") from None
        console = stdout_console()
        console.print(
            f"{target} is now a copy of {path}. `vouch run` brings it to this version's schema."
        )
        if replaced_file is not None:
            console.print(f"The file that was there before is now {replaced_file}.")


def _require_sqlite(database: Database) -> Path:
    """Returns the path of the database file. Raises StartupError for PostgreSQL."""
    file = sqlite_file(database)
    if file is None:
        raise StartupError(
            "DATABASE_URL is a PostgreSQL database: use pg_dump and pg_restore for it."
        )
    return file
