"""The `vouch` command in the process of the test, with only the settings that a test gives.

`tests.bot.vouch_process` starts it as a process of its own. That takes a second or two, so only a
test of the process itself does it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from pathlib import Path

from typer.testing import CliRunner, Result

from bot.cli import app
from bot.runners.lifecycle import STOP_SIGNALS
from tests.bot.vouch_process import COLUMNS, is_setting
from tests.logs import restored_logging


def invoke_vouch(folder: Path, settings: Mapping[str, str], *arguments: str) -> Result:
    """Run the command in `folder`, which has no .env file, to its end."""
    environ: dict[str, str | None] = dict.fromkeys(filter(is_setting, os.environ))
    environ |= {"COLUMNS": COLUMNS, **settings}
    with chdir(folder), restored_logging(), _restored_signals():
        return CliRunner().invoke(app, list(arguments), env=environ)


@contextmanager
def _restored_signals() -> Iterator[None]:
    """Let `vouch run` handle SIGTERM and SIGINT. Afterwards they do what they did before."""
    handlers = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
