"""Merges two candidates who turn out to be one person, and their referrals for one opening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.endorsements import Endorsement, Evidence
from domain.referrals import Candidate, Consent, Referral
from domain.stages import STAGE_PATH, Stage

_TEXTS_OF_EVIDENCE = ("saw", "why", "how_long", "trust", "adaptability", "lifts")


def merge_candidates(kept: Candidate, other: Candidate) -> Candidate:
    """The candidate `kept`, completed with the values of `other`.

    The candidate has agreed if either row says so. Otherwise `decide_by` becomes the earlier of the
    two deadlines, because an advocate was told that one. The later one of two reports that the
    candidate was asked is kept.
    """
    has_agreed = Consent.AGREED in (kept.consent, other.consent)
    last_asked = other if _was_asked_later(other, kept) else kept
    return replace(
        kept,
        email=kept.email or other.email,
        profile_url=kept.profile_url or other.profile_url,
        consent=Consent.AGREED if has_agreed else kept.consent,
        agreed_at=_earliest(kept.agreed_at, other.agreed_at),
        asked_at=last_asked.asked_at,
        asked_by=last_asked.asked_by,
        took_part_at=_earliest(kept.took_part_at, other.took_part_at),
        decide_by=None if has_agreed else _earliest(kept.decide_by, other.decide_by),
    )


def _was_asked_later(candidate: Candidate, than: Candidate) -> bool:
    if candidate.asked_at is None or than.asked_at is None:
        return candidate.asked_at is not None
    return candidate.asked_at > than.asked_at


def choose_state_source(referrals: Sequence[Referral]) -> Referral:
    """The referral whose owner, stage and outcome stay after the merge.

    This is the hired one, else an open one. Among equals it is the one at the furthest stage, and
    at the same stage the one whose stage changed last.
    """

    def rank(referral: Referral) -> tuple[bool, bool, int, datetime]:
        is_hired, is_open = referral.stage is Stage.HIRED, not referral.ended
        # An ended referral without a hire has left the path: only its date counts.
        progress = STAGE_PATH.index(referral.stage) if referral.stage in STAGE_PATH else 0
        return is_hired, is_open, progress, referral.stage_at

    return max(referrals, key=rank)


def merge_evidence(newer: Endorsement, older: Endorsement) -> Evidence:
    """The newer evidence of one advocate, with empty fields filled from their older evidence."""
    new, old = newer.evidence, older.evidence
    texts = {name: getattr(new, name) or getattr(old, name) for name in _TEXTS_OF_EVIDENCE}
    return replace(
        new,
        **texts,
        conviction=new.conviction or old.conviction,
        conflicts=tuple(dict.fromkeys((*new.conflicts, *old.conflicts))),
    )


@dataclass(frozen=True, slots=True)
class ReferralMerge:
    """Two referrals of one person for one opening, to be merged into `kept`, the earlier one.

    The advocate who submitted `kept` keeps the credit for the referral.
    """

    kept: Referral
    absorbed: Referral

    @property
    def state_source(self) -> Referral:
        """The referral whose owner, stage and outcome stay."""
        return choose_state_source((self.kept, self.absorbed))

    @property
    def answered_at(self) -> datetime | None:
        """When the desk first answered either of them."""
        return _earliest(self.kept.answered_at, self.absorbed.answered_at)


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
