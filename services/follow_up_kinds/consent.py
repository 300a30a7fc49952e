"""The candidate has not agreed yet: each of their advocates is asked whether they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.endorsements import Endorsement
from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Viewer
from domain.referrals import Referral
from services.context import Context
from services.follow_up_kinds.cadences import next_by_cadence
from services.follow_up_kinds.kind import KindOfFollowUp
from storage import candidates, endorsements, referrals

Endorsed = list[tuple[Referral, Endorsement]]


def _find_endorsed(context: Context, follow_ups: Sequence[FollowUp]) -> dict[int, Endorsed]:
    """By follow-up: the candidate's referrals that its member has endorsed, oldest first."""
    transaction, ws = context.transaction, context.workspace.id
    candidate_ids = {each.subject_id for each in follow_ups}
    by_candidate = referrals.list_by_candidates(transaction, ws, candidate_ids)
    ids = [referral.id for found in by_candidate.values() for referral in found]
    voices = endorsements.list_current_by_referrals(transaction, ws, ids)
    return {
        each.id: [
            (referral, voice)
            for referral in by_candidate[each.subject_id]
            for voice in voices[referral.id]
            if voice.advocate == each.member
        ]
        for each in follow_ups
    }


def _find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """While the candidate is undecided, and a referral that the member has endorsed is open."""
    ids = {each.subject_id for each in follow_ups}
    known = candidates.find_many(context.transaction, context.workspace.id, ids)
    undecided = [
        each
        for each in follow_ups
        if (candidate := known.get(each.subject_id)) is not None and candidate.undecided
    ]
    endorsed = _find_endorsed(context, undecided)
    return {
        id_ for id_, pairs in endorsed.items() if any(not referral.ended for referral, _ in pairs)
    }


def _load_items(
    context: Context, _viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    """The referral that is shown is the oldest open one, else the oldest."""
    endorsed = _find_endorsed(context, follow_ups)
    items = {}
    for each in follow_ups:
        pairs = endorsed[each.id]
        if pairs:
            still_open = [pair for pair in pairs if not pair[0].ended]
            referral, voice = (still_open or pairs)[0]
            items[each.id] = NudgeItem(each, referral, voice.candidate_name)
    return items


CONSENT = KindOfFollowUp(_find_applicable, _load_items, next_by_cadence)
