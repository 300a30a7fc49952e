"""Opens a database and hands out transactions: `read()` for reading, `write()` for changes.

On SQLite every `write()` begins with BEGIN IMMEDIATE. Otherwise the driver would begin the
transaction only at the first change, and silently overwrite what others have changed since our read
(docs/decisions/010-sqlite-begin-immediate.md).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from storage.private_files import make_private, prepare_folder

BUSY_TIMEOUT_SECONDS = 5
PREPARE_THRESHOLD = "prepare_threshold"  # a parameter in the URL of a PostgreSQL database
# When the write-ahead log has this size, the next commit copies it into the database file, and a
# person waits for that commit. `checkpoint` copies it long before, between two requests. SQLite's
# default of 1,000 pages would leave too little time for that.
WAL_LIMIT_PAGES = 10_000
# Each connection has its own page cache, and a process may have thirty connections. With SQLite's
# default of 2,000 KiB, memory grew for weeks until all caches were full.
PAGE_CACHE_KIB = 500

# PostgreSQL rolls a transaction back with these errors if it conflicts with another one: a
# serialization failure and a deadlock (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_CONFLICTS: Final = frozenset({"40001", "40P01"})
ResultT = TypeVar("ResultT")

Transaction = Connection
"""A connection in a transaction. Only `storage` executes statements on it."""


class Database:
    """A database, opened at the first transaction.

    On PostgreSQL, `engine` (for reading) and `write_engine` are the same.
    """

    def __init__(self, url: str) -> None:
        """Raises sqlalchemy.exc.ArgumentError for a URL that cannot be used."""
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.engine = _sqlite_engine(url, "BEGIN")
            self.write_engine = _sqlite_engine(url, "BEGIN IMMEDIATE")
        else:
            self.engine = self.write_engine = _postgresql_engine(self.url)
        self._sqlite_write_lock = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Yield a transaction that only reads. Nothing is committed."""
        with self.engine.connect() as transaction:
            yield transaction

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Yield a transaction that may change rows. An error rolls it back.

        On SQLite only one such transaction runs at a time. On PostgreSQL (READ COMMITTED), what is
        read here and written back must be locked (`with_for_update`) or compared in the UPDATE.
        """
        with self._hold_sqlite_write_lock(), self.write_engine.begin() as transaction:
            yield transaction

    def change(self, work: Callable[[Transaction], ResultT]) -> ResultT:
        """Call `work` in a `write()` and return its result. After a conflict, call it once more.

        A conflict rolls back what the first call did in the database. So `work` must not change
        anything else.
        """
        try:
            with self.write() as transaction:
                return work(transaction)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in _CONFLICTS:
                raise
        with self.write() as transaction:
            return work(transaction)

    @contextmanager
    def _hold_sqlite_write_lock(self) -> Iterator[None]:
        """Let only one thread of this process write at a time. Does nothing on PostgreSQL.

        SQLite itself waits for another writer by sleeping and trying again. With twelve busy
        threads, one of them got "database is locked" after five seconds, even when they shared a
        single connection of SQLAlchemy's pool. This lock wakes the next writer at once.
        """
        # If the lock is not free in time, we go on without it, and SQLite waits or raises an error.
        acquired = self.is_sqlite and self._sqlite_write_lock.acquire(timeout=BUSY_TIMEOUT_SECONDS)
        try:
            yield
        finally:
            if acquired:
                self._sqlite_write_lock.release()

    def checkpoint(self) -> None:
        """Copy committed changes from SQLite's write-ahead log into the file, and empty the log.

        A PASSIVE checkpoint comes first. It copies all pages that are not in use, and nobody waits
        for it. Little is left for the TRUNCATE checkpoint, for which writers wait. That one empties
        the log, so that no erased text stays in it. If the database is in use, it gives up at once.
        """
        if not self.is_sqlite:
            return
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            cursor.execute("PRAGMA busy_timeout=0")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}")
        finally:
            connection.close()

    def close(self) -> None:
        self.engine.dispose()
        self.write_engine.dispose()


def _postgresql_engine(url: URL) -> Engine:
    """Create the engine. The URL may set psycopg's option `prepare_threshold`.

    The option is the number of executions after which the server prepares a statement, or "none".
    Raises `ArgumentError` for another value.
    """
    threshold = url.query.get(PREPARE_THRESHOLD)
    connect_args: dict[str, int | None] = {}
    if threshold is not None:
        if threshold != "none" and not str(threshold).isdecimal():
            raise ArgumentError(f"{PREPARE_THRESHOLD} should be a number or none")
        connect_args[PREPARE_THRESHOLD] = None if threshold == "none" else int(str(threshold))
    return create_engine(
        url.difference_update_query([PREPARE_THRESHOLD]),
        connect_args=connect_args,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        hide_parameters=True,  # Errors are logged, and parameters hold people's texts.
    )


def _sqlite_engine(url: str, begin_statement: str) -> Engine:
    """Create an engine whose transactions begin with `begin_statement`."""
    path = make_url(url).database
    file = Path(path) if path and path != ":memory:" else None
    if file:
        prepare_folder(file)
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_TIMEOUT_SECONDS},  # sets busy_timeout
        hide_parameters=True,  # Errors are logged, and parameters hold people's texts.
    )

    @event.listens_for(engine, "do_connect")
    def _create_private_file(*_arguments: Any) -> None:
        if file:
            make_private(file)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # The driver begins no transactions; `_begin` does.
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # What was acknowledged survives a power cut.
            "foreign_keys=ON",
            "secure_delete=ON",  # Deleted and overwritten texts leave the file, not only the rows.
            f"wal_autocheckpoint={WAL_LIMIT_PAGES}",
            f"cache_size=-{PAGE_CACHE_KIB}",  # SQLite reads a negative number as KiB.
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin_statement)

    return engine
