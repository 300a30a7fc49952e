"""The follow-ups that ask each advocate whether the candidate agrees to be referred.

Their `subject_id` is the id of the candidate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.endorsements import Endorsement
from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Viewer
from domain.referrals import Referral
from services.context import Context
from services.follow_up_kinds.cadences import next_cadence_time
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.referral_rows import find_moved
from storage import candidates, endorsements, referrals

EndorsedReferrals = list[tuple[Referral, Endorsement]]


def _find_endorsed(
    context: Context, follow_ups: Sequence[FollowUp]
) -> dict[int, EndorsedReferrals]:
    """The candidate's referrals that the follow-up's member endorsed, by the follow-up's id.

    The oldest referral is the first.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    candidate_ids = {each.subject_id for each in follow_ups}
    referrals_by_candidate = referrals.list_by_candidates(transaction, workspace_id, candidate_ids)
    referral_ids = [referral.id for found in referrals_by_candidate.values() for referral in found]
    all_endorsements = endorsements.list_current_by_referrals(
        transaction, workspace_id, referral_ids
    )
    endorsed: dict[int, list[tuple[Referral, Endorsement]]] = {}
    for follow_up in follow_ups:
        endorsed[follow_up.id] = [
            (referral, endorsement)
            for referral in referrals_by_candidate[follow_up.subject_id]
            for endorsement in all_endorsements[referral.id]
            if endorsement.advocate == follow_up.member
        ]
    return endorsed


def _find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups that still apply.

    A follow-up applies while Vouch waits for the candidate's agreement and at least one of the
    referrals that the member endorsed is open.
    """
    candidate_ids = {each.subject_id for each in follow_ups}
    found = candidates.find_many(context.transaction, context.workspace.id, candidate_ids)
    awaiting_agreement = [
        each
        for each in follow_ups
        if (candidate := found.get(each.subject_id)) is not None and candidate.awaits_agreement
    ]
    endorsed = _find_endorsed(context, awaiting_agreement)
    return {
        follow_up_id
        for follow_up_id, pairs in endorsed.items()
        if any(not referral.ended for referral, _ in pairs)
    }


def _load_items(
    context: Context, _viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    """Loads an item about one of the referrals that the member endorsed.

    That is the oldest open referral, or the oldest of all if every one has ended.
    """
    endorsed = _find_endorsed(context, follow_ups)
    moved = find_moved(context, {pair[0].id for pairs in endorsed.values() for pair in pairs})
    items = {}
    for each in follow_ups:
        pairs = endorsed[each.id]
        if pairs:
            open_pairs = [pair for pair in pairs if not pair[0].ended]
            referral, endorsement = (open_pairs or pairs)[0]
            name, was_moved = endorsement.candidate_name, referral.id in moved
            items[each.id] = NudgeItem(each, referral, name, was_moved=was_moved)
    return items


CONSENT = KindOfFollowUp(
    find_applicable=_find_applicable,
    load_items=_load_items,
    next_nudge_time=next_cadence_time,
)
