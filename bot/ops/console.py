"""How the short commands speak: tables on standard output, one line on standard error, and ages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn

import typer

from bot.runners.startup import StartupError
from bot.settings import SettingsError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDTH = 160  # columns where nobody looks: a pipe has no width, and nothing is cut off in it


def out() -> Console:
    from rich.console import Console  # here, as in what follows: a bot that runs prints nothing

    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)


def table(*columns: str) -> Table:
    from rich.table import Table

    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def tell(words: str, style: str | None = None) -> None:
    """One line on standard error."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    console.print(words, style=style, markup=False, soft_wrap=True)


def complain(words: str) -> None:
    """What stops a command, in one line on standard error."""
    tell(words, "red")


def refuse(words: str) -> NoReturn:
    """One line, and exit code 1."""
    complain(words)
    raise typer.Exit(1)


@contextmanager
def plainly() -> Iterator[None]:
    """What stops a command is told in one line, not by a traceback."""
    try:
        yield
    except (SettingsError, StartupError, OSError) as error:
        refuse(str(error))


def age(passed: timedelta) -> str:
    """In the largest unit that fits: "3 h"."""
    seconds = max(int(passed.total_seconds()), 0)
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
