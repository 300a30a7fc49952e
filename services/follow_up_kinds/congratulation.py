"""Follow-ups that ask an advocate whether they and their new colleague may be congratulated.

They are due on the new colleague's first day, with one reminder. Without an answer nothing is
posted. `subject_id` is the id of the referral.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.congratulations import choose_channel
from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Viewer
from services.context import Context
from services.follow_up_kinds.hires import find_about_current_colleagues, find_hires, remind_once
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.referral_rows import load_referral_rows
from storage import congratulations, openings


def _find_unasked(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    ids = {each.subject_id for each in follow_ups}
    asked = congratulations.find_many(context.transaction, context.workspace.id, ids)
    applicable = find_about_current_colleagues(context, follow_ups)
    return {
        each.id for each in follow_ups if each.id in applicable and each.subject_id not in asked
    }


def _load_items(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    transaction, workspace_id = context.transaction, context.workspace.id
    rows, hires = load_referral_rows(context, follow_ups), find_hires(context, follow_ups)
    asked = congratulations.find_many(transaction, workspace_id, rows.referrals)
    opening_ids = {each.opening_id for each in rows.referrals.values() if each.opening_id}
    known = openings.find_many(transaction, workspace_id, opening_ids)
    items = {}
    for each in follow_ups:
        referral = rows.referral_of(each)
        name = rows.name_written_by(viewer.user_id, referral) if referral else None
        if referral is None or name is None:
            continue
        found = asked.get(referral.id)
        opening = known.get(referral.opening_id) if referral.opening_id else None
        announced_in = opening.channels if opening is not None else ()
        items[each.id] = NudgeItem(
            each,
            referral,
            name,
            hire=hires.get(each.id),
            congratulation=found,
            channel=(
                found.channel
                if found
                else choose_channel(context.policy.thanks_channel, announced_in)
            ),
        )
    return items


CONGRATULATION = KindOfFollowUp(_find_unasked, _load_items, remind_once, is_listed_early=False)
