"""What the views of the commitments' help need to know; services fill these.

Each holds only what the advocate (or the hiring manager, for `WordPage`) may see.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.openings import Opening
from domain.pages import Reader
from domain.referrals import Commitment, Endorsement, Referral


@dataclass(frozen=True, slots=True)
class IntroductionPage:
    """`whom` decides on it, or answers it where nobody is named; `cc` is their address, if known.

    `text` is what stands in the form: the advocate's own, once they have changed `drafted`.
    """

    referral: Referral
    mine: Endorsement
    whom: str
    cc: str | None
    drafted: str
    text: str


@dataclass(frozen=True, slots=True)
class WordPage:
    """An advocate's words to the hiring manager, and what came back."""

    reader: Reader
    referral: Referral
    mine: Endorsement
    commitment: Commitment


@dataclass(frozen=True, slots=True)
class KitPage:
    """`done`: the advocate has helped already. `advocate` is their name."""

    referral: Referral
    mine: Endorsement
    opening: Opening | None
    advocate: str
    done: bool


@dataclass(frozen=True, slots=True)
class PostPage:
    """A post for a channel; `channel` is empty until one was chosen.

    `told` is the channel that it went to, `done` that it stands there.
    """

    referral: Referral
    opening: Opening
    advocate: str
    text: str
    channel: str = ""
    told: str | None = None
    done: bool = False
