"""The `vouch` command as a process of its own, with only the settings that a test gives."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
TIMEOUT_SECONDS = 60
ENTRY_POINT = "from bot.cli import app; app()"  # as the installed `vouch` does
COLUMNS = "80"  # the width of the terminal


def is_setting(name: str) -> bool:
    """Whether the environment variable may change what the command does."""
    return name.startswith(("VOUCH_", "SLACK_", "DATABASE_URL", "COV_"))


def start_vouch(
    folder: Path, settings: Mapping[str, str], *arguments: str
) -> subprocess.Popen[str]:
    """Starts the command in `folder`, which has no .env file."""
    environ = {name: value for name, value in os.environ.items() if not is_setting(name)}
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-c", ENTRY_POINT, *arguments],
        cwd=folder,
        env={**environ, "PYTHONPATH": str(ROOT), "COLUMNS": COLUMNS, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_vouch(folder: Path, settings: Mapping[str, str], *arguments: str) -> tuple[int, str, str]:
    """Waits for the end; returns the exit code, standard output and standard error."""
    process = start_vouch(folder, settings, *arguments)
    out, err = process.communicate(timeout=TIMEOUT_SECONDS)
    return process.returncode, out, err


def wait_for_line(process: subprocess.Popen[str], text: str) -> list[str]:
    """Reads standard error until a line contains the text, and returns the lines so far."""
    assert process.stderr is not None
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line)
        if text in line:
            return lines
    raise AssertionError(f"The process ended before {text!r}:\n{''.join(lines)}")
