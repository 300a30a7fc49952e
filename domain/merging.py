"""What becomes of two candidates, and of two referrals for one opening, who are one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.endorsements import Endorsement, Evidence
from domain.referrals import Candidate, Consent, Referral
from domain.stages import STAGE_PATH, Stage

_TEXTS = ("saw", "why", "how_long", "trust", "adaptability", "lifts")


def merge_candidates(kept: Candidate, other: Candidate) -> Candidate:
    """One yes is enough. Without one, the earlier date stands, as it was said to someone."""
    has_agreed = Consent.AGREED in (kept.consent, other.consent)
    return replace(
        kept,
        email=kept.email or other.email,
        profile_url=kept.profile_url or other.profile_url,
        consent=Consent.AGREED if has_agreed else kept.consent,
        agreed_at=_earliest(kept.agreed_at, other.agreed_at),
        took_part_at=_earliest(kept.took_part_at, other.took_part_at),
        decide_by=None if has_agreed else _earliest(kept.decide_by, other.decide_by),
    )


def choose_standing(referrals: Sequence[Referral]) -> Referral:
    """The referral whose owner, stage and outcome hold: one that is open before one that ended.

    Of several, it is the one that is furthest, or that ended last. A hire stands above all.
    """

    def rank(referral: Referral) -> tuple[bool, bool, int, datetime]:
        path = STAGE_PATH.index(referral.stage) if referral.stage in STAGE_PATH else 0
        return referral.stage is Stage.HIRED, not referral.ended, path, referral.stage_at

    return max(referrals, key=rank)


def merge_evidence(newer: Endorsement, older: Endorsement) -> Evidence:
    """The newer words of one advocate, and the older ones where the newer have none."""
    new, old = newer.evidence, older.evidence
    filled = {name: getattr(new, name) or getattr(old, name) for name in _TEXTS}
    return replace(
        new,
        **filled,
        conviction=new.conviction or old.conviction,
        conflicts=tuple(dict.fromkeys((*new.conflicts, *old.conflicts))),
    )


@dataclass(frozen=True, slots=True)
class MergedReferral:
    """Two referrals for one opening. `kept` came first, and its first voice keeps the credit."""

    kept: Referral
    absorbed: Referral

    @property
    def standing(self) -> Referral:
        return choose_standing((self.kept, self.absorbed))

    @property
    def answered_at(self) -> datetime | None:
        return _earliest(self.kept.answered_at, self.absorbed.answered_at)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
