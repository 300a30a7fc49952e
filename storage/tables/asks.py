"""The table of asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Named, String, Table, Text, TypedColumns

from storage.tables.core import METADATA, in_workspace
from storage.types import Moment


class AskColumns(TypedColumns):
    """One colleague (`asker`) asked another (`asked`) to vouch for someone.

    `called` is the candidate's name as the asker wrote it, `shared` what the two shared, and
    `helps` how the colleague can help. `suggested` is whom the colleague named in their place.
    `words` is the vouch for an asker who asked for themselves.
    """

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    kind: Named[str] = Column(String(16))
    asker: Named[str] = Column(String(32))
    asked: Named[str] = Column(String(32))
    opening_id: Named[int | None] = Column(ForeignKey("opening.id"))
    referral_id: Named[int | None] = Column(ForeignKey("referral.id", ondelete="CASCADE"))
    called: Named[str] = Column(Text)
    email: Named[str | None] = Column(String(254))
    profile_url: Named[str | None] = Column(Text)
    why: Named[str] = Column(Text)
    shared: Named[str] = Column(Text)
    helps: Named[list[str]] = Column(JSON)
    help_text: Named[str] = Column(Text)
    draft: Named[str] = Column(Text)
    state: Named[str] = Column(String(16))
    suggested: Named[str | None] = Column(String(32))
    words: Named[dict[str, Any] | None] = Column(JSON(none_as_null=True))
    decision: Named[str | None] = Column(String(16))
    created_at: Named[datetime] = Column(Moment)
    closes_at: Named[datetime] = Column(Moment)
    answered_at: Named[datetime | None] = Column(Moment)


ASK = Table("ask", METADATA, AskColumns)
