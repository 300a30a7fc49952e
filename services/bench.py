"""The bench: its owner adds, edits, hears from, snoozes, removes; all of it rests, and goes on.

Every function acts on the actor's own bench and no other. Nothing of it is written into the
history: who is on it, and that somebody is, is for its owner alone (docs/decisions/040).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.bench import (
    MOST_PEOPLE,
    MOST_REMINDERS,
    BenchForm,
    BenchPerson,
    Rhythm,
    next_check_in,
)
from domain.errors import FieldError, FormError, NotFoundError
from domain.follow_ups import FollowUpKind, FollowUpState, NewFollowUp
from domain.members import Actor
from domain.pages import BenchPage, BenchRow
from domain.policy import Policy
from domain.referrals import Endorsement, Evidence, Lead, Referral
from services.bench_matches import fits
from services.follow_ups import close
from services.people import reader, zone_of
from storage import bench, follow_ups
from storage.engine import Transaction
from storage.outbox import nudge_messages as nudged

NAME_MAX, PLACE_MAX = 300, 150
SHOWN = 15
OWN_KINDS = (FollowUpKind.CHECK_IN, FollowUpKind.MATCH)


def page(
    transaction: Transaction, actor: Actor, policy: Policy, now: datetime, start: int = 0
) -> BenchPage:
    """One page of the actor's bench, those longest not heard from first."""
    ws, owner = actor.workspace_id, actor.user_id
    paused = bench.paused_at(transaction, ws, owner)
    people = bench.of(transaction, ws, owner, limit=SHOWN, start=start)
    found = fits(transaction, actor, people)
    planned = {
        step.subject_id: step
        for step in follow_ups.open_for(
            transaction, ws, owner, MOST_PEOPLE * 2, kinds=(FollowUpKind.CHECK_IN,)
        )
    }
    rows = []
    for person in people:
        step = planned.get(person.id)
        rests = step is not None and step.nudges_sent >= MOST_REMINDERS
        due = step.due_at if step and not rests and not paused else None
        rows.append(BenchRow(person, due, rests, found.get(person.id)))
    return BenchPage(
        reader=reader(transaction, ws, owner, policy, now),
        rows=tuple(rows),
        count=bench.count(transaction, ws, owner),
        start=start,
        paused=paused is not None,
    )


def mine(transaction: Transaction, actor: Actor, person_id: int) -> BenchPerson:
    """Somebody on the actor's bench; `NotFoundError` for everybody else, whoever has them."""
    person = bench.find(transaction, actor.workspace_id, actor.user_id, person_id)
    if person is None:
        raise NotFoundError("bench")
    return person


def add(
    transaction: Transaction, actor: Actor, form: BenchForm, policy: Policy, now: datetime
) -> BenchPerson:
    """Raises `FormError`; an address or link that is on the bench already is one of them."""
    ws, owner = actor.workspace_id, actor.user_id
    _check(transaction, actor, form, but_not=0)
    if bench.count(transaction, ws, owner) >= MOST_PEOPLE:
        raise FieldError("name", "bench_full", str(MOST_PEOPLE))
    bench.open_bench(transaction, ws, owner)
    person = bench.add(transaction, ws, owner, form, now)
    _remind(transaction, person, now, policy, now)
    return person


def edit(
    transaction: Transaction,
    actor: Actor,
    person_id: int,
    form: BenchForm,
    policy: Policy,
    now: datetime,
) -> BenchPerson:
    """Raises `NotFoundError`, `FormError`. Another rhythm counts from when they were last heard
    from.
    """
    before = mine(transaction, actor, person_id)
    _check(transaction, actor, form, but_not=person_id)
    after = bench.change(transaction, actor.workspace_id, actor.user_id, person_id, form)
    if after is None:
        raise NotFoundError("bench")
    if form.rhythm is not before.says.rhythm:
        _remind(transaction, after, after.since, policy, now)
    return after


def _check(transaction: Transaction, actor: Actor, form: BenchForm, *, but_not: int) -> None:
    bad: list[FieldError] = []
    if not form.name:
        bad.append(FieldError("name", "empty"))
    elif len(form.name) > NAME_MAX:
        bad.append(FieldError("name", "too_long", str(NAME_MAX)))
    if len(form.place) > PLACE_MAX:
        bad.append(FieldError("place", "too_long", str(PLACE_MAX)))
    if form.email is not None and form.email == (actor.member.email or "").casefold():
        bad.append(FieldError("email", "own_email"))
    ws, owner = actor.workspace_id, actor.user_id
    for field, email, profile in (
        ("email", form.email, None),
        ("profile", None, form.profile_url),
    ):
        known = bench.by_contact(transaction, ws, owner, email, profile)
        if known is not None and known.id != but_not:
            bad.append(FieldError(field, "on_bench"))
    if bad:
        raise FormError(tuple(bad))


def heard(
    transaction: Transaction, actor: Actor, person_id: int, policy: Policy, now: datetime
) -> BenchPerson:
    """They were in touch: the rhythm begins anew. Said twice, it is the same. Raises
    `NotFoundError`.
    """
    mine(transaction, actor, person_id)
    person = bench.heard(transaction, actor.workspace_id, actor.user_id, person_id, now)
    if person is None:
        raise NotFoundError("bench")
    _remind(transaction, person, now, policy, now)
    return person


def snooze(
    transaction: Transaction,
    actor: Actor,
    person_id: int,
    rest: Rhythm,
    policy: Policy,
    now: datetime,
) -> None:
    """The next reminder comes after this long; then the person's own rhythm holds again."""
    person = mine(transaction, actor, person_id)
    _remind(transaction, replace(person, says=replace(person.says, rhythm=rest)), now, policy, now)


def stop(
    transaction: Transaction, actor: Actor, person_id: int, policy: Policy, now: datetime
) -> None:
    """No reminders about them any more; they stay on the bench, and openings are still told."""
    person = mine(transaction, actor, person_id)
    form = replace(person.says, rhythm=Rhythm.NEVER)
    after = bench.change(transaction, actor.workspace_id, actor.user_id, person_id, form)
    if after is not None:
        _remind(transaction, after, now, policy, now, no_more=FollowUpState.NOT_NEEDED)


def remove(transaction: Transaction, actor: Actor, person_id: int, now: datetime) -> None:
    """Erased. Said twice, it is done. What is due about them is not asked any more."""
    ws, owner = actor.workspace_id, actor.user_id
    matches = bench.told_of(transaction, ws, owner, person_id)
    if not bench.remove(transaction, ws, owner, person_id):
        return
    for kind, subjects in (
        (FollowUpKind.CHECK_IN, [person_id]),
        (FollowUpKind.MATCH, matches),
    ):
        for subject in subjects:
            close(transaction, ws, FollowUpState.CANCELLED, now, kinds=(kind,), subject_id=subject)


def pause(transaction: Transaction, actor: Actor, now: datetime) -> None:
    """All of it rests: no reminders, no openings, until it goes on."""
    ws, owner = actor.workspace_id, actor.user_id
    bench.open_bench(transaction, ws, owner)
    if bench.set_paused(transaction, ws, owner, now):
        asked = follow_ups.settle_all(
            transaction, ws, FollowUpState.CANCELLED, now, member=owner, kinds=OWN_KINDS
        )
        nudged.refresh(transaction, ws, {owner}, [each.id for each in asked], now)


def resume(transaction: Transaction, actor: Actor, policy: Policy, now: datetime) -> None:
    """It goes on. Whoever was due meanwhile is due after their rhythm from now: no flood."""
    ws, owner = actor.workspace_id, actor.user_id
    if not bench.set_paused(transaction, ws, owner, None):
        return
    for person in bench.of(transaction, ws, owner, limit=MOST_PEOPLE):
        _remind(transaction, person, now, policy, now)


def referred(
    transaction: Transaction, actor: Actor, person_id: int, lead: Lead, now: datetime
) -> None:
    """Somebody from the bench was put forward: what was told of that opening is done.

    An address or link that the bench did not have yet is kept there too.
    """
    ws, owner = actor.workspace_id, actor.user_id
    person = bench.find(transaction, ws, owner, person_id)
    if person is None:
        return
    says = person.says
    filled = replace(
        says,
        email=says.email or lead.email,
        profile_url=says.profile_url or lead.profile_url,
        relationship=says.relationship or lead.relationship,
    )
    if filled != says:
        bench.change(transaction, ws, owner, person_id, filled)
    if lead.opening_id is None:
        return
    match_id = bench.told(transaction, ws, owner, person_id, lead.opening_id)
    if match_id is not None:
        kinds = (FollowUpKind.MATCH,)
        close(transaction, ws, FollowUpState.DONE, now, kinds=kinds, subject_id=match_id)


def after_outcome(
    transaction: Transaction, actor: Actor, referral: Referral, said: Endorsement
) -> tuple[BenchForm, int]:
    """What the form begins with, and the person's id where the actor keeps them already (else 0).

    What the advocate said themselves is in it; an address that others gave is not.
    """
    candidate, ws, owner = referral.candidate, actor.workspace_id, actor.user_id
    known = bench.by_contact(transaction, ws, owner, candidate.email, candidate.profile_url)
    if known is not None:
        return known.says, known.id
    form = BenchForm(
        name=said.called,
        email=candidate.email if said.first else None,
        profile_url=candidate.profile_url if said.first else None,
        relationship=said.relationship,
        history=said.evidence.saw,
    )
    return form, 0


def told(transaction: Transaction, actor: Actor, match_id: int) -> tuple[int, int]:
    """(person, opening) of a match that was told to the actor, or `NotFoundError`."""
    found = bench.match_told(transaction, actor.workspace_id, actor.user_id, match_id)
    if found is None:
        raise NotFoundError("bench")
    return found


def with_draft(
    transaction: Transaction, actor: Actor, referral: Referral, said: Endorsement
) -> Endorsement:
    """An endorsement that says nothing yet begins with what the bench knows of shared history."""
    if said.evidence != Evidence(commitments=said.evidence.commitments):
        return said
    candidate = referral.candidate
    person = bench.by_contact(
        transaction,
        actor.workspace_id,
        actor.user_id,
        candidate.email,
        candidate.profile_url,
    )
    if person is None or not person.says.history:
        return said
    return replace(said, evidence=replace(said.evidence, saw=person.says.history))


def _remind(
    transaction: Transaction,
    person: BenchPerson,
    since: datetime,
    policy: Policy,
    now: datetime,
    *,
    no_more: FollowUpState = FollowUpState.CANCELLED,
) -> None:
    """Plan the next reminder, or settle the one that is planned where none is wanted."""
    ws, owner = person.workspace_id, person.owner
    zone = zone_of(transaction, ws, owner, policy)
    due_at = next_check_in(since, person.says.rhythm, zone, policy.hours)
    kind = FollowUpKind.CHECK_IN
    if due_at is None:
        close(transaction, ws, no_more, now, kinds=(kind,), subject_id=person.id)
    elif bench.paused_at(transaction, ws, owner) is None:
        step = NewFollowUp(kind, person.id, None, owner, max(due_at, now))
        follow_ups.plan_all(transaction, ws, [step], now)
        planned = follow_ups.about(transaction, ws, kind, person.id)
        nudged.refresh(transaction, ws, {owner}, [each.id for each in planned], now)
