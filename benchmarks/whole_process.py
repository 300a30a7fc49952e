"""The process as a whole: how soon it answers after its start, and how much memory it keeps."""

from __future__ import annotations

import time

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
    with database.write() as transaction:
        company.post(transaction, ws, 100)
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
    many, at_once = setting.many(5_000, 50), 4
    url = _prepared(setting)
    link = Link(setting.wire, ADVOCATE)
    try:
        by_socket = [
            _resident_by_socket(setting, link, url, arguments, many, at_once)
            for arguments in (VOUCH_RUN, BARE_SOCKET)
        ]
    finally:
        link.close()
    over_http = [
        _resident_over_http(setting, url, many, at_once, mine=mine) for mine in (True, False)
    ]
    how = f"resident after {2 * many} /refer {{}}, {at_once} at once; `vouch run{{}}`"
    made = (
        ("memory", by_socket, how.format("by Socket Mode", ""), "at most 2"),
        ("memory_http", over_http, how.format("over HTTP", " --http"), ""),
    )
    rows = []
    for name, ((_, whole), (_, bare)), said, bar in made:
        rows.append(Row(name, whole, bare, whole / bare, "MiB", said + ", against bare Bolt", bar))
    for name, ((half, whole), (bare_half, bare)), said, _ in made:
        flat = (
            f"{said}; ours after {2 * many} against ours after {many} "
            f"(the bare app: {bare / bare_half:.3f})"
        )
        name = name.replace("memory", "memory_flat")
        rows.append(Row(name, whole, half, whole / half, "MiB", flat, "at most 1.03"))
    return rows


def _resident_by_socket(
    setting: Setting, link: Link, url: str, arguments: tuple[str, ...], many: int, at_once: int
) -> tuple[float, float]:
    """MiB after `many` clicks, and after as many again."""
    with Process(arguments, environ(url, setting.wire.port, 0), 0) as process:
        link.acked_at()
        link.clicks(many, at_once)
        half = process.resident_mib()
        link.clicks(many, at_once)
        return half, process.resident_mib()


def _resident_over_http(
    setting: Setting, url: str, many: int, at_once: int, *, mine: bool
) -> tuple[float, float]:
    port = free_port()
    with Process(
        _over_http(port) if mine else BARE, environ(url, setting.wire.port, port), port
    ) as process:
        process.wait_until_open()
        resident = []
        for _half in range(2):
            requests = [payloads.refer(ADVOCATE) for _ in range(many)]
            setting.wire.run(setting.wire.clicks(port, requests, at_once))
            resident.append(process.resident_mib())
        return resident[0], resident[1]
