"""Starts an app in a process of its own and reads its resident memory from Linux's /proc."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 15
MIB = 1024 * 1024


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """Runs a Python script that listens on 127.0.0.1:`port`, until the `with` block ends."""

    def __init__(self, arguments: Sequence[str], environ: Mapping[str, str], port: int) -> None:
        self.port = port
        inherited = {
            name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ
        }
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._popen = subprocess.Popen(  # noqa: S603 - runs our own files only
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**inherited, **environ},
            stdout=self._output,
            stderr=self._output,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._popen.terminate()
        try:
            self._popen.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        self._output.close()

    def wait_until_open(self) -> None:
        """Wait until the app listens on its port.

        Raises RuntimeError if it does not within `START_SECONDS`, or (with the app's output) if it
        ends before.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            try:
                self._popen.wait(0.005)  # also the pause between two tries
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(self.read_output())
        raise RuntimeError("the app did not listen in time")

    def read_output(self) -> str:
        """The last 4,000 characters that the app wrote to stdout or stderr."""
        self._output.seek(0)
        return self._output.read().decode()[-4000:]

    def resident_mib(self) -> float:
        """The resident memory of the process, in MiB."""
        pages = int(Path(f"/proc/{self._popen.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / MIB
