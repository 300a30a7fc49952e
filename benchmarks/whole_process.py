"""The process as a whole: how soon it answers after its start, and how much memory it keeps."""

from __future__ import annotations

import time
from contextlib import ExitStack

from benchmarks import company, payloads
from benchmarks.company import ADVOCATE, environ
from benchmarks.link import Link
from benchmarks.processes import Process, free_port
from benchmarks.results import Row, row
from benchmarks.setting import Setting
from storage.engine import Database

BARE = ("-m", "benchmarks.peers.bare")
BARE_SOCKET = ("-m", "benchmarks.peers.bare_socket")
ROUNDS = 7
# What the installed command does.
VOUCH_RUN = ("-c", "from bot.main import main; main()", "run")


def _over_http(port: int) -> tuple[str, ...]:
    return (*VOUCH_RUN, "--http", f"127.0.0.1:{port}")


def _prepared(setting: Setting) -> str:
    """A database that has been used before: a restart, with a company and its openings in it."""
    url = setting.databases.migrated("sqlite")
    database = Database(url)
    ws = company.found(database)
    with database.write() as session:
        company.post(session, ws, 100)
    database.close()
    return url


def cold_start(setting: Setting) -> list[Row]:
    url = _prepared(setting)
    how = (
        "from the start of the process to the ack of the first /refer, on a SQLite database that "
        "was used before; `vouch run{}`, against the bare Bolt app {}; alternating"
    )
    made = {
        "cold_start": (_first_ack_by_socket, how.format("", "by Socket Mode"), "at most 2"),
        "cold_start_http": (_first_ack_over_http, how.format(" --http", "over HTTP"), ""),
    }
    rows = []
    link = Link(setting.wire, ADVOCATE)
    try:
        for name, (first_ack, said, bar) in made.items():
            seconds: tuple[list[float], list[float]] = ([], [])
            for _ in range(setting.rounds(ROUNDS)):
                for mine, kept in zip((True, False), seconds, strict=True):
                    kept.append(first_ack(setting, link, url, mine=mine))
            rows.append(row(name, *seconds, "s", said, bar))
    finally:
        link.close()
    return rows


def _first_ack_by_socket(setting: Setting, link: Link, url: str, *, mine: bool) -> float:
    known = environ(url, setting.wire.port, 0)
    begun = time.perf_counter()
    with Process(VOUCH_RUN if mine else BARE_SOCKET, known, 0):
        return link.acked_at() - begun


def _first_ack_over_http(setting: Setting, _link: Link, url: str, *, mine: bool) -> float:
    port = free_port()
    known = environ(url, setting.wire.port, port)
    begun = time.perf_counter()
    with Process(_over_http(port) if mine else BARE, known, port) as process:
        process.wait_until_open()
        setting.wire.run(setting.wire.click(port, payloads.refer(ADVOCATE)))
        return time.perf_counter() - begun


def memory(setting: Setting) -> list[Row]:
    """Both apps are clicked at the same time: nothing is timed here."""
    many, at_once = setting.many(5_000, 50), 4
    url = _prepared(setting)
    resident: list[tuple[float, float]] = []
    with ExitStack() as stack:
        ports = free_port(), free_port()
        sides = [
            stack.enter_context(Process(arguments, environ(url, setting.wire.port, port), port))
            for port, arguments in zip(ports, (_over_http(ports[0]), BARE), strict=True)
        ]
        for process in sides:
            process.wait_until_open()
        for _half in range(2):
            requests = [[payloads.refer(ADVOCATE) for _ in range(many)] for _ in sides]
            setting.wire.run(
                setting.wire.clicks_at_several(
                    {p.port: r for p, r in zip(sides, requests, strict=True)}, at_once
                )
            )
            resident.append((sides[0].resident_mib(), sides[1].resident_mib()))
    (half, bare_half), (whole, bare) = resident
    how = f"resident after {2 * many} /refer over HTTP, {at_once} at once; `vouch run --http`"
    return [
        Row("memory", whole, bare, whole / bare, "MiB", how + ", against bare Bolt", "at most 2"),
        Row(
            "memory_flat",
            whole,
            half,
            whole / half,
            "MiB",
            f"{how}; ours after {2 * many} against ours after {many} "
            f"(the bare app: {bare / bare_half:.3f})",
            "at most 1.03",
        ),
    ]
