"""`vouch outbox`: lists messages that wait or could not be sent, and retries or drops them.

Prints ids, kinds and reasons only, never what a person wrote. A running bot notices a change
within two seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.ops.console import build_table, explain_errors, fail, format_age, stdout_console
from bot.ops.database import open_current_database
from bot.runners.startup import StartupError
from domain.errors import NotFoundError
from domain.operators import RETRYABLE_STATES, OutboxRow
from domain.outbox import IntentState
from services import outbox
from services.context import COMMAND_LINE, Context, system_context
from storage.engine import Transaction
from storage.outbox import operators

app = typer.Typer(help="Messages that wait, or that couldn't be sent.", no_args_is_help=True)
IntentId = Annotated[int, typer.Argument(metavar="ID", help="The number in `vouch outbox list`.")]


class ListedState(StrEnum):
    """The states that `list` shows. `show` also shows a row in another state."""

    DEAD = "dead"
    UNKNOWN = "unknown"
    QUEUED = "queued"


@app.command("list")
def list_(
    state: Annotated[ListedState | None, typer.Option(help="Only rows in this state.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
) -> None:
    """Messages that are dead, unknown or queued, oldest first."""
    listed_states = [state] if state else list(ListedState)
    states = [IntentState(each.value) for each in listed_states]
    with explain_errors():
        with open_current_database() as database, database.read() as transaction:
            rows_and_one_more = operators.list_rows(transaction, states, limit + 1)
        now = SystemClock().now()
        table = build_table("id", "state", "kind", "to", "about", "tries", "since", "reason")
        for row in rows_and_one_more[:limit]:
            table.add_row(
                str(row.id),
                row.state.value,
                row.kind,
                row.to,
                str(row.subject_id),
                str(row.attempts),
                format_age(now - row.created_at),
                row.reason or "",
            )
        console = stdout_console()
        console.print(table if table.rows else "Nothing waits, and nothing went wrong.")
        if len(rows_and_one_more) > limit:
            console.print(f"There are more: --limit {limit * 10} shows them.")


@app.command()
def show(intent_id: IntentId) -> None:
    """Everything that is known about one message, except its text."""
    with explain_errors():
        with open_current_database() as database, database.read() as transaction:
            row = _find_row(transaction, intent_id)
        table = build_table("", "", header=False)
        for name, value in asdict(row).items():
            table.add_row(name, "" if value is None else str(value))
        stdout_console().print(table)


@app.command()
def retry(
    intent_id: IntentId,
    yes: Annotated[bool, typer.Option("--yes", help="Even if it may be posted twice.")] = False,
) -> None:
    """Send a message again: a dead one, or (with --yes) an unknown one."""
    with explain_errors(), open_current_database() as database:
        with database.write() as transaction:
            row = _find_row(transaction, intent_id)
            if row.state not in RETRYABLE_STATES:
                fail(f"{intent_id} is {row.state.value}. Only dead and unknown ones are retried.")
            if row.state is IntentState.UNKNOWN and not yes:
                where = row.channel or row.to
                fail(
                    f"Message {intent_id} may be in Slack already: look in {where} first. If it "
                    f"may be posted twice: vouch outbox retry {intent_id} --yes"
                )
            _change_row(transaction, row, outbox.retry)
        stdout_console().print(f"{intent_id} is queued again. A running bot sends it in a moment.")


@app.command()
def drop(intent_id: IntentId) -> None:
    """Never send a message. The row stays, and the reason says that you dropped it."""
    with explain_errors(), open_current_database() as database:
        with database.write() as transaction:
            _change_row(transaction, _find_row(transaction, intent_id), outbox.drop)
        stdout_console().print(f"{intent_id} is dropped and won't be sent.")


def _find_row(transaction: Transaction, intent_id: int) -> OutboxRow:
    row = operators.find_row(transaction, intent_id)
    if row is None:
        raise StartupError(f"There's no message {intent_id} in the outbox.")
    return row


def _change_row(
    transaction: Transaction, row: OutboxRow, change: Callable[[Context, OutboxRow], None]
) -> None:
    now = SystemClock().now()
    try:
        change(system_context(transaction, row.workspace_id, now, COMMAND_LINE), row)
    except NotFoundError:  # The state of the row does not allow the change.
        current = operators.find_row(transaction, row.id) or row
        fail(f"{row.id} is {current.state.value} now, so it wasn't changed.")
