"""Loads the messages about openings that have ended, and about referrals that moved on from one."""

from __future__ import annotations

from domain.bonus.pages import BonusOffer
from domain.endings import EndingKind
from domain.message_payload import Delivery
from domain.messages import OpeningEnded, OpeningPaused, ReferralKeptOpen, ReferralMoved
from domain.news_pages import KeptOpenPage
from domain.outcomes import Dropped
from domain.pages import AdvocatePage, ErasedPage, MovedPage, OpeningEndedPage
from domain.pause_pages import PausedPage
from domain.permissions import may_manage
from services import bonus
from services.context import Context
from services.message_pages import load_for_advocate
from services.people import build_actor, build_viewer
from storage import endings, members, openings


def load_referral_moved(
    context: Context, payload: ReferralMoved, delivery: Delivery
) -> MovedPage | ErasedPage | Dropped:
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    return MovedPage(page, payload.from_ref, _find_offer(context, page))


def _find_offer(context: Context, page: AdvocatePage) -> BonusOffer | None:
    """The bonus that the advocate gets through the move.

    None if the new opening has no bonus, or if the earlier terms still apply.
    """
    referral, advocate = page.referral, page.endorsement.advocate
    opening = openings.find(context.transaction, context.workspace.id, referral.opening_id or 0)
    frozen = bonus.find_own_bonuses(context, {referral.id: advocate}).get(referral.id)
    if opening is None or frozen is None or frozen.rule_changed:
        return None
    exclusion = next((part.exclusion for part in frozen.parts if part.exclusion), None)
    return BonusOffer(opening, frozen.rule, exclusion)


def load_kept_open(
    context: Context, payload: ReferralKeptOpen, delivery: Delivery
) -> KeptOpenPage | ErasedPage | Dropped:
    """Loads the news. It is dropped if the referral no longer stays open until that day."""
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    workspace_id, opening_id = context.workspace.id, page.referral.opening_id or 0
    opening = openings.find(context.transaction, workspace_id, opening_id)
    if opening is None:
        return Dropped("opening_gone")
    planned = endings.list_by_opening(context.transaction, workspace_id, opening_id)
    decision = planned[page.referral.id].decision if page.referral.id in planned else None
    is_true = decision and (decision.kind, decision.until) == (EndingKind.KEEP, payload.until)
    if not is_true and not delivery.is_edit:
        return Dropped("overtaken")
    return KeptOpenPage(page, opening, payload.until)


def load_opening_paused(
    context: Context, payload: OpeningPaused, delivery: Delivery
) -> PausedPage | ErasedPage | Dropped:
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    opening_id = page.referral.opening_id or 0
    opening = openings.find(context.transaction, context.workspace.id, opening_id)
    if opening is None:
        return Dropped("opening_gone")
    is_true = (opening.status, opening.paused_until) == (payload.status, payload.until)
    return PausedPage(page, opening) if is_true or delivery.is_edit else Dropped("overtaken")


def load_opening_ended(
    context: Context, payload: OpeningEnded, delivery: Delivery
) -> OpeningEndedPage | Dropped:
    """Loads the question how the open referrals end.

    It is dropped if they are all decided, or if the recipient may not decide.
    """
    workspace_id = context.workspace.id
    opening = openings.find(context.transaction, workspace_id, payload.subject_id)
    member = members.find(context.transaction, workspace_id, delivery.recipient)
    if opening is None or member is None:
        return Dropped("opening_gone")
    actor = build_actor(context.transaction, member, context.policy)
    undecided = [
        planned.due_at
        for planned in endings.list_by_opening(
            context.transaction, workspace_id, opening.id
        ).values()
        if planned.decision is None
    ]
    if not may_manage(actor, opening):
        undecided = []
    if not delivery.is_edit and not undecided:
        return Dropped("nothing_to_decide")
    viewer = build_viewer(context, delivery.recipient)
    return OpeningEndedPage(viewer, opening, len(undecided), min(undecided, default=None))
