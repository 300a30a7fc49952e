"""The tables of files that the bot puts into Slack, and of what advocates attach to referrals."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Named, String, Table, TypedColumns

from storage.tables.core import METADATA, NO_CANDIDATES, in_workspace
from storage.types import Moment


class SentFileColumns(TypedColumns):
    """See `domain.files.SentFile`. An export has its name, and a period of days.

    The copy of an attached file has the attachment, and the message in whose thread it is shown.
    """

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
    attachment_id: Named[int | None]
    thread_ts: Named[str | None] = Column(String(32))


SENT_FILE = Table("sent_file", METADATA, SentFileColumns, info=NO_CANDIDATES)


class AttachmentColumns(TypedColumns):
    """See `domain.attachments.Attachment`. `source_id` is Slack's id of the advocate's own file."""

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = Column(ForeignKey("referral.id", ondelete="CASCADE"))
    advocate: Named[str] = Column(String(32))
    link: Named[str | None] = Column(String(512))
    source_id: Named[str | None] = Column(String(32))
    file_type: Named[str | None] = Column(String(8))
    attached_at: Named[datetime] = Column(Moment)


ATTACHMENT = Table("attachment", METADATA, AttachmentColumns)
