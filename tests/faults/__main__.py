"""`make faults`: the bad days, one after the other, as a table with their seeds.

`--quick` takes a few kills of each; `--seed` another seed. Ends with 1 when a figure is not zero.
"""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock
from tests import databases
from tests.faults import burst, gone, kills
from tests.faults.kills import Outcome

HEAD = (
    f"{'bad day':36} {'seed':>9} {'kills':>5} {'troubles':>8} {'clicks':>6} {'done':>5} "
    f"{'lost':>4} {'twice':>5} {'unsaid':>6} {'order':>5} {'rest':>8} {'took':>5}"
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much of each; `quick` ends within a minute and a half on two cores."""

    kills: int
    kills_each_plan: int
    referrals: int
    plans: tuple[str, ...]
    patience: float  # seconds for the referrals of the replicas
    gone: float  # seconds without a database


FULL = Size(150, 6, 2000, (), 180, 60)
QUICK = Size(6, 2, 40, ("cut after processing", "all together"), 15, 4)


def days(folder: Path, seed: int, size: Size) -> Iterator[Callable[[], Outcome]]:
    server = databases.Postgres(folder)
    migrated = databases.migrated_sqlite(folder / "migrated.db")

    def sqlite(name: str) -> str:
        file = folder / f"{name}.db"
        file.write_bytes(migrated.read_bytes())
        return databases.sqlite_url(file)

    yield lambda: kills.killed(
        "killed, SQLite", sqlite("killed"), folder, seed=seed, kills=size.kills
    )
    yield lambda: kills.killed(
        "killed, PostgreSQL", server.migrated(), folder, seed=seed, kills=size.kills
    )
    for number, plan in enumerate(kills.plans(seed)):
        if not size.plans or plan.name in size.plans:
            yield lambda plan=plan, number=number: kills.killed(  # type: ignore[misc]  # bound now
                plan.name,
                sqlite(f"plan{number}"),
                folder,
                seed=seed,
                kills=size.kills_each_plan,
                plan=plan,
            )
    server.clear()
    yield lambda: kills.replicas(
        server.migrated(), folder, seed=seed, referrals=size.referrals, patience=size.patience
    )
    yield lambda: gone.disk_full(folder, seed=seed, seconds=size.gone)
    server.clear()
    yield lambda: gone.postgresql_stopped(folder, seed=seed, seconds=size.gone)


def line(day: Outcome, seconds: float) -> str:
    found = day.findings
    rest = f"{day.rest.total_seconds():.0f} s" if day.rest is not None else "never"
    return (
        f"{day.name:36} {day.seed:>9} {day.kills:>5} {day.troubles:>8} {day.tried:>6} "
        f"{day.acknowledged:>5} {len(found.lost):>4} {len(found.twice):>5} {len(found.unsaid):>6} "
        f"{len(found.disorder):>5} {rest:>8} {seconds:>4.0f}s"
    )


def main(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=20260302)
    given = parser.parse_args(arguments)
    clock, good = SystemClock(), True
    folder = Path(tempfile.mkdtemp(prefix="vouch-tests-"))
    say(HEAD)
    try:
        for day in days(folder, given.seed, QUICK if given.quick else FULL):
            begun = clock.now()
            outcome = day()
            say(line(outcome, (clock.now() - begun).total_seconds()))
            found = outcome.findings
            for what in [*found.lost, *found.twice, *found.unsaid, *found.disorder]:
                say(f"    {what}")
            for text in found.complaints:
                say(f"    read by a person: {text}")
            good = good and outcome.good
        if not given.quick:
            good = burst_is_good(folder) and good
    finally:
        databases.stop(folder)
    say("rest: until all that is due is said, by the company's clock, which runs 20 times as fast")
    return 0 if good else 1


def burst_is_good(folder: Path) -> bool:
    """Item 4 of the promise: as fast as Slack's published rates let us, and no faster."""
    file = databases.migrated_sqlite(folder / "burst.db")
    went = burst.run(databases.sqlite_url(file))
    say(
        f"burst: {went.sent} of {went.messages} messages in {went.took:.0f} s, least "
        f"{went.least:.0f} s, ratio {went.ratio:.3f}, 429s {went.refused}"
    )
    return went.sent == went.messages and went.ratio <= 1.05 and not went.refused


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
