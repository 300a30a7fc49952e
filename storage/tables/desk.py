"""The tables of the desk: its notes, the windows that are open, and the managers' digests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Named, String, Table, Text, TypedColumns

from storage.tables.core import METADATA, NO_CANDIDATES, in_workspace
from storage.types import Moment


class DeskNoteColumns(TypedColumns):
    """A note about a referral, for those who answer it. Rows are only added."""

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = Column(ForeignKey("referral.id", ondelete="CASCADE"))
    author: Named[str] = Column(String(32))
    text: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)


DESK_NOTE = Table("desk_note", METADATA, DeskNoteColumns)


class OpenWindowColumns(TypedColumns):
    """App Home or the desk as a person last saw it. The window may still be open.

    `external_id` is Slack's name of a modal, and `state` is what it shows (its private metadata).
    """

    workspace_id: Named[int] = in_workspace(primary_key=True)
    user_id: Named[str] = Column(String(32), primary_key=True)
    kind: Named[str] = Column(String(16), primary_key=True)
    external_id: Named[str] = Column(String(64), default="")
    state: Named[str] = Column(Text, default="")
    seen_at: Named[datetime] = Column(Moment)


OPEN_WINDOW = Table("open_window", METADATA, OpenWindowColumns)


class ManagerDigestColumns(TypedColumns):
    """The weekly digest of a hiring manager. Digests have covered everything up to `told_at`."""

    workspace_id: Named[int] = in_workspace(primary_key=True)
    member: Named[str] = Column(String(32), primary_key=True)
    due_at: Named[datetime] = Column(Moment)
    told_at: Named[datetime] = Column(Moment)


MANAGER_DIGEST = Table("manager_digest", METADATA, ManagerDigestColumns, info=NO_CANDIDATES)
