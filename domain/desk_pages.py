"""The values that the views of the desk render. Services fill them from the database.

Each holds only what its viewer may see.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.desk import DeskFilter, DeskPlace, DeskRow
from domain.endorsements import Endorsement
from domain.openings import Opening
from domain.pages import Viewer
from domain.referrals import Referral


@dataclass(frozen=True, slots=True)
class DeskListPage:
    """One page of the desk.

    `count` is the number of all referrals that the filter finds, up to `domain.desk.COUNT_MAX`.
    `start`, `next_start` and `previous_start` are where this page, the next one and the previous
    one begin; the first page has no start. `opening` is the chosen opening. `sees_all` is true for
    those who may see every referral. `problem` is why the last search was not made, or empty.
    """

    viewer: Viewer
    filter: DeskFilter
    rows: tuple[DeskRow, ...]
    count: int
    start: DeskPlace | None
    next_start: DeskPlace | None
    previous_start: DeskPlace | None
    opening: Opening | None
    sees_all: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DigestRow:
    """A referral in the digest of a hiring manager, with all endorsements in their order."""

    referral: Referral
    endorsements: tuple[Endorsement, ...]


@dataclass(frozen=True, slots=True)
class ManagerDigestPage:
    """The digest of a hiring manager. `count` is the number of all referrals that it is about."""

    viewer: Viewer
    rows: tuple[DigestRow, ...]
    count: int
    unanswered: int
