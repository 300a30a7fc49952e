"""What a colleague sees of the referral in which they are the candidate."""

from __future__ import annotations

from dataclasses import dataclass

from domain.asks import Ask
from domain.pages import Viewer
from domain.referrals import Referral


@dataclass(frozen=True, slots=True)
class OwnMovePage:
    """A referral as the colleague may see it who is its candidate, with their ask."""

    viewer: Viewer
    referral: Referral
    ask: Ask
