"""The table of files that the bot has put into Slack."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Named, String, Table, TypedColumns

from storage.tables.core import METADATA, NO_CANDIDATES, in_workspace
from storage.types import Moment


class SentFileColumns(TypedColumns):
    """See `domain.files.SentFile`. An export has its name, and a period of days."""

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    recipient: Named[str] = Column(String(32))
    export: Named[str | None] = Column(String(16))
    first_day: Named[date | None]
    last_day: Named[date | None]
    state: Named[str] = Column(String(16))
    slack_id: Named[str | None] = Column(String(32))
    requested_at: Named[datetime] = Column(Moment)
    deletes_at: Named[datetime | None] = Column(Moment)


SENT_FILE = Table("sent_file", METADATA, SentFileColumns, info=NO_CANDIDATES)
