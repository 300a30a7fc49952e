"""Fixtures for everybody: databases by URL, one PostgreSQL for the run.

`sqlite_url`, `postgres_url` and `database_url` (both, one after the other) are migrated and empty;
`database` is the second floor's `Database` on them; `blank_url` has no schema yet.
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
from tests.office import BY_HTTP

# What hypothesis says of a slow machine is no finding about Vouch.
hypothesis.settings.register_profile(
    "vouch", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("vouch")

BACKENDS = ["sqlite", "postgresql"]
_FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--http"):
        os.environ[BY_HTTP] = "1"  # workers are started with it
    given = getattr(config, "workerinput", None)  # pytest-xdist: what the first process tells us
    if given is None and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _interrupt)
    # Not below pytest's own folder: a server that root starts runs as another user, who must
    # come through, and the path of a socket has to be short.
    config.stash[_FOLDER] = Path(
        given["databases"] if given else tempfile.mkdtemp(prefix="vouch-tests-")
    )


def _interrupt(_signal: int, _frame: object) -> None:
    """A run that is told to end ends as after Ctrl-C: its server is stopped, too."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # said once is enough: `timeout` says it twice
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
    """A migrated, empty database of each kind."""
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    return str(request.getfixturevalue(fixture))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture(params=BACKENDS)
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind in which no migration has been run."""
    if request.param == "sqlite":
        yield databases.sqlite_url(tmp_path / "blank.db")
    else:
        with request.getfixturevalue("postgres").blank() as url:
            yield url


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--http", action="store_true", help="the bot by HTTP, not by Socket Mode")
    parser.addoption("--pictures", help="where the browser stories draw their pictures")
