"""What `/refer privacy` tells a member about the data that is held about them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeldCounts:
    """How much is stored about a member. `referrals_as_candidate` put the member forward.

    `offers` counts commitments. `unsent_endorsements` counts the referrals with a draft of an
    endorsement.
    """

    referrals: int
    offers: int
    questions: int
    asks: int
    thanks: int
    notes: int
    bonuses: int
    referrals_as_candidate: int
    unsent_endorsements: int


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """What is held about the viewer. `ask` is the user id of someone to ask, or None.

    `consent_days` is after how many days a candidate who has not agreed is erased.
    """

    counts: HeldCounts
    bench_people: int
    has_own_settings: bool
    has_draft: bool
    may_refer: bool
    consent_days: int
    ask: str | None
