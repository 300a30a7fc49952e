"""What a colleague sees of the referral in which they are the candidate."""

from __future__ import annotations

from dataclasses import dataclass

from domain.asks import Ask
from domain.pages import Viewer
from domain.referrals import Referral
from domain.stages import Stage


@dataclass(frozen=True, slots=True)
class OwnMovePage:
    """A referral as its candidate, a colleague, may see it, with the ask that led to it.

    `earlier_stages` are those that were overtaken, oldest first, before the viewer was told.
    """

    viewer: Viewer
    referral: Referral
    ask: Ask
    earlier_stages: tuple[Stage, ...] = ()
