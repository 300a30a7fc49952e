"""The page of the news that an opening is paused or goes on."""

from __future__ import annotations

from dataclasses import dataclass

from domain.openings import Opening
from domain.pages import AdvocatePage


@dataclass(frozen=True, slots=True)
class PausedPage:
    """An advocate's referral, and its opening, which is paused or takes referrals again."""

    advocate_page: AdvocatePage
    opening: Opening
