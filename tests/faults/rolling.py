"""Replaces the running replicas by a new version with a migration, while people click.

Each version is a copy of today's code in its own folder, with another migration and another set of
columns. The replicas run as processes on one PostgreSQL:

| version | schema | its code |
|---|---|---|
| old | today's | today's |
| new | adds a nullable column (expand) | reads and writes the column |
| between | has the column | does not use the column |
| newest | drops the column (contract) | does not use the column |

The migration of `new` runs before its code starts. The migration of `newest` runs only after the
last replica that uses the column has stopped.
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
    "bot", "handlers", "nudges", "delivery", "services", "views", "storage", "slack_io", "domain",
    "sandbox", "tests", "manifest.yml",
)  # fmt: skip
STOP_SECONDS = 20.0
START_SECONDS = 40.0
# Slack waits three seconds. Here it waits longer, because processes that start slow down those that
# answer, and this test looks for clicks that nobody answers at all.
ACK_SECONDS = 10.0
COLUMN = "rehearsal"
_ANCHOR = "    return_on: Named[date | None]\n    first_answered_at: Named"
_EXPAND = '''"""Expand: add a nullable column."""

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
_CONTRACT = '''"""Contract: drop the column that no code uses any more."""

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
    """Makes a copy of the code for each version, in its own folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def old(self) -> Path:
        return self._copy("old")

    def new(self) -> Path:
        copy = self._copy("new")
        self._migration(copy, "9001", migrate.newest_revision(), _EXPAND)
        tables = copy / "storage" / "tables" / "core.py"
        text = tables.read_text()
        assert text.count(_ANCHOR) == 1, "the referral table has changed: adapt _ANCHOR"
        column = f'    {COLUMN}: Named[str | None] = Column(String(16), default="new")\n'
        tables.write_text(text.replace(_ANCHOR, column + _ANCHOR))
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
                # The compiled files are copied as well, for a quicker start.
                shutil.copytree(ROOT / part, copy / part)
            else:
                shutil.copy(ROOT / part, copy / part)
        return copy

    def _migration(self, copy: Path, revision: str, before: str, text: str) -> None:
        file = copy / "storage" / "migrations" / "versions" / f"{revision}_rehearsal.py"
        file.write_text(text.format(revision=revision, before=before, column=COLUMN))


class Fleet:
    """The running replicas of a deployment, each started from the folder of a version."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, version: Path) -> None:
        options = RunnerOptions(
            self._deployment.environ(), self._deployment.slack.url, str(self._deployment.log)
        )
        before = self._deployment.slack.connections
        command = [sys.executable, "-m", "tests.faults.runner", json.dumps(asdict(options))]
        process = subprocess.Popen(command, cwd=version, env=_env(version))  # noqa: S603 - our own
        self.running.append(process)
        connected = wait_for(lambda: self._deployment.slack.connections > before, START_SECONDS)
        assert connected, self._deployment.log.read_text()[-3000:]

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """Stop the process with SIGTERM, as a supervisor does."""
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS) == 0, self._deployment.log.read_text()[-3000:]
        self.running.remove(process)

    def roll(self, version: Path) -> None:
        """Replace each replica: the new one is connected before the old one stops."""
        for process in list(self.running):
            self.start(version)
            self.stop(process)

    def kill_all(self) -> None:
        for process in self.running:
            process.kill()
            process.wait(STOP_SECONDS)


def migrate_database(version: Path, url: str) -> None:
    """Run `vouch migrate` with the code of that version."""
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
    """Roll from `old` to `new` on PostgreSQL, and with `contract` on to `newest`."""
    versions = Versions(folder / "versions")
    with Deployment(database_url, folder, recruiters=2, ack_seconds=ACK_SECONDS) as deployment:
        fleet = Fleet(deployment)
        try:
            old = versions.old()
            for _ in range(replicas):
                fleet.start(old)
            with SimulatedUsers(deployment, seed, advocate_count=2) as users:

                def wait_for_more_referrals() -> None:
                    before = len(users.acknowledged)
                    deployment.wait_until(
                        lambda: len(users.acknowledged) >= before + ENOUGH_REFERRALS
                    )

                wait_for_more_referrals()
                new = versions.new()
                migrate_database(new, database_url)
                wait_for_more_referrals()  # `old` runs on the schema of `new`
                fleet.start(new)
                wait_for_more_referrals()  # `old` and `new` run side by side
                fleet.stop(fleet.running[0])
                fleet.roll(new)
                wait_for_more_referrals()
                if contract:
                    fleet.roll(versions.between())
                    wait_for_more_referrals()
                    newest = versions.newest()
                    migrate_database(newest, database_url)
                    wait_for_more_referrals()  # `between` runs on the schema of `newest`
                    fleet.roll(newest)
                    wait_for_more_referrals()
            name = "rolling restart, expand" + (" and contract" if contract else "")
            run = summarize_run(name, deployment, users, seed)
            # No process is killed here, so a click without an answer counts as lost, too.
            run.findings.lost.extend(users.unanswered)
            return run
        finally:
            fleet.kill_all()
