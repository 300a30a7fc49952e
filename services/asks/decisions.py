"""Someone who asked on their own behalf decides whether the vouch becomes a referral.

Starts from an ask that the colleague has answered with a vouch.
"""

from __future__ import annotations

from dataclasses import replace

from domain.asks import Ask, Decision
from domain.errors import AlreadyAnsweredError, NotFoundError
from domain.members import Actor, Role
from domain.messages import AskAnswered
from domain.referrals import Consent, Lead, Referral
from services import history, outbox, referrals
from services.asks import closing
from services.asks.own_asks import find_own_ask
from services.context import Context
from services.people import build_actor
from storage import members
from storage.asks import asks


def put_asker_forward(context: Context, ask_id: int) -> Referral:
    """Turns a vouch for the actor into a referral, with the asked person as its advocate.

    Raises `NotFoundError`, `NotAllowedError`, `OpeningNotFoundError`, `OpeningNotOpenError`,
    `NoOwnerError`, `FormError`, and `AlreadyAnsweredError` if the vouch is a referral already.
    """
    ask = find_own_ask(context, ask_id)
    if ask.is_own and ask.decision is Decision.GO_AHEAD:
        raise AlreadyAnsweredError("went_ahead", ask.asked)
    vouch = ask.vouch_text
    if not ask.awaits_asker or vouch is None:
        raise NotFoundError("ask")
    lead = Lead(
        opening_id=ask.opening_id,
        name=ask.candidate_name,
        email=ask.email,
        profile_url=ask.profile_url,
        relationship=vouch.relationship,
        consent=Consent.AGREED,
    )
    advocate_context = replace(context, actor=_find_advocate(context, ask))
    submitted = referrals.submit_lead(
        advocate_context, lead, candidate_user_id=context.actor.user_id
    )
    referral = submitted.referral
    referrals.endorse(advocate_context, referral.id, vouch.evidence)
    transaction, workspace_id = context.transaction, context.workspace.id
    if not asks.save_decision(transaction, workspace_id, ask.id, Decision.GO_AHEAD):
        raise AlreadyAnsweredError("went_ahead", ask.asked)
    asks.set_referral(transaction, workspace_id, ask.id, referral.id)
    history.add_line(context, "referral.agreed", "referral", referral.id)
    closing.queue_edits_about(context, ask)
    return referral


def _find_advocate(context: Context, ask: Ask) -> Actor:
    """The asked person with their roles. Raises `NotFoundError` if they have left."""
    member = members.find(context.transaction, context.workspace.id, ask.asked)
    advocate = build_actor(context.transaction, member, context.policy) if member else None
    if advocate is None or not advocate.has_role(Role.MEMBER):
        raise NotFoundError("ask")
    return advocate


def keep_vouch_private(context: Context, ask_id: int) -> Ask:
    """Keeps the vouch between the actor and the asked person. It may become a referral later.

    Raises `NotFoundError` and `NotAllowedError`.
    """
    ask = find_own_ask(context, ask_id)
    if not ask.awaits_asker:
        raise NotFoundError("ask")
    asks.save_decision(context.transaction, context.workspace.id, ask.id, Decision.NOT_NOW)
    outbox.queue_edits(context, (AskAnswered,), ask.id)
    return ask
