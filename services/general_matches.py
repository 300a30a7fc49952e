"""An opening opens that suits the candidate of a general referral: the advocate is asked about it.

Starts from an opening that was posted or reopened, ends with follow-ups. Nobody but the advocate is
told: they decide whether the general referral becomes one for the opening.
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
from storage.general_matches import claim_opening_to_match

BATCH = 500


def match_next_opening(transaction: Transaction, now: datetime) -> bool:
    """Compares one newly opened opening with every general referral; False where there is none.

    The follow-ups are due now, and are nudged in the hours and the budget of each advocate. What
    was answered before is not asked again when an opening reopens.
    """
    opening = claim_opening_to_match(transaction, now)
    if opening is None:
        return False
    context = system_context(transaction, opening.workspace_id, now)
    ws, kind, last_id = opening.workspace_id, FollowUpKind.GENERAL_MATCH, 0
    known = follow_ups.find_states(transaction, ws, kind, opening.id)
    answered = {period for period, state in known.items() if state is not FollowUpState.CANCELLED}
    while batch := referrals.list_open_general(transaction, ws, after=last_id, limit=BATCH):
        last_id = batch[-1].id
        voices = _find_first_voices(context, batch)
        new = [
            NewFollowUp(kind, opening.id, each.id, voice.advocate, now, period=str(each.id))
            for each in batch
            if str(each.id) not in answered
            and (voice := voices.get(each.id)) is not None
            and match_reasons(context, opening, voice)
            and referrals.find_latest(transaction, ws, each.candidate.id, opening.id) is None
        ]
        follow_ups.plan_many(transaction, ws, new, now)
    return True


def _find_first_voices(context: Context, batch: list[Referral]) -> dict[int, Endorsement]:
    """By referral: the endorsement of the first advocate who has not left."""
    transaction, ws = context.transaction, context.workspace.id
    voices = endorsements.list_current_by_referrals(transaction, ws, [each.id for each in batch])
    advocates = {voice.advocate for each in voices.values() for voice in each}
    active = {
        user_id
        for user_id, member in members.find_many(transaction, ws, advocates).items()
        if member.active and not member.is_bot
    }
    return {
        referral_id: voice
        for referral_id, each in voices.items()
        for voice in [next((v for v in each if v.advocate in active), None)]
        if voice is not None
    }


def match_reasons(context: Context, opening: Opening, endorsement: Endorsement) -> tuple[str, ...]:
    """Why the opening suits the candidate, by what the advocate said; empty where it does not."""
    evidence = endorsement.evidence
    profile = PersonNote(good_at=f"{evidence.saw}\n{evidence.why}", history=evidence.how_long)
    found = match_opening(opening_text(opening), profile, context.policy.matching_words)
    return found.reasons if found else ()
