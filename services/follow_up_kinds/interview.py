"""The candidate interviews: the advocate is asked how it went, while that stage lasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Viewer
from domain.stages import Stage
from services.context import Context
from services.follow_up_kinds.cadences import next_by_cadence
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.referral_rows import load_referral_rows
from storage import referrals


def _find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    ids = {each.referral_id for each in follow_ups if each.referral_id is not None}
    progress = referrals.find_progress(context.transaction, context.workspace.id, ids)
    return {
        each.id
        for each in follow_ups
        if (found := progress.get(each.referral_id or 0)) is not None
        and found.stage is Stage.INTERVIEWING
    }


def _load_items(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    rows = load_referral_rows(context, follow_ups)
    return {
        each.id: NudgeItem(each, referral, endorsement.candidate_name)
        for each in follow_ups
        if (referral := rows.referral_of(each)) is not None
        and (endorsement := rows.endorsement_by(viewer.user_id, referral)) is not None
    }


INTERVIEW = KindOfFollowUp(_find_applicable, _load_items, next_by_cadence)
