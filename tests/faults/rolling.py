"""A new version, replica by replica, with a migration in between, while people click.

The versions are copies of today's code in folders of their own, each with a migration and a column
more or less, run as processes on one PostgreSQL:

| version | schema | its code |
|---|---|---|
| old | today's | today's |
| new | + expand: a column that may be empty | reads and writes the column |
| between | the same | does without the column again |
| newest | + contract: the column is gone | the same |

Order: `migrate` of the new version, then its code; `migrate` of the newest only when no code that
knows the column runs any more.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from sandbox.driver.client import wait_for
from storage import migrate
from tests.faults.deployment import Deployment
from tests.faults.kills import ENOUGH_REFERRALS, FaultRun, summarize_run
from tests.faults.runner import RunnerOptions
from tests.faults.simulated_users import SimulatedUsers

ROOT = Path(__file__).parents[2]
PARTS = (
    "bot", "handlers", "nudges", "connectors", "services", "views", "storage", "domain",
    "sandbox", "tests", "manifest.yml",
)  # fmt: skip
STOP_SECONDS = 20.0
START_SECONDS = 40.0
# Longer than Slack's three: processes that start take the machine's time from those that answer,
# and what is looked for is the click that nobody answers.
ACK_SECONDS = 10.0
COLUMN = "rehearsal"
_PLACE = "    answered_at: Named[datetime | None] = Column(Moment)\n    version: Named[int]"
_EXPAND = '''"""Expand: a column that may be empty."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("referral", sa.Column("{column}", sa.String(16), nullable=True))


def downgrade() -> None:
    op.drop_column("referral", "{column}")
'''
_CONTRACT = '''"""Contract: nobody needs the column any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("referral", "{column}")


def downgrade() -> None:
    op.add_column("referral", sa.Column("{column}", sa.String(16), nullable=True))
'''


class Versions:
    """Copies of the code, made when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def old(self) -> Path:
        return self._copy("old")

    def new(self) -> Path:
        copy = self._copy("new")
        self._migration(copy, "9001", migrate.newest_revision(), _EXPAND)
        tables = copy / "storage" / "tables.py"
        text = tables.read_text()
        assert text.count(_PLACE) == 1, "the referral's table looks different: say where"
        column = f'    {COLUMN}: Named[str | None] = Column(String(16), default="new")\n'
        tables.write_text(text.replace(_PLACE, column + _PLACE))
        return copy

    def between(self) -> Path:
        copy = self._copy("between")
        self._migration(copy, "9001", migrate.newest_revision(), _EXPAND)
        return copy

    def newest(self) -> Path:
        copy = self._copy("newest")
        self._migration(copy, "9001", migrate.newest_revision(), _EXPAND)
        self._migration(copy, "9002", "9001", _CONTRACT)
        return copy

    def _copy(self, name: str) -> Path:
        copy = self._folder / name
        copy.mkdir(parents=True)
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, copy / part)  # with what is compiled
            else:
                shutil.copy(ROOT / part, copy / part)
        return copy

    def _migration(self, copy: Path, revision: str, before: str, text: str) -> None:
        file = copy / "storage" / "migrations" / "versions" / f"{revision}_rehearsal.py"
        file.write_text(text.format(revision=revision, before=before, column=COLUMN))


class Fleet:
    """The replicas of a town, each from some version's folder."""

    def __init__(self, deployment: Deployment) -> None:
        self._town = deployment
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, version: Path) -> None:
        options = RunnerOptions(self._town.environ(), self._town.slack.url, str(self._town.log))
        before = self._town.slack.connections
        command = [sys.executable, "-m", "tests.faults.runner", json.dumps(asdict(options))]
        process = subprocess.Popen(command, cwd=version, env=_env(version))  # noqa: S603 - our own
        self.running.append(process)
        linked = wait_for(lambda: self._town.slack.connections > before or None, START_SECONDS)
        assert linked, self._town.log.read_text()[-3000:]

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """A clean stop, as a supervisor asks for it."""
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS) == 0, self._town.log.read_text()[-3000:]
        self.running.remove(process)

    def roll(self, version: Path) -> None:
        """One after the other: the new one is linked before the old one goes."""
        for process in list(self.running):
            self.start(version)
            self.stop(process)

    def end(self) -> None:
        for process in self.running:
            process.kill()
            process.wait(STOP_SECONDS)


def migrated(version: Path, url: str) -> None:
    """`vouch migrate` of that version."""
    subprocess.run(
        [sys.executable, "-c", "from bot.cli import app; app()", "migrate"],
        cwd=version,
        env=_env(version) | {"DATABASE_URL": url},
        check=True,
        capture_output=True,
    )


def _env(version: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(version)}


def run_rolling_restart(
    database_url: str, folder: Path, *, seed: int, replicas: int = 2, contract: bool = True
) -> FaultRun:
    """On PostgreSQL. `contract`: on to the version that gives the column up again."""
    versions = Versions(folder / "versions")
    with Deployment(database_url, folder, recruiters=2, ack=ACK_SECONDS) as deployment:
        fleet = Fleet(deployment)
        try:
            old = versions.old()
            for _ in range(replicas):
                fleet.start(old)
            with SimulatedUsers(deployment, seed, people=2) as people:

                def some_more() -> None:
                    before = len(people.acknowledged)
                    deployment.wait_until(
                        lambda: len(people.acknowledged) >= before + ENOUGH_REFERRALS
                    )

                some_more()
                new = versions.new()
                migrated(new, database_url)
                some_more()  # the old code on the new schema
                fleet.start(new)
                some_more()  # both side by side
                fleet.stop(fleet.running[0])
                fleet.roll(new)
                some_more()
                if contract:
                    fleet.roll(versions.between())
                    some_more()
                    newest = versions.newest()
                    migrated(newest, database_url)
                    some_more()  # the code that does without it, on the schema without it
                    fleet.roll(newest)
                    some_more()
            name = "rolling restart, expand" + (" and contract" if contract else "")
            outcome = summarize_run(name, deployment, people, seed)
            # Here nobody is killed: a click without an answer is a lost one, too.
            outcome.findings.lost.extend(people.unanswered)
            return outcome
        finally:
            fleet.end()
