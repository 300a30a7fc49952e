"""The tables of outgoing messages, answered requests, unfinished forms and the history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Named, String, Table, Text, TypedColumns, UniqueConstraint

from storage.tables.core import METADATA, in_workspace
from storage.types import Moment


class OutboxColumns(TypedColumns):
    """An intent: a message that is queued or has been sent.

    `about` holds the details of the payload, of which `kind` is the class. `dedupe` keeps the same
    message from being queued twice. If it is unknown whether the message was sent, Slack is
    searched for `key`. `lease_until` depends on the state. For `sending`, it is the end of the
    sender's claim. For `unknown`, Slack is searched again at this time. For `queued`, later
    messages to the same recipient wait for this one until then.
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
    """A request that was answered. `door` is its idempotency key.

    If the request comes again, it gets the stored `answer`.
    """

    workspace_id: Named[int] = in_workspace(primary_key=True)
    door: Named[str] = Column(String(160), primary_key=True)
    at: Named[datetime] = Column(Moment)
    answer: Named[dict[str, Any]] = Column(JSON)


IDEMPOTENCY_KEY = Table("seen", METADATA, IdempotencyKeyColumns)


class DraftColumns(TypedColumns):
    """What a person has filled into a form of a kind and not submitted yet."""

    workspace_id: Named[int] = in_workspace(primary_key=True)
    member: Named[str] = Column(String(32), primary_key=True)
    kind: Named[str] = Column(String(24), primary_key=True)
    content: Named[dict[str, Any]] = Column(JSON)
    at: Named[datetime] = Column(Moment)


DRAFT = Table("draft", METADATA, DraftColumns)


class HistoryColumns(TypedColumns):
    """Who (`actor`) did what (`verb`) to which row (`subject_id` of the kind `subject`), and when.

    Rows are only added.
    """

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    at: Named[datetime] = Column(Moment)
    actor: Named[str] = Column(String(32))
    verb: Named[str] = Column(String(40))
    subject: Named[str] = Column(String(24))
    subject_id: Named[int]
    detail: Named[dict[str, Any]] = Column(JSON)


HISTORY = Table("history", METADATA, HistoryColumns)
