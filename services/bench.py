"""Loads and changes the actor's own bench: a private list of people they would vouch for.

The history has no lines about benches, because nobody but the owner may learn who is on a bench
(docs/decisions/040).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from domain.bench import (
    MAX_PEOPLE,
    MAX_REMINDERS,
    BenchDetails,
    BenchPerson,
    Rhythm,
    next_reminder_time,
)
from domain.bench_pages import BenchPage, BenchRow
from domain.endorsements import Endorsement, Evidence
from domain.errors import FieldError, FormError, NotFoundError
from domain.follow_ups import FollowUpKind, FollowUpState, NewFollowUp
from domain.limits import BENCH_PLACE_MAX, CANDIDATE_NAME_MAX
from domain.referrals import Lead, Referral
from domain.working_time import first_civil_time_on
from services.bench_matches import find_best_openings
from services.context import Context
from services.follow_ups import close_matching
from services.people import build_viewer, find_rules
from storage import bench, endorsements, follow_ups, outbox, referrals

PEOPLE_PER_PAGE = 15
# A check-in reminds the owner to be in touch with a person; a match is an opening that suits one.
BENCH_KINDS = (FollowUpKind.CHECK_IN, FollowUpKind.MATCH)


def load_bench_page(context: Context, start: int = 0) -> BenchPage:
    """Loads the page of the actor's bench that begins with the person at index `start`.

    The people whom the actor has not contacted for the longest time come first.
    """
    workspace_id, owner = context.workspace.id, context.actor.user_id
    paused_at = bench.find_paused_at(context.transaction, workspace_id, owner)
    people = bench.list_people(
        context.transaction, workspace_id, owner, limit=PEOPLE_PER_PAGE, start=start
    )
    best_openings = find_best_openings(context, people)
    open_check_ins = follow_ups.list_open(
        context.transaction,
        workspace_id,
        owner,
        limit=MAX_PEOPLE * 2,
        kinds=(FollowUpKind.CHECK_IN,),
    )
    check_in_by_person = {each.subject_id: each for each in open_check_ins}
    rows = []
    for person in people:
        check_in = check_in_by_person.get(person.id)
        has_stopped = check_in is not None and check_in.nudges_sent >= MAX_REMINDERS
        due_at = None
        if check_in is not None and not has_stopped and paused_at is None:
            due_at = check_in.due_at
        rows.append(BenchRow(person, due_at, has_stopped, best_openings.get(person.id)))
    return BenchPage(
        viewer=build_viewer(context),
        rows=tuple(rows),
        count=bench.count_people(context.transaction, workspace_id, owner),
        start=start,
        paused=paused_at is not None,
    )


def find_own_person(context: Context, person_id: int) -> BenchPerson:
    """Finds someone on the actor's own bench. Raises `NotFoundError` for everybody else."""
    person = bench.find(context.transaction, context.workspace.id, context.actor.user_id, person_id)
    if person is None:
        raise NotFoundError("bench")
    return person


def add_person(context: Context, form: BenchDetails, *, referral_id: int = 0) -> BenchPerson:
    """Adds someone to the bench and plans the first check-in.

    `referral_id` is the id of the actor's referral of the person, or 0. If the referral ended as
    "not now", the check-in is planned for the day on which the owner looks at the referral again.

    Raises `FieldError` if the bench is full, and `FormError` for invalid fields, such as an e-mail
    address or a link that someone else on the bench has.
    """
    workspace_id, owner = context.workspace.id, context.actor.user_id
    _check_form(context, form, edited_id=None)
    if bench.count_people(context.transaction, workspace_id, owner) >= MAX_PEOPLE:
        raise FieldError("name", "bench_full", str(MAX_PEOPLE))
    bench.open_bench(context.transaction, workspace_id, owner)
    person = bench.add(context.transaction, workspace_id, owner, form, context.now)
    if person is None:  # Another submission has stored the same address or link meanwhile.
        _check_form(context, form, edited_id=None)
        raise FieldError("email", "on_bench")
    _plan_check_in(context, person, context.now)
    _plan_check_in_on_return(context, person, referral_id)
    return person


def edit_person(
    context: Context, person_id: int, form: BenchDetails, *, referral_id: int = 0
) -> BenchPerson:
    """Edits the details of a person on the bench. Raises `NotFoundError` and `FormError`.

    If the rhythm (how often the actor is reminded) changes, the next check-in is planned from the
    last contact. `referral_id` is as in `add_person`.
    """
    before = find_own_person(context, person_id)
    _check_form(context, form, edited_id=person_id)
    workspace_id, owner = context.workspace.id, context.actor.user_id
    try:
        after = bench.update_person(context.transaction, workspace_id, owner, person_id, form)
    except bench.ContactTakenError:
        _check_form(context, form, edited_id=person_id)
        raise FieldError("email", "on_bench") from None
    if after is None:
        raise NotFoundError("bench")
    if form.rhythm is not before.details.rhythm:
        _plan_check_in(context, after, after.silent_since)
    _plan_check_in_on_return(context, after, referral_id)
    return after


def _check_form(context: Context, form: BenchDetails, *, edited_id: int | None) -> None:
    """Raises `FormError` for invalid fields. `edited_id` is None if the form adds a new person."""
    errors: list[FieldError] = []
    if not form.name:
        errors.append(FieldError("name", "empty"))
    elif len(form.name) > CANDIDATE_NAME_MAX:
        errors.append(FieldError("name", "too_long", str(CANDIDATE_NAME_MAX)))
    if len(form.place) > BENCH_PLACE_MAX:
        errors.append(FieldError("place", "too_long", str(BENCH_PLACE_MAX)))
    if context.actor.member.has_address(form.email):
        errors.append(FieldError("email", "own_email"))
    workspace_id, owner = context.workspace.id, context.actor.user_id
    for field, email, profile in (
        ("email", form.email, None),
        ("profile", None, form.profile_url),
    ):
        known = bench.find_by_contact(context.transaction, workspace_id, owner, email, profile)
        if known is not None and known.id != edited_id:
            errors.append(FieldError(field, "on_bench"))
    if errors:
        raise FormError(tuple(errors))


def record_contact(context: Context, person_id: int) -> BenchPerson:
    """Records that the actor was in touch with the person, and plans the next check-in from now.

    Raises `NotFoundError`.
    """
    find_own_person(context, person_id)
    person = bench.mark_contacted(
        context.transaction, context.workspace.id, context.actor.user_id, person_id, context.now
    )
    if person is None:
        raise NotFoundError("bench")
    _plan_check_in(context, person, context.now)
    return person


def snooze_check_in(context: Context, person_id: int, delay: Rhythm) -> None:
    """Delays the next check-in by `delay`. Later check-ins follow the person's rhythm again.

    Raises `NotFoundError`.
    """
    person = find_own_person(context, person_id)
    _plan_check_in(context, person, context.now, rhythm=delay)


def stop_check_ins(context: Context, person_id: int) -> None:
    """Stops check-ins about a person. The actor is still told about openings that suit the person.

    Raises `NotFoundError`.
    """
    person = find_own_person(context, person_id)
    details = replace(person.details, rhythm=Rhythm.NEVER)
    after = bench.update_person(
        context.transaction, context.workspace.id, context.actor.user_id, person_id, details
    )
    if after is not None:
        _plan_check_in(context, after, context.now, closed_as=FollowUpState.NOT_NEEDED)


def remove_person(context: Context, person_id: int) -> None:
    """Erases someone from the bench and closes the follow-ups about them.

    Nothing happens if the person is not on the bench.
    """
    workspace_id, owner = context.workspace.id, context.actor.user_id
    match_ids = bench.list_match_ids(context.transaction, workspace_id, owner, person_id)
    if not bench.remove(context.transaction, workspace_id, owner, person_id):
        return
    cancelled = FollowUpState.CANCELLED
    close_matching(context, cancelled, kinds=(FollowUpKind.CHECK_IN,), subject_id=person_id)
    for match_id in match_ids:
        close_matching(context, cancelled, kinds=(FollowUpKind.MATCH,), subject_id=match_id)


def pause_bench(context: Context) -> None:
    """Stops check-ins and matches of the whole bench until it is resumed.

    Nudges that show them are edited.
    """
    workspace_id, owner = context.workspace.id, context.actor.user_id
    bench.open_bench(context.transaction, workspace_id, owner)
    if bench.set_paused(context.transaction, workspace_id, owner, context.now):
        cancelled = follow_ups.settle_matching(
            context.transaction,
            workspace_id,
            FollowUpState.CANCELLED,
            context.now,
            member=owner,
            kinds=BENCH_KINDS,
        )
        outbox.queue_nudge_edits(
            context.transaction, workspace_id, {owner}, [each.id for each in cancelled], context.now
        )


def resume_bench(context: Context) -> None:
    """Resumes the bench. Check-ins are counted from now, so that no overdue one comes at once."""
    workspace_id, owner = context.workspace.id, context.actor.user_id
    if not bench.set_paused(context.transaction, workspace_id, owner, paused_at=None):
        return
    for person in bench.list_people(context.transaction, workspace_id, owner, limit=MAX_PEOPLE):
        _plan_check_in(context, person, context.now)


def record_referral(context: Context, person_id: int, lead: Lead) -> None:
    """Records that the actor has referred a person of the bench. `lead` is what the actor entered.

    The person's match with the lead's opening is done. An e-mail address, link or relationship that
    is missing on the bench is copied from the lead, unless someone else on the bench has that
    address or link.
    """
    workspace_id, owner = context.workspace.id, context.actor.user_id
    person = bench.find(context.transaction, workspace_id, owner, person_id)
    if person is None:
        return
    details = person.details
    completed = replace(
        details,
        email=details.email or lead.email,
        profile_url=details.profile_url or lead.profile_url,
        relationship=details.relationship or lead.relationship,
    )
    if completed != details:
        with suppress(bench.ContactTakenError):
            bench.update_person(context.transaction, workspace_id, owner, person_id, completed)
    if lead.opening_id is None:
        return
    match_id = bench.find_match_id(
        context.transaction, workspace_id, owner, person_id, lead.opening_id
    )
    if match_id is not None:
        kinds = (FollowUpKind.MATCH,)
        close_matching(context, FollowUpState.DONE, kinds=kinds, subject_id=match_id)


def draft_bench_form(
    context: Context, referral: Referral, endorsement: Endorsement
) -> tuple[BenchDetails, int | None]:
    """Returns a form to put the candidate on the bench, and the person's id if they are on it.

    For a new person (id None), the form has what the actor wrote about the candidate, and only the
    contact that the actor gave.
    """
    candidate, workspace_id, owner = referral.candidate, context.workspace.id, context.actor.user_id
    known = bench.find_by_contact(
        context.transaction, workspace_id, owner, candidate.email, candidate.profile_url
    )
    if known is not None:
        return known.details, known.id
    form = BenchDetails(
        name=endorsement.candidate_name,
        email=endorsement.email,
        profile_url=endorsement.profile_url,
        relationship=endorsement.relationship,
        history=endorsement.evidence.saw,
    )
    return form, None


def find_own_match(context: Context, match_id: int) -> tuple[int, int]:
    """Returns the ids of the person and the opening of a match on the actor's bench.

    Raises `NotFoundError`.
    """
    person_and_opening = bench.find_match(
        context.transaction, context.workspace.id, context.actor.user_id, match_id
    )
    if person_and_opening is None:
        raise NotFoundError("bench")
    return person_and_opening


def prefill_from_bench(
    context: Context, referral: Referral, endorsement: Endorsement
) -> Endorsement:
    """Copies the actor's history with the candidate from the bench into an empty endorsement.

    An endorsement is empty if it has no evidence except commitments.
    """
    empty_evidence = Evidence(commitments=endorsement.evidence.commitments)
    if endorsement.evidence != empty_evidence:
        return endorsement
    candidate = referral.candidate
    person = bench.find_by_contact(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        candidate.email,
        candidate.profile_url,
    )
    if person is None or not person.details.history:
        return endorsement
    evidence = replace(endorsement.evidence, saw=person.details.history)
    return replace(endorsement, evidence=evidence)


def _plan_check_in_on_return(context: Context, person: BenchPerson, referral_id: int) -> None:
    """Plans the check-in for the day on which the owner looks at the person's referral again.

    Nothing is planned if there is no such day, the actor does not vouch in the referral, the rhythm
    of the person is "never", or the bench is paused.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    owner = context.actor.user_id
    referral = referrals.find(transaction, workspace_id, referral_id) if referral_id else None
    if referral is None or referral.return_on is None or person.details.rhythm is Rhythm.NEVER:
        return
    if endorsements.find_by_advocate(transaction, workspace_id, referral_id, owner) is None:
        return
    rules = find_rules(context)
    return_at = first_civil_time_on(referral.return_on, rules.zone, rules.hours)
    if bench.find_paused_at(transaction, workspace_id, owner) is None:
        check_in = NewFollowUp(
            FollowUpKind.CHECK_IN,
            person.id,
            referral_id=None,
            member=owner,
            due_at=max(return_at, context.now),
        )
        follow_ups.plan_many(transaction, workspace_id, [check_in], context.now)


def _plan_check_in(
    context: Context,
    person: BenchPerson,
    since: datetime,
    *,
    rhythm: Rhythm | None = None,
    closed_as: FollowUpState = FollowUpState.CANCELLED,
) -> None:
    """Plans the next check-in, counted from `since`. While the bench is paused, nothing is planned.

    `rhythm` replaces the person's own rhythm this time. If the rhythm is "never", an open check-in
    is closed with the state `closed_as`.
    """
    workspace_id, owner = person.workspace_id, person.owner
    rules = find_rules(context, owner)
    due_at = next_reminder_time(since, rhythm or person.details.rhythm, rules.zone, rules.hours)
    kind = FollowUpKind.CHECK_IN
    if due_at is None:
        close_matching(context, closed_as, kinds=(kind,), subject_id=person.id)
    elif bench.find_paused_at(context.transaction, workspace_id, owner) is None:
        check_in = NewFollowUp(
            kind, person.id, referral_id=None, member=owner, due_at=max(due_at, context.now)
        )
        follow_ups.plan_many(context.transaction, workspace_id, [check_in], context.now)
        planned = follow_ups.list_by_subject(context.transaction, workspace_id, kind, person.id)
        outbox.queue_nudge_edits(
            context.transaction, workspace_id, {owner}, [each.id for each in planned], context.now
        )
