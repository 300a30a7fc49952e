"""The process as a whole: how soon it answers after its start, and how much memory it keeps."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack

from benchmarks import company, payloads
from benchmarks.company import ADVOCATE, environ
from benchmarks.processes import Process, free_port
from benchmarks.results import Row, row
from benchmarks.setting import Setting
from storage.engine import Database

BARE = ("-m", "benchmarks.peers.bare")
ROUNDS = 7


def _vouch_run(port: int) -> tuple[str, ...]:
    """What the command `vouch run` starts."""
    code = "from bot.cli import app; app()"
    return ("-c", code, "run", "--http", f"127.0.0.1:{port}")


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
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(setting.rounds(ROUNDS)):
        for mine, kept in zip((True, False), seconds, strict=True):
            port = free_port()
            arguments: Sequence[str] = _vouch_run(port) if mine else BARE
            known = environ(url, setting.wire.port, port)
            begun = time.perf_counter()
            with Process(arguments, known, port) as process:
                process.wait_until_open()
                setting.wire.run(setting.wire.click(port, payloads.refer(ADVOCATE)))
                kept.append(time.perf_counter() - begun)
    how = (
        "from the start of the process to the ack of the first /refer over HTTP: `vouch run --http`"
        " on a SQLite database that was used before, against the bare Bolt app; alternating"
    )
    return [row("cold_start", *seconds, "s", how, "at most 2")]


def memory(setting: Setting) -> list[Row]:
    """Both apps are clicked at the same time: nothing is timed here."""
    many, at_once = setting.many(5_000, 50), 4
    url = _prepared(setting)
    resident: list[tuple[float, float]] = []
    with ExitStack() as stack:
        ports = free_port(), free_port()
        sides = [
            stack.enter_context(Process(arguments, environ(url, setting.wire.port, port), port))
            for port, arguments in zip(ports, (_vouch_run(ports[0]), BARE), strict=True)
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
