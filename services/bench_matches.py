"""An opening is held against the benches: whoever has somebody who suits it is told, alone.

Starts from an opening that began to take referrals, ends with a follow-up of the bench's owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.bench import MOST_PEOPLE, BenchPerson, Fit
from domain.follow_ups import FollowUpKind, FollowUpState, NewFollowUp
from domain.matching import match, matches, of_opening
from domain.members import Actor, Standing
from domain.openings import Opening
from storage import bench, follow_ups, members, openings, referrals
from storage import bench_matches as bench_looks
from storage.engine import Transaction

OPENINGS_SHOWN_FROM = 50  # the newest; what a page of the bench is held against
KIND = FollowUpKind.MATCH


def look(transaction: Transaction, now: datetime, owners_at_once: int) -> bool:
    """Hold the next opening against the next few benches; False when none is waiting."""
    it = bench_looks.take(transaction)
    if it is None:
        return False
    opening = openings.find(transaction, it.workspace_id, it.opening_id)
    owners: list[str] = []
    if opening is not None and opening.taking:
        owners = bench_looks.keepers(transaction, it.workspace_id, it.after, owners_at_once)
        known = members.some(transaction, it.workspace_id, owners)
        for owner in owners:
            member = known.get(owner)
            if member and member.active and member.standing is Standing.MEMBER:
                _look_at(transaction, opening, owner, now)
    bench_looks.looked(transaction, it, owners, all_of_them=len(owners) < owners_at_once)
    return True


def _look_at(transaction: Transaction, opening: Opening, owner: str, now: datetime) -> None:
    """Tell once for a person and an opening; again when it reopens, unless it was not needed."""
    ws = opening.workspace_id
    found = [
        person
        for person in bench.of(transaction, ws, owner, limit=MOST_PEOPLE)
        if match(of_opening(opening), person.known)
        and not stands_behind(transaction, person, opening.id)
    ]
    steps = []
    for person in found:
        told = bench.tell(transaction, ws, owner, person.id, opening.id)
        before = follow_ups.about(transaction, ws, KIND, told)
        if all(step.state is not FollowUpState.NOT_NEEDED for step in before):
            steps.append(NewFollowUp(KIND, told, None, owner, now))
    follow_ups.plan_all(transaction, ws, steps, now)


def stands_behind(transaction: Transaction, person: BenchPerson, opening_id: int) -> bool:
    """Whether the owner has put this person forward for this opening already."""
    return referrals.vouched_for(
        transaction,
        person.workspace_id,
        person.owner,
        opening_id,
        email=person.says.email,
        profile_url=person.says.profile_url,
    )


def fits(transaction: Transaction, actor: Actor, people: Sequence[BenchPerson]) -> dict[int, Fit]:
    """For each of the actor's people, by id, the open role that suits them best."""
    open_now = openings.search(transaction, actor.workspace_id, "", limit=OPENINGS_SHOWN_FROM)
    found = {}
    for person in people:
        said = matches([of_opening(opening) for opening in open_now], person.known)
        suited = [(m.score, n, m) for n, m in enumerate(said) if m]
        for _, index, best in sorted(suited, key=lambda each: (-each[0], each[1])):
            if not stands_behind(transaction, person, open_now[index].id):
                found[person.id] = Fit(open_now[index], best.reasons)
                break
    return found
