"""The database goes away under load, and comes back: PostgreSQL is stopped, SQLite's disk is full.

Meanwhile nothing is acknowledged, and people read a plain sentence; afterwards it heals by itself.
"""

from __future__ import annotations

import resource
import threading
from collections.abc import Callable
from pathlib import Path

from bot.clock import SystemClock
from sandbox.driver.client import RefusedError, wait_for
from storage.engine import Database
from tests import databases
from tests.faults.checks import look, wait_until_idle
from tests.faults.deployment import START_SECONDS, Deployment
from tests.faults.kills import ENOUGH_REFERRALS, IDLE_SECONDS, FaultRun
from tests.faults.simulated_users import SimulatedUsers, fill_form

PATIENCE = 40.0


def postgresql_stopped(folder: Path, *, seed: int, seconds: float) -> FaultRun:
    """A server of its own is stopped, and started again after so long."""
    server = databases.Postgres(folder)
    url = server.migrated()

    def stop(_pid: int) -> None:
        server.halt()

    def start(_pid: int) -> None:
        server.resume()

    return _run_outage("PostgreSQL stopped", url, folder, stop, start, seed, seconds)


def disk_full(folder: Path, *, seed: int, seconds: float) -> FaultRun:
    """No file of the bot's process may grow any more; then it may again."""
    file = databases.migrated_sqlite(folder / "full.db")
    wal = Path(f"{file}-wal")

    def fill(pid: int) -> None:
        most = wal.stat().st_size if wal.exists() else file.stat().st_size
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def free(pid: int) -> None:
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)

    url = databases.sqlite_url(file)
    return _run_outage("SQLite: disk full", url, folder, fill, free, seed, seconds)


def read_only(folder: Path, *, seed: int, attempts: int) -> FaultRun:
    """The machine comes back with a file and a folder that nobody may write to; then they may.

    (An open file stays open for writing whatever becomes of its mode: so it begins with a kill.)
    """
    own = folder / "readonly"
    own.mkdir()
    file = databases.migrated_sqlite(own / "vouch.db")

    def set_writable(*, folder_too: bool, file_too: bool) -> None:
        for each in own.iterdir():
            each.chmod(0o600 if file_too or (each.suffix == ".lock" and folder_too) else 0o400)
        own.chmod(0o700 if folder_too else 0o500)

    with (
        Deployment(databases.sqlite_url(file), folder) as deployment,
        SimulatedUsers(deployment, seed, people=2) as people,
    ):
        process = deployment.start_and_connect()
        deployment.wait_until(lambda: len(people.acknowledged) >= ENOUGH_REFERRALS)
        deployment.kill(process)
        before, said = len(people.acknowledged), deployment.log.stat().st_size
        for number in range(attempts):
            set_writable(folder_too=number % 2 == 1, file_too=False)
            again = deployment.start()
            again.join(START_SECONDS)
            assert again.exitcode == 1, f"started, or ended with {again.exitcode}"
        sentence, meanwhile = read_error_text(deployment), len(people.acknowledged) - before
        set_writable(folder_too=True, file_too=True)
        deployment.start_and_connect()
        deployment.wait_until(lambda: len(people.acknowledged) >= before + ENOUGH_REFERRALS)
        people.stop()
        idle_after = wait_until_idle(deployment, IDLE_SECONDS)
        findings = look(deployment, people)
        lines = deployment.log.read_text()[said:]
        if meanwhile:
            findings.lost.append(f"{meanwhile} acknowledged while nothing could be written")
        if lines.count("cannot be opened") < attempts or "Traceback" in lines:
            findings.complaints.append(f"the operator reads {lines[-1500:]}")
        if "failed with the error" not in sentence:  # Slack's own words: nobody is there
            findings.complaints.append(f"read while it was read-only: {sentence!r}")
    return FaultRun(
        "SQLite: read-only",
        seed,
        attempts,
        people.attempts,
        len(people.acknowledged),
        findings,
        idle_after,
        failed=people.failed,
    )


def _run_outage(
    name: str,
    url: str,
    folder: Path,
    away: Callable[[int], None],
    back: Callable[[int], None],
    seed: int,
    seconds: float,
) -> FaultRun:
    never = threading.Event()
    with Deployment(url, folder) as deployment:
        process = deployment.start_and_connect()
        assert process.pid is not None
        with SimulatedUsers(deployment, seed, people=2) as users:
            wait_for(lambda: len(users.acknowledged) >= ENOUGH_REFERRALS or None, PATIENCE)
            away(process.pid)
            SystemClock().wait(never, seconds / 2)
            sentence = read_error_text(deployment)
            SystemClock().wait(never, seconds / 2)
            back(process.pid)
            before = len(users.acknowledged)
            healed = wait_for(
                lambda: len(users.acknowledged) >= before + ENOUGH_REFERRALS or None, PATIENCE
            )
        deployment.database.close()
        deployment.database = Database(url)  # ours lost its connections, too
        idle_after = wait_until_idle(deployment, IDLE_SECONDS)
        findings = look(deployment, users)
        if not healed:
            findings.undelivered.append("nobody is thanked after it is back: it does not heal")
        if not process.is_alive():
            findings.undelivered.append("the process has ended")
        if "our fault" not in sentence:
            findings.complaints.append(f"read while it was away: {sentence!r}")
    return FaultRun(
        name,
        seed,
        0,
        users.attempts,
        len(users.acknowledged),
        findings,
        idle_after,
        failed=users.failed,
    )


def read_error_text(deployment: Deployment) -> str:
    """What somebody reads who refers now: reading may still work, storing may not."""
    reader = deployment.slack.person(deployment.advocates[-1])
    try:
        told = reader.client.post(
            "command",
            channel=reader.client.channel_id("#general"),
            text=f"/refer {deployment.refs[0]}",
        )
        for view in reader.stack()[-1:]:
            told = reader.client.post(
                "submit", view_id=view["id"], values=fill_form(view, "Somebody Else")
            )
    except (RefusedError, OSError) as refused:
        return str(refused)
    words = [str(told.get("warning", "")), str(told.get("errors", ""))]
    words += [one.text for one in reader.channel("#general")[-3:]]
    words += [str(view["blocks"]) for view in reader.stack()[-1:]]
    return " ".join(words)
