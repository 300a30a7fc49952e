"""Somebody asks a colleague to vouch: checked, stored, brought to them; withdrawn; shown.

Answers are in `services.ask_answers`, every end in `services.ask_ends`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain import nudging
from domain.asks import (
    DRAFT_MAX,
    HELP_MAX,
    MOST_OPEN,
    NAME_MAX,
    OPEN_FOR,
    SHARED_MAX,
    WHY_MAX,
    Ask,
    AskForm,
    AskKind,
    AskState,
)
from domain.budget import WEEK
from domain.consent import is_hidden
from domain.errors import FieldError, FormError, NotAllowedError, NotFoundError, StaleError
from domain.follow_ups import FollowUpKind
from domain.members import Actor, Member, Standing
from domain.outbox import IntentKind, NewIntent
from domain.pages import AskPage, Reader
from domain.policy import Policy
from services.asks import closing as ask_ends
from services.desk import answerable
from services.openings import taking
from services.people import reader as reader_of
from storage import endorsements, follow_ups, members, referrals
from storage.asks import asks
from storage.engine import Transaction
from storage.outbox import intents as outbox


def ask(
    transaction: Transaction, actor: Actor, form: AskForm, policy: Policy, now: datetime
) -> Ask:
    """Store the ask; it reaches the colleague as a nudge, in their hours and within their week.

    Raises `FormError` with all that cannot be used, `OpeningNotOpenError`; `NotFoundError` and
    `NotAllowedError`
    where it is asked from a referral's card.
    """
    ws = actor.workspace_id
    if form.kind is AskKind.DESK:
        form = _about_referral(transaction, actor, form, policy)
    elif form.opening_id is not None:
        taking(transaction, ws, form.opening_id)
    if form.kind is AskKind.OWN:
        form = replace(
            form,
            name=form.name or actor.member.name,
            email=form.email or (actor.member.email or "").casefold() or None,
        )
    bad = [*_bad_person(transaction, actor, form, policy, now), *_bad_texts(actor, form)]
    if not bad and asks.count_open(transaction, ws, actor.user_id) >= MOST_OPEN:
        bad.append(FieldError("asked", "most_open", str(MOST_OPEN)))
    if bad:
        raise FormError(tuple(bad))
    made = asks.add(transaction, ws, actor.user_id, form, closes_at=now + OPEN_FOR, now=now)
    if made is None:
        raise FieldError("asked", "asked_already")
    follow_ups.plan(
        transaction,
        ws,
        FollowUpKind.ASK,
        made.id,
        referral_id=made.referral_id,
        member=made.asked,
        due_at=now,
        now=now,
    )
    told = NewIntent(IntentKind.ASKED, actor.user_id, made.id, f"asked:{made.id}")
    outbox.queue(transaction, ws, told, now)
    ask_ends.note(transaction, made, actor.user_id, "made", now)
    ask_ends.refresh(transaction, made, now)  # the referral's card says whom it waits for
    return made


def _about_referral(
    transaction: Transaction, actor: Actor, form: AskForm, policy: Policy
) -> AskForm:
    """From a card: whom it is about is the referral's, whatever the form says."""
    referral = answerable(transaction, actor, form.referral_id or 0)
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    if is_hidden(referral.candidate, policy.hide_until_agreed):
        raise FieldError("asked", "not_agreed")
    if endorsements.by(transaction, actor.workspace_id, referral.id, form.asked) is not None:
        raise FieldError("asked", "vouches_already")
    return replace(
        form, opening_id=referral.opening_id, name=referral.candidate.name, email=None,
        profile_url=None,
    )  # fmt: skip


def _bad_person(
    transaction: Transaction, actor: Actor, form: AskForm, policy: Policy, now: datetime
) -> list[FieldError]:
    """Why this person cannot be asked."""
    if not form.asked:
        return [FieldError("asked", "empty")]
    if form.asked == actor.user_id:
        return [FieldError("asked", "yourself")]
    asked = members.find(transaction, actor.workspace_id, form.asked)
    if asked is None or not asked.active:
        return [FieldError("asked", "not_here")]
    if asked.is_bot:
        return [FieldError("asked", "is_bot")]
    if asked.standing is not Standing.MEMBER:
        return [FieldError("asked", "is_guest")]
    if form.email is not None and form.email == (asked.email or "").casefold():
        return [FieldError("asked", "about_them")]
    reached = reach(transaction, asked, now, policy, now)
    if reached is None or reached >= now + OPEN_FOR:
        return [FieldError("asked", "unreachable")]
    return []


def _bad_texts(actor: Actor, form: AskForm) -> list[FieldError]:
    bad = []
    if form.kind is AskKind.COLLEAGUE:
        if not form.name:
            bad.append(FieldError("name", "empty"))
        if form.email is not None and form.email == (actor.member.email or "").casefold():
            bad.append(FieldError("email", "for_yourself"))
    if form.kind is AskKind.OWN and form.email is None:
        bad.append(FieldError("own_email", "own_unknown"))
    if not form.why:
        bad.append(FieldError("why", "empty"))
    for name, text, longest in (
        ("name", form.name, NAME_MAX),
        ("why", form.why, WHY_MAX),
        ("shared", form.shared, SHARED_MAX),
        ("help_text", form.help_text, HELP_MAX),
        ("draft", form.draft, DRAFT_MAX),
    ):
        if len(text) > longest:
            bad.append(FieldError(name, "too_long", str(longest)))
    return bad


@dataclass(frozen=True, slots=True)
class _Due:
    due_at: datetime


def reach(
    transaction: Transaction, member: Member, due_at: datetime, policy: Policy, now: datetime
) -> datetime | None:
    """When what is due at that moment reaches this person (UTC), by today's rules.

    None: never, as they are written to by nobody unasked. What else becomes due before it may take
    its place in the week's budget, so it is a promise for what is known now.
    """
    ws = member.workspace_id
    person = nudging.Person(
        tz=member.tz,
        active=member.active,
        paused_until=member.paused_until,
        sent_at=outbox.nudges_since(transaction, ws, member.user_id, now - WEEK),
    )
    rules = nudging.Policy(policy.hours, policy.dms_per_week, policy.default_tz)
    decision = nudging.decide([_Due(due_at)], person, rules, now)
    if isinstance(decision, nudging.Wait):
        return decision.until
    return now if isinstance(decision, nudging.Send) else None


def mine(transaction: Transaction, actor: Actor, ask_id: int) -> Ask:
    """An ask that the actor made: `NotFoundError`, or `NotAllowedError` for somebody else's.

    What somebody else asked for themselves is not even there.
    """
    found = asks.find(transaction, actor.workspace_id, ask_id)
    if found is None or (found.own and found.asker != actor.user_id):
        raise NotFoundError("ask")
    if found.asker != actor.user_id:
        raise NotAllowedError("others_ask", found.asker)
    return found


def withdraw(transaction: Transaction, actor: Actor, ask_id: int, now: datetime) -> Ask:
    """Nothing more reaches the asked person; what stands there says so.

    Raises `NotFoundError` (also where it was answered meanwhile, and the asker was told),
    `NotAllowedError`.
    """
    found = mine(transaction, actor, ask_id)
    if found.state is AskState.WITHDRAWN:
        return found
    alive = found.open or found.waits_for_asker
    if not alive or not asks.settle(
        transaction, actor.workspace_id, ask_id, AskState.WITHDRAWN, now, was=found.state
    ):
        raise NotFoundError("ask")
    ended = replace(found, state=AskState.WITHDRAWN, words=None)
    ask_ends.settled(transaction, ended, actor.user_id, now)
    return ended


def page(transaction: Transaction, reader: Reader, found: Ask, policy: Policy) -> AskPage:
    ws = found.workspace_id
    asked = members.find(transaction, ws, found.asked)
    reaches = None
    if found.open and asked is not None:
        for step in follow_ups.about(transaction, ws, FollowUpKind.ASK, found.id):
            if step.nudges_sent == 0:
                reaches = reach(transaction, asked, step.due_at, policy, reader.now)
    referral = referrals.find(transaction, ws, found.referral_id) if found.referral_id else None
    return AskPage(reader, found, reaches, referral.owner if referral else None)


def alive(
    transaction: Transaction, actor: Actor, policy: Policy, now: datetime
) -> tuple[AskPage, ...]:
    """What the actor asked and what is not at an end, oldest first."""
    ws = actor.workspace_id
    reader = reader_of(transaction, ws, actor.user_id, policy, now)
    found = asks.alive_of(transaction, ws, actor.user_id)
    return tuple(page(transaction, reader, each, policy) for each in found)
