"""Somebody worth having before there is a role: when one opens that suits, the advocate is asked.

Nobody else is: whether the general referral becomes one for the opening is theirs to say.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.errors import NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState, NewFollowUp
from domain.matching import Known, match, of_opening
from domain.openings import Opening
from domain.referrals import Endorsement, Evidence, Lead, Referral
from services import follow_ups
from services.context import Context, system_context
from services.referrals import Submitted, standing_behind, submit_leads
from storage import endorsements, history, members, openings, referrals
from storage import follow_ups as planned
from storage.engine import Transaction
from storage.general import claim_opening_to_match

PAGE = 500


def hold_against(transaction: Transaction, now: datetime) -> bool:
    """Hold one newly opened opening against every general referral; False where there is none.

    Each advocate of one that suits is asked, due now: the nudging finds the hour and the room.
    What was answered before is not asked again when an opening reopens.
    """
    opening = claim_opening_to_match(transaction, now)
    if opening is None:
        return False
    ws, kind, after = opening.workspace_id, FollowUpKind.GENERAL_MATCH, 0
    context = system_context(transaction, ws, now)
    known = planned.find_states(transaction, ws, kind, opening.id)
    again = {period for period, state in known.items() if state is not FollowUpState.CANCELLED}
    while page := referrals.list_open_general(transaction, ws, after=after, limit=PAGE):
        after = page[-1].id
        voices = _here(context, page)
        steps = [
            NewFollowUp(kind, opening.id, each.id, voice.advocate, now, period=str(each.id))
            for each in page
            if str(each.id) not in again
            and (voice := voices.get(each.id)) is not None
            and suits(opening, voice)
            and referrals.find_latest(transaction, ws, each.candidate.id, opening.id) is None
        ]
        planned.plan_many(transaction, ws, steps, now)
    return True


def _here(context: Context, page: list[Referral]) -> dict[int, Endorsement]:
    """Of each referral the first voice who is still here."""
    said = endorsements.list_current_by_referrals(
        context.transaction, context.workspace.id, [each.id for each in page]
    )
    everybody = {voice.advocate for voices in said.values() for voice in voices}
    here = {
        user
        for user, member in members.find_many(
            context.transaction, context.workspace.id, everybody
        ).items()
        if member.active and not member.is_bot
    }
    first = {
        referral_id: next((voice for voice in voices if voice.advocate in here), None)
        for referral_id, voices in said.items()
    }
    return {referral_id: voice for referral_id, voice in first.items() if voice is not None}


def suits(opening: Opening, voice: Endorsement) -> tuple[str, ...]:
    """Why the opening suits them, by what the advocate said; empty where it does not."""
    said = voice.evidence
    found = match(
        of_opening(opening), Known(good_at=f"{said.saw}\n{said.why}", history=said.how_long)
    )
    return found.reasons if found else ()


def put_forward(context: Context, step: FollowUp) -> Submitted:
    """Make it a referral for the opening: contact and endorsement come along, both are linked.

    The general one stays, for what may open later. Raises `NotFoundError`,
    `OpeningNotOpenError`, or
    `AlreadyAnsweredError` where the step was settled otherwise.
    """
    general, mine = standing_behind(context, step.referral_id or 0)
    opening = openings.find(context.transaction, context.workspace.id, step.subject_id)
    if opening is None:
        raise NotFoundError("opening")
    candidate = general.candidate
    lead = Lead(
        opening.id,
        mine.candidate_name,
        candidate.email,
        candidate.profile_url,
        mine.relationship,
        candidate.consent,
    )
    (done,) = submit_leads(context, [lead])
    follow_ups.settle(context, step.id, FollowUpState.DONE)
    if done.endorsement.evidence == Evidence() and mine.evidence != Evidence():
        endorsements.add_version(
            context.transaction,
            context.workspace.id,
            done.referral.id,
            context.actor.user_id,
            called=mine.candidate_name,
            relationship=mine.relationship,
            evidence=replace(mine.evidence, commitments=()),
            first=done.endorsement.is_first,
            now=context.now,
        )
    ws, who, of = context.workspace.id, context.actor.user_id, "referral"
    history.add_line(
        context.transaction,
        ws,
        who,
        "referral.from_general",
        of,
        done.referral.id,
        context.now,
        general=general.id,
    )
    history.add_line(
        context.transaction,
        ws,
        who,
        "referral.put_forward",
        of,
        general.id,
        context.now,
        referral=done.referral.id,
    )
    return done
