"""Follow-ups that ask the advocate how an interview went, while the candidate interviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Viewer
from domain.stages import Stage
from services.context import Context
from services.follow_up_kinds.cadences import next_cadence_time
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.referral_rows import load_progress, load_referral_rows


def _find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    return {
        follow_up_id
        for follow_up_id, progress in load_progress(context, follow_ups).items()
        if progress.stage is Stage.INTERVIEWING
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


INTERVIEW = KindOfFollowUp(
    find_applicable=_find_applicable,
    load_items=_load_items,
    next_nudge_time=next_cadence_time,
)
