"""Compares openings with the people on benches, and plans follow-ups about matches.

A bench holds the people whom its owner may refer later. When an opening begins to take referrals,
the owner of each bench is asked about the people who suit it. Nobody else learns about a match.
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

MAX_OPENINGS_COMPARED = 50  # the newest ones, of which a page of the bench shows the best
_KIND = FollowUpKind.MATCH


def match_next_opening(transaction: Transaction, now: datetime, owners_at_once: int) -> bool:
    """Compares the first opening that waits with the benches of its next `owners_at_once` owners.

    Returns False if no opening waits.
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
    is_last_part = len(owners) < owners_at_once
    bench_matches.record_progress(transaction, pending, owners, finished=is_last_part)
    return True


def _match_bench(context: Context, opening: Opening, owner: str) -> None:
    """Plans a follow-up about each person on the owner's bench who suits the opening.

    An opening that reopens is compared again. If the owner answered "not needed" about a person
    then, they are not asked again about this person.
    """
    workspace_id = opening.workspace_id
    text, own_words = opening_text(opening), context.policy.matching_words
    planned = []
    for person in bench.list_people(context.transaction, workspace_id, owner, limit=MAX_PEOPLE):
        if not match_opening(text, person.note_to_match, own_words):
            continue
        if is_put_forward(context, person, opening.id):
            continue
        match_id = bench.add_match(context.transaction, workspace_id, owner, person.id, opening.id)
        earlier = follow_ups.list_by_subject(context.transaction, workspace_id, _KIND, match_id)
        if all(each.state is not FollowUpState.NOT_NEEDED for each in earlier):
            planned.append(
                NewFollowUp(_KIND, match_id, referral_id=None, member=owner, due_at=context.now)
            )
    follow_ups.plan_many(context.transaction, workspace_id, planned, context.now)


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

    Openings for which the actor has put the person forward do not count. People whom no opening
    suits are left out.
    """
    open_openings = openings.search(
        context.transaction, context.workspace.id, typed="", limit=MAX_OPENINGS_COMPARED
    )
    texts = [opening_text(opening) for opening in open_openings]
    best_openings = {}
    for person in people:
        results = match_openings(texts, person.note_to_match, context.policy.matching_words)
        matches = [
            (result, opening)
            for result, opening in zip(results, open_openings, strict=True)
            if result is not None
        ]
        # Of several openings with the same score, the newest stays first.
        matches.sort(key=lambda match: match[0].score, reverse=True)
        for result, opening in matches:
            if not is_put_forward(context, person, opening.id):
                best_openings[person.id] = OpeningFit(opening, result.reasons)
                break
    return best_openings
