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
from domain.members import Actor
from domain.openings import AnnouncementState, Opening, OpeningForm, OpeningStatus, may_become
from domain.outbox import IntentKind, NewIntent
from domain.permissions import Who, admit, check_may_manage
from domain.policy import Policy
from domain.refs import format_ref, parse_ref, prefix_for_team
from services.asks import closing as ask_ends
from services.people import zone_of
from storage import bench_matches as bench_looks
from storage import commitments, drafts, history, members, openings
from storage.engine import Transaction
from storage.outbox import intents as outbox

DRAFT = "post"
TITLE_MAX, TEAM_MAX, PLACE_MAX = 150, 60, 100
MOST_CHANNELS = 10


def check_form(
    transaction: Transaction, actor: Actor, form: OpeningForm, policy: Policy, now: datetime
) -> None:
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
        today = now.astimezone(
            zone_of(transaction, actor.workspace_id, actor.user_id, policy)
        ).date()
        if form.closes_on < today:
            bad.append(FieldError("closes_on", "past_date"))
    people = {"hiring_manager": form.hiring_manager, "recruiter": form.recruiter}
    known = members.some(transaction, actor.workspace_id, [p for p in people.values() if p])
    for name, person in people.items():
        if not person:
            if name == "hiring_manager":
                bad.append(FieldError(name, "empty"))
            continue
        member = known.get(person)
        if member is not None and member.is_bot:
            bad.append(FieldError(name, "is_bot"))
        elif member is None or not member.active:
            bad.append(FieldError(name, "not_here"))
        elif member.standing != "member":
            bad.append(FieldError(name, "is_guest"))
    if not form.channels:
        bad.append(FieldError("channels", "empty"))
    elif len(form.channels) > MOST_CHANNELS:
        bad.append(FieldError("channels", "too_many", str(MOST_CHANNELS)))
    if form.bonus_rule and not form.bonus:
        bad.append(FieldError("bonus", "rule_without_bonus"))
    if bad:
        raise FormError(tuple(bad))


def save_draft(transaction: Transaction, actor: Actor, form: OpeningForm, now: datetime) -> None:
    content = asdict(form) | {"closes_on": form.closes_on.isoformat() if form.closes_on else None}
    drafts.save(transaction, actor.workspace_id, actor.user_id, DRAFT, content, now)


def draft(transaction: Transaction, actor: Actor) -> OpeningForm | None:
    """What this person last typed and did not post."""
    content = drafts.find(transaction, actor.workspace_id, actor.user_id, DRAFT)
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


def drop_draft(transaction: Transaction, actor: Actor) -> None:
    drafts.drop(transaction, actor.workspace_id, actor.user_id, DRAFT)


def post_draft(transaction: Transaction, actor: Actor, policy: Policy, now: datetime) -> Opening:
    """Post what was previewed; the draft becomes the opening. `NotFoundError` when it was
    posted before.
    """
    form = draft(transaction, actor)
    if form is None:
        raise NotFoundError("draft")
    opening = post(transaction, actor, form, policy, now)
    drop_draft(transaction, actor)
    return opening


def post(
    transaction: Transaction, actor: Actor, form: OpeningForm, policy: Policy, now: datetime
) -> Opening:
    """Store the opening under the team's next ref and queue its announcements.

    Raises `NotAllowedError`, `FormError`.
    """
    admit(actor, Who.POSTER, "post_opening")
    check_form(transaction, actor, form, policy, now)
    return store(transaction, actor, form, now)


def store(transaction: Transaction, actor: Actor, form: OpeningForm, now: datetime) -> Opening:
    """Store a checked form; from here on the ref is given for ever."""
    ws = actor.workspace_id
    prefix = prefix_for_team(form.team, openings.prefixes(transaction, ws))
    ref = format_ref(prefix, openings.next_number(transaction, ws, prefix, form.team))
    opening = openings.add(transaction, ws, form, ref=ref, by=actor.user_id, now=now)
    note = history.note(
        transaction, ws, actor.user_id, "opening.posted", "opening", opening.id, now
    )
    _announce(transaction, opening, note, now)
    bench_looks.ask(transaction, ws, opening.id)
    return opening


def edit(
    transaction: Transaction,
    actor: Actor,
    opening_id: int,
    version: int,
    form: OpeningForm,
    policy: Policy,
    now: datetime,
) -> Opening:
    """Raises `NotAllowedError`, `FormError`, `NotFoundError`; `StaleError` when it changed
    under the form.
    """
    opening = managed(transaction, actor, opening_id)
    if opening.version != version:
        raise StaleError("opening", opening.status.value)
    check_form(transaction, actor, form, policy, now)
    changed = openings.change(transaction, opening, form, now=now)
    if changed is None:
        raise StaleError("opening", opening.status.value)
    note = history.note(
        transaction,
        opening.workspace_id,
        actor.user_id,
        "opening.edited",
        "opening",
        opening.id,
        now,
    )
    _announce(transaction, changed, note, now)
    return changed


def set_status(
    transaction: Transaction,
    actor: Actor,
    opening_id: int,
    status: OpeningStatus,
    now: datetime,
) -> Opening:
    """Pause, fill, close or reopen. Asked for what it is already, nothing changes.

    Raises `NotAllowedError`, `NotFoundError`, `StaleError` where the opening cannot go there
    from where it is now.
    """
    opening = managed(transaction, actor, opening_id)
    return _move(transaction, opening, status, actor.user_id, now)


def _move(
    transaction: Transaction, opening: Opening, status: OpeningStatus, by: str, now: datetime
) -> Opening:
    if opening.status is status:
        return opening
    if not may_become(opening.status, status):
        raise StaleError("opening", opening.status.value)
    moved = openings.set_status(transaction, opening, status, now=now)
    if moved is None:
        raise StaleError("opening", opening.status.value)
    note = history.note(
        transaction, opening.workspace_id, by, f"opening.{status.value}", "opening", opening.id, now
    )
    _announce(transaction, moved, note, now)
    if moved.taking:
        bench_looks.ask(transaction, moved.workspace_id, moved.id)
    if status in (OpeningStatus.FILLED, OpeningStatus.CLOSED):
        ask_ends.opening_over(transaction, moved, by, now)
    return moved


def close_overdue(transaction: Transaction, today: date, now: datetime, limit: int) -> int:
    """Close openings whose closing date is over; how many there were."""
    overdue = openings.closing_before(transaction, today, limit)
    for opening in overdue:
        _move(transaction, opening, OpeningStatus.CLOSED, "clock", now)
    return len(overdue)


def change_people(
    transaction: Transaction,
    opening: Opening,
    *,
    hiring_manager: str | None,
    recruiter: str | None,
    now: datetime,
) -> None:
    """Somebody has left: others are responsible, and the announcement names them."""
    openings.set_people(transaction, opening, hiring_manager=hiring_manager, recruiter=recruiter)
    ws = opening.workspace_id
    note = history.note(transaction, ws, "slack", "opening.people", "opening", opening.id, now)
    _announce(transaction, opening, note, now)


def _announce(transaction: Transaction, opening: Opening, note: int, now: datetime) -> None:
    """Every chosen channel gets the announcement; those that have it get it edited in place."""
    known = {
        each.channel: each
        for each in openings.announcements(transaction, opening.workspace_id, opening.id)
    }
    for channel in dict.fromkeys((*opening.channels, *known)):
        announcement = known.get(channel) or openings.add_announcement(
            transaction, opening.workspace_id, opening.id, channel
        )
        outbox.queue(
            transaction,
            opening.workspace_id,
            NewIntent(
                IntentKind.ANNOUNCEMENT,
                channel,
                announcement.id,
                f"announcement:{announcement.id}:{note}",
                {"by": opening.posted_by},
            ),
            now,
        )
    for post in commitments.posts_about(transaction, opening.workspace_id, opening.id):
        outbox.refresh(transaction, opening.workspace_id, (IntentKind.CHANNEL_POST,), post, now)


def announce_again(
    transaction: Transaction, actor: Actor, announcement_id: int, now: datetime
) -> None:
    """The channel was mended (the bot was invited): try once more."""
    announcement = openings.find_announcement(transaction, actor.workspace_id, announcement_id)
    if announcement is None:
        raise NotFoundError("opening")
    opening = managed(transaction, actor, announcement.opening_id)
    if announcement.state is AnnouncementState.POSTED:
        raise AlreadyAnsweredError("announcement")
    openings.settle_announcement(
        transaction, actor.workspace_id, announcement_id, AnnouncementState.QUEUED
    )
    note = history.note(
        transaction,
        actor.workspace_id,
        actor.user_id,
        "opening.announced_again",
        "opening",
        opening.id,
        now,
        channel=announcement.channel,
    )
    outbox.queue(
        transaction,
        actor.workspace_id,
        NewIntent(
            IntentKind.ANNOUNCEMENT,
            announcement.channel,
            announcement.id,
            f"announcement:{announcement.id}:{note}",
            {"by": actor.user_id},
        ),
        now,
    )
    outbox.refresh(
        transaction, actor.workspace_id, (IntentKind.ANNOUNCEMENT_FAILED,), announcement_id, now
    )


def announcement_settled(
    transaction: Transaction,
    workspace_id: int,
    announcement_id: int,
    now: datetime,
    *,
    tell: str,
    ts: str | None = None,
    failure: str | None = None,
) -> None:
    """The delivery reports: it stands in the channel (`ts`), or Slack said no (`failure`).

    A failure is told to `tell`, whoever posted or tried again, with what to do.
    """
    if failure is None:
        openings.settle_announcement(
            transaction, workspace_id, announcement_id, AnnouncementState.POSTED, ts=ts
        )
        return
    openings.settle_announcement(
        transaction, workspace_id, announcement_id, AnnouncementState.FAILED, reason=failure
    )
    note = history.note(
        transaction,
        workspace_id,
        "slack",
        "announcement.failed",
        "announcement",
        announcement_id,
        now,
        why=failure,
    )
    outbox.queue(
        transaction,
        workspace_id,
        NewIntent(
            IntentKind.ANNOUNCEMENT_FAILED,
            tell,
            announcement_id,
            f"announcement_failed:{announcement_id}:{note}",
        ),
        now,
    )


def managed(transaction: Transaction, actor: Actor, opening_id: int) -> Opening:
    """The opening, if the actor may manage it: else `NotFoundError` or `NotAllowedError`."""
    opening = openings.find(transaction, actor.workspace_id, opening_id)
    if opening is None:
        raise NotFoundError("opening")
    check_may_manage(actor, opening)
    return opening


def taking(transaction: Transaction, workspace_id: int, opening_id: int) -> Opening:
    """The opening, if it takes referrals now: else `OpeningNotFoundError` or
    `OpeningNotOpenError`.
    """
    opening = openings.find(transaction, workspace_id, opening_id)
    if opening is None:
        raise OpeningNotFoundError("")
    if not opening.taking:
        raise OpeningNotOpenError(opening.ref, opening.status.value)
    return opening


def by_ref(transaction: Transaction, actor: Actor, ref: str) -> Opening:
    """The opening that somebody typed; `OpeningNotFoundError` suggests the nearest ref in use."""
    opening = openings.by_ref(transaction, actor.workspace_id, parse_ref(ref) or ref.upper())
    if opening is None:
        near = get_close_matches(
            ref.upper(), openings.refs(transaction, actor.workspace_id), n=1, cutoff=0.6
        )
        raise OpeningNotFoundError(ref, near[0] if near else None)
    return opening


def check_may_post(actor: Actor, transaction: Transaction, policy: Policy) -> None:
    """`NotAllowedError` names a recruiter who can do it instead, where there is one."""
    recruiters, admins = members.recruiters_and_admins(
        transaction, actor.workspace_id, policy.recruiters, policy.admins
    )
    ask = next(iter((*recruiters, *admins)), None)
    try:
        admit(actor, Who.POSTER, "post_opening")
    except NotAllowedError:
        raise NotAllowedError("post_opening", ask) from None
