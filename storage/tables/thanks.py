"""The table of thanks between colleagues."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Named, String, Table, Text, TypedColumns, UniqueConstraint

from storage.tables.core import METADATA, NO_CANDIDATES, in_workspace
from storage.types import Moment


class ThanksColumns(TypedColumns):
    """Thanks from one colleague to another, at most once a day in the giver's time zone.

    `shared_at` is when the receiver agreed that the thanks are shared in the channel.
    """

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
    "thanks",
    METADATA,
    ThanksColumns,
    UniqueConstraint("workspace_id", "giver", "receiver", "day"),
    info=NO_CANDIDATES,
)
