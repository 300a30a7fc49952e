"""A copy of a SQLite database while it is in use, and the way back.

The copy is made by SQLite's online backup: one consistent moment, whoever writes meanwhile. It is
one file (no WAL beside it), readable by its owner only, and checked before it gets its name.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

_BESIDE = ("-wal", "-shm", "-journal")


class BackupError(Exception):
    """Why a file cannot be copied or restored, as the rest of a sentence after its name."""


def copy_database(source: Path, target: Path) -> None:
    """Write all of `source` to the new file `target`. Raises `BackupError`, OSError.

    FileExistsError when there is one already: a backup is never overwritten.
    """
    if target.exists():
        raise FileExistsError(f"{target} is there already; a backup is never overwritten.")
    with _unfinished(target) as draft:
        with closing(_open(source, "rw")) as here, closing(_open(draft, "rwc")) as there:
            here.backup(there)
            there.execute("PRAGMA journal_mode=DELETE")
        check_database(draft)
        _flush(draft)
        draft.rename(target)


def check_database(file: Path) -> None:
    """Raises `BackupError` unless it is a whole database of Vouch."""
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
    """Make `database` what `backup` holds; where the file before it went, if there was one.

    The caller sees to it that nobody else uses the database. Raises `BackupError`, OSError.
    """
    check_database(backup)
    aside = database.with_name(f"{database.name}.{now:%Y%m%d-%H%M%S}.before-restore")
    if aside.exists():
        raise FileExistsError(f"{aside} is there already; wait a second.")
    with _unfinished(database) as draft:
        with closing(_open(backup, "ro")) as there, closing(_open(draft, "rwc")) as here:
            there.backup(here)
        check_database(draft)
        _flush(draft)
        had = database.exists()
        if had:
            # With what stands beside it: changes that are not in the file itself yet.
            for end in ("", *_BESIDE):
                if (part := Path(f"{database}{end}")).exists():
                    part.rename(f"{aside}{end}")
        draft.rename(database)
        _flush(database.parent)
    return aside if had else None


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A file beside `target` that only its owner can read, gone at the end unless renamed."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield draft
    finally:
        for end in ("", *_BESIDE):
            Path(f"{draft}{end}").unlink(missing_ok=True)


def _open(file: Path, mode: str) -> sqlite3.Connection:
    """`mode` is SQLite's: ro, rw, rwc. A file that is not there is never made unless rwc."""
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
