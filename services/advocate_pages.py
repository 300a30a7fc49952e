"""What an advocate is shown of their referrals: never who else stands behind a candidate.

Every function reads any number of referrals in a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.cadence import next_nudge_time
from domain.consent import is_candidate_hidden
from domain.endorsements import Endorsement
from domain.errors import NotFoundError
from domain.follow_ups import FollowUp
from domain.pages import AdvocatePage, ConsentNotePage, NudgeItem, OwnReferralsPage, Viewer
from domain.policy import Policy
from domain.referrals import Referral
from domain.working_time import time_zone
from services import consent
from services.context import Context
from services.follow_up_kinds.table import LISTED_KINDS, load_items
from services.people import build_viewer
from storage import commitments, endorsements, follow_ups, members, referrals

SHOWN = 10  # referrals and follow-ups in App Home and in `/refer mine`

Endorsed = tuple[Referral, Endorsement]


def answer_deadline(policy: Policy, referral: Referral, zone: ZoneInfo) -> datetime | None:
    """By when the owner's answer is due (UTC). `zone` is the owner's.

    None once there is an answer, and while the candidate is hidden from the owner.
    """
    hide = policy.hide_until_agreed
    is_hidden = is_candidate_hidden(referral.candidate, hide)
    if referral.answered_at is not None or referral.ended or is_hidden:
        return None
    started_at = referral.created_at
    if hide and referral.candidate.agreed_at is not None:
        started_at = max(started_at, referral.candidate.agreed_at)
    return next_nudge_time(policy.recruiter_answer, started_at, 0, zone, policy.hours)


def load_advocate_pages(
    context: Context, viewer: Viewer, endorsed: Sequence[Endorsed]
) -> list[AdvocatePage]:
    """One page for each referral with the viewer's own endorsement."""
    transaction, ws, policy = context.transaction, context.workspace.id, context.policy
    ids = [referral.id for referral, _ in endorsed]
    made = commitments.list_by_referrals(transaction, ws, ids)
    voices = endorsements.list_current_by_referrals(transaction, ws, ids)
    owners = members.find_many(transaction, ws, {referral.owner for referral, _ in endorsed})
    pages = []
    for referral, endorsement in endorsed:
        owner = owners.get(referral.owner)
        zone = time_zone(owner.tz if owner else None, policy.default_tz)
        own = [each for each in made[referral.id] if each.member == endorsement.advocate]
        pages.append(
            AdvocatePage(
                viewer,
                referral,
                endorsement,
                tuple(own),
                answer_deadline(policy, referral, zone),
                other_endorsement_count=len(voices[referral.id]) - 1,
                first_voice_days=policy.first_voice_days,
            )
        )
    return pages


def load_advocate_page(
    context: Context, viewer: Viewer, referral: Referral, endorsement: Endorsement
) -> AdvocatePage:
    (page,) = load_advocate_pages(context, viewer, [(referral, endorsement)])
    return page


def load_own_referrals(context: Context) -> OwnReferralsPage:
    """The actor's newest referrals, and the follow-ups that wait for them."""
    viewer = build_viewer(context)
    return OwnReferralsPage(
        viewer, list_own_pages(context, viewer), list_own_items(context, viewer)
    )


def list_own_pages(context: Context, viewer: Viewer) -> tuple[AdvocatePage, ...]:
    """The newest referrals that the actor stands behind."""
    transaction, ws, actor = context.transaction, context.workspace.id, context.actor
    found = referrals.list_by_advocate(transaction, ws, actor.user_id, SHOWN)
    voices = endorsements.list_current_by_referrals(transaction, ws, [each.id for each in found])
    endorsed = [
        (referral, voice)
        for referral in found
        for voice in voices[referral.id]
        if voice.advocate == actor.user_id
    ]
    return tuple(load_advocate_pages(context, viewer, endorsed))


def list_own_items(context: Context, viewer: Viewer) -> tuple[NudgeItem, ...]:
    """The open follow-ups of the actor, those that are due first."""
    open_ones = follow_ups.list_open(
        context.transaction, context.workspace.id, context.actor.user_id, SHOWN, kinds=LISTED_KINDS
    )
    return load_items(context, viewer, open_ones)


def load_consent_note(context: Context, follow_up: FollowUp, value: str) -> ConsentNotePage:
    """What the note that asks the candidate to agree is drafted from.

    `value` names the nudge from which it was opened. Raises `NotFoundError` where the candidate is
    erased, or is not one of the actor's.
    """
    candidate = consent.find_candidate_of(context, follow_up)
    found = consent.list_endorsed_referrals(context, candidate, context.actor.user_id)
    voices = endorsements.list_current_by_referrals(
        context.transaction, context.workspace.id, [each.id for each in found]
    )
    own = [
        voice
        for referral in found
        for voice in voices[referral.id]
        if voice.advocate == context.actor.user_id
    ]
    if not own:
        raise NotFoundError("candidate")
    still_open = [each for each in found if not each.ended]
    return ConsentNotePage(
        build_viewer(context),
        own[0].candidate_name,
        own[0].relationship,
        tuple(each.opening_title for each in still_open or found if each.opening_title),
        candidate.email,
        context.actor.member.name,
        candidate.decide_by,
        value,
    )
