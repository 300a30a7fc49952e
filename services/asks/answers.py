"""The asked person answers an ask: they vouch, allow a mention, suggest somebody else, or decline.

Starts from a button or form of the asked person, ends with the ask finished. The first answer
counts. What the asker does with a vouch on their own behalf is in `decisions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.asks import ANSWERED_STATES, Ask, AskState, VouchText
from domain.endorsements import Endorsement, Evidence
from domain.errors import AlreadyAnsweredError, FieldError, NotAllowedError, NotFoundError
from domain.members import choice_problem
from domain.pages import AdvocatePage
from domain.referrals import Consent, Lead, Referral
from services import referrals
from services.asks import closing
from services.context import Context
from storage import members
from storage import referrals as stored_referrals
from storage.asks import asks


def find_ask_to_answer(context: Context, ask_id: int) -> Ask:
    """Finds an ask that waits for the actor's answer.

    Raises `NotAllowedError`, `AlreadyAnsweredError`, and `NotFoundError`, also where the ask was
    withdrawn or closed.
    """
    ask = asks.find(context.transaction, context.workspace.id, ask_id)
    if ask is None or (ask.is_own and ask.asked != context.actor.user_id):
        raise NotFoundError("ask")
    if ask.asked != context.actor.user_id:
        raise NotAllowedError("answer_follow_up", ask.asked)
    if ask.state in ANSWERED_STATES:
        raise AlreadyAnsweredError("ask", context.actor.user_id)
    if not ask.is_open:
        raise NotFoundError("ask")
    return ask


def answer_with_vouch(
    context: Context, ask_id: int, leads: Sequence[Lead]
) -> list[referrals.Submitted]:
    """The asked person puts the candidate forward, or adds a second vouch.

    The ask belongs to the first of the referrals. Raises as `find_ask_to_answer` and
    `submit_leads`.
    """
    ask = find_ask_to_answer(context, ask_id)
    if ask.is_own:
        raise NotFoundError("ask")
    referral = _find_referral(context, ask)
    if referral is None:
        done = referrals.submit_leads(context, leads)
    else:
        candidate = referral.candidate
        lead = replace(
            leads[0],
            opening_id=referral.opening_id,
            email=candidate.email,
            profile_url=candidate.profile_url,
            consent=Consent.NOT_YET,  # The first advocate asks for consent.
        )
        done = [referrals.add_second_vouch(context, lead, referral)]
    first = done[0].referral
    asks.set_referral(context.transaction, context.workspace.id, ask.id, first.id)
    answered = _settle(context, replace(ask, referral_id=first.id), AskState.VOUCHED)
    # An owner who asked reads the vouch on the card, and needs no other message.
    closing.finish_ask(context, answered, tell=ask.asker != first.owner)
    return done


def _find_referral(context: Context, ask: Ask) -> Referral | None:
    if ask.referral_id is None:
        return None
    referral = stored_referrals.find(context.transaction, ask.workspace_id, ask.referral_id)
    if referral is None:
        raise NotFoundError("ask")
    return referral


def prefill_from_ask(context: Context, endorsement: Endorsement) -> Endorsement:
    """Fills an endorsement without evidence with the draft of the ask that led to it."""
    if endorsement.evidence != Evidence():
        return endorsement
    ask = asks.find_vouched(
        context.transaction, context.workspace.id, endorsement.referral_id, endorsement.advocate
    )
    if ask is None:
        return endorsement
    evidence = replace(endorsement.evidence, saw=ask.draft, commitments=ask.helps)
    return replace(endorsement, evidence=evidence)


def preselect_requested_help(context: Context, page: AdvocatePage) -> AdvocatePage:
    """Ticks the help that the asker hoped for, unless the advocate has made commitments before."""
    endorsement = page.endorsement
    if page.commitments:
        return page
    ws = page.referral.workspace_id
    ask = asks.find_vouched(context.transaction, ws, endorsement.referral_id, endorsement.advocate)
    if ask is None:
        return page
    evidence = replace(endorsement.evidence, commitments=ask.helps)
    return replace(page, endorsement=replace(endorsement, evidence=evidence))


def answer_with_mention(context: Context, ask_id: int) -> Ask:
    """The asker may mention that the actor knows the candidate. Raises as `find_ask_to_answer`."""
    ask = find_ask_to_answer(context, ask_id)
    referral_id = ask.referral_id
    if referral_id is None and not ask.is_own:
        referral_id = asks.find_referral_of_asker(context.transaction, context.workspace.id, ask)
        if referral_id is not None:
            asks.set_referral(context.transaction, context.workspace.id, ask.id, referral_id)
    answered = _settle(context, replace(ask, referral_id=referral_id), AskState.MENTION)
    closing.finish_ask(context, answered)
    return answered


def decline(context: Context, ask_id: int) -> Ask:
    """The actor declines without a reason. Raises as `find_ask_to_answer`."""
    answered = _settle(context, find_ask_to_answer(context, ask_id), AskState.PASSED)
    closing.finish_ask(context, answered)
    return answered


def answer_not_me(context: Context, ask_id: int, suggested: str | None) -> Ask:
    """The actor is not the right person, and may suggest somebody who is.

    Raises as `find_ask_to_answer`, and `FieldError("suggested")`.
    """
    ask = find_ask_to_answer(context, ask_id)
    if suggested is not None:
        _check_suggested(context, ask, suggested)
    answered = _settle(context, ask, AskState.NOT_ME, suggested)
    closing.finish_ask(context, answered)
    return answered


def _check_suggested(context: Context, ask: Ask, suggested: str) -> None:
    member = members.find(context.transaction, ask.workspace_id, suggested)
    if suggested == ask.asked:
        raise FieldError("suggested", "yourself")
    if suggested == ask.asker:
        raise FieldError("suggested", "the_asker")
    if problem := choice_problem(member):
        raise FieldError("suggested", problem)


def answer_with_text(context: Context, ask_id: int, words: VouchText) -> Ask:
    """Vouches for a colleague who asked on their own behalf. Nobody else can read the text.

    Raises as `find_ask_to_answer`, and `FormError`.
    """
    ask = find_ask_to_answer(context, ask_id)
    if not ask.is_own:
        raise NotFoundError("ask")
    referrals.check_evidence(words.evidence)
    ws = context.workspace.id
    if not asks.settle(context.transaction, ws, ask.id, AskState.VOUCHED, context.now, words=words):
        raise AlreadyAnsweredError("ask", context.actor.user_id)
    answered = replace(ask, state=AskState.VOUCHED, vouch_text=words)
    closing.finish_ask(context, answered)
    return answered


def _settle(context: Context, ask: Ask, state: AskState, suggested: str | None = None) -> Ask:
    ws = ask.workspace_id
    if not asks.settle(context.transaction, ws, ask.id, state, context.now, suggested=suggested):
        raise AlreadyAnsweredError("ask", ask.asked)
    return replace(ask, state=state, suggested=suggested)
