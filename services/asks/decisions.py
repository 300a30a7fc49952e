"""Someone who asked to be referred decides whether a colleague's vouch becomes a referral.

The colleague (`Ask.asked`) answered the ask with a vouch that only the asker has read.
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
    """Turns a vouch for the actor into a referral, with the asked colleague as its advocate.

    Raises `NotFoundError` (also if the colleague has left), `NotAllowedError`,
    `OpeningNotFoundError`, `OpeningNotOpenError`, `NoOwnerError`, `FormError`, and
    `AlreadyAnsweredError` if the vouch is a referral already.
    """
    ask = find_own_ask(context, ask_id)
    if ask.is_own and ask.decision is Decision.GO_AHEAD:
        raise AlreadyAnsweredError("went_ahead", ask.asked)
    vouch_text = ask.vouch_text
    if not ask.awaits_asker or vouch_text is None:
        raise NotFoundError("ask")
    lead = Lead(
        opening_id=ask.opening_id,
        name=ask.candidate_name,
        email=ask.email,
        profile_url=ask.profile_url,
        relationship=vouch_text.relationship,
        consent=Consent.AGREED,
    )
    advocate_context = replace(context, actor=_find_advocate(context, ask))
    submitted = referrals.submit_lead(
        advocate_context, lead, candidate_user_id=context.actor.user_id
    )
    referral = submitted.referral
    referrals.endorse(advocate_context, referral.id, vouch_text.evidence)
    transaction, workspace_id = context.transaction, context.workspace.id
    if not asks.save_decision(transaction, workspace_id, ask.id, Decision.GO_AHEAD):
        raise AlreadyAnsweredError("went_ahead", ask.asked)
    asks.set_referral(transaction, workspace_id, ask.id, referral.id)
    history.add_line(context, "referral.agreed", "referral", referral.id)
    closing.queue_edits_about(context, ask)
    return referral


def _find_advocate(context: Context, ask: Ask) -> Actor:
    """The asked colleague with their roles. Raises `NotFoundError` if they have left."""
    member = members.find(context.transaction, context.workspace.id, ask.asked)
    advocate = build_actor(context.transaction, member, context.policy) if member else None
    if advocate is None or not advocate.has_role(Role.MEMBER):
        raise NotFoundError("ask")
    return advocate


def keep_vouch_private(context: Context, ask_id: int) -> Ask:
    """Stores that the vouch is not a referral for now. The actor may change their mind later.

    Raises `NotAllowedError`, and `NotFoundError` if the ask does not wait for the actor's decision.
    """
    ask = find_own_ask(context, ask_id)
    if not ask.awaits_asker:
        raise NotFoundError("ask")
    asks.save_decision(context.transaction, context.workspace.id, ask.id, Decision.NOT_NOW)
    outbox.queue_edits(context, (AskAnswered,), ask.id)
    return ask
