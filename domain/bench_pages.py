"""What the pages of a bench show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.bench import BenchPerson, OpeningFit
from domain.pages import Viewer


@dataclass(frozen=True, slots=True)
class BenchRow:
    """One person of a bench, with the open role that suits them best.

    `due_at` is the next reminder (UTC) or None. `reminders_stopped` is true after two reminders
    without an answer.
    """

    person: BenchPerson
    due_at: datetime | None
    reminders_stopped: bool
    fit: OpeningFit | None


@dataclass(frozen=True, slots=True)
class BenchPage:
    """One page of a bench. `start` is the first row's index, `count` the number of all people."""

    viewer: Viewer
    rows: tuple[BenchRow, ...]
    count: int
    start: int
    paused: bool
