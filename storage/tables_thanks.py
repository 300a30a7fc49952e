"""The table of thanks between colleagues."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base


class ThanksRow(Base):
    """One colleague thanks another for a deed, once a day: `day` is the giver's own."""

    __tablename__ = "thanks"
    __table_args__ = (UniqueConstraint("workspace_id", "giver", "receiver", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    giver: Mapped[str] = mapped_column(String(32))
    receiver: Mapped[str] = mapped_column(String(32))
    day: Mapped[date]
    deed: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    share_failed: Mapped[bool] = mapped_column(default=False)
