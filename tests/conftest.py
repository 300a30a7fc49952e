"""Fixtures for all tests: URLs of databases, one PostgreSQL server for the run, and bots.

`sqlite_url` and `postgres_url` are migrated and empty; `database_url` runs a test with each of
them. `database` is a `Database` on `database_url`. `blank_url` has no schema yet. `office` and
`bot` use SQLite; a test module that needs other settings defines its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from storage.engine import Database
from tests import databases
from tests.databases import Postgres
from tests.office import BY_HTTP, Office
from tests.quiet_bot import QuietBot

# Hypothesis must not fail a test because the machine is slow.
hypothesis.settings.register_profile(
    "vouch", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("vouch")

BACKENDS = ["sqlite", "postgresql"]
_FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--http"):
        os.environ[BY_HTTP] = "1"  # workers inherit the environment
    given = getattr(config, "workerinput", None)  # set in a worker of pytest-xdist
    if given is None and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _interrupt)
    # This is not a folder below pytest's own: a server that root starts runs as another user, who
    # needs access to it, and the path of its socket has to be short.
    config.stash[_FOLDER] = Path(
        given["databases"] if given else tempfile.mkdtemp(prefix="vouch-tests-")
    )


def _interrupt(_signal: int, _frame: object) -> None:
    """End the run as Ctrl-C does, so that its PostgreSQL server is stopped, too."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # `timeout` sends the signal twice
    raise KeyboardInterrupt


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["databases"] = str(node.config.stash[_FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and _FOLDER in config.stash:
        databases.stop(config.stash[_FOLDER])


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Postgres:
    return Postgres(pytestconfig.stash[_FOLDER])


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.migrated_sqlite(tmp_path_factory.mktemp("migrated") / "vouch.db")


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    file = tmp_path / "vouch.db"
    shutil.copy(migrated_sqlite, file)
    return databases.sqlite_url(file)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    yield postgres.migrated()
    postgres.clear()


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated, empty database of each kind."""
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return str(request.getfixturevalue(fixture))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture(params=BACKENDS)
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of each kind without any migration."""
    if request.param == "sqlite":
        yield databases.sqlite_url(tmp_path / "blank.db")
    else:
        with request.getfixturevalue("postgres").blank() as url:
            yield url


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with Office(sqlite_url) as office:
        yield office


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[QuietBot]:
    with QuietBot(sqlite_url) as bot:
        yield bot


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--http", action="store_true", help="run the bot over HTTP instead of Socket Mode"
    )
    parser.addoption("--pictures", help="the folder for the pictures of the browser tests")
