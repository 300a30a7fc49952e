"""An opening is held against the benches: whoever has somebody who suits it is told, alone.

Starts from an opening that began to take referrals, ends with a follow-up of the bench's owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.bench import MAX_PEOPLE, BenchPerson, OpeningFit
from domain.follow_ups import FollowUpKind, FollowUpState, NewFollowUp
from domain.matching import match, matches, of_opening
from domain.members import Membership
from domain.openings import Opening
from services.context import Context, system_context
from storage import bench, bench_matches, follow_ups, members, openings, referrals
from storage.engine import Transaction

OPENINGS_SHOWN_FROM = 50  # the newest; what a page of the bench is held against
KIND = FollowUpKind.MATCH


def match_next_opening(transaction: Transaction, now: datetime, owners_at_once: int) -> bool:
    """Hold the next opening against the next few benches; False when none is waiting."""
    it = bench_matches.claim_next(transaction)
    if it is None:
        return False
    context = system_context(transaction, it.workspace_id, now)
    opening = openings.find(transaction, it.workspace_id, it.opening_id)
    owners: list[str] = []
    if opening is not None and opening.takes_referrals:
        owners = bench_matches.list_owners(transaction, it.workspace_id, it.after, owners_at_once)
        known = members.find_many(transaction, it.workspace_id, owners)
        for owner in owners:
            member = known.get(owner)
            if member and member.active and member.membership is Membership.MEMBER:
                _match_bench(context, opening, owner)
    bench_matches.record_progress(transaction, it, owners, finished=len(owners) < owners_at_once)
    return True


def _match_bench(context: Context, opening: Opening, owner: str) -> None:
    """Tell once for a person and an opening; again when it reopens, unless it was not needed."""
    ws = opening.workspace_id
    found = [
        person
        for person in bench.list_people(context.transaction, ws, owner, limit=MAX_PEOPLE)
        if match(of_opening(opening), person.match_profile, context.policy.matching_words)
        and not is_put_forward(context, person, opening.id)
    ]
    steps = []
    for person in found:
        told = bench.add_match(context.transaction, ws, owner, person.id, opening.id)
        before = follow_ups.list_by_subject(context.transaction, ws, KIND, told)
        if all(step.state is not FollowUpState.NOT_NEEDED for step in before):
            steps.append(NewFollowUp(KIND, told, None, owner, context.now))
    follow_ups.plan_many(context.transaction, ws, steps, context.now)


def is_put_forward(context: Context, person: BenchPerson, opening_id: int) -> bool:
    """Whether the owner has put this person forward for this opening already."""
    return referrals.has_endorsed(
        context.transaction,
        person.workspace_id,
        person.owner,
        opening_id,
        email=person.details.email,
        profile_url=person.details.profile_url,
    )


def find_best_openings(context: Context, people: Sequence[BenchPerson]) -> dict[int, OpeningFit]:
    """For each of the actor's people, by id, the open role that suits them best."""
    open_now = openings.search(
        context.transaction, context.workspace.id, "", limit=OPENINGS_SHOWN_FROM
    )
    found = {}
    for person in people:
        said = matches(
            [of_opening(opening) for opening in open_now],
            person.match_profile,
            context.policy.matching_words,
        )
        suited = [(m.score, n, m) for n, m in enumerate(said) if m]
        for _, index, best in sorted(suited, key=lambda each: (-each[0], each[1])):
            if not is_put_forward(context, person, open_now[index].id):
                found[person.id] = OpeningFit(open_now[index], best.reasons)
                break
    return found
