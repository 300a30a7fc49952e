"""Reads a process's memory, threads and open files from /proc (Linux only)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ProcessResources:
    """`memory` is the resident set size in MiB."""

    memory: float
    threads: int
    files: int


def read_resources(pid: int) -> ProcessResources:
    proc = Path("/proc") / str(pid)
    pages = int((proc / "statm").read_text().split()[1])
    return ProcessResources(
        memory=pages * os.sysconf("SC_PAGE_SIZE") / MIB,
        threads=len(list((proc / "task").iterdir())),
        files=len(list((proc / "fd").iterdir())),
    )
