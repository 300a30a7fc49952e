"""The `vouch` command: its subcommands run the bot or help whoever operates it.

A command that fails writes one line to standard error and ends with exit code 1.
"""

from __future__ import annotations

import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.demo import seeding
from bot.ops import backup, exports, outbox, status
from bot.ops.console import explain_errors, fail, print_note, stdout_console
from bot.ops.database import database_url
from bot.ops.logging import configure_logging
from bot.runners import lifecycle
from bot.runners.startup import migrate_database, open_database
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
        typer.Option(metavar="HOST:PORT", help="Use HTTP instead of Socket Mode, at this address."),
    ] = None,
) -> None:
    """Run the bot until SIGTERM or SIGINT."""
    with explain_errors():
        address = _parse_address(http) if http else None
        settings = load(mode="http" if address else "socket")
        configure_logging(settings.log_level, settings.log_json)
        lifecycle.run(settings, SystemClock(), address)


def _parse_address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise SettingsError(f"--http {text} is not an address. Write it as 127.0.0.1:3000.")
    return host.strip("[]"), int(port)


@app.command()
def sandbox(
    port: Annotated[
        int, typer.Option(help="The page's port on 127.0.0.1; 0 picks a free one.")
    ] = 8337,
    folder: Annotated[Path, typer.Option(help="Where its state is kept.")] = Path(".sandbox"),
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start over: what happened before is deleted.")
    ] = False,
) -> None:
    """Run a local Slack in the browser, with Vouch in it. Nothing leaves this machine."""
    try:
        from bot.runners import sandbox as runner  # needs packages that are optional
    except ImportError as error:
        fail(f"The sandbox needs its extra: pip install 'vouch-bot[sandbox]' ({error.name}).")

    def print_address(url: str) -> None:
        stdout_console().print(
            f"\n  A local Slack with Vouch in it: [bold]{url}[/bold]\n"
            "  You are Ada. Act as someone else at the top; move the clock beside it.\n"
            "  Ctrl-C stops it, and what happened is kept.\n"
        )

    configure_logging("WARNING")
    with explain_errors():
        runner.run(folder.resolve(), port, fresh=fresh, on_ready=print_address)


@app.command()
def migrate() -> None:
    """Bring the database to the schema of this version. It does no harm to run it again."""
    with explain_errors():
        migrate_database(open_database(database_url()))
    print_note("The database has the schema of this version.")


@app.command()
def seed(
    large: Annotated[
        bool,
        typer.Option("--large", help="Add 5,000 people and 20,000 referrals; write to nobody."),
    ] = False,
) -> None:
    """Fill a test workspace with openings and a few referrals by its own people."""
    configure_logging("WARNING")
    with explain_errors():
        count = seeding.seed(load(mode="store"), SystemClock(), large=large)
    if count:
        print_note(f"I've added {count} openings and some referrals. Next: vouch run")
    else:
        print_note("There are openings already, so I added nothing.")


@app.command()
def version() -> None:
    """Print the versions of Vouch and Python."""
    typer.echo(f"vouch {installed_version('vouch-bot')}, Python {sys.version.split()[0]}")


app.add_typer(outbox.app, name="outbox")
for command in (status.status, exports.stats, exports.export, backup.backup, backup.restore):
    app.command()(command)
