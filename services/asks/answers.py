"""The asked person answers: vouch, mention my name, not the right person, pass.

And the asker's own word on a vouch for themselves: go ahead, or not now. The first answer stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.asks import ANSWERS, Ask, AskState, Decision, Words
from domain.errors import AlreadyAnswered, BadField, Gone, NotAllowed
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
from storage.engine import Session
from storage.outbox import intents as outbox


def asked(session: Session, actor: Actor, ask_id: int) -> Ask:
    """An ask that waits for the actor's answer.

    Raises `AlreadyAnswered`, `Gone` where it was withdrawn or closed, `NotAllowed`.
    """
    found = asks.find(session, actor.workspace_id, ask_id)
    if found is None or (found.own and found.asked != actor.user_id):
        raise Gone("ask")
    if found.asked != actor.user_id:
        raise NotAllowed("answer_follow_up", found.asked)
    if found.state in ANSWERS:
        raise AlreadyAnswered("ask", actor.user_id)
    if not found.open:
        raise Gone("ask")
    return found


def vouch(
    session: Session,
    actor: Actor,
    ask_id: int,
    leads: Sequence[Lead],
    policy: Policy,
    now: datetime,
) -> list[referrals.Submitted]:
    """The asked person puts the candidate forward, or stands beside whoever did.

    The ask belongs to the first of the referrals. Raises as `asked`, and as `submit_leads`.
    """
    found = asked(session, actor, ask_id)
    if found.own:
        raise Gone("ask")
    referral = _referral(session, found)
    if referral is None:
        done = referrals.submit_leads(session, actor, leads, policy, now)
    else:
        candidate = referral.candidate
        lead = replace(
            leads[0],
            opening_id=referral.opening_id,
            email=candidate.email,
            profile_url=candidate.profile_url,
            consent=Consent.NOT_YET,  # between the candidate and the first advocate
        )
        done = [referrals.second_vouch(session, actor, lead, referral, policy, now)]
    first = done[0].referral
    asks.bind(session, actor.workspace_id, found.id, first.id)
    ended = _settle(session, replace(found, referral_id=first.id), AskState.VOUCHED, now)
    # The owner reads the vouch itself on the card: once is enough.
    ask_ends.settled(session, ended, actor.user_id, now, tell=found.asker != first.owner)
    return done


def _referral(session: Session, found: Ask) -> Referral | None:
    if found.referral_id is None:
        return None
    referral = stored.find(session, found.workspace_id, found.referral_id)
    if referral is None:
        raise Gone("ask")
    return referral


def started(session: Session, mine_: Endorsement, workspace_id: int) -> Endorsement:
    """The advocate's words; where there are none yet, those that a colleague drafted in an ask."""
    if mine_.evidence != Evidence():
        return mine_
    found = asks.vouched_for(session, workspace_id, mine_.referral_id, mine_.advocate)
    if found is None:
        return mine_
    begun = replace(mine_.evidence, saw=found.draft, commitments=found.helps)
    return replace(mine_, evidence=begun)


def with_helps(session: Session, page: AdvocatePage) -> AdvocatePage:
    """What the asker hoped for is ticked, until the advocate has offered or dropped anything."""
    mine_ = page.mine
    if page.commitments:
        return page
    ws = page.referral.workspace_id
    found = asks.vouched_for(session, ws, mine_.referral_id, mine_.advocate)
    if found is None:
        return page
    hoped = replace(mine_.evidence, commitments=found.helps)
    return replace(page, mine=replace(mine_, evidence=hoped))


def mention(session: Session, actor: Actor, ask_id: int, now: datetime) -> Ask:
    """The asker may say that this person knows the candidate; the referral's card says it too."""
    found = asked(session, actor, ask_id)
    referral_id = found.referral_id
    if referral_id is None and not found.own:
        referral_id = asks.referral_behind(session, actor.workspace_id, found)
        if referral_id is not None:
            asks.bind(session, actor.workspace_id, found.id, referral_id)
    ended = _settle(session, replace(found, referral_id=referral_id), AskState.MENTION, now)
    ask_ends.settled(session, ended, actor.user_id, now)
    return ended


def pass_on(session: Session, actor: Actor, ask_id: int, now: datetime) -> Ask:
    """Not this time; no reason is asked for."""
    ended = _settle(session, asked(session, actor, ask_id), AskState.PASSED, now)
    ask_ends.settled(session, ended, actor.user_id, now)
    return ended


def not_me(
    session: Session, actor: Actor, ask_id: int, suggested: str | None, now: datetime
) -> Ask:
    """Not the right person; may name somebody who knows them better. `BadField("suggested")`."""
    found = asked(session, actor, ask_id)
    if suggested is not None:
        _check_suggested(session, found, suggested)
    ended = _settle(session, found, AskState.NOT_ME, now, suggested)
    ask_ends.settled(session, ended, actor.user_id, now)
    return ended


def _check_suggested(session: Session, found: Ask, suggested: str) -> None:
    member = members.find(session, found.workspace_id, suggested)
    if suggested == found.asked:
        raise BadField("suggested", "yourself")
    if suggested == found.asker:
        raise BadField("suggested", "the_asker")
    if member is None or not member.active:
        raise BadField("suggested", "not_here")
    if member.is_bot:
        raise BadField("suggested", "is_bot")
    if member.standing is not Standing.MEMBER:
        raise BadField("suggested", "is_guest")


def give_word(session: Session, actor: Actor, ask_id: int, words: Words, now: datetime) -> Ask:
    """For a colleague who asked on their own behalf: kept, and seen by nobody else."""
    found = asked(session, actor, ask_id)
    if not found.own:
        raise Gone("ask")
    referrals.check_evidence(words.evidence)
    ws = actor.workspace_id
    if not asks.settle(session, ws, found.id, AskState.VOUCHED, now, words=words):
        raise AlreadyAnswered("ask", actor.user_id)
    ended = replace(found, state=AskState.VOUCHED, words=words)
    ask_ends.settled(session, ended, actor.user_id, now)
    return ended


def _settle(
    session: Session, found: Ask, state: AskState, now: datetime, suggested: str | None = None
) -> Ask:
    ws = found.workspace_id
    if not asks.settle(session, ws, found.id, state, now, suggested=suggested):
        raise AlreadyAnswered("ask", found.asked)
    return replace(found, state=state, suggested=suggested)


# The asker's own word --------------------------------------------------------------------------


def go_ahead(
    session: Session, actor: Actor, ask_id: int, policy: Policy, now: datetime
) -> Referral:
    """A vouch for oneself becomes a referral: the asked person is its advocate, with their words.

    Raises `Gone`, `NotAllowed`, `OpeningNotTaking`, `NobodyToAnswer`; `AlreadyAnswered` where it
    went ahead before.
    """
    found = mine(session, actor, ask_id)
    if found.own and found.decision is Decision.GO_AHEAD:
        raise AlreadyAnswered("went_ahead", found.asked)
    words = found.words
    if not found.waits_for_asker or words is None:
        raise Gone("ask")
    ws = actor.workspace_id
    advocate = _advocate(session, found, policy)
    lead = Lead(
        opening_id=found.opening_id,
        name=found.called,
        email=found.email,
        profile_url=found.profile_url,
        relationship=words.relationship,
        consent=Consent.AGREED,
    )
    done = referrals.submit_lead(session, advocate, lead, policy, now, not_owner=actor.user_id)
    referrals.endorse(session, advocate, done.referral.id, words.evidence, policy, now)
    if not asks.decide(session, ws, found.id, Decision.GO_AHEAD):
        raise AlreadyAnswered("went_ahead", found.asked)
    asks.bind(session, ws, found.id, done.referral.id)
    history.note(session, ws, actor.user_id, "referral.agreed", "referral", done.referral.id, now)
    ask_ends.refresh(session, found, now)
    return done.referral


def _advocate(session: Session, found: Ask, policy: Policy) -> Actor:
    member = members.find(session, found.workspace_id, found.asked)
    advocate = actor_of(session, member, policy) if member is not None else None
    if advocate is None or not advocate.has(Role.MEMBER):
        raise Gone("ask")
    return advocate


def keep_to_us(session: Session, actor: Actor, ask_id: int, now: datetime) -> Ask:
    """Not now: it stays between the two. It may go ahead later all the same."""
    found = mine(session, actor, ask_id)
    if not found.waits_for_asker:
        raise Gone("ask")
    asks.decide(session, actor.workspace_id, found.id, Decision.NOT_NOW)
    outbox.refresh(session, actor.workspace_id, (IntentKind.ASK_ANSWER,), found.id, now)
    return found
