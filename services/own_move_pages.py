"""Loads the news about an own move, for the colleague who wants to move within the company."""

from __future__ import annotations

from domain.message_payload import Delivery
from domain.messages import OwnMoveChanged
from domain.outcomes import Dropped
from domain.own_move_pages import OwnMovePage
from domain.pages import ErasedPage
from services.context import Context
from services.message_pages import load_erased
from services.people import build_viewer
from services.untold_stages import find_untold_stages
from storage import referrals
from storage.asks import asks
from storage.outbox import is_superseded


def load_own_move(
    context: Context, payload: OwnMoveChanged, delivery: Delivery
) -> OwnMovePage | ErasedPage | Dropped:
    referral = referrals.find(context.transaction, context.workspace.id, payload.subject_id)
    if referral is None:
        return Dropped("referral_gone")
    if referral.candidate.erased_at is not None:
        return load_erased(context, referral, delivery)
    own = asks.list_own_by_referral(context.transaction, context.workspace.id, referral.id)
    ask = next((each for each in own if each.asker == delivery.recipient), None)
    if ask is None or ask.is_private:
        return Dropped("ask_gone")
    is_past = referral.stage is not payload.stage or is_superseded(
        context.transaction, context.workspace.id, delivery.intent_id, [payload.kind]
    )
    if is_past and not delivery.is_edit:
        return Dropped("overtaken")
    untold = find_untold_stages(context, referral, delivery, since=referral.created_at)
    return OwnMovePage(build_viewer(context, delivery.recipient), referral, ask, untold)
