"""One bot for each SQLite file: a lock beside it, which the system releases when the process dies.

Advisory and for whoever asks: the short commands do not, and work beside a running bot. On a
network share the lock is as good as the share's own (docs/decisions/031-one-bot-for-a-file.md).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.engine import Database


class AlreadyRunningError(Exception):
    """Somebody else has the file. `pid` is theirs, where it could be read."""

    def __init__(self, file: Path, pid: str) -> None:
        super().__init__(f"{file} is in use")
        self.file = file
        self.pid = pid


@contextmanager
def process_lock(database: Database) -> Iterator[None]:
    """Nobody else is `alone` with this database meanwhile. Raises `AlreadyRunningError`, at once.

    Does nothing on PostgreSQL, where any number of replicas may run.
    """
    if not database.is_sqlite:
        yield
        return
    file = Path(str(database.url.database)).resolve()
    # Opened, never truncated: whoever holds it has written its own process id there.
    held = os.open(f"{file}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(
                file, os.read(held, 20).decode(errors="replace").strip()
            ) from None
        os.ftruncate(held, 0)
        os.pwrite(held, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(held)  # the lock goes with it; the file stays, or two could lock two of a name
