"""Stores, pauses, fills, closes, reopens and finds openings.

Every change of an opening edits its announcements, which are posts in channels. `opening_form`
checks the form and keeps its draft, and `opening_edits` stores an edited opening.
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
from domain.pauses import ENDED_SHOWN_DAYS, ListedOpening, default_decision_day
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
    """Turns the actor's draft into an opening, and deletes the draft.

    Raises `NotAllowedError`, `FormError`, and `NotFoundError` if the draft was posted before.
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
    """Stores a checked form under the next ref of its team, and announces it.

    A ref is the number by which people name an opening, such as "ENG-12".
    """
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
        bonus_terms=build_bonus_rule(context, form),
    )
    history_id = history.add_line(context, "opening.posted", "opening", opening.id)
    queue_announcements(context, opening, history_id)
    bench_matches.queue_opening(context.transaction, workspace_id, opening.id)
    return opening


def set_status(context: Context, opening_id: int, status: OpeningStatus) -> Opening:
    """Pauses, fills, closes or reopens an opening. A pause gets the default length.

    Raises `NotFoundError`, `NotAllowedError`, and `StaleError` if the present status does not allow
    the change.
    """
    opening = find_managed_opening(context, opening_id)
    paused_until = None
    if status is OpeningStatus.PAUSED:
        paused_until = default_decision_day(find_today(context))
    return _change_status(context, opening, status, paused_until=paused_until)


def pause_opening(context: Context, opening_id: int, until: date | None) -> Opening:
    """Pauses an opening until a day, or extends its pause.

    Raises `NotFoundError`, `NotAllowedError`, `FieldError("until")` for a missing or wrong day, and
    `StaleError` if the opening has ended or changed meanwhile.
    """
    opening = find_managed_opening(context, opening_id)
    day = pauses.check_decision_day(context, until)
    if opening.status is not OpeningStatus.PAUSED:
        return _change_status(context, opening, OpeningStatus.PAUSED, paused_until=day)
    extended = pauses.extend_pause(context, opening, day)
    if extended is None:
        raise StaleError("opening", opening.status.value)
    return extended


def list_inactive_openings(context: Context, limit: int) -> list[ListedOpening]:
    """Openings that are paused or have ended lately.

    Recruiters and admins get all of them, others get those that they run.
    """
    actor, workspace_id = context.actor, context.workspace.id
    sees_all = actor.has_role(Role.RECRUITER) or actor.has_role(Role.ADMIN)
    run_by = None if sees_all else actor.user_id
    ended_since = context.now - timedelta(days=ENDED_SHOWN_DAYS)
    found = openings.list_inactive(context.transaction, workspace_id, run_by, ended_since, limit)
    return add_undecided_counts(context, found)


def add_undecided_counts(context: Context, found: Sequence[Opening]) -> list[ListedOpening]:
    """Adds to each opening the number of open referrals about which nobody has decided.

    Only openings that have ended have such referrals.
    """
    counts = endings.count_undecided(
        context.transaction, context.workspace.id, [opening.id for opening in found]
    )
    return [ListedOpening(opening, counts.get(opening.id, 0)) for opening in found]


def _change_status(
    context: Context,
    opening: Opening,
    status: OpeningStatus,
    *,
    paused_until: date | None = None,
) -> Opening:
    """Stores the status with all its consequences.

    Raises `StaleError` if the status is not possible now, or was changed by someone else meanwhile.
    """
    if opening.status is status:
        return opening
    if not may_become(opening.status, status):
        raise StaleError("opening", opening.status.value)
    changed = openings.set_status(
        context.transaction, opening, status, now=context.now, paused_until=paused_until
    )
    if changed is None:
        raise StaleError("opening", opening.status.value)
    history_id = history.add_line(context, f"opening.{status.value}", "opening", opening.id)
    queue_announcements(context, changed, history_id, reopened=changed.takes_referrals)
    _begin_or_end_pause(context, opening, changed, history_id)
    if changed.takes_referrals:
        bench_matches.queue_opening(context.transaction, changed.workspace_id, changed.id)
    if changed.ended:
        ask_closing.close_asks_about_opening(context, changed)
        plan_endings(context, changed)
    else:
        endings.cancel_for_opening(context.transaction, changed.workspace_id, changed.id)
    return changed


def _begin_or_end_pause(
    context: Context, before: Opening, changed: Opening, history_id: int
) -> None:
    """Plans or cancels the question whether to go on after the pause, and tells the advocates.

    If a paused opening is filled or closed, the endings of the referrals tell the advocates.
    """
    if changed.paused_until is not None:
        pauses.plan_decision(context, changed, changed.paused_until)
        pauses.queue_pause_news(context, changed, history_id)
    elif before.status is OpeningStatus.PAUSED:
        pauses.close_decision(context, changed)
        if changed.takes_referrals:
            pauses.queue_pause_news(context, changed, history_id)


def close_overdue(transaction: Transaction, now: datetime, limit: int) -> int:
    """Closes openings whose last day is over, and returns their number."""
    overdue = openings.list_overdue(transaction, now, limit)
    for context, its_openings in group_by_workspace(transaction, overdue, now):
        for opening in its_openings:
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

    `by` is the user id of the person who asked for the change. By default the news came from Slack.
    """
    openings.set_people(
        context.transaction, opening, hiring_manager=hiring_manager, recruiter=recruiter
    )
    history_id = history.add_line(context, "opening.people", "opening", opening.id, by=by)
    queue_announcements(context, opening, history_id)
    # The question at the end of a pause goes to the people who run the opening now.
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
        raise OpeningNotFoundError(ref="")  # Nobody typed a ref.
    if not opening.takes_referrals:
        raise OpeningNotOpenError(opening.ref, opening.status.value)
    return opening


def find_by_ref(context: Context, ref: str) -> Opening:
    """Finds the opening with the ref that a person typed.

    Raises `OpeningNotFoundError`, which suggests the most similar ref in use, if there is one.
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
    """Tries again to post, edit or delete an announcement that failed, at the actor's request.

    A message that was deleted, or that Slack does not let us edit, is replaced by a new one.
    Raises `NotFoundError`, `NotAllowedError`, `AlreadyAnsweredError` if it succeeded meanwhile, and
    `OpeningNotOpenError` if a new message is needed and the opening takes no referrals.
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
    will_post_new = announcement.needs_new_message or announcement.ts is None
    if will_post_new and not opening.takes_referrals:
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
    """Tries again to delete the message in a channel that was removed from the opening.

    Raises `AlreadyAnsweredError` if the message is deleted already.
    """
    if announcement.ts is None:
        raise AlreadyAnsweredError("withdrawal")
    history_id = history.add_line(
        context, "opening.withdrawn_again", "opening", opening.id, channel=announcement.channel
    )
    queue_announcement(context, opening, announcement, history_id)
