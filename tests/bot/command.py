"""The `vouch` command as a process of its own, with only the settings that a test gives."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PATIENCE_SECONDS = 60
START = "from bot.cli import app; app()"  # as the installed `vouch` does


def start(
    folder: Path, settings: Mapping[str, str], *arguments: str, code: str = START
) -> subprocess.Popen[str]:
    """Runs in `folder`, where no .env is. What it writes can be read from `stderr`."""
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VOUCH_", "SLACK_", "DATABASE_URL", "COV_"))
    }
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={**environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def vouch(folder: Path, settings: Mapping[str, str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command that ends by itself."""
    process = start(folder, settings, *arguments)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode, out, err


def wait_for_line(process: subprocess.Popen[str], word: str) -> list[str]:
    """Reads its log until a line holds the word; the lines so far. It must not end before."""
    assert process.stderr is not None
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line)
        if word in line:
            return lines
    raise AssertionError(f"it ended before it said {word!r}:\n{''.join(lines)}")
