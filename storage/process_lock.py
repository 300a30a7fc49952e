"""The lock of a SQLite file, so that only one bot uses it.

The operating system releases the lock when the process dies. The bot and `vouch restore` take the
lock. Other commands do not, so that they work beside a running bot.

On a network share the lock is as reliable as the locks of the share
(docs/decisions/031-one-bot-for-a-file.md).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.engine import Database


class LinkedFileError(OSError):
    """The file has a second name (a hard link).

    Two bots that open the file by different names would not see each other's lock. Each would have
    its own SQLite log, which is named after the file, and they would damage the database.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} has another name (a hard link). Remove one of the two.")


class AlreadyRunningError(Exception):
    """Another process holds the lock. `pid` is its process id, or empty if that is unknown."""

    def __init__(self, file: Path, pid: str) -> None:
        super().__init__(f"{file} is in use")
        self.file = file
        self.pid = pid


@contextmanager
def process_lock(database: Database) -> Iterator[None]:
    """Hold the lock of this database until the context ends.

    Raises `AlreadyRunningError` if another process holds it, and `LinkedFileError` if the file has
    a second name. Does nothing on PostgreSQL, where any number of replicas may run.
    """
    if not database.is_sqlite:
        yield
        return
    file = Path(str(database.url.database)).resolve()
    if file.exists() and file.stat().st_nlink > 1:
        raise LinkedFileError(file)
    # Another process may hold the lock and have written its id into this file: it is not truncated.
    lock_file = os.open(f"{file}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = os.read(lock_file, 20).decode(errors="replace").strip()
            raise AlreadyRunningError(file, pid) from None
        os.ftruncate(lock_file, 0)
        os.pwrite(lock_file, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        # Closing releases the lock. The file stays: a process that has opened it already would
        # otherwise lock a deleted file, and the next process would lock a new one.
        os.close(lock_file)
