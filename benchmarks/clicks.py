"""What a click costs: the form that opens, the referral that is stored, many of both at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from benchmarks import company, payloads
from benchmarks.company import ADVOCATE, environ
from benchmarks.processes import Process, free_port
from benchmarks.results import Row, percentile, row
from benchmarks.setting import Setting
from bot.dispatch.register import register_all
from domain.policy import Policy
from storage.engine import Database

LISTENERS = len(register_all(Policy()).all())
AT_ONCE = 16
ROUNDS = 5
# Of twenty clicks: most open the form, some type into it, a few send it.
MIX = "ooooooooooootttttsss"


@contextmanager
def vouch(setting: Setting, url: str, openings: int = 100) -> Iterator[Process]:
    """Vouch over HTTP, with a company and its openings in its database."""
    database = Database(url)
    ws = company.found(database)
    with database.write() as transaction:
        company.post(transaction, ws, openings)
    company.settle(database)
    database.close()
    with _started(setting, "benchmarks.clicked", url) as process:
        yield process


@contextmanager
def _started(setting: Setting, module: str, url: str) -> Iterator[Process]:
    port = free_port()
    known = environ(url, setting.wire.port, port) | {"LISTENERS": str(LISTENERS)}
    with Process(["-m", module], known, port) as process:
        process.wait_until_open()
        yield process


def _refer(many: int) -> list[bytes]:
    return [payloads.refer(ADVOCATE) for _ in range(many)]


def _submit(many: int) -> list[bytes]:
    return [payloads.submitted(ADVOCATE, 1 + n % 100) for n in range(many)]


def _mixed(many: int) -> list[bytes]:
    kinds: dict[str, Callable[[int], bytes]] = {
        "o": lambda _: payloads.refer(ADVOCATE),
        "t": lambda n: payloads.typed(ADVOCATE, ("eng", "storage", "lis", "9")[n % 4]),
        "s": lambda n: payloads.submitted(ADVOCATE, 1 + n % 100),
    }
    return [kinds[MIX[n % len(MIX)]](n) for n in range(many)]


def open_modal_vs_bare_bolt(setting: Setting) -> list[Row]:
    many = setting.many(150, 15)
    taken: dict[str, dict[str, list[float]]] = {}
    with ExitStack() as stack:
        sides = {
            "ours": stack.enter_context(vouch(setting, setting.databases.migrated("sqlite"))),
            "bare": stack.enter_context(_started(setting, "benchmarks.peers.bare", "sqlite://")),
        }
        for process in sides.values():
            setting.wire.run(setting.wire.clicks(process.port, _refer(20)))
        for _ in range(setting.rounds(ROUNDS)):
            for side, process in sides.items():
                clicks = [
                    setting.wire.run(setting.wire.click(process.port, request))
                    for request in _refer(many)
                ]
                kept = taken.setdefault(side, {})
                for name, values in {
                    "both": [max(each.arrival, each.ack) * 1e3 for each in clicks],
                    "arrival": [each.arrival * 1e3 for each in clicks],
                }.items():
                    kept.setdefault(f"{name} p50", []).append(percentile(values, 0.5))
                    kept.setdefault(f"{name} p99", []).append(percentile(values, 0.99))

    def made(name: str, what: str, how: str, bar: str = "") -> Row:
        return row(name, taken["ours"][what], taken["bare"][what], "ms", how, bar)

    how = (
        f"/refer over HTTP, one at a time, a connection each, {many} a round, rounds alternate; "
        "until views.open has arrived and the ack is back; "
    )
    return [
        made("open_modal_vs_bare_bolt", "both p50", how + "p50", "at most 0.5"),
        made("open_modal_vs_bare_bolt_p99", "both p99", how + "p99", "at most 1.0"),
        made(
            "open_modal_arrival_vs_bare_bolt",
            "arrival p50",
            "the same clicks, only until views.open has arrived; p50. A bare app acks first and "
            "looks nothing up",
        ),
    ]


def open_modal_vs_floor(setting: Setting) -> list[Row]:
    how = "CPU of the app's process for one /refer over HTTP, one at a time"
    return [_cpu(setting, "open_modal_vs_floor", "sqlite", _refer, how, "at most 1.5")]


def submit_vs_floor(setting: Setting) -> list[Row]:
    how = (
        "CPU of the app's process for one submission over HTTP: candidate, referral, endorsement, "
        "2 follow-ups, history, 2 intents, door; against one row and a commit"
    )
    return [
        _cpu(setting, f"submit_vs_floor_{kind}", kind, _submit, how, "at most 2.5")
        for kind in setting.kinds
    ]


@contextmanager
def _both(setting: Setting, kind: str) -> Iterator[tuple[Process, Process]]:
    with ExitStack() as stack:
        ours = stack.enter_context(vouch(setting, setting.databases.migrated(kind)))
        blank = setting.databases.blank(kind)
        floor = stack.enter_context(_started(setting, "benchmarks.peers.floor", blank))
        for process in (ours, floor):  # the first clicks fill caches of statements and zones
            setting.wire.run(setting.wire.clicks(process.port, _mixed(60)))
        yield ours, floor


def _cpu(
    setting: Setting,
    name: str,
    kind: str,
    requests: Callable[[int], list[bytes]],
    how: str,
    bar: str,
) -> Row:
    many = setting.many(120, 25)
    spent: tuple[list[float], list[float]] = ([], [])
    with _both(setting, kind) as sides:
        for _ in range(setting.rounds(ROUNDS)):
            for process, kept in zip(sides, spent, strict=True):
                before = process.cpu_seconds()
                setting.wire.run(setting.wire.clicks(process.port, requests(many)))
                kept.append((process.cpu_seconds() - before) / many * 1e3)
    return row(name, *spent, "ms CPU", f"{how}; {many} a round, rounds alternate", bar)


def throughput_vs_floor(setting: Setting) -> list[Row]:
    many = setting.many(600, 100)
    rates: tuple[list[float], list[float]] = ([], [])
    with _both(setting, "sqlite") as sides:
        for _ in range(setting.rounds(ROUNDS)):
            for process, kept in zip(sides, rates, strict=True):
                seconds = setting.wire.run(setting.wire.clicks(process.port, _mixed(many), AT_ONCE))
                kept.append(many / seconds)
    how = (
        f"{AT_ONCE} people at once over HTTP, {many} clicks a round: 12 in 20 open the form, "
        "5 type into the select, 3 submit; SQLite, rounds alternate"
    )
    return [row("throughput_vs_floor", *rates, "clicks/s", how, "at least 0.6")]
