"""`vouch stats` prints the figures of a period; `vouch export` writes rows as CSV.

Both write on standard output. They only read the database, so they may run beside the bot.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.clock import SystemClock
from bot.dispatch.error_messages import refusal_text
from bot.ops.console import build_table, explain_errors, fail, stdout_console
from bot.ops.database import open_current_database
from bot.runners.startup import StartupError
from domain.errors import FormError
from domain.exports.rows import Export
from domain.figures.periods import Period
from services import exports
from services.context import COMMAND_LINE, Context, system_context
from services.figures import load_figures
from storage import workspaces
from views.figures import tables

First = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="The first day; otherwise a year before."),
]
Last = Annotated[
    datetime | None,
    typer.Option("--to", formats=["%Y-%m-%d"], help="The last day; otherwise today."),
]


def stats(
    first: First = None,
    last: Last = None,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV, like `export figures`.")] = False,
) -> None:
    """Print how referrals fared in a period, in the time zone of VOUCH_DEFAULT_TZ."""
    if csv:
        export(Export.FIGURES, first, last)
        return
    with _open_context(first, last) as (context, period):
        figures = load_figures(context, period, ZoneInfo(context.policy.default_tz))
    console = stdout_console()
    for rows in (tables.overview_rows(figures), tables.group_rows(figures)):
        heading, *others = ([tables.cell_text(cell) for cell in row] for row in rows)
        table = build_table(*heading)
        for row in others:
            table.add_row(*row)
        console.print(table, "", sep="\n")


def export(what: Export, first: First = None, last: Last = None) -> None:
    """Write rows as CSV. docs/exports.md explains the columns. The days are for figures only."""
    with _open_context(first, last) as (context, period):
        typer.echo(exports.build_csv(context, what, period), nl=False)


@contextmanager
def _open_context(
    first: datetime | None, last: datetime | None
) -> Iterator[tuple[Context, Period]]:
    """Yields a read-only context of the first workspace, and the chosen period."""
    with explain_errors(), open_current_database() as database, database.read() as transaction:
        all_workspaces = workspaces.list_all(transaction)
        if not all_workspaces:
            raise StartupError("There's no workspace yet: `vouch run` hasn't reached Slack.")
        now, workspace_id = SystemClock().now(), all_workspaces[0].id
        context = system_context(transaction, workspace_id, now, COMMAND_LINE)
        first_day, last_day = (day.date() if day else None for day in (first, last))
        try:
            yield context, exports.choose_period(context, first_day, last_day)
        except FormError as error:
            fail(refusal_text(error).whole)
