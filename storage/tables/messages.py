"""The tables of the outbox, of idempotency keys, drafts and the history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Named, String, Table, Text, TypedColumns, UniqueConstraint

from storage.tables.core import METADATA, in_workspace
from storage.types import Moment


class OutboxColumns(TypedColumns):
    """An intent: a message to send, or sent.

    `dedupe` keeps the same message from being queued twice. `key` identifies the message in Slack
    when it is unknown whether it was sent. `lease_until` has a meaning for each state: for
    `sending`, the end of the sender's claim; for `unknown`, when Slack is searched again; for
    `queued`, until when later messages to the same recipient wait for this one.
    """

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    kind: Named[str] = Column(String(24))
    recipient: Named[str] = Column(String(32))
    subject_id: Named[int]
    about: Named[dict[str, Any]] = Column(JSON)
    dedupe: Named[str] = Column(String(160))
    key: Named[str] = Column(String(36))
    priority: Named[int]
    state: Named[str] = Column(String(16))
    not_before: Named[datetime] = Column(Moment)
    attempts: Named[int] = Column(default=0)
    lease_until: Named[datetime | None] = Column(Moment)
    channel: Named[str | None] = Column(String(32))
    ts: Named[str | None] = Column(String(32))
    reason: Named[str | None] = Column(Text)
    created_at: Named[datetime] = Column(Moment)
    settled_at: Named[datetime | None] = Column(Moment)


OUTBOX = Table("outbox", METADATA, OutboxColumns, UniqueConstraint("workspace_id", "dedupe"))


class IdempotencyKeyColumns(TypedColumns):
    """A request that was answered. `door` is its idempotency key, `answer` the first answer."""

    workspace_id: Named[int] = in_workspace(primary_key=True)
    door: Named[str] = Column(String(160), primary_key=True)
    at: Named[datetime] = Column(Moment)
    answer: Named[dict[str, Any]] = Column(JSON)


IDEMPOTENCY_KEY = Table("seen", METADATA, IdempotencyKeyColumns)


class DraftColumns(TypedColumns):
    """A form that a person has filled in and not posted yet: one for each person and kind."""

    workspace_id: Named[int] = in_workspace(primary_key=True)
    member: Named[str] = Column(String(32), primary_key=True)
    kind: Named[str] = Column(String(24), primary_key=True)
    content: Named[dict[str, Any]] = Column(JSON)
    at: Named[datetime] = Column(Moment)


DRAFT = Table("draft", METADATA, DraftColumns)


class HistoryColumns(TypedColumns):
    """The history: who (`actor`) did what (`verb`) to which row, and when. Rows are only added."""

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    at: Named[datetime] = Column(Moment)
    actor: Named[str] = Column(String(32))
    verb: Named[str] = Column(String(40))
    subject: Named[str] = Column(String(24))
    subject_id: Named[int]
    detail: Named[dict[str, Any]] = Column(JSON)


HISTORY = Table("history", METADATA, HistoryColumns)
