"""The values that views render when a candidate says no, or an advocate takes back their words."""

from __future__ import annotations

from dataclasses import dataclass

from domain.pages import DeskPage, Viewer
from domain.referrals import Referral


@dataclass(frozen=True, slots=True)
class DeclinedPage:
    """The card of a referral whose candidate said no to one advocate, but not to the others.

    `reported_by` is the user id of that advocate.
    """

    card: DeskPage
    reported_by: str


@dataclass(frozen=True, slots=True)
class WordsWithdrawnPage:
    """Referrals on which the viewer's own words were erased, because the candidate told them no.

    The page names no candidate. Other advocates still vouch for the candidate.
    """

    viewer: Viewer
    referrals: tuple[Referral, ...]


@dataclass(frozen=True, slots=True)
class WithdrawalPage:
    """What an advocate can take back by their own choice: their open referrals of one candidate.

    The referral from which they chose it comes first. `others_vouch` is true if someone else
    vouches for the candidate, who is then not erased.
    """

    referrals: tuple[Referral, ...]
    candidate_name: str
    others_vouch: bool
