"""The table of asks. Beside `tables.py`, which holds the main job's and the base of all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base


class AskRow(Base):
    """`words` (JSON) only where somebody asked for themselves: what the asked would say of them."""

    __tablename__ = "ask"
    __table_args__ = (
        Index(
            "uq_ask_open",
            "workspace_id",
            "asker",
            "asked",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_ask_closes",
            "closes_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_ask_kept",
            "answered_at",
            sqlite_where=text("called <> ''"),
            postgresql_where=text("called <> ''"),
        ),
        Index("ix_ask_asker", "workspace_id", "asker", "state"),
        Index("ix_ask_asked", "workspace_id", "asked", "state"),
        Index("ix_ask_referral", "workspace_id", "referral_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    asker: Mapped[str] = mapped_column(String(32))
    asked: Mapped[str] = mapped_column(String(32))
    opening_id: Mapped[int | None] = mapped_column(ForeignKey("opening.id"))
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    called: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(254))
    profile_url: Mapped[str | None] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    shared: Mapped[str] = mapped_column(Text)
    helps: Mapped[list[str]]
    help_text: Mapped[str] = mapped_column(Text)
    draft: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    suggested: Mapped[str | None] = mapped_column(String(32))
    words: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    decision: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
