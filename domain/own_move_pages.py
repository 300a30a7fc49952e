"""What a colleague sees of the referral in which they are the candidate."""

from __future__ import annotations

from dataclasses import dataclass

from domain.asks import Ask
from domain.pages import Viewer
from domain.referrals import Referral


@dataclass(frozen=True, slots=True)
class OwnMovePage:
    """A referral as its candidate, a colleague, may see it, with the ask that led to it."""

    viewer: Viewer
    referral: Referral
    ask: Ask
