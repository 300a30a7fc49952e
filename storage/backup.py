"""Copies a SQLite database while it is in use, and restores it from such a copy.

SQLite's online backup copies the database as of one moment, while others may write. The copy is one
file without a write-ahead log, which only its owner can read. It is checked before it gets its
name.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

_SIDE_FILES = ("-wal", "-shm", "-journal")
_UNFINISHED = re.compile(r"\..+\.(?P<process_id>[1-9]\d{0,8})\.unfinished(-wal|-shm|-journal)?")


class BackupError(Exception):
    """A file cannot be copied or restored. The text, such as "is damaged.", follows its name."""


def copy_database(source: Path, target: Path) -> None:
    """Copy `source` to the new file `target`.

    Raises `BackupError`, or OSError: in particular, FileExistsError if `target` exists.
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
        _flush(target.parent)


def check_database(file: Path) -> None:
    """Raise `BackupError` unless the file is an undamaged database of Vouch."""
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
    """Replace `database` by a copy of `backup`.

    Returns the path under which the replaced database is kept, or None if there was none. The
    caller makes sure that nobody else uses the database. Raises `BackupError` and OSError.
    """
    check_database(backup)
    replaced = database.with_name(f"{database.name}.{now:%Y%m%d-%H%M%S}.before-restore")
    if replaced.exists():
        raise FileExistsError(f"{replaced} is there already; wait a second.")
    with _unfinished_file(database) as unfinished:
        with closing(_open(backup, "ro")) as stored, closing(_open(unfinished, "rwc")) as new:
            stored.backup(new)
        check_database(unfinished)
        _flush(unfinished)
        existed = database.exists()
        if existed:
            # The side files may hold changes that are not in the database file yet.
            for suffix in ("", *_SIDE_FILES):
                if (part := Path(f"{database}{suffix}")).exists():
                    part.rename(f"{replaced}{suffix}")
        unfinished.rename(database)
        _flush(database.parent)
    return replaced if existed else None


@contextmanager
def _unfinished_file(target: Path) -> Iterator[Path]:
    """Yield a new file beside `target` that only its owner can read.

    It is deleted in the end, unless it has been renamed.
    """
    _sweep_unfinished(target.parent)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield unfinished
    finally:
        for suffix in ("", *_SIDE_FILES):
            Path(f"{unfinished}{suffix}").unlink(missing_ok=True)


def _sweep_unfinished(folder: Path) -> None:
    """Delete the unfinished files of killed processes in this folder.

    The name of a file contains the id of its process. If a process with this id is running, even
    of another program, the file stays, and a later call deletes it.
    """
    for file in folder.glob(".*.unfinished*"):
        name = _UNFINISHED.fullmatch(file.name)
        if name and not _is_running(int(name["process_id"])):
            file.unlink(missing_ok=True)


def _is_running(process_id: int) -> bool:
    """Whether a process with this id is running, other than this one."""
    if process_id == os.getpid():
        return False  # This process makes one copy at a time, so its earlier copy has ended.
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except OSError:  # It runs as another user.
        return True
    return True


def _open(file: Path, mode: str) -> sqlite3.Connection:
    """Open a database. `mode` is ro, rw, or rwc, which creates a missing file (SQLite URI)."""
    try:
        return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True, timeout=5)
    except sqlite3.OperationalError as error:
        raise BackupError(f"cannot be opened ({error}).") from None


def _flush(path: Path) -> None:
    """Write a file or a folder to the disk, so that a power cut does not undo the change."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
