"""Loads what messages about paused and ended openings show, and about what becomes of referrals.

A message that is no longer true is `Dropped`. One that was posted already is only edited.
"""

from __future__ import annotations

from datetime import datetime

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
    """Loads the news for an advocate that their referral moved to another opening."""
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    return MovedPage(page, payload.from_ref, _find_bonus_offer(context, page))


def _find_bonus_offer(context: Context, page: AdvocatePage) -> BonusOffer | None:
    """The terms of the new opening's bonus for the advocate.

    None if there is no bonus, or if the terms of the former opening still apply.
    """
    referral, advocate = page.referral, page.endorsement.advocate
    opening = openings.find(context.transaction, context.workspace.id, referral.opening_id or 0)
    own_bonus = bonus.find_own_bonuses(context, {referral.id: advocate}).get(referral.id)
    if opening is None or own_bonus is None or own_bonus.rule_changed:
        return None
    exclusion = next((part.exclusion for part in own_bonus.parts if part.exclusion), None)
    return BonusOffer(opening, own_bonus.rule, exclusion)


def load_kept_open(
    context: Context, payload: ReferralKeptOpen, delivery: Delivery
) -> KeptOpenPage | ErasedPage | Dropped:
    """Loads the news for an advocate that their referral stays open, though the opening has ended.

    It is dropped if the referral no longer stays open until `payload.until`.
    """
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    workspace_id, opening_id = context.workspace.id, page.referral.opening_id or 0
    opening = openings.find(context.transaction, workspace_id, opening_id)
    if opening is None:
        return Dropped("opening_gone")
    planned_endings = endings.list_by_opening(context.transaction, workspace_id, opening_id)
    planned = planned_endings.get(page.referral.id)
    decision = planned.decision if planned else None
    is_still_kept = (
        decision is not None
        and decision.kind is EndingKind.KEEP
        and decision.until == payload.until
    )
    if not is_still_kept and not delivery.is_edit:
        return Dropped("overtaken")
    return KeptOpenPage(page, opening, payload.until)


def load_opening_paused(
    context: Context, payload: OpeningPaused, delivery: Delivery
) -> PausedPage | ErasedPage | Dropped:
    """Loads the news for an advocate that the opening of their referral is paused.

    It is dropped if the opening is no longer paused until `payload.until`.
    """
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    opening_id = page.referral.opening_id or 0
    opening = openings.find(context.transaction, context.workspace.id, opening_id)
    if opening is None:
        return Dropped("opening_gone")
    is_unchanged = (opening.status, opening.paused_until) == (payload.status, payload.until)
    if not is_unchanged and not delivery.is_edit:
        return Dropped("overtaken")
    return PausedPage(page, opening)


def load_opening_ended(
    context: Context, payload: OpeningEnded, delivery: Delivery
) -> OpeningEndedPage | Dropped:
    """Loads the question what becomes of the open referrals of an ended opening.

    It is dropped if all are decided, or if the recipient may not decide.
    """
    workspace_id = context.workspace.id
    opening = openings.find(context.transaction, workspace_id, payload.subject_id)
    member = members.find(context.transaction, workspace_id, delivery.recipient)
    if opening is None or member is None:
        return Dropped("opening_gone")
    actor = build_actor(context.transaction, member, context.policy)
    deadlines: list[datetime] = []  # one for each referral that the recipient can decide about
    if may_manage(actor, opening):
        planned = endings.list_by_opening(context.transaction, workspace_id, opening.id)
        deadlines = [each.due_at for each in planned.values() if each.decision is None]
    if not delivery.is_edit and not deadlines:
        return Dropped("nothing_to_decide")
    return OpeningEndedPage(
        build_viewer(context, delivery.recipient),
        opening,
        undecided=len(deadlines),
        decide_by=min(deadlines, default=None),
    )
