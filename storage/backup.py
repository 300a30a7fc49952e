"""Copies a SQLite database while it is in use, and restores it from such a copy.

SQLite's online backup copies one consistent moment, while others may write. The copy is one file
without a write-ahead log, readable by its owner only, and checked before it gets its name.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

_SIDE_FILES = ("-wal", "-shm", "-journal")


class BackupError(Exception):
    """A file cannot be copied or restored. The text ends a sentence that begins with its name."""


def copy_database(source: Path, target: Path) -> None:
    """Copy `source` to the new file `target`.

    Raises `BackupError`, OSError, and FileExistsError where `target` exists.
    """
    if target.exists():
        raise FileExistsError(f"{target} is there already; a backup is never overwritten.")
    with _unfinished_file(target) as unfinished:
        with closing(_open(source, "rw")) as original, closing(_open(unfinished, "rwc")) as new:
            original.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
        check_database(unfinished)
        _flush(unfinished)
        unfinished.rename(target)


def check_database(file: Path) -> None:
    """Raises `BackupError` unless the file is an undamaged database of Vouch."""
    try:
        with closing(_open(file, "ro")) as database:
            health = database.execute("PRAGMA quick_check").fetchone()[0]
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    except sqlite3.DatabaseError as error:
        raise BackupError(f"is no database that can be read ({error}).") from None
    if health != "ok":
        raise BackupError(f"is damaged ({health}).")
    if not {"alembic_version", "outbox", "workspace"} <= tables:
        raise BackupError("is a database, but not one of Vouch.")


def restore_database(backup: Path, database: Path, now: datetime) -> Path | None:
    """Replace `database` by `backup`, and return where the replaced file is, if there was one.

    The caller makes sure that nobody else uses the database. Raises `BackupError` and OSError.
    """
    check_database(backup)
    aside = database.with_name(f"{database.name}.{now:%Y%m%d-%H%M%S}.before-restore")
    if aside.exists():
        raise FileExistsError(f"{aside} is there already; wait a second.")
    with _unfinished_file(database) as unfinished:
        with closing(_open(backup, "ro")) as stored, closing(_open(unfinished, "rwc")) as new:
            stored.backup(new)
        check_database(unfinished)
        _flush(unfinished)
        existed = database.exists()
        if existed:
            # Its side files hold changes that are not in the file itself yet.
            for end in ("", *_SIDE_FILES):
                if (part := Path(f"{database}{end}")).exists():
                    part.rename(f"{aside}{end}")
        unfinished.rename(database)
        _flush(database.parent)
    return aside if existed else None


@contextmanager
def _unfinished_file(target: Path) -> Iterator[Path]:
    """Yield a new file beside `target` that only its owner can read, deleted unless renamed."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield unfinished
    finally:
        for end in ("", *_SIDE_FILES):
            Path(f"{unfinished}{end}").unlink(missing_ok=True)


def _open(file: Path, mode: str) -> sqlite3.Connection:
    """`mode` is one of SQLite's: ro, rw, or rwc, which creates a missing file."""
    try:
        return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True, timeout=5)
    except sqlite3.OperationalError as error:
        raise BackupError(f"cannot be opened ({error}).") from None


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
