"""Loads the pages that show advocates the referrals they have endorsed.

A page never tells an advocate who else has endorsed the candidate. Functions that take several
referrals make the same number of queries, however many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.away import find_absence
from domain.card_history import HistoryReader, choose_changes
from domain.desk import HistoryLine
from domain.endorsements import Endorsement
from domain.errors import NotFoundError
from domain.follow_ups import FollowUp
from domain.members import Member
from domain.own_settings import find_personal_rules
from domain.pages import AdvocatePage, ConsentNotePage, NudgeItem, OwnReferralsPage, Viewer
from domain.referrals import Referral
from services import consent
from services.bonus import find_own_bonuses
from services.context import Context
from services.first_advocates import find_first_advocates
from services.follow_up_kinds.cadences import answer_deadline
from services.follow_up_kinds.table import KINDS, LISTED_KINDS, load_items
from services.own_endorsements import find_referral_and_own_endorsement
from services.people import build_viewer
from services.referrals import SubmittedLead
from storage import commitments, endorsements, follow_ups, history, members, questions, referrals

MAX_LISTED = 10  # rows in each list of App Home and of `/refer mine`

EndorsedReferral = tuple[Referral, Endorsement]


def load_advocate_pages(
    context: Context, viewer: Viewer, endorsed: Sequence[EndorsedReferral]
) -> list[AdvocatePage]:
    """One page for each referral with its endorsement, in the same order."""
    transaction, workspace_id, policy = context.transaction, context.workspace.id, context.policy
    referral_ids = [referral.id for referral, _ in endorsed]
    commitments_by_referral = commitments.list_by_referrals(transaction, workspace_id, referral_ids)
    endorsements_by_referral = endorsements.list_current_by_referrals(
        transaction, workspace_id, referral_ids
    )
    owners = members.find_many(
        transaction, workspace_id, {referral.owner for referral, _ in endorsed}
    )
    first_advocates = find_first_advocates(
        context, [referral.candidate for referral, _ in endorsed]
    )
    own_bonuses = find_own_bonuses(
        context, {referral.id: endorsement.advocate for referral, endorsement in endorsed}
    )
    pages = []
    for referral, endorsement in endorsed:
        owner = owners.get(referral.owner)
        rules = find_personal_rules(owner, policy)
        first_advocate = first_advocates.get(referral.candidate.id)
        own_commitments = [
            commitment
            for commitment in commitments_by_referral[referral.id]
            if commitment.member == endorsement.advocate
        ]
        pages.append(
            AdvocatePage(
                viewer,
                referral,
                endorsement,
                commitments=tuple(own_commitments),
                answer_due_at=answer_deadline(policy, referral, rules),
                other_endorsement_count=len(endorsements_by_referral[referral.id]) - 1,
                awaits_first_advocate=first_advocate not in (None, endorsement.advocate),
                first_voice_days=policy.first_voice_days,
                owner_absence=find_absence(owner, policy, context.now) if owner else None,
                bonus=own_bonuses.get(referral.id),
            )
        )
    return pages


def load_submitted_pages(
    context: Context, viewer: Viewer, submitted: Sequence[SubmittedLead]
) -> list[AdvocatePage]:
    """One page for each lead that the viewer has just submitted, in the same order.

    A lead that created a referral has a `new_owner`. The rows of such a lead are not read again.
    """
    new_pages = {
        each.referral.id: _new_referral_page(context, viewer, each, each.new_owner)
        for each in submitted
        if each.new_owner is not None
    }
    known = [
        (each.referral, each.endorsement) for each in submitted if each.referral.id not in new_pages
    ]
    # The known pages are in the order of `submitted`, so the next one always belongs to `each`.
    known_pages = iter(load_advocate_pages(context, viewer, known) if known else ())
    return [new_pages.get(each.referral.id) or next(known_pages) for each in submitted]


def _new_referral_page(
    context: Context, viewer: Viewer, lead: SubmittedLead, owner: Member
) -> AdvocatePage:
    policy = context.policy
    rules = find_personal_rules(owner, policy)
    candidate, advocate = lead.referral.candidate, lead.endorsement.advocate
    first_advocate = find_first_advocates(context, [candidate]).get(candidate.id)
    return AdvocatePage(
        viewer,
        lead.referral,
        lead.endorsement,
        commitments=(),
        answer_due_at=answer_deadline(policy, lead.referral, rules),
        awaits_first_advocate=first_advocate not in (None, advocate),
        first_voice_days=policy.first_voice_days,
        owner_absence=find_absence(owner, policy, context.now),
    )


def load_advocate_page(
    context: Context, viewer: Viewer, referral: Referral, endorsement: Endorsement
) -> AdvocatePage:
    (page,) = load_advocate_pages(context, viewer, [(referral, endorsement)])
    return page


def load_own_card(context: Context, referral_id: int) -> AdvocatePage:
    """The page of a referral that the actor has endorsed, with its last changes.

    Raises `NotFoundError`, and `NotAllowedError` if the actor has not endorsed the referral.
    """
    referral, own_endorsement = find_referral_and_own_endorsement(context, referral_id)
    page = load_advocate_page(context, build_viewer(context), referral, own_endorsement)
    return replace(page, changes=_load_changes(context, referral))


def _load_changes(context: Context, referral: Referral) -> tuple[HistoryLine, ...]:
    """The last changes of the referral that the actor may read."""
    transaction, workspace_id = context.transaction, context.workspace.id
    actor = context.actor.user_id
    lines = history.list_lines(transaction, workspace_id, "referral", referral.id)
    referral_questions = questions.list_by_referral(transaction, workspace_id, referral.id)
    current = endorsements.list_current(transaction, workspace_id, referral.id)
    reader = HistoryReader(
        actor,
        referral.owner,
        other_advocates={referral.advocate, *(each.advocate for each in current)} - {actor},
        question_ids={each.id for each in referral_questions if each.asked_of == actor},
    )
    return choose_changes(lines, reader)


def load_own_referrals(context: Context) -> OwnReferralsPage:
    """The newest referrals and the first open follow-ups of the actor."""
    viewer = build_viewer(context)
    return OwnReferralsPage(
        viewer, list_own_pages(context, viewer), list_own_items(context, viewer)
    )


def list_own_pages(context: Context, viewer: Viewer) -> tuple[AdvocatePage, ...]:
    """The newest referrals that the actor has endorsed."""
    transaction, workspace_id, actor = context.transaction, context.workspace.id, context.actor
    found = referrals.list_by_advocate(transaction, workspace_id, actor.user_id, MAX_LISTED)
    endorsements_by_referral = endorsements.list_current_by_referrals(
        transaction, workspace_id, [referral.id for referral in found]
    )
    endorsed = [
        (referral, endorsement)
        for referral in found
        for endorsement in endorsements_by_referral[referral.id]
        if endorsement.advocate == actor.user_id
    ]
    return tuple(load_advocate_pages(context, viewer, endorsed))


def list_own_items(context: Context, viewer: Viewer) -> tuple[NudgeItem, ...]:
    """The actor's open follow-ups, the first due first.

    Follow-ups of a kind that is not `is_listed_early` may be due in months. They are left out until
    they are due, unless they were nudged or postponed before.
    """
    open_follow_ups = follow_ups.list_open(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        MAX_LISTED,
        kinds=LISTED_KINDS,
    )
    shown = [
        each
        for each in open_follow_ups
        if KINDS[each.kind].is_listed_early
        or each.nudges_sent
        or each.was_postponed
        or each.due_at <= context.now
    ]
    return load_items(context, viewer, shown)


def load_consent_note(context: Context, follow_up: FollowUp, value: str) -> ConsentNotePage:
    """Loads the facts for a draft of the note that asks the candidate for their consent.

    `value` is the button value of the nudge that opened the note. Raises `NotFoundError` if the
    candidate is erased, or if the actor has endorsed none of their referrals.
    """
    candidate = consent.find_candidate_of(context, follow_up)
    found = consent.list_endorsed_referrals(context, candidate, context.actor.user_id)
    endorsements_by_referral = endorsements.list_current_by_referrals(
        context.transaction, context.workspace.id, [referral.id for referral in found]
    )
    own_endorsements = [
        endorsement
        for referral in found
        for endorsement in endorsements_by_referral[referral.id]
        if endorsement.advocate == context.actor.user_id
    ]
    if not own_endorsements:
        raise NotFoundError("candidate")
    open_referrals = [referral for referral in found if not referral.ended]
    shown_referrals = open_referrals or found
    return ConsentNotePage(
        viewer=build_viewer(context),
        candidate_name=own_endorsements[0].candidate_name,
        relationship=own_endorsements[0].relationship,
        titles=tuple(each.opening_title for each in shown_referrals if each.opening_title),
        email=next((each.email for each in own_endorsements if each.email), None),
        sender_name=context.actor.member.name,
        agree_by=candidate.decide_by,
        button_value=value,
    )
