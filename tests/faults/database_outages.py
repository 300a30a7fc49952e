"""Makes the database fail under load, and work again: PostgreSQL stops, SQLite's disk is full.

During the outage nothing may be acknowledged and people read a plain sentence. Afterwards the bot
has to recover without help.
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
from tests.faults.checks import collect_findings, wait_until_idle
from tests.faults.deployment import CONNECT_TIMEOUT_SECONDS, Deployment
from tests.faults.kills import ENOUGH_REFERRALS, IDLE_SECONDS, FaultRun
from tests.faults.simulated_users import SimulatedUsers, fill_form

WAIT_TIMEOUT_SECONDS = 40.0


def postgresql_stopped(folder: Path, *, seed: int, seconds: float) -> FaultRun:
    """Stop a PostgreSQL server for this many seconds, and start it again."""
    server = databases.Postgres(folder)
    url = server.migrated()

    def stop(_pid: int) -> None:
        server.halt()

    def start(_pid: int) -> None:
        server.resume()

    return _run_outage("PostgreSQL stopped", url, folder, stop, start, seed, seconds)


def disk_full(folder: Path, *, seed: int, seconds: float) -> FaultRun:
    """Forbid the bot's process to let any file grow, as on a full disk, for this many seconds."""
    file = databases.migrated_sqlite(folder / "full.db")
    wal = Path(f"{file}-wal")

    def limit_file_size(pid: int) -> None:
        max_bytes = wal.stat().st_size if wal.exists() else file.stat().st_size
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (max_bytes, resource.RLIM_INFINITY))

    def lift_file_size_limit(pid: int) -> None:
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)

    url = databases.sqlite_url(file)
    return _run_outage(
        "SQLite: disk full", url, folder, limit_file_size, lift_file_size_limit, seed, seconds
    )


def read_only(folder: Path, *, seed: int, attempts: int) -> FaultRun:
    """Restart the bot `attempts` times while its database is read-only, then make it writable.

    The process is killed first, because an open file stays writable when its mode changes.
    """
    outage_folder = folder / "readonly"
    outage_folder.mkdir()
    file = databases.migrated_sqlite(outage_folder / "vouch.db")

    def set_writable(*, folder_too: bool, file_too: bool) -> None:
        for each in outage_folder.iterdir():
            each.chmod(0o600 if file_too or (each.suffix == ".lock" and folder_too) else 0o400)
        outage_folder.chmod(0o700 if folder_too else 0o500)

    with (
        Deployment(databases.sqlite_url(file), folder) as deployment,
        SimulatedUsers(deployment, seed, advocate_count=2) as users,
    ):
        process = deployment.start_and_connect()
        deployment.wait_until(lambda: len(users.acknowledged) >= ENOUGH_REFERRALS)
        deployment.kill(process)
        before, log_offset = len(users.acknowledged), deployment.log.stat().st_size
        for number in range(attempts):
            set_writable(folder_too=number % 2 == 1, file_too=False)
            restarted = deployment.start()
            restarted.join(CONNECT_TIMEOUT_SECONDS)
            assert restarted.exitcode == 1, f"started, or ended with {restarted.exitcode}"
        sentence = read_error_text(deployment)
        acknowledged_meanwhile = len(users.acknowledged) - before
        set_writable(folder_too=True, file_too=True)
        deployment.start_and_connect()
        deployment.wait_until(lambda: len(users.acknowledged) >= before + ENOUGH_REFERRALS)
        users.stop()
        idle_after = wait_until_idle(deployment, IDLE_SECONDS)
        findings = collect_findings(deployment, users)
        lines = deployment.log.read_text()[log_offset:]
        if acknowledged_meanwhile:
            findings.lost.append(
                f"{acknowledged_meanwhile} acknowledged while nothing could be written"
            )
        if lines.count("cannot be opened") < attempts or "Traceback" in lines:
            findings.bad_texts.append(f"the operator reads {lines[-1500:]}")
        if "failed with the error" not in sentence:  # Slack's own text when no app answers
            findings.bad_texts.append(f"read while it was read-only: {sentence!r}")
    return FaultRun(
        "SQLite: read-only",
        seed,
        attempts,
        users.attempts,
        len(users.acknowledged),
        findings,
        idle_after,
        failed=users.failed,
    )


def _run_outage(
    name: str,
    url: str,
    folder: Path,
    break_database: Callable[[int], None],
    restore_database: Callable[[int], None],
    seed: int,
    seconds: float,
) -> FaultRun:
    never_set = threading.Event()
    with Deployment(url, folder) as deployment:
        process = deployment.start_and_connect()
        assert process.pid is not None
        with SimulatedUsers(deployment, seed, advocate_count=2) as users:
            wait_for(lambda: len(users.acknowledged) >= ENOUGH_REFERRALS, WAIT_TIMEOUT_SECONDS)
            break_database(process.pid)
            SystemClock().wait(never_set, seconds / 2)
            sentence = read_error_text(deployment)
            SystemClock().wait(never_set, seconds / 2)
            restore_database(process.pid)
            before = len(users.acknowledged)
            recovered = wait_for(
                lambda: len(users.acknowledged) >= before + ENOUGH_REFERRALS,
                WAIT_TIMEOUT_SECONDS,
            )
        deployment.database.close()
        deployment.database = Database(url)  # the test's own connections are lost, too
        idle_after = wait_until_idle(deployment, IDLE_SECONDS)
        findings = collect_findings(deployment, users)
        if not recovered:
            findings.undelivered.append(
                "the bot does not recover: nothing is acknowledged after the outage"
            )
        if not process.is_alive():
            findings.undelivered.append("the process has ended")
        if "our fault" not in sentence:
            findings.bad_texts.append(f"read during the outage: {sentence!r}")
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
    """Refer someone and return every text that the person sees, whichever call fails."""
    reader = deployment.slack.person(deployment.advocates[-1])
    try:
        reply = reader.client.post(
            "command",
            channel=reader.client.channel_id("#general"),
            text=f"/refer {deployment.refs[0]}",
        )
        for view in reader.stack()[-1:]:
            reply = reader.client.post(
                "submit", view_id=view["id"], values=fill_form(view, "Someone Else")
            )
    except (RefusedError, OSError) as refused:
        return str(refused)
    texts = [str(reply.get("warning", "")), str(reply.get("errors", ""))]
    texts += [message.text for message in reader.channel("#general")[-3:]]
    texts += [str(view["blocks"]) for view in reader.stack()[-1:]]
    return " ".join(texts)
