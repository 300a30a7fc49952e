"""The value that the view of App Home renders."""

from __future__ import annotations

from dataclasses import dataclass

from domain.copy_erasures import UnreachedCopies
from domain.desk import DeskRow, OwnOpening
from domain.openings import Opening
from domain.operators import NO_STUCK_ROWS, StuckRows
from domain.pages import AdvocatePage, AskPage, NudgeItem, Viewer
from domain.pauses import ListedOpening


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything that App Home shows to one viewer. Lists have only their first rows.

    `own_referrals` are those that the viewer has put forward. `desk_rows` are those that the viewer
    owns and has to answer, and `desk_count` is the number of all of them. `open_count` is the
    number of all open openings, and `managed_openings` are the ids of those in `openings` that the
    viewer may change. `own_openings` are those whose hiring manager the viewer is.
    `inactive_openings` are paused or ended openings that the viewer may manage. `unreached_copies`
    are texts about erased candidates that the bot could not erase in Slack; only admins see them.
    """

    viewer: Viewer
    own_referrals: tuple[AdvocatePage, ...]
    due_items: tuple[NudgeItem, ...]
    desk_rows: tuple[DeskRow, ...]
    openings: tuple[Opening, ...]
    open_count: int
    managed_openings: frozenset[int]
    may_see_openings: bool
    may_refer: bool
    may_post: bool
    stuck_rows: StuckRows = NO_STUCK_ROWS
    unreached_copies: tuple[UnreachedCopies, ...] = ()
    asks: tuple[AskPage, ...] = ()
    has_bonuses: bool = False  # whether to offer the list for payroll
    desk_count: int = 0
    due_count: int = 0  # the number of all due items
    own_openings: tuple[OwnOpening, ...] = ()
    may_open_desk: bool = False
    inactive_openings: tuple[ListedOpening, ...] = ()
