"""Gathers what a page shows: only what its reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain.cadence import next_nudge_time
from domain.consent import is_candidate_hidden, redact_for_desk
from domain.depth import desk_sort_key, sort_voices
from domain.endorsements import Commitment, CommitmentKind, Depth, Endorsement
from domain.errors import AlreadyAnsweredError, NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind
from domain.members import Role
from domain.openings import Opening
from domain.operators import NO_STUCK_ROWS
from domain.pages import (
    AdvocatePage,
    ConsentNotePage,
    DeskPage,
    HomePage,
    NudgeItem,
    OwnReferralsPage,
    QuestionPage,
    Reader,
    VoicesPage,
)
from domain.permissions import may_manage, may_post, may_see_openings
from domain.referrals import Referral
from services import consent, outbox
from services.asks import asks as asking
from services.context import Context
from services.desk import find_question_to_answer, find_revealed_referral
from services.follow_up_kinds.table import LISTED_KINDS, load_items
from services.people import build_reader as reader_of
from services.people import find_time_zone
from services.referrals import find_opening_of
from storage import (
    commitments,
    endorsements,
    follow_ups,
    interview_notes,
    members,
    openings,
    questions,
    referrals,
)
from storage.asks import asks

SHOWN = 10
WAITING = 500  # of which the first are shown: nobody has more at their desk


def answer_deadline(context: Context, referral: Referral) -> datetime | None:
    """By when the owner's answer is due (UTC); None once there is one, and while it cannot be."""
    hides = context.policy.hide_until_agreed
    if (
        referral.answered_at is not None
        or referral.ended
        or is_candidate_hidden(referral.candidate, hides)
    ):
        return None
    began = referral.created_at
    if hides and referral.candidate.agreed_at is not None:
        began = max(began, referral.candidate.agreed_at)
    zone = find_time_zone(context, referral.owner)
    return next_nudge_time(context.policy.recruiter_answer, began, 0, zone, context.policy.hours)


def load_advocate_page(
    context: Context,
    reader: Reader,
    referral: Referral,
    mine: Endorsement,
    *,
    offered: Sequence[Commitment] | None = None,
    alone: bool = False,
) -> AdvocatePage:
    """`offered`: what they said they would do, `alone`: that nobody else stands behind them; where
    that is known already.
    """
    if offered is None:
        offered = commitments.list_by_member(
            context.transaction, referral.workspace_id, referral.id, mine.advocate
        )
    return AdvocatePage(
        reader,
        referral,
        mine,
        tuple(offered),
        answer_deadline(context, referral),
        other_voices=0
        if alone
        else endorsements.count_advocates(context.transaction, referral.workspace_id, referral.id)
        - 1,
        first_voice_days=context.policy.first_voice_days,
    )


def load_desk_page(context: Context, reader: Reader, referral: Referral) -> DeskPage:
    """While the candidate is hidden: that there is somebody, and nothing that anybody said."""
    ws = referral.workspace_id
    opening = find_opening_of(context, referral)
    if is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        nobody = redact_for_desk(referral, hide_until_agreed=True)
        return DeskPage(reader, nobody, opening, (), {}, (), (), None)
    voices = endorsements.list_current(context.transaction, ws, referral.id)
    known = members.find_many(context.transaction, ws, [voice.advocate for voice in voices])
    kept = commitments.list_fulfilled(context.transaction, ws, referral.id)
    deeds = Counter(each.member for each in kept)
    return DeskPage(
        reader,
        referral,
        opening,
        sort_voices(voices, deeds),
        {user: member.name for user, member in known.items()},
        tuple(kept),
        tuple(questions.list_by_referral(context.transaction, ws, referral.id)),
        answer_deadline(context, referral),
        tuple(interview_notes.list_by_referral(context.transaction, ws, referral.id)),
        tuple(asks.list_by_referral(context.transaction, ws, referral.id)),
    )


def load_voices_page(context: Context, referral_id: int) -> VoicesPage:
    """All voices side by side, for those who may know who it is: else as `open_to`."""
    referral = find_revealed_referral(context, referral_id)
    ws = context.workspace.id
    kept: dict[str, tuple[CommitmentKind, ...]] = {}
    for deed in commitments.list_fulfilled(context.transaction, ws, referral.id):
        kept[deed.member] = (*kept.get(deed.member, ()), deed.kind)
    voices = endorsements.list_current(context.transaction, ws, referral.id)
    deeds = {who: len(done) for who, done in kept.items()}
    reader = reader_of(context)
    return VoicesPage(reader, referral, sort_voices(voices, deeds), kept)


def load_question_page(context: Context, question_id: int) -> QuestionPage:
    """A question that waits for the actor: `NotFoundError`, `NotAllowedError`, or
    `AlreadyAnsweredError`.
    """
    question, referral = find_question_to_answer(context, question_id)
    if question.answered_at is not None:
        raise AlreadyAnsweredError("question", context.actor.user_id)
    said = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, referral.id, context.actor.user_id
    )
    reader = reader_of(context)
    return QuestionPage(
        reader, referral, question, said.candidate_name if said else referral.candidate.name
    )


def load_consent_note(
    context: Context, reader: Reader, step: FollowUp, value: str
) -> ConsentNotePage:
    """What the note to a candidate is drafted from; `NotFoundError` where they are erased."""
    candidate = consent.find_undecided_candidate(context, step)
    theirs = consent.list_endorsed_referrals(context, candidate, context.actor.user_id)
    mine = next(
        (
            said
            for it in theirs
            if (
                said := endorsements.find_by_advocate(
                    context.transaction, it.workspace_id, it.id, context.actor.user_id
                )
            )
        ),
        None,
    )
    if mine is None:
        raise NotFoundError("candidate")
    still = [it for it in theirs if not it.ended] or theirs
    return ConsentNotePage(
        reader,
        mine.candidate_name,
        mine.relationship,
        tuple(it.opening_title for it in still if it.opening_title),
        candidate.email,
        context.actor.member.name,
        candidate.decide_by,
        value,
    )


def load_own_referrals(context: Context) -> OwnReferralsPage:
    reader = reader_of(context)
    return OwnReferralsPage(
        reader,
        _load_advocate_pages(context, reader),
        load_items(context, reader, _list_own_follow_ups(context)),
    )


def _load_advocate_pages(context: Context, reader: Reader) -> tuple[AdvocatePage, ...]:
    ws = context.workspace.id
    pages = []
    for referral in referrals.list_by_advocate(
        context.transaction, ws, context.actor.user_id, SHOWN
    ):
        said = endorsements.find_by_advocate(
            context.transaction, ws, referral.id, context.actor.user_id
        )
        if said is not None:
            pages.append(load_advocate_page(context, reader, referral, said))
    return tuple(pages)


def _list_own_follow_ups(context: Context) -> list[FollowUp]:
    return follow_ups.list_open(
        context.transaction, context.workspace.id, context.actor.user_id, SHOWN, kinds=LISTED_KINDS
    )


def sort_desk(desk: Sequence[Referral], depths: Mapping[int, Depth]) -> list[Referral]:
    """What waits, by age and depth (docs/depth.md)."""

    def key(each: Referral) -> tuple[bool, date, int, datetime]:
        return desk_sort_key(
            answered=each.answered_at is not None,
            created_at=each.created_at,
            depth=depths.get(each.id, Depth.LEAD),
        )

    return sorted(desk, key=key)


def _without_own_desk(items: tuple[NudgeItem, ...]) -> tuple[NudgeItem, ...]:
    """What an owner owes an answer stands at their desk already; passed on, it is shown here."""
    return tuple(
        item
        for item in items
        if item.follow_up.kind is not FollowUpKind.RECRUITER_ANSWER
        or item.referral is None
        or item.follow_up.member != item.referral.owner
    )


def load_home(context: Context) -> HomePage:
    """Everything App Home shows to this person."""
    ws = context.workspace.id
    reader = reader_of(context)
    is_member = context.actor.has(Role.MEMBER)
    desk = (
        referrals.list_by_owner(context.transaction, ws, context.actor.user_id, WAITING)
        if is_member
        else []
    )
    depths = endorsements.find_depths(context.transaction, ws, [each.id for each in desk])
    shown: list[Opening] = []
    if may_see_openings(context.actor, context.policy):
        shown = openings.search(context.transaction, ws, "", limit=SHOWN)
    return HomePage(
        reader=reader,
        own_referrals=_load_advocate_pages(context, reader) if is_member else (),
        due=_without_own_desk(load_items(context, reader, _list_own_follow_ups(context)))
        if is_member
        else (),
        desk=tuple(
            redact_for_desk(each, context.policy.hide_until_agreed)
            for each in sort_desk(desk, depths)[:SHOWN]
        ),
        desk_remaining=max(len(desk) - SHOWN, 0),
        depths=depths,
        openings=tuple(shown),
        open_count=openings.count_open(context.transaction, ws) if shown else 0,
        managed_openings=frozenset(
            each.id for each in shown if is_member and may_manage(context.actor, each)
        ),
        may_see_openings=may_see_openings(context.actor, context.policy),
        may_refer=is_member,
        may_post=may_post(context.actor),
        stuck_rows=outbox.find_stuck_rows(context)
        if context.actor.has(Role.ADMIN)
        else NO_STUCK_ROWS,
        asks=asking.load_unfinished_asks(context) if is_member else (),
    )
