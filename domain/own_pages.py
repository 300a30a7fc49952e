"""The pages that only the viewer sees: their own settings, and the result of their search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.bench import BenchPerson
from domain.desk import DeskRow
from domain.own_settings import PersonalRules
from domain.pages import AdvocatePage, Viewer
from domain.policy import Policy
from domain.topics import RoundupChoice


@dataclass(frozen=True, slots=True)
class OwnSettingsPage:
    """The viewer's own settings. `paused_until` (UTC) is the end of the present pause, or None."""

    viewer: Viewer
    rules: PersonalRules
    paused_until: datetime | None
    policy: Policy
    topics: tuple[str, ...] = ()
    roundup: RoundupChoice | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What the viewer's search found.

    `not_shown_count` is the number of referrals and people that were found but are not listed.
    `on_desk` are the first open referrals that the viewer may answer, or None for viewers without a
    desk. `on_desk_count` counts all of them, up to `domain.desk.COUNT_MAX`.
    """

    viewer: Viewer
    words: str
    referrals: tuple[AdvocatePage, ...]
    people: tuple[BenchPerson, ...]  # on the viewer's bench
    not_shown_count: int = 0
    on_desk: tuple[DeskRow, ...] | None = None
    on_desk_count: int = 0
