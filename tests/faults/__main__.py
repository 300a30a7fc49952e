"""`make faults`: runs every fault scenario and prints a table of the findings.

`--quick` makes each run short, `--only A,B` runs the rows whose names contain one of the words,
`--seed` sets another seed, and `--kills 60` the number of kills on each database. The exit code is
1 when a finding is not zero or a limit is exceeded.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.clock import SystemClock
from tests import databases
from tests.faults import burst, database_outages, fuzz, kills, rolling, soak
from tests.faults.kill_points import KillPoint
from tests.faults.kills import FaultRun

HEADER = (
    f"{'fault':34} {'seed':>8} {'kills':>5} {'faults':>8} {'clicks':>6} {'done':>5} "
    f"{'nudged':>6} {'lost':>4} {'twice':>5} {'unsent':>6} {'order':>5} {'idle':>7} {'took':>5}"
)


@dataclass(frozen=True, slots=True)
class Size:
    """The length of each run. Times without a type of their own are in seconds."""

    kills: int
    kills_each_plan: int
    slack_outage: timedelta
    referrals: int
    fault_plans: tuple[str, ...]
    timeout_seconds: float
    database_outage_seconds: float
    payloads: int
    weeks: int


FULL = Size(150, 10, timedelta(hours=1), 2000, (), 900, 60, 10_000, 10)
QUICK = Size(
    6, 2, timedelta(minutes=5), 40, ("cut after processing", "all together"), 15, 4, 200, 2
)
Scenario = tuple[str, Callable[[], FaultRun]]
ResultT = TypeVar("ResultT")


class Scenarios:
    """The fault scenarios with their names, each on its own database."""

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

    def all(self) -> Iterator[Scenario]:
        folder, seed, size = self._folder, self._seed, self._size
        for name, url in (("killed, SQLite", self.sqlite), ("killed, PostgreSQL", self.postgres)):
            yield name, self._kill_run(name, url, size.kills)
        for number, plan in enumerate(kills.fault_plans(seed)):
            if not size.fault_plans or plan.name in size.fault_plans:
                yield (
                    plan.name,
                    self._kill_run(plan.name, self.sqlite, size.kills_each_plan, number),
                )
        yield (
            "Slack away",
            lambda: kills.run_slack_outage(
                self.sqlite(), folder, seed=seed, lasting=size.slack_outage
            ),
        )
        yield (
            "4 replicas",
            lambda: kills.run_replicas(
                self.postgres(),
                folder,
                seed=seed,
                referrals=size.referrals,
                timeout_seconds=size.timeout_seconds,
            ),
        )
        yield (
            "disk full",
            lambda: database_outages.disk_full(
                folder, seed=seed, seconds=size.database_outage_seconds
            ),
        )
        yield "read-only", lambda: database_outages.read_only(folder, seed=seed, attempts=4)
        yield "rolling restart", self._rolling_restart
        yield "PostgreSQL stopped", self._postgresql_stopped

    def _kill_run(
        self, name: str, url: Callable[[], str], times: int, plan: int | None = None
    ) -> Callable[[], FaultRun]:
        chosen = None if plan is None else kills.fault_plans(self._seed)[plan]
        return lambda: kills.run_with_kills(
            name, url(), self._folder, seed=self._seed, kills=times, plan=chosen
        )

    def _rolling_restart(self) -> FaultRun:
        with self._server.copy() as url:
            return rolling.run_rolling_restart(url, self._folder, seed=self._seed)

    def _postgresql_stopped(self) -> FaultRun:
        return database_outages.postgresql_stopped(
            self._folder, seed=self._seed, seconds=self._size.database_outage_seconds
        )


def format_row(run: FaultRun, seconds: float) -> str:
    findings = run.findings
    idle_after = (
        f"{run.idle_after.total_seconds():.0f} s" if run.idle_after is not None else "never"
    )
    return (
        f"{run.name:34} {run.seed:>8} {run.kills:>5} {run.faults:>8} {run.attempts:>6} "
        f"{run.acknowledged:>5} {run.delivered_follow_ups:>6} {len(findings.lost):>4} "
        f"{len(findings.duplicated):>5} {len(findings.undelivered):>6} "
        f"{len(findings.out_of_order):>5} {idle_after:>7} {seconds:>4.0f}s"
    )


def main(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--seed", type=int, default=20260302)
    parser.add_argument("--kills", type=int, default=0)
    options = parser.parse_args(arguments)
    size, passed = QUICK if options.quick else FULL, True
    if options.kills:
        size = replace(size, kills=options.kills)
    folder = Path(tempfile.mkdtemp(prefix="vouch-tests-"))
    scenarios = Scenarios(folder, options.seed, size)
    try:
        chosen = options.only.split(",")
        passed = _run_scenarios(scenarios, chosen) and passed
        rows = (
            ("burst", _burst),
            ("fuzz by http", partial(_fuzz, "http")),
            ("fuzz by socket", partial(_fuzz, "socket")),
            ("soak", _soak),
        )
        for name, row in rows:
            if any(word in name for word in chosen):
                measure = partial(row, scenarios, folder, options.seed, size)
                passed = bool(_run_or_report(name, measure)) and passed
    finally:
        databases.stop(folder)
    return 0 if passed else 1


def _run_scenarios(scenarios: Scenarios, chosen: list[str]) -> bool:
    clock, passed, kill_counts = SystemClock(), True, Counter[str]()
    chosen_scenarios = [
        (name, run) for name, run in scenarios.all() if any(word in name for word in chosen)
    ]
    if not chosen_scenarios:
        return True
    print_line(HEADER)
    for name, run in chosen_scenarios:
        started_at = clock.now()
        outcome = _run_or_report(name, run)
        if outcome is None:
            passed = False
            continue
        print_line(format_row(outcome, (clock.now() - started_at).total_seconds()))
        findings = outcome.findings
        for text in findings.lines[:20]:
            print_line(f"    {text}")
        for text in findings.bad_texts:
            print_line(f"    shown to a person: {text}")
        passed = passed and outcome.passed
        kill_counts += outcome.kill_points
    print_line("nudged: follow-ups that were delivered; idle: until all was sent, in simulated")
    print_line("time, which runs 20 times as fast (60 times in the row of Slack's outage)")
    if kill_counts:
        print_line("\nkills by step:")
        for kill_point in (kills.RANDOM, *KillPoint):
            print_line(f"    {kill_point:44} {kill_counts[kill_point]:>4}")
    return passed


def _run_or_report(name: str, run: Callable[[], ResultT]) -> ResultT | None:
    """Return what `run` returns. After an error, print it and return None: other rows still run."""
    try:
        return run()
    except Exception:
        print_line(f"{name}: ended by an error\n{traceback.format_exc()}")
        return None


def _burst(_: Scenarios, folder: Path, __: int, size: Size) -> bool:
    """Send a burst, which may take 5% longer than Slack's published rates allow."""
    if size is QUICK:
        return True  # tests/faults/test_plans.py has a short burst
    file = databases.migrated_sqlite(folder / "burst.db")
    result = burst.deliver_burst(databases.sqlite_url(file))
    print_line(
        f"burst: {result.sent} of {result.messages} messages in {result.seconds:.0f} s, bound "
        f"{result.bound:.0f} s, ratio {result.ratio:.3f}, 429s {result.rate_limited}"
    )
    return result.sent == result.messages and result.ratio <= 1.05 and not result.rate_limited


def _fuzz(transport: str, scenarios: Scenarios, folder: Path, seed: int, size: Size) -> bool:
    url = scenarios.sqlite() if transport == "http" else scenarios.postgres()
    result = fuzz.fuzz(transport, url, folder, seed_number=seed, payloads=size.payloads)
    answers = ", ".join(f"{text} {count}" for text, count in sorted(result.answers.items()))
    print_line(
        f"fuzz by {transport}: {result.payloads} payloads, seed {result.seed}: {answers}; "
        f"memory {result.memory_after_warm_up:.0f} MiB after a quarter, "
        f"{result.memory_at_end:.0f} at the end"
    )
    if result.problem:
        print_line(f"    {result.problem}")
    return result.passed


def _soak(scenarios: Scenarios, folder: Path, seed: int, size: Size) -> bool:
    result = soak.soak(scenarios.sqlite(), folder, seed=seed, weeks=size.weeks)
    print_line(
        f"soak: {size.weeks} weeks, seed {seed}, {result.clicks} clicks, {result.acknowledged} "
        f"referrals, {result.delivered_follow_ups} follow-ups delivered"
    )
    print_line("    week  memory  threads  files  database  referrals  messages  edits   keys")
    for number, week in enumerate(result.weeks, 1):
        print_line(
            f"    {number:>4} {week.memory:>6.1f}M {week.threads:>8} {week.files:>6} "
            f"{week.database:>8.2f}M {week.referrals:>10} {week.messages:>9} {week.edits:>6} "
            f"{week.idempotency_keys:>6}"
        )
    for text in [*result.problems, *result.findings.lines][:20]:
        print_line(f"    {text}")
    return result.passed


def print_line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
