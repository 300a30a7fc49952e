"""When each channel's weekly round-up is due. One row for each channel with an announcement."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from domain.openings import AnnouncementState, Opening, OpeningStatus
from storage.openings import opening_of
from storage.tables import AnnouncementRow, OpeningRow, RoundupRow
from storage.upsert import added


def new_channels(session: Session, workspace_id: int) -> list[str]:
    """Channels in which an announcement stands and for which no round-up is planned yet."""
    planned = select(RoundupRow.channel).where(RoundupRow.workspace_id == workspace_id)
    return list(
        session.scalars(
            select(AnnouncementRow.channel)
            .where(
                AnnouncementRow.workspace_id == workspace_id,
                AnnouncementRow.state == AnnouncementState.POSTED.value,
                AnnouncementRow.channel.not_in(planned),
            )
            .distinct()
        )
    )


def begin(
    session: Session, workspace_id: int, channel: str, due_at: datetime, now: datetime
) -> None:
    """Plan the channel's first round-up; what stands there already is no news then."""
    added(
        session,
        RoundupRow,
        workspace_id=workspace_id,
        channel=channel,
        due_at=due_at,
        told_at=now,
    )


def due(
    session: Session, workspace_id: int, now: datetime, limit: int
) -> list[tuple[str, datetime, datetime]]:
    """(channel, due, told) of what is due: `told` is the moment up to which it has been told."""
    rows = session.execute(
        select(RoundupRow.channel, RoundupRow.due_at, RoundupRow.told_at)
        .where(RoundupRow.workspace_id == workspace_id, RoundupRow.due_at <= now)
        .order_by(RoundupRow.due_at, RoundupRow.channel)
        .limit(limit)
    )
    return [(row.channel, row.due_at, row.told_at) for row in rows]


def claim(
    session: Session,
    workspace_id: int,
    channel: str,
    due_at: datetime,
    next_due: datetime,
    now: datetime,
) -> bool:
    """Compare-and-set of the due moment: only one of several replicas gets True."""
    done = session.execute(
        update(RoundupRow)
        .where(
            RoundupRow.workspace_id == workspace_id,
            RoundupRow.channel == channel,
            RoundupRow.due_at == due_at,
        )
        .values(due_at=next_due, told_at=now)
        .returning(RoundupRow.channel)
    )
    return done.first() is not None


def openings_in(
    session: Session, workspace_id: int, channel: str, since: datetime
) -> list[Opening]:
    """Openings announced in the channel that are open, or changed since."""
    rows = session.scalars(
        select(OpeningRow)
        .join(AnnouncementRow, AnnouncementRow.opening_id == OpeningRow.id)
        .where(
            OpeningRow.workspace_id == workspace_id,
            AnnouncementRow.workspace_id == workspace_id,
            AnnouncementRow.channel == channel,
            AnnouncementRow.state == AnnouncementState.POSTED.value,
            or_(OpeningRow.status == OpeningStatus.OPEN.value, OpeningRow.changed_at > since),
        )
        .order_by(OpeningRow.changed_at.desc(), OpeningRow.id.desc())
    )
    return [opening_of(row) for row in rows]
