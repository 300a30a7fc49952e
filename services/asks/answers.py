"""The asked person answers: vouch, mention my name, not the right person, pass.

And the asker's own word on a vouch for themselves: go ahead, or not now. The first answer stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.asks import ANSWERS, Ask, AskState, VouchText
from domain.endorsements import Endorsement, Evidence
from domain.errors import AlreadyAnsweredError, FieldError, NotAllowedError, NotFoundError
from domain.members import choice_problem
from domain.pages import AdvocatePage
from domain.referrals import Consent, Lead, Referral
from services import referrals
from services.asks import closing
from services.context import Context
from storage import members
from storage import referrals as stored
from storage.asks import asks


def find_ask_to_answer(context: Context, ask_id: int) -> Ask:
    """An ask that waits for the actor's answer.

    Raises `AlreadyAnsweredError`, `NotFoundError` where it was withdrawn or closed,
    `NotAllowedError`.
    """
    found = asks.find(context.transaction, context.workspace.id, ask_id)
    if found is None or (found.is_own and found.asked != context.actor.user_id):
        raise NotFoundError("ask")
    if found.asked != context.actor.user_id:
        raise NotAllowedError("answer_follow_up", found.asked)
    if found.state in ANSWERS:
        raise AlreadyAnsweredError("ask", context.actor.user_id)
    if not found.is_open:
        raise NotFoundError("ask")
    return found


def answer_with_vouch(
    context: Context, ask_id: int, leads: Sequence[Lead]
) -> list[referrals.Submitted]:
    """The asked person puts the candidate forward, or stands beside whoever did.

    The ask belongs to the first of the referrals. Raises as `find_ask_to_answer`, and as `submit_leads`.
    """
    found = find_ask_to_answer(context, ask_id)
    if found.is_own:
        raise NotFoundError("ask")
    referral = _find_referral(context, found)
    if referral is None:
        done = referrals.submit_leads(context, leads)
    else:
        candidate = referral.candidate
        lead = replace(
            leads[0],
            opening_id=referral.opening_id,
            email=candidate.email,
            profile_url=candidate.profile_url,
            consent=Consent.NOT_YET,  # between the candidate and the first advocate
        )
        done = [referrals.add_second_vouch(context, lead, referral)]
    first = done[0].referral
    asks.set_referral(context.transaction, context.workspace.id, found.id, first.id)
    ended = _settle(context, replace(found, referral_id=first.id), AskState.VOUCHED)
    # The owner reads the vouch itself on the card: once is enough.
    closing.finish_ask(context, ended, tell=found.asker != first.owner)
    return done


def _find_referral(context: Context, found: Ask) -> Referral | None:
    if found.referral_id is None:
        return None
    referral = stored.find(context.transaction, found.workspace_id, found.referral_id)
    if referral is None:
        raise NotFoundError("ask")
    return referral


def prefill_from_ask(context: Context, mine_: Endorsement) -> Endorsement:
    """The advocate's words; where there are none yet, those that a colleague drafted in an ask."""
    if mine_.evidence != Evidence():
        return mine_
    found = asks.find_vouched(
        context.transaction, context.workspace.id, mine_.referral_id, mine_.advocate
    )
    if found is None:
        return mine_
    begun = replace(mine_.evidence, saw=found.draft, commitments=found.helps)
    return replace(mine_, evidence=begun)


def preselect_requested_help(context: Context, page: AdvocatePage) -> AdvocatePage:
    """What the asker hoped for is ticked, until the advocate has offered or dropped anything."""
    mine_ = page.endorsement
    if page.commitments:
        return page
    ws = page.referral.workspace_id
    found = asks.find_vouched(context.transaction, ws, mine_.referral_id, mine_.advocate)
    if found is None:
        return page
    hoped = replace(mine_.evidence, commitments=found.helps)
    return replace(page, endorsement=replace(mine_, evidence=hoped))


def answer_with_mention(context: Context, ask_id: int) -> Ask:
    """The asker may say that this person knows the candidate; the referral's card says it too."""
    found = find_ask_to_answer(context, ask_id)
    referral_id = found.referral_id
    if referral_id is None and not found.is_own:
        referral_id = asks.find_referral_of_asker(context.transaction, context.workspace.id, found)
        if referral_id is not None:
            asks.set_referral(context.transaction, context.workspace.id, found.id, referral_id)
    ended = _settle(context, replace(found, referral_id=referral_id), AskState.MENTION)
    closing.finish_ask(context, ended)
    return ended


def decline(context: Context, ask_id: int) -> Ask:
    """Not this time; no reason is asked for."""
    ended = _settle(context, find_ask_to_answer(context, ask_id), AskState.PASSED)
    closing.finish_ask(context, ended)
    return ended


def answer_not_me(context: Context, ask_id: int, suggested: str | None) -> Ask:
    """Not the right person; may name somebody who knows them better. `FieldError("suggested")`."""
    found = find_ask_to_answer(context, ask_id)
    if suggested is not None:
        _check_suggested(context, found, suggested)
    ended = _settle(context, found, AskState.NOT_ME, suggested)
    closing.finish_ask(context, ended)
    return ended


def _check_suggested(context: Context, found: Ask, suggested: str) -> None:
    member = members.find(context.transaction, found.workspace_id, suggested)
    if suggested == found.asked:
        raise FieldError("suggested", "yourself")
    if suggested == found.asker:
        raise FieldError("suggested", "the_asker")
    if problem := choice_problem(member):
        raise FieldError("suggested", problem)


def answer_with_text(context: Context, ask_id: int, words: VouchText) -> Ask:
    """For a colleague who asked on their own behalf: kept, and seen by nobody else."""
    found = find_ask_to_answer(context, ask_id)
    if not found.is_own:
        raise NotFoundError("ask")
    referrals.check_evidence(words.evidence)
    ws = context.workspace.id
    if not asks.settle(
        context.transaction, ws, found.id, AskState.VOUCHED, context.now, words=words
    ):
        raise AlreadyAnsweredError("ask", context.actor.user_id)
    ended = replace(found, state=AskState.VOUCHED, vouch_text=words)
    closing.finish_ask(context, ended)
    return ended


def _settle(context: Context, found: Ask, state: AskState, suggested: str | None = None) -> Ask:
    ws = found.workspace_id
    if not asks.settle(context.transaction, ws, found.id, state, context.now, suggested=suggested):
        raise AlreadyAnsweredError("ask", found.asked)
    return replace(found, state=state, suggested=suggested)
