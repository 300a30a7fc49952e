"""The tables of workspaces, members, openings, candidates, referrals, endorsements and follow-ups.

Every row names its workspace. Enumerations are stored by value, people and channels as Slack's ids.
"""

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

# The `info` of a table that has no text about candidates. Erasing a candidate ignores this table.
NO_CANDIDATES = {"no_candidates": True}


def in_workspace(*, primary_key: bool = False) -> Column[int]:
    """Return the column `workspace_id`. Deleting a workspace deletes the rows of every table."""
    return Column(ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=primary_key)


class WorkspaceColumns(TypedColumns):
    """A workspace. `storage/readings.py` explains when its members and recruiters are read."""

    id: Named[int] = Column(primary_key=True)
    team_id: Named[str] = Column(String(32))
    enterprise_id: Named[str] = Column(String(32), default="")
    name: Named[str] = Column(Text)
    bot_user_id: Named[str] = Column(String(32))
    # Scopes with commas between them. None if Slack did not say which ones it granted.
    granted_scopes: Named[str | None] = Column(Text)
    members_read_at: Named[datetime | None] = Column(Moment)  # when the last page was stored
    members_cursor: Named[str | None] = Column(Text)  # Slack's cursor for the next page
    members_due_at: Named[datetime | None] = Column(Moment)
    recruiter_group: Named[str | None] = Column(Text)  # the id or handle from the settings
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

    Nudges wait until `paused_until`. `status_since` is when the Slack status was first seen. The
    columns that begin with `own_` are settings that the person chose, or None for the workspace's
    defaults. The start, end and days of their hours are either all set or all None.
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
    """A role to fill. `ref` is its short name for people, such as ENG-12. See `domain.openings`."""

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
    paused_until: Named[date | None]  # when the recruiter is asked what to do with a paused opening
    posted_by: Named[str] = Column(String(32))
    posted_at: Named[datetime] = Column(Moment)
    changed_at: Named[datetime] = Column(Moment)
    version: Named[int] = Column(default=1)
    search_text: Named[str] = Column(Text)  # as `storage.opening_search.search_text` writes it
    # How often the recall prompt was replaced by the next one, and when it last was.
    prompt_turn: Named[int] = Column(default=0, server_default="0")
    rotated_at: Named[datetime | None] = Column(Moment)
    # When general referrals were last searched for a match. None if not since the opening opened.
    general_matched_at: Named[datetime | None] = Column(Moment)
    hot_until: Named[datetime | None] = Column(Moment)
    hot_day: Named[date | None]  # the local date that ends at `hot_until`


OPENING = Table(
    "opening", METADATA, OpeningColumns, UniqueConstraint("workspace_id", "ref"), info=NO_CANDIDATES
)


class TeamPrefixColumns(TypedColumns):
    """The prefix of the refs of a team's openings, and the number of its latest ref."""

    workspace_id: Named[int] = in_workspace(primary_key=True)
    prefix: Named[str] = Column(String(8), primary_key=True)
    team: Named[str] = Column(Text)
    last_number: Named[int] = Column(default=0)


TEAM_PREFIX = Table("team_prefix", METADATA, TeamPrefixColumns, info=NO_CANDIDATES)


class AnnouncementColumns(TypedColumns):
    """An opening's message in a channel. `reason`: Slack's error or `domain.openings.WITHDRAWN`."""

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
    """A channel's weekly message about openings. The next one tells of changes since `told_at`."""

    workspace_id: Named[int] = in_workspace(primary_key=True)
    channel: Named[str] = Column(String(32), primary_key=True)
    due_at: Named[datetime] = Column(Moment)
    told_at: Named[datetime] = Column(Moment)


ROUNDUP = Table("roundup", METADATA, RoundupColumns, info=NO_CANDIDATES)


class CandidateColumns(TypedColumns):
    """A person who was put forward. `consent` is whether they agreed to it, at `agreed_at`.

    `asked_by` last asked them, at `asked_at`. A person who has not agreed by `decide_by` is erased,
    unless they have taken part in interviews since `took_part_at`. `domain.same_person` fills the
    columns that end with `_key`. `search_text` is the name as `opening_search.fold_text` writes it.
    """

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    name: Named[str] = Column(Text)
    email: Named[str | None] = Column(String(254))
    profile_url: Named[str | None] = Column(String(512))
    consent: Named[str] = Column(String(16))
    created_at: Named[datetime] = Column(Moment)
    agreed_at: Named[datetime | None] = Column(Moment)
    asked_at: Named[datetime | None] = Column(Moment)
    asked_by: Named[str | None] = Column(String(32))
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

    `opening_key` is what `opening_key()` returns; databases let NULLs in a unique key repeat.
    `round` counts the referrals of this candidate for this opening: a new one begins when the time
    is over for which the first advocate keeps the credit. `owner` answers the referral, and has it
    from someone else since `owner_since`. The `stage` was reached at `stage_at`, for the `reason`.
    `return_on` is when a candidate with "not now" is looked at again. `desk_order` sorts the list
    of those who answer (`domain.depth.desk_order`). `first_answered_at`, `first_answer_days` (the
    owner's working days) and `furthest_stage` are for figures: reopening the referral keeps them.
    A withdrawal is no answer.
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

    `called` is the candidate's name, and `email` and `profile_url` the contact, as this advocate
    gave them (None in rows of releases that did not store the contact). `first` is true for the
    advocate who put the candidate forward. The texts from `saw` to `lifts` are the answers of the
    endorsement form (`domain.endorsements.Evidence`).
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

    `text` is what the advocate wrote: an introduction, a post, or a line to the hiring manager.
    `told` is the manager's user id or the id of the post's channel, `reply` the manager's answer.
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
    """A question about a referral, from someone who answers it to one of its advocates."""

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
    """A question or reminder that `member` is nudged about until they answer.

    `subject_id` is the row that it is about, of a table that depends on `kind`; `period` tells
    repeated follow-ups about the same row apart. `due_at` is when the next nudge is due, or None
    when no more come. `is_held` is true if a due nudge waits for the member's hours, pause or
    weekly budget. No other replica prepares the nudge before `lease_until`. Of the
    `nudges_sent`, `nudges_to_others` went to other people before the follow-up was passed on to its
    member.
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
    nudges_to_others: Named[int] = Column(default=0, server_default="0")
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
