"""Fixtures for all tests: databases, one PostgreSQL server for the whole run, and bots.

`sqlite_url` and `postgres_url` are the URLs of migrated, empty databases. A test that takes
`database_url`, or `database`, runs once with each of the two. `office` and `bot` use SQLite. A test
module that needs other settings defines its own. `log` is what the bot logs, one JSON object in
each line.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import structlog
from sqlalchemy import Pool, event

from sandbox.server import Sandbox
from storage.engine import Database
from tests import databases
from tests.databases import Postgres
from tests.demo_slack import demo_slack
from tests.logs import collected_log
from tests.office import TRANSPORT, Office
from tests.quiet_bot import QuietBot

# Hypothesis must not fail a test because the machine is slow.
hypothesis.settings.register_profile(
    "vouch", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("vouch")

event.listen(Pool, "checkout", databases.skip_fsync)

# By default structlog shows the variables of every frame, which takes a second for an exception.
PLAIN_RENDERER = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
BACKENDS = ["sqlite", "postgresql"]
_DATABASE_FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    if transport := config.getoption("--transport"):
        os.environ[TRANSPORT] = transport  # workers inherit the environment
    worker_input = getattr(config, "workerinput", None)  # set in a worker of pytest-xdist
    if worker_input is None and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _interrupt)
    *processors, _ = structlog.get_config()["processors"]
    structlog.configure(processors=[*processors, PLAIN_RENDERER])
    # A folder below pytest's own would not do: a PostgreSQL that root starts runs as another user,
    # who has no access there, and the path of its socket has to be short.
    config.stash[_DATABASE_FOLDER] = Path(
        worker_input["databases"] if worker_input else tempfile.mkdtemp(prefix="vouch-tests-")
    )


def _interrupt(_signal: int, _frame: object) -> None:
    """End the run as Ctrl-C does, so that its PostgreSQL server is stopped, too."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # The command `timeout` sends it twice.
    raise KeyboardInterrupt


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["databases"] = str(node.config.stash[_DATABASE_FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and _DATABASE_FOLDER in config.stash:
        databases.stop(config.stash[_DATABASE_FOLDER])


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Postgres:
    return Postgres(pytestconfig.stash[_DATABASE_FOLDER])


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
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(fixture))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture(params=BACKENDS)
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, once with each backend."""
    if request.param == "sqlite":
        yield databases.sqlite_url(tmp_path / "blank.db")
    else:
        with request.getfixturevalue("postgres").blank() as url:
            yield url


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    """The demo company's Slack, without a bot."""
    with demo_slack() as slack:
        yield slack


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with Office(sqlite_url) as office:
        yield office


@pytest.fixture
def log() -> Iterator[StringIO]:
    with collected_log() as stream:
        yield stream


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[QuietBot]:
    with QuietBot(sqlite_url) as bot:
        yield bot


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--transport", choices=("socket", "http"), help="how Slack reaches the bot in all stories"
    )
    parser.addoption("--quarter-seeds", help="plays a quarter of random events for each seed")
    parser.addoption("--pictures", help="the folder for the pictures of the browser tests")
