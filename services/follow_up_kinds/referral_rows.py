"""Reads the referrals of many follow-ups at once, with their endorsements or their progress."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.endorsements import Endorsement
from domain.follow_ups import FollowUp
from domain.referrals import Progress, Referral
from services.context import Context
from storage import endorsements, history, referrals


@dataclass(frozen=True, slots=True)
class ReferralRows:
    """Referrals by id, and their current endorsements by referral id."""

    referrals: dict[int, Referral]
    endorsements: dict[int, list[Endorsement]]

    def referral_of(self, follow_up: FollowUp) -> Referral | None:
        if follow_up.referral_id is None:
            return None
        return self.referrals.get(follow_up.referral_id)

    def endorsement_by(self, advocate: str, referral: Referral) -> Endorsement | None:
        own = (each for each in self.endorsements[referral.id] if each.advocate == advocate)
        return next(own, None)

    def name_written_by(self, advocate: str, referral: Referral) -> str | None:
        """The candidate's name as this advocate wrote it. None once they took their words back."""
        own = self.endorsement_by(advocate, referral)
        return own.candidate_name if own else None


def load_progress(context: Context, follow_ups: Sequence[FollowUp]) -> dict[int, Progress]:
    """The progress of each referral, by follow-up id. Leaves out follow-ups without a referral."""
    ids = {each.referral_id for each in follow_ups if each.referral_id is not None}
    found = referrals.find_progress(context.transaction, context.workspace.id, ids)
    return {each.id: found[each.referral_id] for each in follow_ups if each.referral_id in found}


def load_referral_rows(context: Context, follow_ups: Sequence[FollowUp]) -> ReferralRows:
    ids = {each.referral_id for each in follow_ups if each.referral_id is not None}
    found = referrals.find_many(context.transaction, context.workspace.id, ids)
    return ReferralRows(
        found,
        endorsements.list_current_by_referrals(
            context.transaction, context.workspace.id, list(found)
        ),
    )


def find_moved(context: Context, referral_ids: Collection[int]) -> set[int]:
    """Those of the referrals that were moved to another opening after they were submitted."""
    return history.find_subjects_with_line(
        context.transaction,
        context.workspace.id,
        "referral",
        referral_ids,
        "referral.to_opening",
    )
