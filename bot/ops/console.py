"""The output of the operators' commands: tables on standard output, notes on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NoReturn

import typer
from rich.console import Console
from rich.table import Table

from bot.runners.startup import StartupError
from bot.settings import SettingsError

PIPE_WIDTH = 160  # columns of a table that goes to a pipe or a file; longer cells are folded


def stdout_console() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)


def build_table(*columns: str, header: bool = True) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", show_header=header)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def print_note(text: str, style: str | None = None) -> None:
    """Prints one line on standard error."""
    Console(stderr=True, highlight=False).print(text, style=style, markup=False, soft_wrap=True)


def fail(text: str) -> NoReturn:
    """Prints one line on standard error and ends the command with exit code 1."""
    print_note(text, "red")
    raise typer.Exit(1)


@contextmanager
def explain_errors() -> Iterator[None]:
    """Ends the command with one line, not a traceback, for an error that the operator can mend."""
    try:
        yield
    except (SettingsError, StartupError, OSError) as error:
        fail(str(error))


def format_age(passed: timedelta) -> str:
    """Returns the time in its largest whole unit, such as "3 h"."""
    seconds = max(int(passed.total_seconds()), 0)
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
