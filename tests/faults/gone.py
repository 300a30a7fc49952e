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
from tests.faults.checks import comes_to_rest, look
from tests.faults.clicking import Clicking, filled
from tests.faults.kills import REST_SECONDS, SOME, Outcome
from tests.faults.town import START_SECONDS, Town

PATIENCE = 40.0


def postgresql_stopped(folder: Path, *, seed: int, seconds: float) -> Outcome:
    """A server of its own is stopped, and started again after so long."""
    server = databases.Postgres(folder)
    url = server.migrated()

    def stop(_pid: int) -> None:
        server.halt()

    def start(_pid: int) -> None:
        server.resume()

    return _away("PostgreSQL stopped", url, folder, stop, start, seed, seconds)


def disk_full(folder: Path, *, seed: int, seconds: float) -> Outcome:
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
    return _away("SQLite: disk full", url, folder, fill, free, seed, seconds)


def read_only(folder: Path, *, seed: int, attempts: int) -> Outcome:
    """The machine comes back with a file and a folder that nobody may write to; then they may.

    (An open file stays open for writing whatever becomes of its mode: so it begins with a kill.)
    """
    own = folder / "readonly"
    own.mkdir()
    file = databases.migrated_sqlite(own / "vouch.db")

    def may_write(*, folder_too: bool, file_too: bool) -> None:
        for each in own.iterdir():
            each.chmod(0o600 if file_too or (each.suffix == ".lock" and folder_too) else 0o400)
        own.chmod(0o700 if folder_too else 0o500)

    with Town(databases.sqlite_url(file), folder) as town, Clicking(town, seed, people=2) as people:
        process = town.started()
        town.until(lambda: len(people.acknowledged) >= SOME)
        town.kill(process)
        before, said = len(people.acknowledged), town.log.stat().st_size
        for number in range(attempts):
            may_write(folder_too=number % 2 == 1, file_too=False)
            again = town.start()
            again.join(START_SECONDS)
            assert again.exitcode == 1, f"started, or ended with {again.exitcode}"
        sentence, meanwhile = what_is_read(town), len(people.acknowledged) - before
        may_write(folder_too=True, file_too=True)
        town.started()
        town.until(lambda: len(people.acknowledged) >= before + SOME)
        people.stop()
        rest = comes_to_rest(town, REST_SECONDS)
        findings = look(town, people)
        lines = town.log.read_text()[said:]
        if meanwhile:
            findings.lost.append(f"{meanwhile} acknowledged while nothing could be written")
        if lines.count("cannot be opened") < attempts or "Traceback" in lines:
            findings.complaints.append(f"the operator reads {lines[-1500:]}")
        if "failed with the error" not in sentence:  # Slack's own words: nobody is there
            findings.complaints.append(f"read while it was read-only: {sentence!r}")
    return Outcome(
        "SQLite: read-only",
        seed,
        attempts,
        people.tried,
        len(people.acknowledged),
        findings,
        rest,
        failed=people.failed,
    )


def _away(
    name: str,
    url: str,
    folder: Path,
    away: Callable[[int], None],
    back: Callable[[int], None],
    seed: int,
    seconds: float,
) -> Outcome:
    never = threading.Event()
    with Town(url, folder) as town:
        process = town.started()
        assert process.pid is not None
        with Clicking(town, seed, people=2) as clicking:
            wait_for(lambda: len(clicking.acknowledged) >= SOME or None, PATIENCE)
            away(process.pid)
            SystemClock().wait(never, seconds / 2)
            sentence = what_is_read(town)
            SystemClock().wait(never, seconds / 2)
            back(process.pid)
            before = len(clicking.acknowledged)
            healed = wait_for(lambda: len(clicking.acknowledged) >= before + SOME or None, PATIENCE)
        town.database.close()
        town.database = Database(url)  # ours lost its connections, too
        rest = comes_to_rest(town, REST_SECONDS)
        findings = look(town, clicking)
        if not healed:
            findings.unsaid.append("nobody is thanked after it is back: it does not heal")
        if not process.is_alive():
            findings.unsaid.append("the process has ended")
        if "our fault" not in sentence:
            findings.complaints.append(f"read while it was away: {sentence!r}")
    return Outcome(
        name,
        seed,
        0,
        clicking.tried,
        len(clicking.acknowledged),
        findings,
        rest,
        failed=clicking.failed,
    )


def what_is_read(town: Town) -> str:
    """What somebody reads who refers now: reading may still work, storing may not."""
    reader = town.slack.person(town.advocates[-1])
    try:
        told = reader.client.post(
            "command", channel=reader.client.channel_id("#general"), text=f"/refer {town.refs[0]}"
        )
        for view in reader.stack()[-1:]:
            told = reader.client.post(
                "submit", view_id=view["id"], values=filled(view, "Somebody Else")
            )
    except (RefusedError, OSError) as refused:
        return str(refused)
    words = [str(told.get("warning", "")), str(told.get("errors", ""))]
    words += [one.text for one in reader.channel("#general")[-3:]]
    words += [str(view["blocks"]) for view in reader.stack()[-1:]]
    return " ".join(words)
