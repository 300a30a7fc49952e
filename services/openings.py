"""Stores, pauses, fills, closes, reopens and finds openings.

Every change ends with edits of the announcements (`announcements`). `opening_form` has the checks
and the draft of the form, and `opening_edits` stores an edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from difflib import get_close_matches

from domain.errors import (
    AlreadyAnsweredError,
    NotFoundError,
    OpeningNotFoundError,
    OpeningNotOpenError,
    StaleError,
)
from domain.members import Role
from domain.messages import AnnouncementFailed, AnnouncementPosted
from domain.openings import (
    Announcement,
    AnnouncementState,
    Opening,
    OpeningForm,
    OpeningStatus,
    may_become,
)
from domain.pauses import ENDED_SHOWN_DAYS, InactiveOpening, default_decision_day
from domain.permissions import Access, check_access, check_may_manage
from domain.refs import choose_prefix, format_ref, parse_ref
from services import history, outbox, pauses
from services.announcements import queue_announcement, queue_announcements
from services.asks import closing as ask_closing
from services.context import SLACK, Context, group_by_workspace
from services.ending_plans import plan_endings
from services.opening_form import (
    build_bonus_rule,
    check_opening_form,
    delete_draft,
    find_closing_time,
    find_draft,
)
from services.people import find_today
from storage import (
    announcements,
    bench_matches,
    endings,
    openings,
    team_prefixes,
)
from storage.engine import Transaction


def post_draft(context: Context) -> Opening:
    """Posts the draft of the actor, and deletes it.

    Raises `NotAllowedError`, `FormError`, and `NotFoundError` if it was posted before.
    """
    form = find_draft(context)
    if form is None:
        raise NotFoundError("draft")
    check_access(context.actor, Access.POSTER, "post_opening")
    check_opening_form(context, form)
    opening = store_opening(context, form)
    delete_draft(context)
    return opening


def store_opening(context: Context, form: OpeningForm) -> Opening:
    """Stores a checked form under the next ref of its team, and queues the announcements."""
    workspace_id = context.workspace.id
    prefix = choose_prefix(
        form.team, team_prefixes.list_teams_by_prefix(context.transaction, workspace_id)
    )
    ref = format_ref(
        prefix, team_prefixes.take_next_number(context.transaction, workspace_id, prefix, form.team)
    )
    poster = context.actor.user_id
    opening = openings.add(
        context.transaction,
        workspace_id,
        form,
        ref=ref,
        posted_by=poster,
        now=context.now,
        closes_at=find_closing_time(context, form, poster),
        bonus=build_bonus_rule(context, form),
    )
    history_id = history.add_line(context, "opening.posted", "opening", opening.id)
    queue_announcements(context, opening, history_id)
    bench_matches.queue_opening(context.transaction, workspace_id, opening.id)
    return opening


def set_status(context: Context, opening_id: int, status: OpeningStatus) -> Opening:
    """Pauses, fills, closes or reopens an opening.

    Raises `NotFoundError`, `NotAllowedError`, and `StaleError` if the status cannot be reached
    from the present one.
    """
    opening = find_managed_opening(context, opening_id)
    today = find_today(context)
    day = default_decision_day(today) if status is OpeningStatus.PAUSED else None
    return _change_status(context, opening, status, paused_until=day)


def pause_opening(context: Context, opening_id: int, until: date | None) -> Opening:
    """Pauses an opening until a day, or extends its pause.

    Raises `NotFoundError`, `NotAllowedError`, `FieldError("until")`, and `StaleError` if it has
    ended or changed.
    """
    opening = find_managed_opening(context, opening_id)
    day = pauses.check_decision_day(context, until)
    if opening.status is not OpeningStatus.PAUSED:
        return _change_status(context, opening, OpeningStatus.PAUSED, paused_until=day)
    extended = pauses.extend(context, opening, day)
    if extended is None:
        raise StaleError("opening", opening.status.value)
    return extended


def list_inactive_openings(context: Context, limit: int) -> list[InactiveOpening]:
    """Openings that take no referrals: those of the actor, or all for recruiters and admins."""
    actor, workspace_id = context.actor, context.workspace.id
    person = None if actor.has_role(Role.RECRUITER) or actor.has_role(Role.ADMIN) else actor.user_id
    ended_since = context.now - timedelta(days=ENDED_SHOWN_DAYS)
    found = openings.list_inactive(context.transaction, workspace_id, person, ended_since, limit)
    return add_undecided_counts(context, found)


def add_undecided_counts(context: Context, found: Sequence[Opening]) -> list[InactiveOpening]:
    """Adds to each opening the number of its open referrals whose ending is not decided."""
    counts = endings.count_undecided(
        context.transaction, context.workspace.id, [opening.id for opening in found]
    )
    return [InactiveOpening(opening, counts.get(opening.id, 0)) for opening in found]


def _change_status(
    context: Context,
    opening: Opening,
    status: OpeningStatus,
    *,
    paused_until: date | None = None,
) -> Opening:
    if opening.status is status:
        return opening
    if not may_become(opening.status, status):
        raise StaleError("opening", opening.status.value)
    moved = openings.set_status(
        context.transaction, opening, status, now=context.now, paused_until=paused_until
    )
    if moved is None:
        raise StaleError("opening", opening.status.value)
    history_id = history.add_line(context, f"opening.{status.value}", "opening", opening.id)
    queue_announcements(context, moved, history_id, reopened=moved.takes_referrals)
    _handle_pause(context, opening, moved, history_id)
    if moved.takes_referrals:
        bench_matches.queue_opening(context.transaction, moved.workspace_id, moved.id)
    if moved.ended:
        ask_closing.close_asks_about_opening(context, moved)
        plan_endings(context, moved)
    else:
        endings.cancel_for_opening(context.transaction, moved.workspace_id, moved.id)
    return moved


def _handle_pause(context: Context, before: Opening, moved: Opening, history_id: int) -> None:
    """Plans or cancels the question on the last day of a pause, and tells the advocates.

    Nothing happens if the opening was not paused before and is not paused now.
    """
    if moved.paused_until is not None:
        pauses.plan_decision(context, moved, moved.paused_until)
        pauses.queue_news(context, moved, history_id)
    elif before.status is OpeningStatus.PAUSED:
        pauses.cancel_decision(context, moved)
        if moved.takes_referrals:
            pauses.queue_news(context, moved, history_id)


def close_overdue(transaction: Transaction, now: datetime, limit: int) -> int:
    """Closes openings whose last day is over, and returns their number."""
    overdue = openings.list_overdue(transaction, now, limit)
    for context, in_workspace in group_by_workspace(transaction, overdue, now):
        for opening in in_workspace:
            _change_status(context, opening, OpeningStatus.CLOSED)
    return len(overdue)


def replace_people(
    context: Context,
    opening: Opening,
    *,
    hiring_manager: str | None,
    recruiter: str | None,
    by: str = SLACK,
) -> None:
    """Replaces the people who run an opening, after one of them has left or returned.

    `by` is the user id of the person who asked for it, if anybody did.
    """
    openings.set_people(
        context.transaction, opening, hiring_manager=hiring_manager, recruiter=recruiter
    )
    history_id = history.add_line(context, "opening.people", "opening", opening.id, by=by)
    queue_announcements(context, opening, history_id)
    changed = openings.find(context.transaction, opening.workspace_id, opening.id)
    if changed is not None and changed.paused_until is not None:
        pauses.plan_decision(context, changed, changed.paused_until)


def find_managed_opening(context: Context, opening_id: int) -> Opening:
    """Finds an opening that the actor may manage. Raises `NotFoundError` and `NotAllowedError`."""
    opening = openings.find(context.transaction, context.workspace.id, opening_id)
    if opening is None:
        raise NotFoundError("opening")
    check_may_manage(context.actor, opening)
    return opening


def find_open_opening(context: Context, opening_id: int) -> Opening:
    """Finds an opening that takes referrals.

    Raises `OpeningNotFoundError` and `OpeningNotOpenError`.
    """
    opening = openings.find(context.transaction, context.workspace.id, opening_id)
    if opening is None:
        raise OpeningNotFoundError("")
    if not opening.takes_referrals:
        raise OpeningNotOpenError(opening.ref, opening.status.value)
    return opening


def find_by_ref(context: Context, ref: str) -> Opening:
    """Finds the opening with a typed ref.

    Raises `OpeningNotFoundError`, which suggests the most similar ref in use.
    """
    opening = openings.find_by_ref(
        context.transaction, context.workspace.id, parse_ref(ref) or ref.upper()
    )
    if opening is None:
        known_refs = openings.list_refs(context.transaction, context.workspace.id)
        similar = get_close_matches(ref.upper(), known_refs, n=1)
        raise OpeningNotFoundError(ref, similar[0] if similar else None)
    return opening


def retry_announcement(context: Context, announcement_id: int) -> None:
    """Tries again to post or edit an announcement that failed, at someone's request.

    A message that was deleted, or that Slack does not let us edit, is replaced by another one.
    Raises `NotFoundError`, `NotAllowedError`, `AlreadyAnsweredError` if it is posted, and
    `OpeningNotOpenError` if there is nothing to edit and the opening takes no referrals.
    """
    announcement = announcements.find(context.transaction, context.workspace.id, announcement_id)
    if announcement is None:
        raise NotFoundError("opening")
    opening = find_managed_opening(context, announcement.opening_id)
    if announcement.state is AnnouncementState.POSTED:
        raise AlreadyAnsweredError("announcement")
    if not opening.is_announced_in(announcement.channel):
        _retry_withdrawal(context, opening, announcement)
        return
    workspace_id = context.workspace.id
    is_new = announcement.needs_new_message or announcement.ts is None
    if is_new and not opening.takes_referrals:
        raise OpeningNotOpenError(opening.ref, opening.status.value)
    if announcement.needs_new_message:
        announcements.forget_message(context.transaction, workspace_id, announcement_id)
    announcements.settle(
        context.transaction, workspace_id, announcement_id, AnnouncementState.QUEUED
    )
    history_id = history.add_line(
        context, "opening.announced_again", "opening", opening.id, channel=announcement.channel
    )
    payload = AnnouncementPosted(announcement.id, posted_by=context.actor.user_id)
    outbox.queue(context, payload, to=announcement.channel, occasion=str(history_id))
    outbox.queue_edits(context, (AnnouncementFailed,), announcement_id)


def _retry_withdrawal(context: Context, opening: Opening, announcement: Announcement) -> None:
    """Tries again to delete the message in a channel that is no longer chosen.

    Raises `AlreadyAnsweredError` if the message was deleted.
    """
    if announcement.ts is None:
        raise AlreadyAnsweredError("withdrawal")
    history_id = history.add_line(
        context, "opening.withdrawn_again", "opening", opening.id, channel=announcement.channel
    )
    queue_announcement(context, opening, announcement, history_id)
