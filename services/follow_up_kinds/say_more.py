"""Follow-ups that ask the advocate of a lead for evidence, while the referral is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.endorsements import Depth
from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Viewer
from services.context import Context
from services.follow_up_kinds.cadences import next_cadence_time
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.referral_rows import load_referral_rows


def _find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """At most one follow-up for each candidate and advocate: the form is about all their roles."""
    rows = load_referral_rows(context, follow_ups)
    first: dict[tuple[str, int], int] = {}
    for each in follow_ups:
        referral = rows.referral_of(each)
        if referral is None or referral.ended:
            continue
        endorsement = rows.endorsement_by(each.member, referral)
        if endorsement is not None and endorsement.depth is Depth.LEAD:
            first.setdefault((each.member, referral.candidate.id), each.id)
    return set(first.values())


def _load_items(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    rows = load_referral_rows(context, follow_ups)
    return {
        each.id: NudgeItem(each, referral, name)
        for each in follow_ups
        if (referral := rows.referral_of(each)) is not None
        and (name := rows.name_written_by(viewer.user_id, referral)) is not None
    }


SAY_MORE = KindOfFollowUp(_find_applicable, _load_items, next_cadence_time)
