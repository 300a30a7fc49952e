"""The tables of the main job. Every row has its workspace; enumerations are stored by value."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    MetaData,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    false,
)

from storage.types import Moment

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

METADATA = MetaData(naming_convention=CONSTRAINT_NAMES)

# The `info` of a table without text about candidates: erasing a candidate leaves its rows alone.
NO_CANDIDATES = {"no_candidates": True}


def in_workspace(*, primary_key: bool = False) -> Column[int]:
    """Return the column that every table has. Deleting a workspace deletes its rows."""
    return Column(ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=primary_key)


class WorkspaceColumns(TypedColumns):
    """The readings of members and recruiters are explained in `storage/readings.py`."""

    id: Named[int] = Column(primary_key=True)
    team_id: Named[str] = Column(String(32))
    enterprise_id: Named[str] = Column(String(32), default="")
    name: Named[str] = Column(Text)
    bot_user_id: Named[str] = Column(String(32))
    granted_scopes: Named[str | None] = Column(Text)  # with commas; None: not named by Slack
    members_read_at: Named[datetime | None] = Column(Moment)  # when the last page was stored
    members_cursor: Named[str | None] = Column(Text)  # Slack's cursor for the next page
    members_due_at: Named[datetime | None] = Column(Moment)
    recruiter_group: Named[str | None] = Column(Text)  # its id or handle in the settings
    recruiter_group_id: Named[str | None] = Column(String(32))
    recruiter_group_error: Named[str | None] = Column(Text)
    recruiters_due_at: Named[datetime | None] = Column(Moment)


WORKSPACE = Table(
    "workspace",
    METADATA,
    WorkspaceColumns,
    UniqueConstraint("enterprise_id", "team_id"),
    info=NO_CANDIDATES,
)


class MemberColumns(TypedColumns):
    """A person in Slack. `standing` is a value of `domain.members.Membership`.

    The columns that begin with `status_` hold the emoji of the Slack status, when it was first
    seen, and when it ends. The columns that begin with `own_` are the person's own settings; start,
    end and days of their hours are either all set or all None.
    """

    workspace_id: Named[int] = in_workspace(primary_key=True)
    user_id: Named[str] = Column(String(32), primary_key=True)
    name: Named[str] = Column(Text)
    email: Named[str | None] = Column(String(254))
    tz: Named[str | None] = Column(String(64))
    active: Named[bool] = Column(default=True)
    is_bot: Named[bool] = Column(default=False)
    is_admin: Named[bool] = Column(default=False)
    standing: Named[str] = Column(String(16))
    in_recruiter_group: Named[bool] = Column(default=False)
    dm_channel: Named[str | None] = Column(String(32))
    paused_until: Named[datetime | None] = Column(Moment)
    status_emoji: Named[str | None] = Column(String(100))
    status_since: Named[datetime | None] = Column(Moment)
    status_ends_at: Named[datetime | None] = Column(Moment)
    own_tz: Named[str | None] = Column(String(64))
    own_hours_start: Named[time | None]
    own_hours_end: Named[time | None]
    own_working_days: Named[str | None] = Column(String(7))  # such as 01234; Monday is 0
    own_messages_per_week: Named[int | None]
    own_topics: Named[str | None] = Column(Text)  # one on each line
    own_roundup: Named[str | None] = Column(String(8))


MEMBER = Table("member", METADATA, MemberColumns, info=NO_CANDIDATES)


class OpeningColumns(TypedColumns):
    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    ref: Named[str] = Column(String(16))
    status: Named[str] = Column(String(16))
    title: Named[str] = Column(Text)
    team: Named[str] = Column(Text)
    place: Named[str] = Column(Text)
    hiring_manager: Named[str | None] = Column(String(32))
    recruiter: Named[str | None] = Column(String(32))
    must_haves: Named[str] = Column(Text)
    fit_brief: Named[str] = Column(Text)
    recall_prompts: Named[list[str]] = Column(JSON)
    channels: Named[list[str]] = Column(JSON)
    bonus: Named[str] = Column(Text)
    bonus_rule: Named[str] = Column(Text)
    # As `domain.bonus.rule.rule_to_json` writes it.
    bonus_terms: Named[dict[str, Any] | None] = Column(JSON(none_as_null=True))
    closes_on: Named[date | None]
    # The end of `closes_on` in the poster's time zone. Older releases stored the date alone.
    closes_at: Named[datetime | None] = Column(Moment)
    paused_until: Named[date | None]  # when the recruiter is asked about a paused opening
    posted_by: Named[str] = Column(String(32))
    posted_at: Named[datetime] = Column(Moment)
    changed_at: Named[datetime] = Column(Moment)
    version: Named[int] = Column(default=1)
    search_text: Named[str] = Column(Text)  # as `storage.opening_search.search_text` writes it
    prompt_turn: Named[int] = Column(default=0, server_default="0")
    # When the recall prompt was last replaced by the next one.
    rotated_at: Named[datetime | None] = Column(Moment)
    # When the opening was compared with general referrals. None if it has not been since it opened.
    general_matched_at: Named[datetime | None] = Column(Moment)
    hot_until: Named[datetime | None] = Column(Moment)
    hot_day: Named[date | None]  # the local date that ends at `hot_until`


OPENING = Table(
    "opening", METADATA, OpeningColumns, UniqueConstraint("workspace_id", "ref"), info=NO_CANDIDATES
)


class TeamPrefixColumns(TypedColumns):
    """The prefix of a team's refs, and the last number given out under it."""

    workspace_id: Named[int] = in_workspace(primary_key=True)
    prefix: Named[str] = Column(String(8), primary_key=True)
    team: Named[str] = Column(Text)
    last_number: Named[int] = Column(default=0)


TEAM_PREFIX = Table("team_prefix", METADATA, TeamPrefixColumns, info=NO_CANDIDATES)


class AnnouncementColumns(TypedColumns):
    """`reason` is Slack's error, if the announcement could not be posted."""

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    opening_id: Named[int] = Column(ForeignKey("opening.id", ondelete="CASCADE"))
    channel: Named[str] = Column(String(32))
    ts: Named[str | None] = Column(String(32))
    state: Named[str] = Column(String(16))
    reason: Named[str | None] = Column(Text)


ANNOUNCEMENT = Table(
    "announcement",
    METADATA,
    AnnouncementColumns,
    UniqueConstraint("workspace_id", "opening_id", "channel"),
    info=NO_CANDIDATES,
)


class RoundupColumns(TypedColumns):
    """A channel's weekly round-up. The channel has seen all changes up to `told_at`."""

    workspace_id: Named[int] = in_workspace(primary_key=True)
    channel: Named[str] = Column(String(32), primary_key=True)
    due_at: Named[datetime] = Column(Moment)
    told_at: Named[datetime] = Column(Moment)


ROUNDUP = Table("roundup", METADATA, RoundupColumns, info=NO_CANDIDATES)


class CandidateColumns(TypedColumns):
    """A person who was put forward. Without consent, their data is erased at `decide_by`.

    The data stays if the person has taken part in interviews, which began at `took_part_at`. The
    keys are those of `domain.same_person.likeness_keys`. `search_text` is the folded name
    (storage/opening_search.py).
    """

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    name: Named[str] = Column(Text)
    email: Named[str | None] = Column(String(254))
    profile_url: Named[str | None] = Column(String(512))
    consent: Named[str] = Column(String(16))
    created_at: Named[datetime] = Column(Moment)
    agreed_at: Named[datetime | None] = Column(Moment)
    decide_by: Named[datetime | None] = Column(Moment)
    took_part_at: Named[datetime | None] = Column(Moment)
    erased_at: Named[datetime | None] = Column(Moment)
    search_text: Named[str] = Column(Text, default="", server_default="")
    name_key: Named[str | None] = Column(String(32))
    email_key: Named[str | None] = Column(String(32))
    profile_key: Named[str | None] = Column(String(32))


CANDIDATE = Table(
    "candidate",
    METADATA,
    CandidateColumns,
    UniqueConstraint("workspace_id", "email"),
    UniqueConstraint("workspace_id", "profile_url"),
)


def opening_key(opening_id: int | None) -> int:
    """Return the value of `referral.opening_key`: the opening's id, or 0 for a general referral."""
    return opening_id or 0


class ReferralColumns(TypedColumns):
    """One candidate who was put forward for one opening, or in general.

    `opening_key` is what `opening_key()` returns, because a unique key cannot hold NULL. `round`
    counts the referrals of this candidate for the opening: a new one begins after the first-voice
    window. `desk_order` is the referral's place on the desk (`domain.depth.desk_order`).
    `first_answered_at`, `first_answer_days` (working days of the owner) and `furthest_stage` are
    for figures, and stay as they are when the referral is reopened. A withdrawal is no answer.
    `owner_since` is when the referral was handed over to its owner; None for the first owner.
    """

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    candidate_id: Named[int] = Column(ForeignKey("candidate.id", ondelete="CASCADE"))
    opening_id: Named[int | None] = Column(ForeignKey("opening.id"))
    opening_key: Named[int]
    round: Named[int] = Column(default=1)
    advocate: Named[str] = Column(String(32))
    owner: Named[str] = Column(String(32))
    owner_since: Named[datetime | None] = Column(Moment)
    stage: Named[str] = Column(String(16))
    reason: Named[str | None] = Column(String(24))
    note: Named[str] = Column(Text, default="")
    bonus_rule: Named[str] = Column(Text, default="")
    created_at: Named[datetime] = Column(Moment)
    stage_at: Named[datetime] = Column(Moment)
    answered_at: Named[datetime | None] = Column(Moment)
    return_on: Named[date | None]
    first_answered_at: Named[datetime | None] = Column(Moment)
    first_answer_days: Named[int | None]
    furthest_stage: Named[str] = Column(String(16), default="new", server_default="new")
    version: Named[int] = Column(default=1)
    desk_order: Named[int] = Column(default=0, server_default="0")


REFERRAL = Table(
    "referral",
    METADATA,
    ReferralColumns,
    UniqueConstraint("workspace_id", "candidate_id", "opening_key", "round"),
)


class EndorsementColumns(TypedColumns):
    """One version of an advocate's endorsement. Versions are only added; the newest is `current`.

    `called` is the candidate's name as the advocate wrote it, and `email` and `profile_url` are the
    contact that the advocate gave (None in rows of releases that did not store it). `first` marks
    the first voice: the advocate who referred the candidate. `lifts` is how the candidate lifts a
    team.
    """

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = Column(ForeignKey("referral.id", ondelete="CASCADE"))
    advocate: Named[str] = Column(String(32))
    called: Named[str] = Column(Text)
    email: Named[str | None] = Column(String(254))
    profile_url: Named[str | None] = Column(String(512))
    first: Named[bool]
    relationship: Named[str] = Column(String(24))
    saw: Named[str] = Column(Text, default="")
    why: Named[str] = Column(Text, default="")
    how_long: Named[str] = Column(Text, default="")
    trust: Named[str] = Column(Text, default="", server_default="")
    adaptability: Named[str] = Column(Text, default="", server_default="")
    lifts: Named[str] = Column(Text, default="", server_default="")
    conviction: Named[str | None] = Column(String(24))
    conflicts: Named[list[str]] = Column(JSON)
    version: Named[int] = Column(default=1)
    current: Named[bool] = Column(default=True)
    at: Named[datetime] = Column(Moment)


ENDORSEMENT = Table(
    "endorsement",
    METADATA,
    EndorsementColumns,
    UniqueConstraint("workspace_id", "referral_id", "advocate", "version"),
)


class CommitmentColumns(TypedColumns):
    """What an advocate offered to do for a referral.

    `text` is the introduction or the post that the advocate wrote. `told` is the hiring manager or
    the channel that got it, and `reply` the hiring manager's answer.
    """

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = Column(ForeignKey("referral.id", ondelete="CASCADE"))
    member: Named[str] = Column(String(32))
    kind: Named[str] = Column(String(24))
    state: Named[str] = Column(String(16))
    made_at: Named[datetime] = Column(Moment)
    done_at: Named[datetime | None] = Column(Moment)
    text: Named[str | None] = Column(Text)
    told: Named[str | None] = Column(String(32))
    reply: Named[str | None] = Column(Text)
    replied_at: Named[datetime | None] = Column(Moment)


COMMITMENT = Table(
    "commitment",
    METADATA,
    CommitmentColumns,
    UniqueConstraint("workspace_id", "referral_id", "member", "kind"),
)


class QuestionColumns(TypedColumns):
    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = Column(ForeignKey("referral.id", ondelete="CASCADE"))
    asked_by: Named[str] = Column(String(32))
    asked_of: Named[str] = Column(String(32))
    text: Named[str] = Column(Text)
    asked_at: Named[datetime] = Column(Moment)
    answer: Named[str | None] = Column(Text)
    answered_at: Named[datetime | None] = Column(Moment)


QUESTION = Table("question", METADATA, QuestionColumns)


class FollowUpColumns(TypedColumns):
    """One follow-up for each kind, subject and period.

    `due_at` is None when no more nudges come. `is_held` marks one that was due and waits for its
    person's hours, pause or budget. `lease_until` is the end of the claim of a replica that
    prepares a nudge.
    """

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    kind: Named[str] = Column(String(24))
    subject_id: Named[int]
    period: Named[str] = Column(String(40), default="")
    referral_id: Named[int | None] = Column(ForeignKey("referral.id", ondelete="CASCADE"))
    member: Named[str] = Column(String(32))
    due_at: Named[datetime | None] = Column(Moment)
    is_held: Named[bool] = Column(default=False, server_default=false())
    nudges_sent: Named[int] = Column(default=0)
    state: Named[str] = Column(String(16))
    created_at: Named[datetime] = Column(Moment)
    answered_at: Named[datetime | None] = Column(Moment)
    lease_until: Named[datetime | None] = Column(Moment)


FOLLOW_UP = Table(
    "follow_up",
    METADATA,
    FollowUpColumns,
    UniqueConstraint("workspace_id", "kind", "subject_id", "period"),
)
