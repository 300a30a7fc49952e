"""Where the command `vouch` begins.

`vouch run`, which stays for months, goes straight to the bot: Typer, with pydantic and rich behind
it, would be a fifth of its start and stay in its memory. Everything else is read by `bot.cli`.
(docs/decisions/053-a-bot-runs-without-what-it-does-not-use.md)
"""

from __future__ import annotations

import sys

from bot import garbage, plain_logs


def main() -> None:
    garbage.not_yet()
    plain_logs.import_structlog()
    match sys.argv[1:]:
        case ["run"]:
            _run(None)
        case ["run", "--http", address]:
            _run(address)
        case _:
            from bot.cli import app

            app()


def _run(http: str | None) -> None:
    from bot.runners.run import run

    sys.exit(run(http))
