"""Where the command `vouch` begins: it imports, and hands over to `bot.cli`."""

from __future__ import annotations

from bot.importing import all_stays


def main() -> None:
    with all_stays():
        from bot.cli import app
    app()
