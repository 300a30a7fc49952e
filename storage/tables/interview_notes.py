"""The table of interview notes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Named, String, Table, Text, TypedColumns

from storage.tables.core import METADATA, in_workspace
from storage.types import Moment


class InterviewNoteColumns(TypedColumns):
    """What an advocate learned after an interview. Rows are only added."""

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = Column(ForeignKey("referral.id", ondelete="CASCADE"))
    member: Named[str] = Column(String(32))
    text: Named[str] = Column(Text)
    at: Named[datetime] = Column(Moment)


INTERVIEW_NOTE = Table("heard", METADATA, InterviewNoteColumns)
