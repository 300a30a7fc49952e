"""The referrals that follow-ups are about, with their endorsements, read for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.endorsements import Endorsement
from domain.follow_ups import FollowUp
from domain.referrals import Referral
from services.context import Context
from storage import endorsements, referrals


@dataclass(frozen=True, slots=True)
class ReferralRows:
    """`endorsements` are the current ones, by referral."""

    referrals: dict[int, Referral]
    endorsements: dict[int, list[Endorsement]]

    def referral_of(self, follow_up: FollowUp) -> Referral | None:
        return self.referrals.get(follow_up.referral_id or 0)

    def endorsement_by(self, advocate: str, referral: Referral) -> Endorsement | None:
        own = (each for each in self.endorsements[referral.id] if each.advocate == advocate)
        return next(own, None)

    def candidate_name(self, viewer_id: str, referral: Referral) -> str:
        """An advocate reads the name that they gave themselves."""
        own = self.endorsement_by(viewer_id, referral)
        return own.candidate_name if own else referral.candidate.name


def load_referral_rows(context: Context, follow_ups: Sequence[FollowUp]) -> ReferralRows:
    ids = {each.referral_id for each in follow_ups if each.referral_id is not None}
    found = referrals.find_many(context.transaction, context.workspace.id, ids)
    return ReferralRows(
        found,
        endorsements.list_current_by_referrals(
            context.transaction, context.workspace.id, list(found)
        ),
    )
