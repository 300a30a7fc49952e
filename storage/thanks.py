"""Thanks between colleagues: one a day from the same person to the same person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from domain.referrals import CommitmentState, Depth, Stage
from domain.thanks import Thanks
from storage.tables import (
    CommitmentRow,
    EndorsementRow,
    MemberRow,
    ReferralRow,
)
from storage.tables_thanks import ThanksRow
from storage.upsert import add_unless_known


def _thanks(row: ThanksRow) -> Thanks:
    return Thanks(
        row.id,
        row.workspace_id,
        row.giver,
        row.receiver,
        row.day,
        row.deed,
        row.words,
        row.at,
        row.shared_at,
        row.share_failed,
    )


def give(
    session: Session,
    workspace_id: int,
    *,
    giver: str,
    receiver: str,
    day: date,
    deed: str,
    words: str,
    now: datetime,
) -> Thanks | None:
    """None when this person has thanked that one on that day before."""
    row = add_unless_known(
        session,
        ThanksRow,
        workspace_id=workspace_id,
        giver=giver,
        receiver=receiver,
        day=day,
        deed=deed,
        words=words,
        at=now,
        share_failed=False,
    )
    return _thanks(row) if row else None


def find(session: Session, workspace_id: int, thanks_id: int) -> Thanks | None:
    row = session.get(ThanksRow, thanks_id, populate_existing=True)
    return _thanks(row) if row and row.workspace_id == workspace_id else None


def share(session: Session, workspace_id: int, thanks_id: int, now: datetime) -> bool:
    """Compare-and-set; False when it was shared before."""
    done = session.execute(
        update(ThanksRow)
        .where(
            ThanksRow.workspace_id == workspace_id,
            ThanksRow.id == thanks_id,
            ThanksRow.shared_at.is_(None),
        )
        .values(shared_at=now, share_failed=False)
        .returning(ThanksRow.id)
    )
    return done.first() is not None


def share_failed(session: Session, workspace_id: int, thanks_id: int) -> None:
    """Slack did not take it: it is as if it was not shared, and may be tried again."""
    session.execute(
        update(ThanksRow)
        .where(ThanksRow.workspace_id == workspace_id, ThanksRow.id == thanks_id)
        .values(shared_at=None, share_failed=True)
    )


def deepest(
    session: Session, workspace_id: int, since: datetime, limit: int
) -> list[tuple[str, Depth]]:
    """The first few of those who went deepest since then, by name where equal; never a count.

    Depth as `domain.referrals.depth_of` has it: advocated, then recommended; a lead is not shown.
    """
    kept = exists().where(
        CommitmentRow.workspace_id == EndorsementRow.workspace_id,
        CommitmentRow.referral_id == EndorsementRow.referral_id,
        CommitmentRow.member == EndorsementRow.advocate,
        CommitmentRow.state == CommitmentState.DONE.value,
    )
    said = (
        (EndorsementRow.saw != "") | (EndorsementRow.why != ""),
        EndorsementRow.conviction.is_not(None),
        EndorsementRow.current.is_(True),
    )
    rows = session.execute(
        select(MemberRow.user_id, MemberRow.name, kept.label("kept"))
        .join(
            EndorsementRow,
            (EndorsementRow.workspace_id == MemberRow.workspace_id)
            & (EndorsementRow.advocate == MemberRow.user_id),
        )
        .join(
            ReferralRow,
            (ReferralRow.workspace_id == EndorsementRow.workspace_id)
            & (ReferralRow.id == EndorsementRow.referral_id),
        )
        .where(
            MemberRow.workspace_id == workspace_id,
            MemberRow.active.is_(True),
            ReferralRow.created_at > since,
            ReferralRow.stage != Stage.WITHDRAWN.value,
            *said,
        )
        .distinct()
    ).all()
    best: dict[str, tuple[bool, str]] = {}
    for row in rows:
        before = best.get(row.user_id, (False, row.name))
        best[row.user_id] = (before[0] or bool(row.kept), row.name)
    order = sorted(best, key=lambda user: (not best[user][0], best[user][1].casefold(), user))
    return [
        (user, Depth.ADVOCATED if best[user][0] else Depth.RECOMMENDED) for user in order[:limit]
    ]
