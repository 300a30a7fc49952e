"""Compares a posted or reopened opening with general referrals, and plans follow-ups for matches.

Only the advocate is told, and decides whether to put the candidate forward for the opening.
"""

from __future__ import annotations

from datetime import datetime

from domain.endorsements import Endorsement
from domain.follow_ups import FollowUpKind, FollowUpState, NewFollowUp
from domain.matching import PersonNote, match_opening, opening_text
from domain.openings import Opening
from domain.referrals import Referral
from services.context import Context, system_context
from storage import endorsements, follow_ups, members, referrals
from storage.engine import Transaction
from storage.general_matches import claim_opening_to_match, list_open_general

BATCH_SIZE = 500


def match_next_opening(transaction: Transaction, now: datetime) -> bool:
    """Compares one new opening with every general referral. Returns False if no opening is new.

    The follow-ups are due at `now`, but an advocate is nudged only within their working hours and
    message budget. When an opening reopens, only a follow-up that was cancelled is planned again.
    """
    opening = claim_opening_to_match(transaction, now)
    if opening is None:
        return False
    context = system_context(transaction, opening.workspace_id, now)
    workspace_id, kind = opening.workspace_id, FollowUpKind.GENERAL_MATCH
    # The period of these follow-ups is the id of the general referral, as text.
    states_by_period = follow_ups.find_states(transaction, workspace_id, kind, opening.id)
    planned_before = {
        period for period, state in states_by_period.items() if state is not FollowUpState.CANCELLED
    }
    last_id = 0
    while batch := list_open_general(transaction, workspace_id, after=last_id, limit=BATCH_SIZE):
        last_id = batch[-1].id
        first_endorsements = _find_first_endorsements(context, batch)
        new = []
        for referral in batch:
            period = str(referral.id)
            endorsement = first_endorsements.get(referral.id)
            if period in planned_before or endorsement is None:
                continue
            if not match_reasons(context, opening, endorsement):
                continue
            if _has_referral_for(context, opening, referral.candidate.id):
                continue
            new.append(
                NewFollowUp(
                    kind,
                    subject_id=opening.id,
                    referral_id=referral.id,
                    member=endorsement.advocate,
                    due_at=now,
                    period=period,
                )
            )
        follow_ups.plan_many(transaction, workspace_id, new, now)
    return True


def _has_referral_for(context: Context, opening: Opening, candidate_id: int) -> bool:
    found = referrals.find_latest(
        context.transaction, opening.workspace_id, candidate_id, opening.id
    )
    return found is not None


def _find_first_endorsements(context: Context, batch: list[Referral]) -> dict[int, Endorsement]:
    """The endorsement of the first advocate who has not left, by referral id."""
    transaction, workspace_id = context.transaction, context.workspace.id
    by_referral = endorsements.list_current_by_referrals(
        transaction, workspace_id, [each.id for each in batch]
    )
    advocates = {each.advocate for current in by_referral.values() for each in current}
    active = {
        user_id
        for user_id, member in members.find_many(transaction, workspace_id, advocates).items()
        if member.is_colleague
    }
    first_endorsements = {}
    for referral_id, current in by_referral.items():
        first = next((each for each in current if each.advocate in active), None)
        if first is not None:
            first_endorsements[referral_id] = first
    return first_endorsements


def match_reasons(context: Context, opening: Opening, endorsement: Endorsement) -> tuple[str, ...]:
    """The reasons why the opening suits the candidate as endorsed; empty if it does not."""
    evidence = endorsement.evidence
    profile = PersonNote(good_at=f"{evidence.saw}\n{evidence.why}", history=evidence.how_long)
    found = match_opening(opening_text(opening), profile, context.policy.matching_words)
    return found.reasons if found else ()
