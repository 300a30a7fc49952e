"""The colleague who is asked answers: they vouch, allow a mention, name someone else, or decline.

The first answer ends the ask. An "own" ask is one in which the asker asks on their own behalf. Only
the two colleagues know of it, and `decisions` stores what the asker does with the vouch.
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

    Raises `NotAllowedError` if somebody else is asked, and `AlreadyAnsweredError`. Raises
    `NotFoundError` also for an ask that was withdrawn or closed, and for somebody else's own ask.
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
    """Submits the actor's leads, one for each opening that they chose in the form.

    If the ask is about a referral, there is one lead, and it becomes a second vouch on that
    referral. The ask is linked to the first referral that the leads lead to. Raises what
    `find_ask_to_answer` and `submit_leads` raise.
    """
    ask = find_ask_to_answer(context, ask_id)
    if ask.is_own:  # answered by `answer_with_text`
        raise NotFoundError("ask")
    referral = _find_referral(context, ask)
    if referral is None:
        submitted = referrals.submit_leads(context, leads)
    else:
        lead = replace(
            leads[0],
            opening_id=referral.opening_id,
            email=None,  # the candidate's contact is known already
            profile_url=None,
            consent=Consent.NOT_YET,  # the first advocate asks for it
        )
        submitted = [referrals.add_second_vouch(context, lead, referral)]
    first_referral = submitted[0].referral
    asks.set_referral(context.transaction, context.workspace.id, ask.id, first_referral.id)
    answered = _settle_ask(context, replace(ask, referral_id=first_referral.id), AskState.VOUCHED)
    # An owner who asked sees the vouch on the card of the referral, and needs no other message.
    closing.finish_ask(context, answered, notify_asker=ask.asker != first_referral.owner)
    return submitted


def _find_referral(context: Context, ask: Ask) -> Referral | None:
    """The referral that the ask is about. None if the asked person would be the first advocate."""
    if ask.referral_id is None:
        return None
    referral = stored_referrals.find(context.transaction, ask.workspace_id, ask.referral_id)
    if referral is None:
        raise NotFoundError("ask")
    return referral


def prefill_from_ask(context: Context, endorsement: Endorsement) -> Endorsement:
    """Fills empty evidence with the draft and the help that the asker suggested, if any."""
    if endorsement.evidence != Evidence():
        return endorsement
    ask = asks.find_ask_vouched_by(
        context.transaction, context.workspace.id, endorsement.referral_id, endorsement.advocate
    )
    if ask is None:
        return endorsement
    evidence = replace(endorsement.evidence, saw=ask.draft, commitments=ask.helps)
    return replace(endorsement, evidence=evidence)


def preselect_requested_help(context: Context, page: AdvocatePage) -> AdvocatePage:
    """Selects the help that the asker suggested, unless the advocate has made commitments."""
    if page.commitments:
        return page
    endorsement = page.endorsement
    workspace_id = page.referral.workspace_id
    ask = asks.find_ask_vouched_by(
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
    """Declines, without giving a reason. Raises what `find_ask_to_answer` raises."""
    answered = _settle_ask(context, find_ask_to_answer(context, ask_id), AskState.PASSED)
    closing.finish_ask(context, answered)
    return answered


def answer_not_me(context: Context, ask_id: int, suggested: str | None) -> Ask:
    """Answers that the actor is the wrong person to ask.

    `suggested` is the user id of somebody to ask instead, or None.

    Raises what `find_ask_to_answer` raises, and `FieldError("suggested")`.
    """
    ask = find_ask_to_answer(context, ask_id)
    if suggested is not None:
        _check_suggested(context, ask, suggested)
    answered = _settle_ask(context, ask, AskState.NOT_ME, suggested=suggested)
    closing.finish_ask(context, answered)
    return answered


def _check_suggested(context: Context, ask: Ask, suggested: str) -> None:
    if suggested == ask.asked:
        raise FieldError("suggested", "yourself")
    if suggested == ask.asker:
        raise FieldError("suggested", "the_asker")
    member = members.find(context.transaction, ask.workspace_id, suggested)
    if problem := find_choice_problem(member):
        raise FieldError("suggested", problem, suggested)


def answer_with_text(context: Context, ask_id: int, vouch_text: VouchText) -> Ask:
    """Vouches for the asker of an own ask. Only the asker can read the text.

    Raises what `find_ask_to_answer` raises, and `FormError`.
    """
    ask = find_ask_to_answer(context, ask_id)
    if not ask.is_own:
        raise NotFoundError("ask")
    referrals.check_evidence(vouch_text.evidence)
    answered = _settle_ask(context, ask, AskState.VOUCHED, vouch_text=vouch_text)
    closing.finish_ask(context, answered)
    return answered


def _settle_ask(
    context: Context,
    ask: Ask,
    state: AskState,
    *,
    suggested: str | None = None,
    vouch_text: VouchText | None = None,
) -> Ask:
    """Stores the answer. Raises `AlreadyAnsweredError` if another answer was stored meanwhile."""
    if not asks.settle(
        context.transaction,
        ask.workspace_id,
        ask.id,
        state,
        context.now,
        suggested=suggested,
        vouch_text=vouch_text,
    ):
        raise AlreadyAnsweredError("ask", ask.asked)
    return replace(ask, state=state, suggested=suggested, vouch_text=vouch_text)
