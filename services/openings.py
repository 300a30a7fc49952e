"""Openings: posted, edited, paused, filled, closed, reopened, and announced where they belong."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from domain.errors import (
    AlreadyAnsweredError,
    FieldError,
    FormError,
    NotAllowedError,
    NotFoundError,
    OpeningNotFoundError,
    OpeningNotOpenError,
    StaleError,
)
from domain.limits import PLACE_MAX, TEAM_MAX, TITLE_MAX
from domain.members import choice_problem
from domain.messages import AnnouncementFailed, AnnouncementPosted, ChannelPost
from domain.openings import AnnouncementState, Opening, OpeningForm, OpeningStatus, can_become
from domain.permissions import Access, check_access, check_may_manage
from domain.refs import choose_prefix, format_ref, parse_ref
from services import history, outbox
from services.asks import closing as ask_closing
from services.context import Context, by_workspace
from services.people import find_time_zone
from storage import (
    announcements,
    bench_matches,
    commitments,
    drafts,
    members,
    openings,
    team_prefixes,
)
from storage.engine import Transaction

DRAFT = "post"
MOST_CHANNELS = 10


def check_form(context: Context, form: OpeningForm) -> None:
    """Raises `FormError` with everything that cannot be used, so that it is mended in one go."""
    bad: list[FieldError] = []
    for name, text, longest in (
        ("title", form.title, TITLE_MAX),
        ("team", form.team, TEAM_MAX),
        ("place", form.place, PLACE_MAX),
    ):
        if not text:
            bad.append(FieldError(name, "empty"))
        elif len(text) > longest:
            bad.append(FieldError(name, "too_long", str(longest)))
    if form.closes_on is not None:
        today = context.now.astimezone(find_time_zone(context)).date()
        if form.closes_on < today:
            bad.append(FieldError("closes_on", "past_date"))
    people = {"hiring_manager": form.hiring_manager, "recruiter": form.recruiter}
    known = members.find_many(
        context.transaction, context.workspace.id, [p for p in people.values() if p]
    )
    for name, person in people.items():
        if not person:
            if name == "hiring_manager":
                bad.append(FieldError(name, "empty"))
            continue
        if problem := choice_problem(known.get(person)):
            bad.append(FieldError(name, problem))
    if not form.channels:
        bad.append(FieldError("channels", "empty"))
    elif len(form.channels) > MOST_CHANNELS:
        bad.append(FieldError("channels", "too_many", str(MOST_CHANNELS)))
    if form.bonus_rule and not form.bonus:
        bad.append(FieldError("bonus", "rule_without_bonus"))
    if bad:
        raise FormError(tuple(bad))


def save_draft(context: Context, form: OpeningForm) -> None:
    content = asdict(form) | {"closes_on": form.closes_on.isoformat() if form.closes_on else None}
    drafts.save(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        DRAFT,
        content,
        context.now,
    )


def find_draft(context: Context) -> OpeningForm | None:
    """What this person last typed and did not post."""
    content = drafts.find(context.transaction, context.workspace.id, context.actor.user_id, DRAFT)
    if content is None:
        return None
    return OpeningForm(**_from_json(content))


def _from_json(content: dict[str, Any]) -> dict[str, Any]:
    closes_on = content.get("closes_on")
    return content | {
        "closes_on": date.fromisoformat(closes_on) if closes_on else None,
        "recall_prompts": tuple(content.get("recall_prompts", ())),
        "channels": tuple(content.get("channels", ())),
    }


def delete_draft(context: Context) -> None:
    drafts.delete_draft(context.transaction, context.workspace.id, context.actor.user_id, DRAFT)


def post_draft(context: Context) -> Opening:
    """Post what was previewed; the draft becomes the opening. `NotFoundError` when it was
    posted before.
    """
    form = find_draft(context)
    if form is None:
        raise NotFoundError("draft")
    opening = post_opening(context, form)
    delete_draft(context)
    return opening


def post_opening(context: Context, form: OpeningForm) -> Opening:
    """Store the opening under the team's next ref and queue its announcements.

    Raises `NotAllowedError`, `FormError`.
    """
    check_access(context.actor, Access.POSTER, "post_opening")
    check_form(context, form)
    return store_opening(context, form)


def store_opening(context: Context, form: OpeningForm) -> Opening:
    """Store a checked form; from here on the ref is given for ever."""
    ws = context.workspace.id
    prefix = choose_prefix(form.team, team_prefixes.list_teams_by_prefix(context.transaction, ws))
    ref = format_ref(
        prefix, team_prefixes.take_next_number(context.transaction, ws, prefix, form.team)
    )
    opening = openings.add(
        context.transaction, ws, form, ref=ref, by=context.actor.user_id, now=context.now
    )
    note = history.add_line(context, "opening.posted", "opening", opening.id)
    _queue_announcements(context, opening, note)
    bench_matches.queue_opening(context.transaction, ws, opening.id)
    return opening


def edit_opening(context: Context, opening_id: int, version: int, form: OpeningForm) -> Opening:
    """Raises `NotAllowedError`, `FormError`, `NotFoundError`; `StaleError` when it changed
    under the form.
    """
    opening = find_managed_opening(context, opening_id)
    if opening.version != version:
        raise StaleError("opening", opening.status.value)
    check_form(context, form)
    changed = openings.update_form(context.transaction, opening, form, now=context.now)
    if changed is None:
        raise StaleError("opening", opening.status.value)
    note = history.add_line(context, "opening.edited", "opening", opening.id)
    _queue_announcements(context, changed, note)
    return changed


def set_status(context: Context, opening_id: int, status: OpeningStatus) -> Opening:
    """Pause, fill, close or reopen. Asked for what it is already, nothing changes.

    Raises `NotAllowedError`, `NotFoundError`, `StaleError` where the opening cannot go there
    from where it is now.
    """
    opening = find_managed_opening(context, opening_id)
    return _change_status(context, opening, status)


def _change_status(context: Context, opening: Opening, status: OpeningStatus) -> Opening:
    if opening.status is status:
        return opening
    if not can_become(opening.status, status):
        raise StaleError("opening", opening.status.value)
    moved = openings.set_status(context.transaction, opening, status, now=context.now)
    if moved is None:
        raise StaleError("opening", opening.status.value)
    note = history.add_line(context, f"opening.{status.value}", "opening", opening.id)
    _queue_announcements(context, moved, note)
    if moved.takes_referrals:
        bench_matches.queue_opening(context.transaction, moved.workspace_id, moved.id)
    if status in (OpeningStatus.FILLED, OpeningStatus.CLOSED):
        ask_closing.close_asks_about_opening(context, moved)
    return moved


def close_overdue(transaction: Transaction, today: date, now: datetime, limit: int) -> int:
    """Close openings whose closing date is over; how many there were."""
    overdue = openings.list_closing_before(transaction, today, limit)
    for context, theirs in by_workspace(transaction, overdue, now):
        for opening in theirs:
            _change_status(context, opening, OpeningStatus.CLOSED)
    return len(overdue)


def replace_people(
    context: Context, opening: Opening, *, hiring_manager: str | None, recruiter: str | None
) -> None:
    """Somebody has left: others are responsible, and the announcement names them."""
    openings.set_people(
        context.transaction, opening, hiring_manager=hiring_manager, recruiter=recruiter
    )
    ws = opening.workspace_id
    note = history.add_line(context, "opening.people", "opening", opening.id, by="slack")
    _queue_announcements(context, opening, note)


def _queue_announcements(context: Context, opening: Opening, note: int) -> None:
    """Every chosen channel gets the announcement; those that have it get it edited in place."""
    known = {
        each.channel: each
        for each in announcements.list_by_opening(
            context.transaction, opening.workspace_id, opening.id
        )
    }
    for channel in dict.fromkeys((*opening.channels, *known)):
        announcement = known.get(channel) or announcements.add(
            context.transaction, opening.workspace_id, opening.id, channel
        )
        payload = AnnouncementPosted(announcement.id, by=opening.posted_by)
        outbox.queue(context, payload, to=channel, occasion=str(note))
    for post in commitments.list_post_ids(context.transaction, opening.workspace_id, opening.id):
        outbox.queue_edits(context, (ChannelPost,), post)


def announce_again(context: Context, announcement_id: int) -> None:
    """The channel was mended (the bot was invited): try once more."""
    announcement = announcements.find(context.transaction, context.workspace.id, announcement_id)
    if announcement is None:
        raise NotFoundError("opening")
    opening = find_managed_opening(context, announcement.opening_id)
    if announcement.state is AnnouncementState.POSTED:
        raise AlreadyAnsweredError("announcement")
    announcements.settle(
        context.transaction, context.workspace.id, announcement_id, AnnouncementState.QUEUED
    )
    note = history.add_line(
        context, "opening.announced_again", "opening", opening.id, channel=announcement.channel
    )
    payload = AnnouncementPosted(announcement.id, by=context.actor.user_id)
    outbox.queue(context, payload, to=announcement.channel, occasion=str(note))
    outbox.queue_edits(context, (AnnouncementFailed,), announcement_id)


def announcement_settled(
    context: Context,
    announcement_id: int,
    *,
    tell: str,
    ts: str | None = None,
    failure: str | None = None,
) -> None:
    """The delivery reports: it stands in the channel (`ts`), or Slack said no (`failure`).

    A failure is told to `tell`, whoever posted or tried again, with what to do.
    """
    if failure is None:
        announcements.settle(
            context.transaction,
            context.workspace.id,
            announcement_id,
            AnnouncementState.POSTED,
            ts=ts,
        )
        return
    announcements.settle(
        context.transaction,
        context.workspace.id,
        announcement_id,
        AnnouncementState.FAILED,
        reason=failure,
    )
    note = history.add_line(
        context, "announcement.failed", "announcement", announcement_id, by="slack", why=failure
    )
    outbox.queue(context, AnnouncementFailed(announcement_id), to=tell, occasion=str(note))


def find_managed_opening(context: Context, opening_id: int) -> Opening:
    """The opening, if the actor may manage it: else `NotFoundError` or `NotAllowedError`."""
    opening = openings.find(context.transaction, context.workspace.id, opening_id)
    if opening is None:
        raise NotFoundError("opening")
    check_may_manage(context.actor, opening)
    return opening


def find_open_opening(context: Context, opening_id: int) -> Opening:
    """The opening, if it takes referrals now: else `OpeningNotFoundError` or
    `OpeningNotOpenError`.
    """
    opening = openings.find(context.transaction, context.workspace.id, opening_id)
    if opening is None:
        raise OpeningNotFoundError("")
    if not opening.takes_referrals:
        raise OpeningNotOpenError(opening.ref, opening.status.value)
    return opening


def find_by_ref(context: Context, ref: str) -> Opening:
    """The opening that somebody typed; `OpeningNotFoundError` suggests the nearest ref in use."""
    opening = openings.find_by_ref(
        context.transaction, context.workspace.id, parse_ref(ref) or ref.upper()
    )
    if opening is None:
        near = get_close_matches(
            ref.upper(),
            openings.list_refs(context.transaction, context.workspace.id),
            n=1,
            cutoff=0.6,
        )
        raise OpeningNotFoundError(ref, near[0] if near else None)
    return opening


def check_may_post(context: Context) -> None:
    """`NotAllowedError` names a recruiter who can do it instead, where there is one."""
    recruiters, admins = members.list_recruiters_and_admins(
        context.transaction, context.workspace.id, context.policy.recruiters, context.policy.admins
    )
    ask = next(iter((*recruiters, *admins)), None)
    try:
        check_access(context.actor, Access.POSTER, "post_opening")
    except NotAllowedError:
        raise NotAllowedError("post_opening", ask) from None
