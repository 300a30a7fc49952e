"""Openings: posted, edited, paused, filled, closed, reopened, and announced where they belong."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from domain.errors import (
    AlreadyAnswered,
    BadField,
    BadFields,
    Gone,
    MovedOn,
    NotAllowed,
    OpeningNotFound,
    OpeningNotTaking,
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
from storage.engine import Session
from storage.outbox import intents as outbox

DRAFT = "post"
TITLE_MAX, TEAM_MAX, PLACE_MAX = 150, 60, 100
MOST_CHANNELS = 10


def check_form(
    session: Session, actor: Actor, form: OpeningForm, policy: Policy, now: datetime
) -> None:
    """Raises `BadFields` with everything that cannot be used, so that it is mended in one go."""
    bad: list[BadField] = []
    for name, text, longest in (
        ("title", form.title, TITLE_MAX),
        ("team", form.team, TEAM_MAX),
        ("place", form.place, PLACE_MAX),
    ):
        if not text:
            bad.append(BadField(name, "empty"))
        elif len(text) > longest:
            bad.append(BadField(name, "too_long", str(longest)))
    if form.closes_on is not None:
        today = now.astimezone(zone_of(session, actor.workspace_id, actor.user_id, policy)).date()
        if form.closes_on < today:
            bad.append(BadField("closes_on", "past_date"))
    people = {"hiring_manager": form.hiring_manager, "recruiter": form.recruiter}
    known = members.some(session, actor.workspace_id, [p for p in people.values() if p])
    for name, person in people.items():
        if not person:
            if name == "hiring_manager":
                bad.append(BadField(name, "empty"))
            continue
        member = known.get(person)
        if member is not None and member.is_bot:
            bad.append(BadField(name, "is_bot"))
        elif member is None or not member.active:
            bad.append(BadField(name, "not_here"))
        elif member.standing != "member":
            bad.append(BadField(name, "is_guest"))
    if not form.channels:
        bad.append(BadField("channels", "empty"))
    elif len(form.channels) > MOST_CHANNELS:
        bad.append(BadField("channels", "too_many", str(MOST_CHANNELS)))
    if form.bonus_rule and not form.bonus:
        bad.append(BadField("bonus", "rule_without_bonus"))
    if bad:
        raise BadFields(tuple(bad))


def save_draft(session: Session, actor: Actor, form: OpeningForm, now: datetime) -> None:
    content = asdict(form) | {"closes_on": form.closes_on.isoformat() if form.closes_on else None}
    drafts.save(session, actor.workspace_id, actor.user_id, DRAFT, content, now)


def draft(session: Session, actor: Actor) -> OpeningForm | None:
    """What this person last typed and did not post."""
    content = drafts.find(session, actor.workspace_id, actor.user_id, DRAFT)
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


def drop_draft(session: Session, actor: Actor) -> None:
    drafts.drop(session, actor.workspace_id, actor.user_id, DRAFT)


def post_draft(session: Session, actor: Actor, policy: Policy, now: datetime) -> Opening:
    """Post what was previewed; the draft becomes the opening. `Gone` when it was posted before."""
    form = draft(session, actor)
    if form is None:
        raise Gone("draft")
    opening = post(session, actor, form, policy, now)
    drop_draft(session, actor)
    return opening


def post(
    session: Session, actor: Actor, form: OpeningForm, policy: Policy, now: datetime
) -> Opening:
    """Store the opening under the team's next ref and queue its announcements.

    Raises `NotAllowed`, `BadFields`.
    """
    admit(actor, Who.POSTER, "post_opening")
    check_form(session, actor, form, policy, now)
    return store(session, actor, form, now)


def store(session: Session, actor: Actor, form: OpeningForm, now: datetime) -> Opening:
    """Store a checked form; from here on the ref is given for ever."""
    ws = actor.workspace_id
    prefix = prefix_for_team(form.team, openings.prefixes(session, ws))
    ref = format_ref(prefix, openings.next_number(session, ws, prefix, form.team))
    opening = openings.add(session, ws, form, ref=ref, by=actor.user_id, now=now)
    note = history.note(session, ws, actor.user_id, "opening.posted", "opening", opening.id, now)
    _announce(session, opening, note, now)
    bench_looks.ask(session, ws, opening.id)
    return opening


def edit(
    session: Session,
    actor: Actor,
    opening_id: int,
    version: int,
    form: OpeningForm,
    policy: Policy,
    now: datetime,
) -> Opening:
    """Raises `NotAllowed`, `BadFields`, `Gone`; `MovedOn` when it changed under the form."""
    opening = managed(session, actor, opening_id)
    if opening.version != version:
        raise MovedOn("opening", opening.status.value)
    check_form(session, actor, form, policy, now)
    changed = openings.change(session, opening, form, now=now)
    if changed is None:
        raise MovedOn("opening", opening.status.value)
    note = history.note(
        session, opening.workspace_id, actor.user_id, "opening.edited", "opening", opening.id, now
    )
    _announce(session, changed, note, now)
    return changed


def set_status(
    session: Session,
    actor: Actor,
    opening_id: int,
    status: OpeningStatus,
    now: datetime,
) -> Opening:
    """Pause, fill, close or reopen. Asked for what it is already, nothing changes.

    Raises `NotAllowed`, `Gone`, `MovedOn` where the opening cannot go there from where it is now.
    """
    opening = managed(session, actor, opening_id)
    return _move(session, opening, status, actor.user_id, now)


def _move(
    session: Session, opening: Opening, status: OpeningStatus, by: str, now: datetime
) -> Opening:
    if opening.status is status:
        return opening
    if not may_become(opening.status, status):
        raise MovedOn("opening", opening.status.value)
    moved = openings.set_status(session, opening, status, now=now)
    if moved is None:
        raise MovedOn("opening", opening.status.value)
    note = history.note(
        session, opening.workspace_id, by, f"opening.{status.value}", "opening", opening.id, now
    )
    _announce(session, moved, note, now)
    if moved.taking:
        bench_looks.ask(session, moved.workspace_id, moved.id)
    if status in (OpeningStatus.FILLED, OpeningStatus.CLOSED):
        ask_ends.opening_over(session, moved, by, now)
    return moved


def close_overdue(session: Session, today: date, now: datetime, limit: int) -> int:
    """Close openings whose closing date is over; how many there were."""
    overdue = openings.closing_before(session, today, limit)
    for opening in overdue:
        _move(session, opening, OpeningStatus.CLOSED, "clock", now)
    return len(overdue)


def change_people(
    session: Session,
    opening: Opening,
    *,
    hiring_manager: str | None,
    recruiter: str | None,
    now: datetime,
) -> None:
    """Somebody has left: others are responsible, and the announcement names them."""
    openings.set_people(session, opening, hiring_manager=hiring_manager, recruiter=recruiter)
    ws = opening.workspace_id
    note = history.note(session, ws, "slack", "opening.people", "opening", opening.id, now)
    _announce(session, opening, note, now)


def _announce(session: Session, opening: Opening, note: int, now: datetime) -> None:
    """Every chosen channel gets the announcement; those that have it get it edited in place."""
    known = {
        each.channel: each
        for each in openings.announcements(session, opening.workspace_id, opening.id)
    }
    for channel in dict.fromkeys((*opening.channels, *known)):
        announcement = known.get(channel) or openings.add_announcement(
            session, opening.workspace_id, opening.id, channel
        )
        outbox.queue(
            session,
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
    for post in commitments.posts_about(session, opening.workspace_id, opening.id):
        outbox.refresh(session, opening.workspace_id, (IntentKind.CHANNEL_POST,), post, now)


def announce_again(session: Session, actor: Actor, announcement_id: int, now: datetime) -> None:
    """The channel was mended (the bot was invited): try once more."""
    announcement = openings.find_announcement(session, actor.workspace_id, announcement_id)
    if announcement is None:
        raise Gone("opening")
    opening = managed(session, actor, announcement.opening_id)
    if announcement.state is AnnouncementState.POSTED:
        raise AlreadyAnswered("announcement")
    openings.settle_announcement(
        session, actor.workspace_id, announcement_id, AnnouncementState.QUEUED
    )
    note = history.note(
        session,
        actor.workspace_id,
        actor.user_id,
        "opening.announced_again",
        "opening",
        opening.id,
        now,
        channel=announcement.channel,
    )
    outbox.queue(
        session,
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
        session, actor.workspace_id, (IntentKind.ANNOUNCEMENT_FAILED,), announcement_id, now
    )


def announcement_settled(
    session: Session,
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
            session, workspace_id, announcement_id, AnnouncementState.POSTED, ts=ts
        )
        return
    openings.settle_announcement(
        session, workspace_id, announcement_id, AnnouncementState.FAILED, reason=failure
    )
    note = history.note(
        session,
        workspace_id,
        "slack",
        "announcement.failed",
        "announcement",
        announcement_id,
        now,
        why=failure,
    )
    outbox.queue(
        session,
        workspace_id,
        NewIntent(
            IntentKind.ANNOUNCEMENT_FAILED,
            tell,
            announcement_id,
            f"announcement_failed:{announcement_id}:{note}",
        ),
        now,
    )


def managed(session: Session, actor: Actor, opening_id: int) -> Opening:
    """The opening, if the actor may manage it: else `Gone` or `NotAllowed`."""
    opening = openings.find(session, actor.workspace_id, opening_id)
    if opening is None:
        raise Gone("opening")
    check_may_manage(actor, opening)
    return opening


def taking(session: Session, workspace_id: int, opening_id: int) -> Opening:
    """The opening, if it takes referrals now: else `OpeningNotFound` or `OpeningNotTaking`."""
    opening = openings.find(session, workspace_id, opening_id)
    if opening is None:
        raise OpeningNotFound("")
    if not opening.taking:
        raise OpeningNotTaking(opening.ref, opening.status.value)
    return opening


def by_ref(session: Session, actor: Actor, ref: str) -> Opening:
    """The opening that somebody typed; `OpeningNotFound` suggests the nearest ref in use."""
    opening = openings.by_ref(session, actor.workspace_id, parse_ref(ref) or ref.upper())
    if opening is None:
        near = get_close_matches(
            ref.upper(), openings.refs(session, actor.workspace_id), n=1, cutoff=0.6
        )
        raise OpeningNotFound(ref, near[0] if near else None)
    return opening


def check_may_post(actor: Actor, session: Session, policy: Policy) -> None:
    """`NotAllowed` names a recruiter who can do it instead, where there is one."""
    recruiters, admins = members.recruiters_and_admins(
        session, actor.workspace_id, policy.recruiters, policy.admins
    )
    ask = next(iter((*recruiters, *admins)), None)
    try:
        admit(actor, Who.POSTER, "post_opening")
    except NotAllowed:
        raise NotAllowed("post_opening", ask) from None
