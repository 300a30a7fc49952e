"""The form in which someone decides how the open referrals of an ended opening end.

The choices are stored as a draft until the form is submitted, so that they survive turning pages
and closing the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from domain.consent import redact_for_desk
from domain.endings import KEEP_DAYS_MAX, Ending, EndingKind, EndingsDraft
from domain.errors import FieldError, StaleError
from domain.limits import STAGE_NOTE_MAX
from domain.messages import OpeningEnded
from domain.openings import Opening
from domain.pages import EndingsPage
from domain.stages import REASONS_BY_STAGE, STAGE_PATH, Stage
from domain.working_time import end_of_day
from services import history, outbox
from services.context import Context
from services.openings import find_managed_opening
from services.people import build_viewer, find_answerable, find_time_zone, find_today
from storage import drafts, endings, opening_referrals, openings
from storage.endings import ending_from_json, ending_to_json

DRAFT_KIND = "endings"


def load_endings(context: Context, opening_id: int) -> EndingsPage:
    """The undecided referrals that the actor may decide about, in a constant number of queries.

    Raises `NotFoundError`, `NotAllowedError`, and `StaleError` if the opening is not ended.
    """
    opening = _find_ended_opening(context, opening_id)
    workspace_id = context.workspace.id
    planned = endings.list_by_opening(context.transaction, workspace_id, opening.id)
    found = [
        referral
        for referral in opening_referrals.list_open_by_opening(
            context.transaction, workspace_id, opening.id
        )
        if referral.id in planned and planned[referral.id].decision is None
    ]
    answerable = find_answerable(context, context.actor.user_id, found)
    shown = [
        redact_for_desk(referral, context.policy.hide_until_agreed)
        for referral in found
        if referral.id in answerable
    ]
    shown.sort(key=lambda referral: STAGE_PATH.index(referral.stage), reverse=True)
    draft = _find_draft(context, opening.id)
    chosen = [draft.rest, *draft.exceptions.values()]
    targets = {ending.opening_id for ending in chosen if ending and ending.opening_id}
    known = openings.find_many(context.transaction, workspace_id, targets)
    return EndingsPage(
        build_viewer(context),
        opening,
        tuple(shown),
        draft,
        role_names={id_: f"{each.ref} {each.title}" for id_, each in known.items()},
        decide_by=min((planned[each.id].due_at for each in shown), default=context.now),
    )


def _find_ended_opening(context: Context, opening_id: int) -> Opening:
    opening = find_managed_opening(context, opening_id)
    if not opening.ended:
        raise StaleError("opening", opening.status.value)
    return opening


def check_ending(context: Context, ending: Ending) -> None:
    """Raises `FieldError` if the ending cannot be used."""
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
    today = find_today(context)
    if until is None:
        raise FieldError("until", "missing_date")
    if until <= today:
        raise FieldError("until", "past_date")
    if until > today + timedelta(days=KEEP_DAYS_MAX):
        raise FieldError("until", "far_ending", str(KEEP_DAYS_MAX))


def save_rest(context: Context, opening_id: int, hired: int | None, rest: Ending | None) -> None:
    """Stores the ending of all referrals without a choice of their own, and who was hired.

    `hired` is the id of their referral; None if nobody was.
    """
    draft = _find_draft(context, opening_id)
    exceptions = {id_: each for id_, each in draft.exceptions.items() if id_ != hired}
    _save_draft(context, EndingsDraft(opening_id, hired, rest, exceptions))


def save_exception(
    context: Context, opening_id: int, referral_id: int, ending: Ending | None
) -> None:
    """Stores the choice for one referral. None means that it ends like all others."""
    if ending is not None:
        check_ending(context, ending)
    draft = _find_draft(context, opening_id)
    exceptions = {id_: each for id_, each in draft.exceptions.items() if id_ != referral_id}
    hired = draft.hired if draft.hired != referral_id else None
    if ending is not None and ending.kind is EndingKind.HIRED:
        hired = referral_id
    elif ending is not None:
        exceptions[referral_id] = ending
    _save_draft(context, EndingsDraft(opening_id, hired, draft.rest, exceptions))


def delete_draft(context: Context) -> None:
    """Forgets what the actor has chosen so far."""
    drafts.delete_draft(
        context.transaction, context.workspace.id, context.actor.user_id, DRAFT_KIND
    )


def submit(context: Context, opening_id: int) -> int:
    """Stores the decisions of the draft, and deletes the draft. Returns their number.

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
    delete_draft(context)
    outbox.queue_edits(context, (OpeningEnded,), opening_id)
    return len(decisions)


def _due_time(context: Context, ending: Ending) -> datetime:
    """When the ending is carried out (UTC): at once, or after the last day of a kept referral."""
    if ending.kind is not EndingKind.KEEP or ending.until is None:
        return context.now
    return end_of_day(ending.until, find_time_zone(context))


def _find_draft(context: Context, opening_id: int) -> EndingsDraft:
    """The actor's draft for this opening, or an empty one: each person has one draft at a time."""
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
