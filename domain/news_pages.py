"""The pages of news about a referral, each after something about it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.openings import Opening
from domain.pages import AdvocatePage, DeskPage
from domain.stages import Stage


@dataclass(frozen=True, slots=True)
class EvidenceAddedPage:
    """A referral for its owner, after `advocate` (a user id) has added evidence."""

    card: DeskPage
    advocate: str


@dataclass(frozen=True, slots=True)
class StageCorrectedPage:
    """A referral for an advocate who was told of the stage `wrong` before it was corrected.

    `corrected_by` is the user id of the person who corrected it.
    """

    advocate_page: AdvocatePage
    wrong: Stage
    corrected_by: str


@dataclass(frozen=True, slots=True)
class SecondLookPage:
    """A referral for its advocate after someone who had "not now" was looked at again.

    It stays at "not now". If the referral has a `return_on`, the second look was moved to that day.
    `by` is the user id of whoever decided it.
    """

    advocate_page: AdvocatePage
    by: str


@dataclass(frozen=True, slots=True)
class KeptOpenPage:
    """A referral for its advocate. Its opening has ended, but it stays open until a last day."""

    advocate_page: AdvocatePage
    opening: Opening
    until: date
