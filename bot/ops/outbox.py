"""`vouch outbox`: what waits to be said, what could not be, and what to do about it.

Ids, kinds and reasons only: no text of a person is printed. A running bot finds what is changed
here within a second or two.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.ops.console import age, out, plainly, refuse, table
from bot.ops.database import opened
from bot.runners.startup import StartupError
from domain.errors import NotFoundError
from domain.operators import RETRYABLE_STATES, OutboxRow
from domain.outbox import IntentState
from services import outbox
from storage.engine import Transaction
from storage.outbox import operators as rows

app = typer.Typer(help="What waits to be said, and what could not be.", no_args_is_help=True)
BY = "cli"
Id = Annotated[int, typer.Argument(metavar="ID", help="The number in `vouch outbox list`.")]


class Shown(StrEnum):
    """What can be listed; the rest is settled, and `show` knows it by its id."""

    DEAD = "dead"
    UNKNOWN = "unknown"
    QUEUED = "queued"


@app.command("list")
def list_(
    state: Annotated[Shown | None, typer.Option(help="Only these.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
) -> None:
    """Rows that are dead, unknown or queued, oldest first."""
    states = [IntentState(each.value) for each in ([state] if state else Shown)]
    with plainly():
        with opened() as database, database.read() as transaction:
            found = rows.lines(transaction, states, limit + 1)
        now = SystemClock().now()
        listed = table("id", "state", "kind", "to", "about", "tries", "since", "reason")
        for line in found[:limit]:
            listed.add_row(
                str(line.id),
                line.state.value,
                line.kind.value,
                line.to,
                str(line.subject_id),
                str(line.attempts),
                age(now - line.created_at),
                line.reason or "",
            )
        console = out()
        console.print(listed if found else "Nothing waits, and nothing went wrong.")
        if len(found) > limit:
            console.print(f"There are more: --limit {limit * 10} shows them.")


@app.command()
def show(intent_id: Id) -> None:
    """Everything that is known of one row."""
    with plainly():
        with opened() as database, database.read() as transaction:
            line = _line(transaction, intent_id)
        shown = table("", "")
        shown.show_header = False
        for name in OutboxRow.__dataclass_fields__:
            shown.add_row(name, str(getattr(line, name) if getattr(line, name) is not None else ""))
        out().print(shown)


@app.command()
def retry(
    intent_id: Id,
    yes: Annotated[
        bool, typer.Option("--yes", help="Also where it might be said twice by this.")
    ] = False,
) -> None:
    """Say it again: a dead row, or (with --yes) an unknown one."""
    with plainly(), opened() as database:
        with database.write() as transaction:
            line = _line(transaction, intent_id)
            if line.state not in RETRYABLE_STATES:
                refuse(f"{intent_id} is {line.state.value}; only dead and unknown ones can be.")
            if line.state is IntentState.UNKNOWN and not yes:
                where = line.channel or line.to
                refuse(
                    f"Nobody knows whether Slack has {intent_id}: look in {where} first. If it may "
                    f"be said twice: vouch outbox retry {intent_id} --yes"
                )
            _or_refuse(transaction, line, again=True)
        out().print(f"{intent_id} is queued again. A running bot says it in a moment.")


@app.command()
def drop(intent_id: Id) -> None:
    """Let it go unsaid; the row stays, with this as its reason."""
    with plainly(), opened() as database:
        with database.write() as transaction:
            _or_refuse(transaction, _line(transaction, intent_id), again=False)
        out().print(f"{intent_id} is dropped and will not be said.")


def _line(transaction: Transaction, intent_id: int) -> OutboxRow:
    line = rows.line(transaction, intent_id)
    if line is None:
        raise StartupError(f"There is no row {intent_id} in the outbox.")
    return line


def _or_refuse(transaction: Transaction, line: OutboxRow, *, again: bool) -> None:
    now = SystemClock().now()
    try:
        (outbox.retry if again else outbox.drop)(transaction, line, BY, now)
    except NotFoundError:
        now_in = rows.line(transaction, line.id) or line
        refuse(f"{line.id} is {now_in.state.value} and was not changed.")
