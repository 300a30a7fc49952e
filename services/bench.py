"""The bench: its owner adds, edits, hears from, snoozes, removes; all of it rests, and goes on.

Every function acts on the actor's own bench and no other. Nothing of it is written into the
history: who is on it, and that somebody is, is for its owner alone (docs/decisions/040).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.bench import (
    MAX_PEOPLE,
    MAX_REMINDERS,
    BenchForm,
    BenchPerson,
    Rhythm,
    next_check_in_time,
)
from domain.endorsements import Endorsement, Evidence
from domain.errors import FieldError, FormError, NotFoundError
from domain.follow_ups import FollowUpKind, FollowUpState, NewFollowUp
from domain.limits import BENCH_PLACE_MAX, CANDIDATE_NAME_MAX
from domain.pages import BenchPage, BenchRow
from domain.referrals import Lead, Referral
from services.bench_matches import find_best_openings
from services.context import Context
from services.follow_ups import close_matching
from services.people import build_reader, find_time_zone
from storage import bench, follow_ups, outbox

SHOWN = 15
OWN_KINDS = (FollowUpKind.CHECK_IN, FollowUpKind.MATCH)


def load_bench_page(context: Context, start: int = 0) -> BenchPage:
    """One page of the actor's bench, those longest not heard from first."""
    ws, owner = context.workspace.id, context.actor.user_id
    paused = bench.find_pause(context.transaction, ws, owner)
    people = bench.list_people(context.transaction, ws, owner, limit=SHOWN, start=start)
    found = find_best_openings(context, people)
    planned = {
        step.subject_id: step
        for step in follow_ups.list_open(
            context.transaction, ws, owner, MAX_PEOPLE * 2, kinds=(FollowUpKind.CHECK_IN,)
        )
    }
    rows = []
    for person in people:
        step = planned.get(person.id)
        rests = step is not None and step.nudges_sent >= MAX_REMINDERS
        due = step.due_at if step and not rests and not paused else None
        rows.append(BenchRow(person, due, rests, found.get(person.id)))
    return BenchPage(
        reader=build_reader(context, owner),
        rows=tuple(rows),
        count=bench.count_people(context.transaction, ws, owner),
        start=start,
        paused=paused is not None,
    )


def find_own_person(context: Context, person_id: int) -> BenchPerson:
    """Somebody on the actor's bench; `NotFoundError` for everybody else, whoever has them."""
    person = bench.find(context.transaction, context.workspace.id, context.actor.user_id, person_id)
    if person is None:
        raise NotFoundError("bench")
    return person


def add_person(context: Context, form: BenchForm) -> BenchPerson:
    """Raises `FormError`; an address or link that is on the bench already is one of them."""
    ws, owner = context.workspace.id, context.actor.user_id
    _check_form(context, form, but_not=0)
    if bench.count_people(context.transaction, ws, owner) >= MAX_PEOPLE:
        raise FieldError("name", "bench_full", str(MAX_PEOPLE))
    bench.open_bench(context.transaction, ws, owner)
    person = bench.add(context.transaction, ws, owner, form, context.now)
    _plan_check_in(context, person, context.now)
    return person


def edit_person(context: Context, person_id: int, form: BenchForm) -> BenchPerson:
    """Raises `NotFoundError`, `FormError`. Another rhythm counts from when they were last heard
    from.
    """
    before = find_own_person(context, person_id)
    _check_form(context, form, but_not=person_id)
    after = bench.update_person(
        context.transaction, context.workspace.id, context.actor.user_id, person_id, form
    )
    if after is None:
        raise NotFoundError("bench")
    if form.rhythm is not before.details.rhythm:
        _plan_check_in(context, after, after.silent_since)
    return after


def _check_form(context: Context, form: BenchForm, *, but_not: int) -> None:
    bad: list[FieldError] = []
    if not form.name:
        bad.append(FieldError("name", "empty"))
    elif len(form.name) > CANDIDATE_NAME_MAX:
        bad.append(FieldError("name", "too_long", str(CANDIDATE_NAME_MAX)))
    if len(form.place) > BENCH_PLACE_MAX:
        bad.append(FieldError("place", "too_long", str(BENCH_PLACE_MAX)))
    if form.email is not None and form.email == (context.actor.member.email or "").casefold():
        bad.append(FieldError("email", "own_email"))
    ws, owner = context.workspace.id, context.actor.user_id
    for field, email, profile in (
        ("email", form.email, None),
        ("profile", None, form.profile_url),
    ):
        known = bench.find_by_contact(context.transaction, ws, owner, email, profile)
        if known is not None and known.id != but_not:
            bad.append(FieldError(field, "on_bench"))
    if bad:
        raise FormError(tuple(bad))


def record_contact(context: Context, person_id: int) -> BenchPerson:
    """They were in touch: the rhythm begins anew. Said twice, it is the same. Raises
    `NotFoundError`.
    """
    find_own_person(context, person_id)
    person = bench.mark_contacted(
        context.transaction, context.workspace.id, context.actor.user_id, person_id, context.now
    )
    if person is None:
        raise NotFoundError("bench")
    _plan_check_in(context, person, context.now)
    return person


def snooze_check_in(context: Context, person_id: int, rest: Rhythm) -> None:
    """The next reminder comes after this long; then the person's own rhythm holds again."""
    person = find_own_person(context, person_id)
    _plan_check_in(
        context, replace(person, details=replace(person.details, rhythm=rest)), context.now
    )


def stop_check_ins(context: Context, person_id: int) -> None:
    """No reminders about them any more; they stay on the bench, and openings are still told."""
    person = find_own_person(context, person_id)
    form = replace(person.details, rhythm=Rhythm.NEVER)
    after = bench.update_person(
        context.transaction, context.workspace.id, context.actor.user_id, person_id, form
    )
    if after is not None:
        _plan_check_in(context, after, context.now, no_more=FollowUpState.NOT_NEEDED)


def remove_person(context: Context, person_id: int) -> None:
    """Erased. Said twice, it is done. What is due about them is not asked any more."""
    ws, owner = context.workspace.id, context.actor.user_id
    matches = bench.list_match_ids(context.transaction, ws, owner, person_id)
    if not bench.remove(context.transaction, ws, owner, person_id):
        return
    for kind, subjects in (
        (FollowUpKind.CHECK_IN, [person_id]),
        (FollowUpKind.MATCH, matches),
    ):
        for subject in subjects:
            close_matching(context, FollowUpState.CANCELLED, kinds=(kind,), subject_id=subject)


def pause_bench(context: Context) -> None:
    """All of it rests: no reminders, no openings, until it goes on."""
    ws, owner = context.workspace.id, context.actor.user_id
    bench.open_bench(context.transaction, ws, owner)
    if bench.set_paused(context.transaction, ws, owner, context.now):
        asked = follow_ups.settle_matching(
            context.transaction,
            ws,
            FollowUpState.CANCELLED,
            context.now,
            member=owner,
            kinds=OWN_KINDS,
        )
        outbox.queue_nudge_edits(
            context.transaction, ws, {owner}, [each.id for each in asked], context.now
        )


def resume_bench(context: Context) -> None:
    """It goes on. Whoever was due meanwhile is due after their rhythm from now: no flood."""
    ws, owner = context.workspace.id, context.actor.user_id
    if not bench.set_paused(context.transaction, ws, owner, None):
        return
    for person in bench.list_people(context.transaction, ws, owner, limit=MAX_PEOPLE):
        _plan_check_in(context, person, context.now)


def record_referral(context: Context, person_id: int, lead: Lead) -> None:
    """Somebody from the bench was put forward: what was told of that opening is done.

    An address or link that the bench did not have yet is kept there too.
    """
    ws, owner = context.workspace.id, context.actor.user_id
    person = bench.find(context.transaction, ws, owner, person_id)
    if person is None:
        return
    says = person.details
    filled = replace(
        says,
        email=says.email or lead.email,
        profile_url=says.profile_url or lead.profile_url,
        relationship=says.relationship or lead.relationship,
    )
    if filled != says:
        bench.update_person(context.transaction, ws, owner, person_id, filled)
    if lead.opening_id is None:
        return
    match_id = bench.find_match_id(context.transaction, ws, owner, person_id, lead.opening_id)
    if match_id is not None:
        kinds = (FollowUpKind.MATCH,)
        close_matching(context, FollowUpState.DONE, kinds=kinds, subject_id=match_id)


def draft_from_outcome(
    context: Context, referral: Referral, said: Endorsement
) -> tuple[BenchForm, int]:
    """What the form begins with, and the person's id where the actor keeps them already (else 0).

    What the advocate said themselves is in it; an address that others gave is not.
    """
    candidate, ws, owner = referral.candidate, context.workspace.id, context.actor.user_id
    known = bench.find_by_contact(
        context.transaction, ws, owner, candidate.email, candidate.profile_url
    )
    if known is not None:
        return known.details, known.id
    form = BenchForm(
        name=said.candidate_name,
        email=candidate.email if said.is_first else None,
        profile_url=candidate.profile_url if said.is_first else None,
        relationship=said.relationship,
        history=said.evidence.saw,
    )
    return form, 0


def find_own_match(context: Context, match_id: int) -> tuple[int, int]:
    """(person, opening) of a match that was told to the actor, or `NotFoundError`."""
    found = bench.find_match(
        context.transaction, context.workspace.id, context.actor.user_id, match_id
    )
    if found is None:
        raise NotFoundError("bench")
    return found


def prefill_from_bench(context: Context, referral: Referral, said: Endorsement) -> Endorsement:
    """An endorsement that says nothing yet begins with what the bench knows of shared history."""
    if said.evidence != Evidence(commitments=said.evidence.commitments):
        return said
    candidate = referral.candidate
    person = bench.find_by_contact(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        candidate.email,
        candidate.profile_url,
    )
    if person is None or not person.details.history:
        return said
    return replace(said, evidence=replace(said.evidence, saw=person.details.history))


def _plan_check_in(
    context: Context,
    person: BenchPerson,
    since: datetime,
    *,
    no_more: FollowUpState = FollowUpState.CANCELLED,
) -> None:
    """Plan the next reminder, or settle the one that is planned where none is wanted."""
    ws, owner = person.workspace_id, person.owner
    zone = find_time_zone(context, owner)
    due_at = next_check_in_time(since, person.details.rhythm, zone, context.policy.hours)
    kind = FollowUpKind.CHECK_IN
    if due_at is None:
        close_matching(context, no_more, kinds=(kind,), subject_id=person.id)
    elif bench.find_pause(context.transaction, ws, owner) is None:
        step = NewFollowUp(kind, person.id, None, owner, max(due_at, context.now))
        follow_ups.plan_many(context.transaction, ws, [step], context.now)
        planned = follow_ups.list_by_subject(context.transaction, ws, kind, person.id)
        outbox.queue_nudge_edits(
            context.transaction, ws, {owner}, [each.id for each in planned], context.now
        )
