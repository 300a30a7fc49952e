"""The table of thanks between colleagues."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Named, String, Table, Text, TypedColumns, UniqueConstraint

from storage.tables.core import METADATA, in_workspace
from storage.types import Moment


class ThanksColumns(TypedColumns):
    """One colleague thanks another for a deed, once a day. `day` is in the giver's time zone."""

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    giver: Named[str] = Column(String(32))
    receiver: Named[str] = Column(String(32))
    day: Named[date]
    deed: Named[str] = Column(Text)
    words: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)
    shared_at: Named[datetime | None] = Column(Moment)
    share_failed: Named[bool] = Column(default=False)


THANKS = Table(
    "thanks", METADATA, ThanksColumns, UniqueConstraint("workspace_id", "giver", "receiver", "day")
)
