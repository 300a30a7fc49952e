"""The form in which someone decides about the open referrals of a filled or closed opening.

The choices are stored as a draft until the form is submitted, so that they survive a change of page
and the closing of the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from domain.consent import redact_for_desk
from domain.endings import KEEP_DAYS_MAX, Ending, EndingKind, EndingsDraft
from domain.errors import FieldError, StaleError
from domain.limits import STAGE_NOTE_MAX
from domain.messages import OpeningEnded, ReferralKeptOpen
from domain.openings import Opening
from domain.pages import EndingsPage
from domain.stages import REASONS_BY_STAGE, STAGE_PATH, Stage
from domain.working_time import end_of_day
from services import history, outbox
from services.context import Context
from services.openings import find_managed_opening
from services.people import build_viewer, find_answerable, find_time_zone, find_today
from storage import drafts, endings, endorsements, opening_referrals, openings
from storage.endings import ending_from_json, ending_to_json

DRAFT_KIND = "endings"


def load_endings(context: Context, opening_id: int) -> EndingsPage:
    """Loads the undecided referrals about which the actor may decide, those furthest along first.

    The number of queries does not grow with the number of referrals.

    Raises `NotFoundError`, `NotAllowedError`, and `StaleError` if the opening is not ended.
    """
    opening = _find_ended_opening(context, opening_id)
    workspace_id = context.workspace.id
    planned = endings.list_by_opening(context.transaction, workspace_id, opening.id)
    undecided = [
        referral
        for referral in opening_referrals.list_open_by_opening(
            context.transaction, workspace_id, opening.id
        )
        if referral.id in planned and planned[referral.id].decision is None
    ]
    answerable = find_answerable(context, context.actor.user_id, undecided)
    shown = [
        redact_for_desk(referral, context.policy.hide_until_agreed)
        for referral in undecided
        if referral.id in answerable
    ]
    shown.sort(key=lambda referral: STAGE_PATH.index(referral.stage), reverse=True)
    draft = _find_draft(context, opening.id)
    chosen_endings = [draft.rest, *draft.exceptions.values()]
    target_ids = {ending.opening_id for ending in chosen_endings if ending and ending.opening_id}
    targets = openings.find_many(context.transaction, workspace_id, target_ids)
    return EndingsPage(
        build_viewer(context),
        opening,
        tuple(shown),
        draft,
        role_names={each.id: f"{each.ref} {each.title}" for each in targets.values()},
        decide_by=min((planned[each.id].due_at for each in shown), default=context.now),
    )


def _find_ended_opening(context: Context, opening_id: int) -> Opening:
    opening = find_managed_opening(context, opening_id)
    if not opening.ended:
        raise StaleError("opening", opening.status.value)
    return opening


def check_ending(context: Context, ending: Ending) -> None:
    """Raises `FieldError` if the reason, note, target opening or day of the ending is invalid."""
    if ending.kind is EndingKind.NOT_NOW:
        if ending.reason not in REASONS_BY_STAGE[Stage.NOT_NOW]:
            raise FieldError("reason", "empty")
        if len(ending.note) > STAGE_NOTE_MAX:
            raise FieldError("note", "too_long", str(STAGE_NOTE_MAX))
    if ending.kind is EndingKind.MOVE and ending.opening_id is not None:
        target = openings.find(context.transaction, context.workspace.id, ending.opening_id)
        if target is None or not target.takes_referrals:
            raise FieldError("target", "not_open")
    if ending.kind is EndingKind.KEEP:
        _check_day(context, ending.until)


def _check_day(context: Context, until: date | None) -> None:
    """Raises `FieldError` unless the day is after today and at most `KEEP_DAYS_MAX` days away."""
    today = find_today(context)
    if until is None:
        raise FieldError("until", "missing_date")
    if until <= today:
        raise FieldError("until", "past_date")
    if until > today + timedelta(days=KEEP_DAYS_MAX):
        raise FieldError("until", "far_ending", str(KEEP_DAYS_MAX))


def save_rest(context: Context, opening_id: int, hired: int | None, rest: Ending | None) -> None:
    """Stores in the draft who was hired, and how the referrals without an exception end.

    `hired` is the id of the hired person's referral, or None. `rest` is None if not chosen yet.
    """
    draft = _find_draft(context, opening_id)
    exceptions = dict(draft.exceptions)
    if hired is not None:
        exceptions.pop(hired, None)
    _save_draft(context, EndingsDraft(opening_id, hired, rest, exceptions))


def save_exception(
    context: Context, opening_id: int, referral_id: int, ending: Ending | None
) -> None:
    """Stores in the draft how one referral ends. With None, it ends as the rest do.

    Raises the `FieldError` of `check_ending`.
    """
    if ending is not None:
        check_ending(context, ending)
    draft = _find_draft(context, opening_id)
    exceptions = dict(draft.exceptions)
    exceptions.pop(referral_id, None)
    hired = None if draft.hired == referral_id else draft.hired
    if ending is not None and ending.kind is EndingKind.HIRED:
        hired = referral_id
    elif ending is not None:
        exceptions[referral_id] = ending
    _save_draft(context, EndingsDraft(opening_id, hired, draft.rest, exceptions))


def delete_draft(context: Context) -> None:
    """Deletes the actor's unsubmitted choices."""
    drafts.delete_draft(
        context.transaction, context.workspace.id, context.actor.user_id, DRAFT_KIND
    )


def submit(context: Context, opening_id: int) -> int:
    """Stores the draft's choices as decisions, and deletes the draft. Returns how many were stored.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError` and `FieldError`.
    """
    page = load_endings(context, opening_id)
    if page.draft.rest is not None:
        check_ending(context, page.draft.rest)
    decisions: dict[int, tuple[Ending, datetime]] = {}
    for referral in page.referrals:
        ending = page.draft.ending_of(referral.id)
        if ending is not None:
            decisions[referral.id] = (ending, _due_time(context, ending))
    workspace_id = context.workspace.id
    endings.save_decisions(context.transaction, workspace_id, decisions, context.actor.user_id)
    history.add_line(
        context, "opening.endings_decided", "opening", opening_id, number=len(decisions)
    )
    _tell_who_stays_open(context, {id_: ending for id_, (ending, _) in decisions.items()})
    delete_draft(context)
    outbox.queue_edits(context, (OpeningEnded,), opening_id)
    return len(decisions)


def _tell_who_stays_open(context: Context, decisions: Mapping[int, Ending]) -> None:
    """Tells the advocates, except the actor, which referrals stay open until a date."""
    last_days = {id_: ending.until for id_, ending in decisions.items() if ending.until}
    vouches = endorsements.list_current_by_referrals(
        context.transaction, context.workspace.id, last_days
    )
    outbox.queue_many(
        context,
        [
            ReferralKeptOpen(id_, until).to_intent(vouch.advocate, f"{vouch.advocate}:{until}")
            for id_, until in last_days.items()
            for vouch in vouches[id_]
            if vouch.advocate != context.actor.user_id
        ],
    )


def _due_time(context: Context, ending: Ending) -> datetime:
    """When the ending is carried out (UTC): now, or at the end of a kept referral's last day."""
    if ending.kind is not EndingKind.KEEP or ending.until is None:
        return context.now
    return end_of_day(ending.until, find_time_zone(context))


def _find_draft(context: Context, opening_id: int) -> EndingsDraft:
    """The actor's draft, or an empty one if they have none or one for another opening."""
    content = drafts.find(
        context.transaction, context.workspace.id, context.actor.user_id, DRAFT_KIND
    )
    if content is None or content["opening"] != opening_id:
        return EndingsDraft(opening_id)
    return _draft_from_json(content)


def _save_draft(context: Context, draft: EndingsDraft) -> None:
    content = {
        "opening": draft.opening_id,
        "hired": draft.hired,
        "rest": ending_to_json(draft.rest) if draft.rest else None,
        "exceptions": {str(id_): ending_to_json(each) for id_, each in draft.exceptions.items()},
    }
    drafts.save(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        DRAFT_KIND,
        content,
        context.now,
    )


def _draft_from_json(content: Mapping[str, Any]) -> EndingsDraft:
    return EndingsDraft(
        content["opening"],
        content["hired"],
        ending_from_json(content["rest"]) if content["rest"] else None,
        {int(id_): ending_from_json(each) for id_, each in content["exceptions"].items()},
    )
