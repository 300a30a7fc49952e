"""`make faults`: the bad days, one after the other, as a table with their seeds.

`--quick` takes a little of each; `--only A,B` the rows whose names hold one of these; `--seed`
another seed. Ends with 1 when a figure is not zero, or does not hold.
"""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.clock import SystemClock
from tests import databases
from tests.faults import burst, database_outages, fuzz, kills, rolling, soak
from tests.faults.kill_points import KillPoint
from tests.faults.kills import FaultRun

HEAD = (
    f"{'fault':34} {'seed':>8} {'kills':>5} {'faults':>8} {'clicks':>6} {'done':>5} "
    f"{'nudged':>6} {'lost':>4} {'twice':>5} {'unsent':>6} {'order':>5} {'idle':>7} {'took':>5}"
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each; times in seconds but where it is said."""

    kills: int
    kills_each_plan: int
    away: timedelta
    referrals: int
    plans: tuple[str, ...]
    patience: float
    gone: float
    payloads: int
    weeks: int


FULL = Size(150, 10, timedelta(hours=1), 2000, (), 900, 60, 10_000, 10)
QUICK = Size(
    6, 2, timedelta(minutes=5), 40, ("cut after processing", "all together"), 15, 4, 200, 2
)
Day = tuple[str, Callable[[], FaultRun]]


class Days:
    """Each bad day by its name, on a database of its own."""

    def __init__(self, folder: Path, seed: int, size: Size) -> None:
        self._folder, self._seed, self._size = folder, seed, size
        self._server = databases.Postgres(folder)
        self._migrated = databases.migrated_sqlite(folder / "migrated.db")
        self._files = 0

    def sqlite(self) -> str:
        self._files += 1
        file = self._folder / f"day{self._files}.db"
        file.write_bytes(self._migrated.read_bytes())
        return databases.sqlite_url(file)

    def postgres(self) -> str:
        url = self._server.migrated()
        self._server.clear()
        return url

    def all(self) -> Iterator[Day]:
        folder, seed, size = self._folder, self._seed, self._size
        for name, url in (("killed, SQLite", self.sqlite), ("killed, PostgreSQL", self.postgres)):
            yield name, self._killed(name, url, size.kills)
        for number, plan in enumerate(kills.plans(seed)):
            if not size.plans or plan.name in size.plans:
                yield plan.name, self._killed(plan.name, self.sqlite, size.kills_each_plan, number)
        yield (
            "Slack away",
            lambda: kills.run_slack_outage(self.sqlite(), folder, seed=seed, lasting=size.away),
        )
        yield (
            "4 replicas",
            lambda: kills.run_replicas(
                self.postgres(),
                folder,
                seed=seed,
                referrals=size.referrals,
                patience=size.patience,
            ),
        )
        yield "disk full", lambda: database_outages.disk_full(folder, seed=seed, seconds=size.gone)
        yield "read-only", lambda: database_outages.read_only(folder, seed=seed, attempts=4)
        yield "rolling restart", self._rolled
        yield "PostgreSQL stopped", self._stopped

    def _killed(
        self, name: str, url: Callable[[], str], times: int, plan: int | None = None
    ) -> Callable[[], FaultRun]:
        chosen = None if plan is None else kills.plans(self._seed)[plan]
        return lambda: kills.run_with_kills(
            name, url(), self._folder, seed=self._seed, kills=times, plan=chosen
        )

    def _rolled(self) -> FaultRun:
        with self._server.copy() as url:
            return rolling.run_rolling_restart(url, self._folder, seed=self._seed)

    def _stopped(self) -> FaultRun:
        return database_outages.postgresql_stopped(
            self._folder, seed=self._seed, seconds=self._size.gone
        )


def line(day: FaultRun, seconds: float) -> str:
    found = day.findings
    idle_after = (
        f"{day.idle_after.total_seconds():.0f} s" if day.idle_after is not None else "never"
    )
    return (
        f"{day.name:34} {day.seed:>8} {day.kills:>5} {day.faults:>8} {day.attempts:>6} "
        f"{day.acknowledged:>5} {day.delivered_follow_ups:>6} {len(found.lost):>4} "
        f"{len(found.duplicated):>5} "
        f"{len(found.undelivered):>6} {len(found.out_of_order):>5} {idle_after:>7} {seconds:>4.0f}s"
    )


def main(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--seed", type=int, default=20260302)
    given = parser.parse_args(arguments)
    size, good = QUICK if given.quick else FULL, True
    folder = Path(tempfile.mkdtemp(prefix="vouch-tests-"))
    days = Days(folder, given.seed, size)
    try:
        chosen = given.only.split(",")
        good = _table(days, chosen) and good
        rows = (
            ("burst", _burst),
            ("fuzz by http", partial(_fuzz, "http")),
            ("fuzz by socket", partial(_fuzz, "socket")),
            ("soak", _soak),
        )
        for name, row in rows:
            if any(word in name for word in chosen):
                good = row(days, folder, given.seed, size) and good
    finally:
        databases.stop(folder)
    return 0 if good else 1


def _table(days: Days, chosen: list[str]) -> bool:
    clock, good, hit = SystemClock(), True, Counter[str]()
    bad = [(name, day) for name, day in days.all() if any(word in name for word in chosen)]
    if not bad:
        return True
    say(HEAD)
    for _, day in bad:
        begun = clock.now()
        outcome = day()
        say(line(outcome, (clock.now() - begun).total_seconds()))
        found = outcome.findings
        for what in [*found.lost, *found.duplicated, *found.undelivered, *found.out_of_order][:20]:
            say(f"    {what}")
        for text in found.complaints:
            say(f"    read by a person: {text}")
        good = good and outcome.good
        hit += outcome.kill_points
    say("nudged: follow-ups that were brought to somebody; rest: until all that is due is said, by")
    say("the company's clock, which runs 20 times as fast (60 times where Slack is away)")
    if hit:
        say("\nkills by step:")
        for kill_point in (kills.RANDOM, *KillPoint):
            say(f"    {kill_point:44} {hit[kill_point]:>4}")
    return good


def _burst(_: Days, folder: Path, __: int, size: Size) -> bool:
    """Item 4 of the promise: as fast as Slack's published rates let us, and no faster."""
    if size is QUICK:
        return True  # it is a test of its own
    file = databases.migrated_sqlite(folder / "burst.db")
    result = burst.deliver_burst(databases.sqlite_url(file))
    say(
        f"burst: {result.sent} of {result.messages} messages in {result.seconds:.0f} s, bound "
        f"{result.bound:.0f} s, ratio {result.ratio:.3f}, 429s {result.refused}"
    )
    return result.sent == result.messages and result.ratio <= 1.05 and not result.refused


def _fuzz(way: str, days: Days, folder: Path, seed: int, size: Size) -> bool:
    url = days.sqlite() if way == "http" else days.postgres()
    done = fuzz.fuzz(way, url, folder, number=seed, payloads=size.payloads)
    answers = ", ".join(f"{what} {count}" for what, count in sorted(done.answers.items()))
    say(
        f"fuzz by {way}: {done.payloads} payloads, seed {done.seed}: {answers}; memory "
        f"{done.early:.0f} MiB after a quarter, {done.late:.0f} at the end"
    )
    if done.problem:
        say(f"    {done.problem}")
    return done.good


def _soak(days: Days, folder: Path, seed: int, size: Size) -> bool:
    done = soak.soak(days.sqlite(), folder, seed=seed, weeks=size.weeks)
    say(
        f"soak: {size.weeks} weeks, seed {seed}, {done.clicks} clicks, {done.acknowledged} "
        f"referrals, {done.delivered_follow_ups} follow-ups brought"
    )
    say("    week  memory  threads  files  database  referrals  messages  edits  doors")
    for number, week in enumerate(done.weeks, 1):
        say(
            f"    {number:>4} {week.memory:>6.1f}M {week.threads:>8} {week.files:>6} "
            f"{week.database:>8.2f}M {week.referrals:>10} {week.messages:>9} {week.edits:>6} "
            f"{week.doors:>6}"
        )
    found = done.findings
    for what in [
        *done.problems,
        *found.lost,
        *found.duplicated,
        *found.undelivered,
        *found.out_of_order,
    ][:20]:
        say(f"    {what}")
    return done.good


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
