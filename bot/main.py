"""Where the command `vouch` begins: it imports, and hands over to `bot.cli`."""

from __future__ import annotations

from bot import garbage


def main() -> None:
    garbage.not_yet()
    from bot.cli import app

    app()
