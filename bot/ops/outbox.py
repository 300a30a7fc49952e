"""`vouch outbox`: lists messages that wait or could not be sent, and retries or drops them.

Prints ids, kinds and reasons only, never what a person wrote. A running bot notices a change
within two seconds.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.ops.console import build_table, explain_errors, fail, format_age, stdout
from bot.ops.database import open_current_database
from bot.runners.startup import StartupError
from domain.errors import NotFoundError
from domain.operators import RETRYABLE_STATES, OutboxRow
from domain.outbox import IntentState
from services import outbox
from services.context import COMMAND_LINE, system_context
from storage.engine import Transaction
from storage.outbox import operators as rows

app = typer.Typer(help="What waits to be said, and what could not be.", no_args_is_help=True)
Id = Annotated[int, typer.Argument(metavar="ID", help="The number in `vouch outbox list`.")]


class ListedState(StrEnum):
    """The states that `list` shows; rows in other states are found by `show` and their id."""

    DEAD = "dead"
    UNKNOWN = "unknown"
    QUEUED = "queued"


@app.command("list")
def list_(
    state: Annotated[ListedState | None, typer.Option(help="Only these.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
) -> None:
    """Rows that are dead, unknown or queued, oldest first."""
    states = [IntentState(each.value) for each in ([state] if state else ListedState)]
    with explain_errors():
        with open_current_database() as database, database.read() as transaction:
            found = rows.list_lines(transaction, states, limit + 1)
        now = SystemClock().now()
        listing = build_table("id", "state", "kind", "to", "about", "tries", "since", "reason")
        for line in found[:limit]:
            listing.add_row(
                str(line.id),
                line.state.value,
                line.kind.value,
                line.to,
                str(line.subject_id),
                str(line.attempts),
                format_age(now - line.created_at),
                line.reason or "",
            )
        console = stdout()
        console.print(listing if found else "Nothing waits, and nothing went wrong.")
        if len(found) > limit:
            console.print(f"There are more: --limit {limit * 10} shows them.")


@app.command()
def show(intent_id: Id) -> None:
    """Everything that is known of one row."""
    with explain_errors():
        with open_current_database() as database, database.read() as transaction:
            line = _find_row(transaction, intent_id)
        listing = build_table("", "", header=False)
        for name in OutboxRow.__dataclass_fields__:
            listing.add_row(
                name, str(getattr(line, name) if getattr(line, name) is not None else "")
            )
        stdout().print(listing)


@app.command()
def retry(
    intent_id: Id,
    yes: Annotated[
        bool, typer.Option("--yes", help="Also where it might be said twice by this.")
    ] = False,
) -> None:
    """Say it again: a dead row, or (with --yes) an unknown one."""
    with explain_errors(), open_current_database() as database:
        with database.write() as transaction:
            line = _find_row(transaction, intent_id)
            if line.state not in RETRYABLE_STATES:
                fail(f"{intent_id} is {line.state.value}; only dead and unknown ones can be.")
            if line.state is IntentState.UNKNOWN and not yes:
                where = line.channel or line.to
                fail(
                    f"Nobody knows whether Slack has {intent_id}: look in {where} first. If it may "
                    f"be said twice: vouch outbox retry {intent_id} --yes"
                )
            _change_row(transaction, line, again=True)
        stdout().print(f"{intent_id} is queued again. A running bot says it in a moment.")


@app.command()
def drop(intent_id: Id) -> None:
    """Let it go unsaid; the row stays, with this as its reason."""
    with explain_errors(), open_current_database() as database:
        with database.write() as transaction:
            _change_row(transaction, _find_row(transaction, intent_id), again=False)
        stdout().print(f"{intent_id} is dropped and will not be said.")


def _find_row(transaction: Transaction, intent_id: int) -> OutboxRow:
    line = rows.find_line(transaction, intent_id)
    if line is None:
        raise StartupError(f"There is no row {intent_id} in the outbox.")
    return line


def _change_row(transaction: Transaction, line: OutboxRow, *, again: bool) -> None:
    now = SystemClock().now()
    try:
        context = system_context(transaction, line.workspace_id, now, COMMAND_LINE)
        (outbox.retry if again else outbox.drop)(context, line)
    except NotFoundError:
        now_in = rows.find_line(transaction, line.id) or line
        fail(f"{line.id} is {now_in.state.value} and was not changed.")
