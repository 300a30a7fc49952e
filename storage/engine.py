"""Opens a database and hands out transactions: `read()` looks, `write()` changes.

On SQLite every `write()` begins with BEGIN IMMEDIATE: the driver's own habit of beginning at the
first write loses updates in silence (measured: docs/decisions/010-sqlite-begin-immediate.md). One
writes at a time, so all of them share a connection, which knows what the last one has read.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

BUSY_TIMEOUT_MS = 5_000
# Only where nobody comes to `tidy` for long: SQLite's own 1,000 pages are a busy second's.
MOST_PAGES_ASIDE = 10_000
# What the connection that writes keeps in memory; each of the others, SQLite's own 2 MB.
WRITER_KIB = 8_000
# Prepared statements that a connection keeps, some 25 KiB each: Python's own number for the one
# that writes; a dozen readers would come to hold 40 MB of them within some weeks.
WRITER_STATEMENTS, READER_STATEMENTS = 128, 32

Transaction = Connection
"""One transaction, as those above storage hand it on: what it says to the database is ours."""


def kept(transaction: Transaction) -> dict[str, Any]:
    """What this transaction remembers until it ends, such as whom it has looked up."""
    found: dict[str, Any] = transaction.get_execution_options()["kept"]
    return found


class Database:
    """Nothing is opened before the first transaction. `writing` is `engine` on PostgreSQL."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine: Engine = _sqlite(url) if self.is_sqlite else _server(url)
        self.writing: Engine = _sqlite(url, writer=True) if self.is_sqlite else self.engine
        self._turn = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that only looks. Nothing it does is kept."""
        with self.engine.connect() as transaction:
            yield transaction.execution_options(kept={})

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that may change rows; committed at the end, rolled back on any error.

        On SQLite only one runs at a time. On PostgreSQL (READ COMMITTED) what is read here and
        written back must be locked (`with_for_update`) or compared in the UPDATE.
        """
        with self._in_turn(), self.writing.connect() as transaction:
            transaction.execution_options(kept={})
            with transaction.begin():
                yield transaction

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """SQLite's own queue is sleeping and trying again, up to 0.1 s at a time: among many
        writers one can run out of time. Those of this process wait here, where the next is woken
        (12 writers on two busy cores: the longest wait fell from 3.2 s to 1.4 s; Slack waits 3 s).
        """
        held = self.is_sqlite and self._turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000)
        try:
            yield
        finally:
            if held:
                self._turn.release()

    def tidy(self) -> None:
        """SQLite: bring what was committed from the log into the file. Whoever commits need not do
        it then, in the middle of a click; nobody waits for it (PASSIVE), and what is in use stays.
        """
        if not self.is_sqlite:
            return
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        finally:
            connection.close()

    def close(self) -> None:
        self.engine.dispose()
        self.writing.dispose()


def _server(url: str) -> Engine:
    return create_engine(
        url, pool_pre_ping=True, pool_size=10, max_overflow=10, hide_parameters=True
    )


def _sqlite(url: str, *, writer: bool = False) -> Engine:
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).expanduser().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={
            "timeout": BUSY_TIMEOUT_MS / 1000,
            "cached_statements": WRITER_STATEMENTS if writer else READER_STATEMENTS,
        },
        pool_size=1 if writer else 10,  # more write at once only where a turn was too long
        pool_use_lifo=True,  # the one that was used last knows most
        hide_parameters=True,  # an error that is logged tells no person's words
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # what was acknowledged survives a power cut
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            f"wal_autocheckpoint={MOST_PAGES_ASIDE}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if writer:
            connection.execute(f"PRAGMA cache_size=-{WRITER_KIB}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine
