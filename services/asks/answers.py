"""The asked person answers: vouch, mention my name, not the right person, pass.

And the asker's own word on a vouch for themselves: go ahead, or not now. The first answer stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.asks import ANSWERS, Ask, AskState, Decision, Words
from domain.errors import AlreadyAnsweredError, FieldError, NotAllowedError, NotFoundError
from domain.members import Actor, Role, Standing
from domain.outbox import IntentKind
from domain.pages import AdvocatePage
from domain.policy import Policy
from domain.referrals import Consent, Endorsement, Evidence, Lead, Referral
from services import referrals
from services.asks import closing as ask_ends
from services.asks.asks import mine
from services.people import actor as actor_of
from storage import history, members
from storage import referrals as stored
from storage.asks import asks
from storage.engine import Transaction
from storage.outbox import intents as outbox


def asked(transaction: Transaction, actor: Actor, ask_id: int) -> Ask:
    """An ask that waits for the actor's answer.

    Raises `AlreadyAnsweredError`, `NotFoundError` where it was withdrawn or closed,
    `NotAllowedError`.
    """
    found = asks.find(transaction, actor.workspace_id, ask_id)
    if found is None or (found.own and found.asked != actor.user_id):
        raise NotFoundError("ask")
    if found.asked != actor.user_id:
        raise NotAllowedError("answer_follow_up", found.asked)
    if found.state in ANSWERS:
        raise AlreadyAnsweredError("ask", actor.user_id)
    if not found.open:
        raise NotFoundError("ask")
    return found


def vouch(
    transaction: Transaction,
    actor: Actor,
    ask_id: int,
    leads: Sequence[Lead],
    policy: Policy,
    now: datetime,
) -> list[referrals.Submitted]:
    """The asked person puts the candidate forward, or stands beside whoever did.

    The ask belongs to the first of the referrals. Raises as `asked`, and as `submit_leads`.
    """
    found = asked(transaction, actor, ask_id)
    if found.own:
        raise NotFoundError("ask")
    referral = _referral(transaction, found)
    if referral is None:
        done = referrals.submit_leads(transaction, actor, leads, policy, now)
    else:
        candidate = referral.candidate
        lead = replace(
            leads[0],
            opening_id=referral.opening_id,
            email=candidate.email,
            profile_url=candidate.profile_url,
            consent=Consent.NOT_YET,  # between the candidate and the first advocate
        )
        done = [referrals.second_vouch(transaction, actor, lead, referral, policy, now)]
    first = done[0].referral
    asks.bind(transaction, actor.workspace_id, found.id, first.id)
    ended = _settle(transaction, replace(found, referral_id=first.id), AskState.VOUCHED, now)
    # The owner reads the vouch itself on the card: once is enough.
    ask_ends.settled(transaction, ended, actor.user_id, now, tell=found.asker != first.owner)
    return done


def _referral(transaction: Transaction, found: Ask) -> Referral | None:
    if found.referral_id is None:
        return None
    referral = stored.find(transaction, found.workspace_id, found.referral_id)
    if referral is None:
        raise NotFoundError("ask")
    return referral


def started(transaction: Transaction, mine_: Endorsement, workspace_id: int) -> Endorsement:
    """The advocate's words; where there are none yet, those that a colleague drafted in an ask."""
    if mine_.evidence != Evidence():
        return mine_
    found = asks.vouched_for(transaction, workspace_id, mine_.referral_id, mine_.advocate)
    if found is None:
        return mine_
    begun = replace(mine_.evidence, saw=found.draft, commitments=found.helps)
    return replace(mine_, evidence=begun)


def with_helps(transaction: Transaction, page: AdvocatePage) -> AdvocatePage:
    """What the asker hoped for is ticked, until the advocate has offered or dropped anything."""
    mine_ = page.mine
    if page.commitments:
        return page
    ws = page.referral.workspace_id
    found = asks.vouched_for(transaction, ws, mine_.referral_id, mine_.advocate)
    if found is None:
        return page
    hoped = replace(mine_.evidence, commitments=found.helps)
    return replace(page, mine=replace(mine_, evidence=hoped))


def mention(transaction: Transaction, actor: Actor, ask_id: int, now: datetime) -> Ask:
    """The asker may say that this person knows the candidate; the referral's card says it too."""
    found = asked(transaction, actor, ask_id)
    referral_id = found.referral_id
    if referral_id is None and not found.own:
        referral_id = asks.referral_behind(transaction, actor.workspace_id, found)
        if referral_id is not None:
            asks.bind(transaction, actor.workspace_id, found.id, referral_id)
    ended = _settle(transaction, replace(found, referral_id=referral_id), AskState.MENTION, now)
    ask_ends.settled(transaction, ended, actor.user_id, now)
    return ended


def pass_on(transaction: Transaction, actor: Actor, ask_id: int, now: datetime) -> Ask:
    """Not this time; no reason is asked for."""
    ended = _settle(transaction, asked(transaction, actor, ask_id), AskState.PASSED, now)
    ask_ends.settled(transaction, ended, actor.user_id, now)
    return ended


def not_me(
    transaction: Transaction, actor: Actor, ask_id: int, suggested: str | None, now: datetime
) -> Ask:
    """Not the right person; may name somebody who knows them better. `FieldError("suggested")`."""
    found = asked(transaction, actor, ask_id)
    if suggested is not None:
        _check_suggested(transaction, found, suggested)
    ended = _settle(transaction, found, AskState.NOT_ME, now, suggested)
    ask_ends.settled(transaction, ended, actor.user_id, now)
    return ended


def _check_suggested(transaction: Transaction, found: Ask, suggested: str) -> None:
    member = members.find(transaction, found.workspace_id, suggested)
    if suggested == found.asked:
        raise FieldError("suggested", "yourself")
    if suggested == found.asker:
        raise FieldError("suggested", "the_asker")
    if member is None or not member.active:
        raise FieldError("suggested", "not_here")
    if member.is_bot:
        raise FieldError("suggested", "is_bot")
    if member.standing is not Standing.MEMBER:
        raise FieldError("suggested", "is_guest")


def give_word(
    transaction: Transaction, actor: Actor, ask_id: int, words: Words, now: datetime
) -> Ask:
    """For a colleague who asked on their own behalf: kept, and seen by nobody else."""
    found = asked(transaction, actor, ask_id)
    if not found.own:
        raise NotFoundError("ask")
    referrals.check_evidence(words.evidence)
    ws = actor.workspace_id
    if not asks.settle(transaction, ws, found.id, AskState.VOUCHED, now, words=words):
        raise AlreadyAnsweredError("ask", actor.user_id)
    ended = replace(found, state=AskState.VOUCHED, words=words)
    ask_ends.settled(transaction, ended, actor.user_id, now)
    return ended


def _settle(
    transaction: Transaction,
    found: Ask,
    state: AskState,
    now: datetime,
    suggested: str | None = None,
) -> Ask:
    ws = found.workspace_id
    if not asks.settle(transaction, ws, found.id, state, now, suggested=suggested):
        raise AlreadyAnsweredError("ask", found.asked)
    return replace(found, state=state, suggested=suggested)


# The asker's own word --------------------------------------------------------------------------


def go_ahead(
    transaction: Transaction, actor: Actor, ask_id: int, policy: Policy, now: datetime
) -> Referral:
    """A vouch for oneself becomes a referral: the asked person is its advocate, with their words.

    Raises `NotFoundError`, `NotAllowedError`, `OpeningNotOpenError`, `NoOwnerError`;
    `AlreadyAnsweredError` where it
    went ahead before.
    """
    found = mine(transaction, actor, ask_id)
    if found.own and found.decision is Decision.GO_AHEAD:
        raise AlreadyAnsweredError("went_ahead", found.asked)
    words = found.words
    if not found.waits_for_asker or words is None:
        raise NotFoundError("ask")
    ws = actor.workspace_id
    advocate = _advocate(transaction, found, policy)
    lead = Lead(
        opening_id=found.opening_id,
        name=found.called,
        email=found.email,
        profile_url=found.profile_url,
        relationship=words.relationship,
        consent=Consent.AGREED,
    )
    done = referrals.submit_lead(transaction, advocate, lead, policy, now, not_owner=actor.user_id)
    referrals.endorse(transaction, advocate, done.referral.id, words.evidence, policy, now)
    if not asks.decide(transaction, ws, found.id, Decision.GO_AHEAD):
        raise AlreadyAnsweredError("went_ahead", found.asked)
    asks.bind(transaction, ws, found.id, done.referral.id)
    history.note(
        transaction, ws, actor.user_id, "referral.agreed", "referral", done.referral.id, now
    )
    ask_ends.refresh(transaction, found, now)
    return done.referral


def _advocate(transaction: Transaction, found: Ask, policy: Policy) -> Actor:
    member = members.find(transaction, found.workspace_id, found.asked)
    advocate = actor_of(transaction, member, policy) if member is not None else None
    if advocate is None or not advocate.has(Role.MEMBER):
        raise NotFoundError("ask")
    return advocate


def keep_to_us(transaction: Transaction, actor: Actor, ask_id: int, now: datetime) -> Ask:
    """Not now: it stays between the two. It may go ahead later all the same."""
    found = mine(transaction, actor, ask_id)
    if not found.waits_for_asker:
        raise NotFoundError("ask")
    asks.decide(transaction, actor.workspace_id, found.id, Decision.NOT_NOW)
    outbox.refresh(transaction, actor.workspace_id, (IntentKind.ASK_ANSWER,), found.id, now)
    return found
