"""The tables. Every row names its workspace; enumerations are their words, checked by `domain`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.types import Moment

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Compared character by character, whatever language the database server speaks.
IN_CODE_ORDER = String(64).with_variant(String(64, collation="C"), "postgresql")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[str]: JSON}  # noqa: RUF012 - SQLAlchemy reads it off the class


def core_of(row: type[Base]) -> Table:
    """The table itself: where a click reads or writes it, rows need not become objects first."""
    return Base.metadata.tables[row.__tablename__]


def _workspace() -> Mapped[int]:
    return mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))


class WorkspaceRow(Base):
    __tablename__ = "workspace"
    __table_args__ = (UniqueConstraint("enterprise_id", "team_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    enterprise_id: Mapped[str] = mapped_column(String(32), default="")
    name: Mapped[str] = mapped_column(Text)
    bot_user_id: Mapped[str] = mapped_column(String(32))
    members_read_at: Mapped[datetime | None]


class MemberRow(Base):
    __tablename__ = "member"

    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(254))
    tz: Mapped[str | None] = mapped_column(String(64))
    active: Mapped[bool] = mapped_column(default=True)
    is_bot: Mapped[bool] = mapped_column(default=False)
    is_admin: Mapped[bool] = mapped_column(default=False)
    standing: Mapped[str] = mapped_column(String(16))
    in_recruiter_group: Mapped[bool] = mapped_column(default=False)
    dm_channel: Mapped[str | None] = mapped_column(String(32))
    paused_until: Mapped[datetime | None]


class OpeningRow(Base):
    __tablename__ = "opening"
    __table_args__ = (
        UniqueConstraint("workspace_id", "ref"),
        Index("ix_opening_status", "workspace_id", "status", "posted_at"),
        Index("ix_opening_hiring_manager", "workspace_id", "hiring_manager"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    ref: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    team: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    hiring_manager: Mapped[str | None] = mapped_column(String(32))
    recruiter: Mapped[str | None] = mapped_column(String(32))
    must_haves: Mapped[str] = mapped_column(Text)
    fit_brief: Mapped[str] = mapped_column(Text)
    recall_prompts: Mapped[list[str]]
    channels: Mapped[list[str]]
    bonus: Mapped[str] = mapped_column(Text)
    bonus_rule: Mapped[str] = mapped_column(Text)
    closes_on: Mapped[date | None]
    posted_by: Mapped[str] = mapped_column(String(32))
    posted_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    search_text: Mapped[str] = mapped_column(Text)  # case-folded ref, title, team, place
    prompt_turn: Mapped[int] = mapped_column(default=0, server_default="0")
    rotated_at: Mapped[datetime | None]  # when the recall prompt was last exchanged for the next
    general_matched_at: Mapped[datetime | None]  # None: opened, and not looked at yet


class OpeningWordRow(Base):
    """An end of a word of an open opening's `search_text` (`storage/opening_words.py`). The opening
    is no foreign key: a row that is left over finds nothing, and forty checks would cost more."""

    __tablename__ = "opening_word"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it off the class

    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True
    )
    word: Mapped[str] = mapped_column(IN_CODE_ORDER, primary_key=True)
    opening_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class TeamPrefixRow(Base):
    """The prefix that a team's refs carry, and the last number given under it."""

    __tablename__ = "team_prefix"

    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True
    )
    prefix: Mapped[str] = mapped_column(String(8), primary_key=True)
    team: Mapped[str] = mapped_column(Text)
    last_number: Mapped[int] = mapped_column(default=0)


class AnnouncementRow(Base):
    __tablename__ = "announcement"
    __table_args__ = (UniqueConstraint("workspace_id", "opening_id", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)


class RoundupRow(Base):
    """A channel's weekly round-up: when the next is due, and up to when it told what changed."""

    __tablename__ = "roundup"
    __table_args__ = (Index("ix_roundup_due", "workspace_id", "due_at"),)

    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True
    )
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    due_at: Mapped[datetime]
    told_at: Mapped[datetime]


class CandidateRow(Base):
    __tablename__ = "candidate"
    __table_args__ = (
        UniqueConstraint("workspace_id", "email"),
        UniqueConstraint("workspace_id", "profile_url"),
        Index("ix_candidate_decide_by", "decide_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(254))
    profile_url: Mapped[str | None] = mapped_column(String(512))
    consent: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    decide_by: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class ReferralRow(Base):
    """`opening_key` is the opening's id, or 0 for a general referral; `round` grows when the
    first-voice window has passed and the same candidate is put forward anew."""

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("workspace_id", "candidate_id", "opening_key", "round"),
        Index("ix_referral_advocate", "workspace_id", "advocate", "created_at"),
        Index("ix_referral_owner", "workspace_id", "owner", "stage"),
        Index("ix_referral_opening", "workspace_id", "opening_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id", ondelete="CASCADE"))
    opening_id: Mapped[int | None] = mapped_column(ForeignKey("opening.id"))
    opening_key: Mapped[int]
    round: Mapped[int] = mapped_column(default=1)
    advocate: Mapped[str] = mapped_column(String(32))
    owner: Mapped[str] = mapped_column(String(32))
    stage: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(24))
    note: Mapped[str] = mapped_column(Text, default="")
    bonus_rule: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    stage_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class EndorsementRow(Base):
    """Append-only: what an advocate says later is a new version, what they said before is kept."""

    __tablename__ = "endorsement"
    __table_args__ = (
        UniqueConstraint("workspace_id", "referral_id", "advocate", "version"),
        Index(
            "ix_endorsement_current",
            "workspace_id",
            "referral_id",
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
        Index("ix_endorsement_advocate", "workspace_id", "advocate"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    advocate: Mapped[str] = mapped_column(String(32))
    called: Mapped[str] = mapped_column(Text)
    first: Mapped[bool]
    relationship: Mapped[str] = mapped_column(String(24))
    saw: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text, default="")
    how_long: Mapped[str] = mapped_column(Text, default="")
    trust: Mapped[str] = mapped_column(Text, default="", server_default="")
    adaptability: Mapped[str] = mapped_column(Text, default="", server_default="")
    lifts: Mapped[str] = mapped_column(Text, default="", server_default="")
    conviction: Mapped[str | None] = mapped_column(String(24))
    conflicts: Mapped[list[str]]
    version: Mapped[int] = mapped_column(default=1)
    current: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime]


class CommitmentRow(Base):
    __tablename__ = "commitment"
    __table_args__ = (UniqueConstraint("workspace_id", "referral_id", "member", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    member: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    text: Mapped[str | None] = mapped_column(Text)  # the introduction or post, as worded
    told: Mapped[str | None] = mapped_column(String(32))  # the hiring manager or the channel
    reply: Mapped[str | None] = mapped_column(Text)
    replied_at: Mapped[datetime | None]


class QuestionRow(Base):
    __tablename__ = "question"
    __table_args__ = (Index("ix_question_referral", "workspace_id", "referral_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    asked_by: Mapped[str] = mapped_column(String(32))
    asked_of: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]


class FollowUpRow(Base):
    """`due_at` None: no more nudges come. One open step for each (kind, subject, period)."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("workspace_id", "kind", "subject_id", "period"),
        Index(
            "ix_follow_up_due",
            "due_at",
            sqlite_where=text("state = 'open' AND due_at IS NOT NULL"),
            postgresql_where=text("state = 'open' AND due_at IS NOT NULL"),
        ),
        Index(
            "ix_follow_up_member",
            "workspace_id",
            "member",
            "due_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_follow_up_referral", "workspace_id", "referral_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    period: Mapped[str] = mapped_column(String(40), default="")
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    member: Mapped[str] = mapped_column(String(32))
    due_at: Mapped[datetime | None]
    nudges_sent: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]


class OutboxRow(Base):
    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("workspace_id", "dedupe"),
        Index(
            "ix_outbox_queued",
            "priority",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index("ix_outbox_state", "state", "lease_until"),
        Index("ix_outbox_recipient", "workspace_id", "recipient", "kind", "created_at"),
        Index("ix_outbox_subject", "workspace_id", "kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    kind: Mapped[str] = mapped_column(String(24))
    recipient: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    about: Mapped[dict[str, Any]]
    dedupe: Mapped[str] = mapped_column(String(160))
    key: Mapped[str] = mapped_column(String(36))
    priority: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class SeenRow(Base):
    """An idempotent door: what came in before, and what was answered."""

    __tablename__ = "seen"

    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True
    )
    door: Mapped[str] = mapped_column(String(160), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[dict[str, Any]]


class DraftRow(Base):
    """What somebody typed and has not posted yet. One for each person and kind."""

    __tablename__ = "draft"

    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True
    )
    member: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    content: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class HistoryRow(Base):
    """Append-only: who did what, to what, when."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_subject", "workspace_id", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = _workspace()
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(32))
    verb: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    detail: Mapped[dict[str, Any]]
