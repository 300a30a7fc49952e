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
    """What is held about the viewer. `person_to_ask` is a user id, or None.

    A candidate who has not agreed after `consent_days` is erased.
    """

    counts: HeldCounts
    bench_people: int
    has_own_settings: bool
    has_draft: bool
    may_refer: bool
    consent_days: int
    person_to_ask: str | None
