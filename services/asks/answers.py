"""The asked person answers an ask: they vouch, allow a mention, suggest someone else, or decline.

Starts from a button or form of the asked person, ends with the ask finished. The first answer
counts. If the asker asked on their own behalf, `decisions` stores what they do with the vouch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.asks import ANSWERED_STATES, Ask, AskState, VouchText
from domain.endorsements import Endorsement, Evidence
from domain.errors import AlreadyAnsweredError, FieldError, NotAllowedError, NotFoundError
from domain.members import find_choice_problem
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

    Raises `NotAllowedError`, `AlreadyAnsweredError`, and `NotFoundError`, also for an ask that was
    withdrawn or closed, and for a private ask that is not addressed to the actor.
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
) -> list[referrals.SubmittedLead]:
    """Submits the leads of the asked person, or a second vouch if the ask is about a referral.

    The ask is linked to the first of the referrals. Raises what `find_ask_to_answer` and
    `submit_leads` raise.
    """
    ask = find_ask_to_answer(context, ask_id)
    if ask.is_own:  # `answer_with_text` answers it.
        raise NotFoundError("ask")
    referral = _find_referral(context, ask)
    if referral is None:
        submitted = referrals.submit_leads(context, leads)
    else:
        lead = replace(
            leads[0],
            opening_id=referral.opening_id,
            email=None,
            profile_url=None,
            consent=Consent.NOT_YET,  # The first advocate asks for consent.
        )
        submitted = [referrals.add_second_vouch(context, lead, referral)]
    first_referral = submitted[0].referral
    asks.set_referral(context.transaction, context.workspace.id, ask.id, first_referral.id)
    answered = _settle_ask(context, replace(ask, referral_id=first_referral.id), AskState.VOUCHED)
    # An owner who asked sees the vouch on the card of the referral, and needs no other message.
    closing.finish_ask(context, answered, notify_asker=ask.asker != first_referral.owner)
    return submitted


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
    """Selects the commitments that the asker hoped for, unless the advocate has made some."""
    endorsement = page.endorsement
    if page.commitments:
        return page
    workspace_id = page.referral.workspace_id
    ask = asks.find_vouched(
        context.transaction, workspace_id, endorsement.referral_id, endorsement.advocate
    )
    if ask is None:
        return page
    evidence = replace(endorsement.evidence, commitments=ask.helps)
    return replace(page, endorsement=replace(endorsement, evidence=evidence))


def answer_with_mention(context: Context, ask_id: int) -> Ask:
    """Lets the asker mention that the actor knows the candidate.

    Raises what `find_ask_to_answer` raises.
    """
    ask = find_ask_to_answer(context, ask_id)
    referral_id = ask.referral_id
    if referral_id is None and not ask.is_own:
        referral_id = asks.find_referral_of_asker(context.transaction, context.workspace.id, ask)
        if referral_id is not None:
            asks.set_referral(context.transaction, context.workspace.id, ask.id, referral_id)
    answered = _settle_ask(context, replace(ask, referral_id=referral_id), AskState.MENTION)
    closing.finish_ask(context, answered)
    return answered


def decline_ask(context: Context, ask_id: int) -> Ask:
    """Declines an ask without a reason. Raises what `find_ask_to_answer` raises."""
    answered = _settle_ask(context, find_ask_to_answer(context, ask_id), AskState.PASSED)
    closing.finish_ask(context, answered)
    return answered


def answer_not_me(context: Context, ask_id: int, suggested: str | None) -> Ask:
    """Answers that the actor is the wrong person to ask. `suggested` is a better one, if any.

    Raises what `find_ask_to_answer` raises, and `FieldError("suggested")`.
    """
    ask = find_ask_to_answer(context, ask_id)
    if suggested is not None:
        _check_suggested(context, ask, suggested)
    answered = _settle_ask(context, ask, AskState.NOT_ME, suggested)
    closing.finish_ask(context, answered)
    return answered


def _check_suggested(context: Context, ask: Ask, suggested: str) -> None:
    member = members.find(context.transaction, ask.workspace_id, suggested)
    if suggested == ask.asked:
        raise FieldError("suggested", "yourself")
    if suggested == ask.asker:
        raise FieldError("suggested", "the_asker")
    if problem := find_choice_problem(member):
        raise FieldError("suggested", problem, suggested)


def answer_with_text(context: Context, ask_id: int, vouch_text: VouchText) -> Ask:
    """Vouches for a colleague who asked on their own behalf. Only that colleague can read the text.

    Raises what `find_ask_to_answer` raises, and `FormError`.
    """
    ask = find_ask_to_answer(context, ask_id)
    if not ask.is_own:
        raise NotFoundError("ask")
    referrals.check_evidence(vouch_text.evidence)
    workspace_id = context.workspace.id
    if not asks.settle(
        context.transaction,
        workspace_id,
        ask.id,
        AskState.VOUCHED,
        context.now,
        vouch_text=vouch_text,
    ):
        raise AlreadyAnsweredError("ask", context.actor.user_id)
    answered = replace(ask, state=AskState.VOUCHED, vouch_text=vouch_text)
    closing.finish_ask(context, answered)
    return answered


def _settle_ask(context: Context, ask: Ask, state: AskState, suggested: str | None = None) -> Ask:
    workspace_id = ask.workspace_id
    if not asks.settle(
        context.transaction, workspace_id, ask.id, state, context.now, suggested=suggested
    ):
        raise AlreadyAnsweredError("ask", ask.asked)
    return replace(ask, state=state, suggested=suggested)
