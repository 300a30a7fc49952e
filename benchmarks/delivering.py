"""How fast the queue is said with no pace limit, beside a loop of `chat.postMessage`."""

from __future__ import annotations

import json

from benchmarks import company, seeding
from benchmarks.company import environ
from benchmarks.processes import Process
from benchmarks.results import Row, row
from benchmarks.setting import Setting
from storage.engine import Database

ROUNDS = 5
MESSAGES = 2000  # a round


def deliver_vs_bare_client(setting: Setting) -> list[Row]:
    many = setting.many(MESSAGES, 60)
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(setting.rounds(ROUNDS)):
        url = setting.databases.migrated("sqlite")
        database = Database(url)
        ws = company.found(database, many)
        seeding.referrals(database, ws, many)
        seeding.messages(database, ws, many)
        database.close()
        before = setting.wire.calls["chat.postMessage"]
        rates[0].append(_rate(setting, "benchmarks.delivered", url, many))
        assert setting.wire.calls["chat.postMessage"] == before + many  # noqa: S101
        rates[1].append(_rate(setting, "benchmarks.peers.poster", "sqlite://", many))
    how = (
        f"{many} queued acknowledgements a round to as many people, rendered when sent, SQLite "
        "with FULL; "
        "against a loop of WebClient.chat_postMessage with blocks of the same size; alternating"
    )
    return [row("deliver_vs_bare_client", *rates, "messages/s", how, "at least 0.8")]


def _rate(setting: Setting, module: str, url: str, many: int) -> float:
    known = environ(url, setting.wire.port, 0) | {"MESSAGES": str(many)}
    with Process(["-m", module], known, 0) as process:
        seconds = float(json.loads(process.finish(300).splitlines()[-1])["seconds"])
    return many / seconds
