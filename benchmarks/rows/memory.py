"""Measures whether the memory of a running bot grows with the number of handled commands."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks import company, payloads
from benchmarks.company import ADVOCATE, app_environment
from benchmarks.processes import Process, free_port
from benchmarks.results import Row
from benchmarks.run import BenchmarkRun
from benchmarks.socket_stub import SocketStub
from storage.engine import Database

VOUCH_RUN = ("-c", "from bot.cli import app; app()", "run")  # the installed command
CONCURRENT_COMMANDS = 4
BAR = "at most 1.03"  # the ratio of the two measurements


class ResidentMib(NamedTuple):
    """The resident memory of a process, in MiB, after half of the commands and after all."""

    after_half: float
    after_all: float


def memory_flat(run: BenchmarkRun) -> list[Row]:
    """Compares the memory after 10,000 commands with the memory after 5,000, for each transport."""
    amount = run.amount(full=5_000, quick=50)
    url = _create_filled_database(run)
    by_socket = _resident_by_socket(run, url, amount)
    over_http = _resident_over_http(run, url, amount)
    return [
        _make_row("memory_flat", by_socket, "by Socket Mode", amount),
        _make_row("memory_flat_http", over_http, "over HTTP", amount),
    ]


def _make_row(name: str, resident: ResidentMib, transport: str, amount: int) -> Row:
    return Row(
        name,
        ours=resident.after_all,
        peer=resident.after_half,
        ratio=resident.after_all / resident.after_half,
        unit="MiB",
        method=(
            f"resident memory of `vouch run` {transport} after {2 * amount} /refer against after "
            f"{amount}, {CONCURRENT_COMMANDS} at once"
        ),
        bar=BAR,
    )


def _create_filled_database(run: BenchmarkRun) -> str:
    """Creates a database with a company and its openings, and returns its URL."""
    url = run.databases.create_migrated("sqlite")
    database = Database(url)
    workspace_id = company.create_company(database)
    with database.write() as transaction:
        company.add_openings(transaction, workspace_id, 100)
    database.close()
    return url


def _resident_by_socket(run: BenchmarkRun, url: str, amount: int) -> ResidentMib:
    """The memory after `amount` commands by Socket Mode, and after as many again."""
    socket = SocketStub(run.slack, ADVOCATE)
    try:
        # In Socket Mode the bot listens on no port.
        environment = app_environment(url, run.slack.port, app_port=0)
        with Process(VOUCH_RUN, environment, port=0) as process:
            socket.wait_for_ack()
            socket.send_commands(amount, CONCURRENT_COMMANDS)
            after_half = process.resident_mib()
            socket.send_commands(amount, CONCURRENT_COMMANDS)
            return ResidentMib(after_half, process.resident_mib())
    finally:
        socket.close()


def _resident_over_http(run: BenchmarkRun, url: str, amount: int) -> ResidentMib:
    """The memory after `amount` commands over HTTP, and after as many again."""
    port = free_port()
    command = (*VOUCH_RUN, "--http", f"127.0.0.1:{port}")
    with Process(command, app_environment(url, run.slack.port, port), port) as process:
        process.wait_until_open()
        readings_mib = []
        for _half in range(2):
            requests = [payloads.refer_request(ADVOCATE) for _ in range(amount)]
            run.slack.run(run.slack.click_all(port, requests, CONCURRENT_COMMANDS))
            readings_mib.append(process.resident_mib())
        return ResidentMib(*readings_mib)
