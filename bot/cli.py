"""The `vouch` command: what starts the bot is here, what operators ask is in `bot.operators`."""

from __future__ import annotations

import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated

import typer

from bot import garbage
from bot.clock import SystemClock
from bot.ops import backup as copies
from bot.ops import logging as logs
from bot.ops import outbox, status
from bot.ops.console import out, refuse, tell
from bot.runners.startup import StartupError
from bot.settings import SettingsError, load

app = typer.Typer(
    help="Vouch: a self-hosted Slack bot for in-company referral advocacy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run(
    http: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="Take Slack's requests here, not by Socket Mode."),
    ] = None,
) -> None:
    """Run the bot until SIGTERM or SIGINT."""
    from bot.runners.run import run as run_bot  # Bolt is not needed by the short commands

    raise typer.Exit(run_bot(http))


@app.command()
def sandbox(
    port: Annotated[
        int, typer.Option(help="The page's port on 127.0.0.1; 0 takes a free one.")
    ] = 8337,
    folder: Annotated[Path, typer.Option(help="Where its state is kept.")] = Path(".sandbox"),
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start anew with an empty folder.")
    ] = False,
) -> None:
    """A local Slack in the browser, with Vouch in it. Nothing leaves this machine."""
    try:
        from bot.runners import sandbox as local
    except ImportError as error:
        refuse(f"The sandbox needs its extra: pip install 'vouch-bot[sandbox]' ({error.name}).")

    def ready(url: str) -> None:
        out().print(
            f"\n  A local Slack with Vouch in it: [bold]{url}[/bold]\n"
            "  You are Ada. Act as somebody else at the top; move the clock beside it.\n"
            "  Ctrl-C stops it; what happened is kept.\n"
        )

    logs.configure("WARNING", None)
    garbage.from_now_on()
    try:
        local.run(folder.resolve(), port, fresh=fresh, ready=ready)
    except (SettingsError, StartupError, OSError) as error:
        refuse(str(error))


@app.command()
def migrate() -> None:
    """Bring the database to today's schema. Safe to run again."""
    from bot.runners.startup import bring_up, open_database

    try:
        database = open_database(load(mode="store").database_url.get_secret_value())
        bring_up(database)
    except (SettingsError, StartupError) as error:
        refuse(str(error))
    tell("The database is at today's schema.")


@app.command()
def seed() -> None:
    """Fill a test workspace: eight openings and some referrals, told of its own people."""
    from bot.demo import seeding

    try:
        logs.configure("WARNING", None)
        made = seeding.seed(load(mode="store"), SystemClock())
    except (SettingsError, StartupError) as error:
        refuse(str(error))
    if made:
        tell(f"{made} openings and some referrals are there. Now: vouch run")
    else:
        tell("There are openings already, so nothing was added.")


@app.command()
def version() -> None:
    """The version of Vouch and of Python."""
    print(f"vouch {installed_version('vouch-bot')}, Python {sys.version.split()[0]}")  # noqa: T201


app.add_typer(outbox.app, name="outbox")
for short in (status.status, copies.backup, copies.restore):
    app.command()(short)
