"""Compares openings with the people on benches, and plans follow-ups about matches.

Starts from an opening that began to take referrals, ends with follow-ups of the owners of benches.
Nobody else learns about a match.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.bench import MAX_PEOPLE, BenchPerson, OpeningFit
from domain.follow_ups import FollowUpKind, FollowUpState, NewFollowUp
from domain.matching import match_opening, match_openings, opening_text
from domain.openings import Opening
from services.context import Context, system_context
from storage import bench, bench_matches, follow_ups, members, opening_referrals, openings
from storage.engine import Transaction

MAX_OPENINGS_COMPARED = 50  # for a page of the bench; these are the newest openings
KIND = FollowUpKind.MATCH


def match_next_opening(transaction: Transaction, now: datetime, owners_at_once: int) -> bool:
    """Compares the next queued opening with the next few benches.

    Returns False if no opening is queued.
    """
    pending = bench_matches.claim_next(transaction)
    if pending is None:
        return False
    context = system_context(transaction, pending.workspace_id, now)
    opening = openings.find(transaction, pending.workspace_id, pending.opening_id)
    owners: list[str] = []
    if opening is not None and opening.takes_referrals:
        owners = bench_matches.list_owners(
            transaction, pending.workspace_id, pending.after, owners_at_once
        )
        known_members = members.find_many(transaction, pending.workspace_id, owners)
        for owner in owners:
            member = known_members.get(owner)
            if member and member.is_colleague:
                _match_bench(context, opening, owner)
    bench_matches.record_progress(
        transaction, pending, owners, finished=len(owners) < owners_at_once
    )
    return True


def _match_bench(context: Context, opening: Opening, owner: str) -> None:
    """Plans a follow-up for each person who suits the opening.

    When an opening reopens, another follow-up is planned, unless the owner had answered "not
    needed".
    """
    workspace_id = opening.workspace_id
    suitable = [
        person
        for person in bench.list_people(context.transaction, workspace_id, owner, limit=MAX_PEOPLE)
        if match_opening(opening_text(opening), person.match_profile, context.policy.matching_words)
        and not is_put_forward(context, person, opening.id)
    ]
    new = []
    for person in suitable:
        match_id = bench.add_match(context.transaction, workspace_id, owner, person.id, opening.id)
        earlier = follow_ups.list_by_subject(context.transaction, workspace_id, KIND, match_id)
        if all(each.state is not FollowUpState.NOT_NEEDED for each in earlier):
            new.append(NewFollowUp(KIND, match_id, None, owner, context.now))
    follow_ups.plan_many(context.transaction, workspace_id, new, context.now)


def is_put_forward(context: Context, person: BenchPerson, opening_id: int) -> bool:
    """Whether the owner of the bench has put this person forward for the opening."""
    return opening_referrals.has_endorsed(
        context.transaction,
        person.workspace_id,
        person.owner,
        opening_id,
        email=person.details.email,
        profile_url=person.details.profile_url,
    )


def find_best_openings(context: Context, people: Sequence[BenchPerson]) -> dict[int, OpeningFit]:
    """The best opening for each of these people on the actor's bench, by person id.

    People whom no opening suits are left out.
    """
    open_openings = openings.search(
        context.transaction, context.workspace.id, "", limit=MAX_OPENINGS_COMPARED
    )
    found = {}
    for person in people:
        results = match_openings(
            [opening_text(opening) for opening in open_openings],
            person.match_profile,
            context.policy.matching_words,
        )
        suitable = [(result, index) for index, result in enumerate(results) if result]
        for result, index in sorted(suitable, key=lambda each: (-each[0].score, each[1])):
            if not is_put_forward(context, person, open_openings[index].id):
                found[person.id] = OpeningFit(open_openings[index], result.reasons)
                break
    return found
