"""Members of a workspace, as Slack last told us."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, exists, or_, select, update
from sqlalchemy.orm import Session

from domain.members import Member, Profile, Standing
from storage.tables import MemberRow, OpeningRow, core_of
from storage.upsert import added

_SEEN = "members"  # in a session's `info`: who was looked up in this transaction
_people, _openings = core_of(MemberRow), core_of(OpeningRow)
_FIND = select(_people).where(
    _people.c.workspace_id == bindparam("ws"), _people.c.user_id == bindparam("user")
)
_SOME = select(_people).where(
    _people.c.workspace_id == bindparam("ws"),
    _people.c.user_id.in_(bindparam("users", expanding=True)),
)
_MANAGES = select(
    exists().where(
        _openings.c.workspace_id == bindparam("ws"),
        _openings.c.hiring_manager == bindparam("user"),
    )
)


def _member(row: Any) -> Member:
    return Member(
        workspace_id=row.workspace_id,
        user_id=row.user_id,
        name=row.name,
        email=row.email,
        tz=row.tz,
        active=row.active,
        is_bot=row.is_bot,
        is_admin=row.is_admin,
        standing=Standing(row.standing),
        in_recruiter_group=row.in_recruiter_group,
        dm_channel=row.dm_channel,
        paused_until=row.paused_until,
    )


def _look_again(session: Session) -> None:
    """Called by whatever changes a member."""
    session.info.pop(_SEEN, None)


def find(session: Session, workspace_id: int, user_id: str) -> Member | None:
    """Asked several times in one transaction, as every click does, it looks once."""
    seen: dict[tuple[int, str], Member | None] = session.info.setdefault(_SEEN, {})
    key = (workspace_id, user_id)
    if key not in seen:
        row = session.execute(_FIND, {"ws": workspace_id, "user": user_id}).first()
        seen[key] = _member(row) if row else None
    return seen[key]


def some(session: Session, workspace_id: int, user_ids: Collection[str]) -> dict[str, Member]:
    if not user_ids:
        return {}
    rows = session.execute(_SOME, {"ws": workspace_id, "users": list(set(user_ids))})
    found = {row.user_id: _member(row) for row in rows}
    seen = session.info.setdefault(_SEEN, {})
    seen.update({(workspace_id, user): member for user, member in found.items()})
    return found


def colleagues(session: Session, workspace_id: int, limit: int) -> list[str]:
    """Ids of people who work here now, in a stable order: no guests, no apps."""
    return list(
        session.scalars(
            select(MemberRow.user_id)
            .where(
                MemberRow.workspace_id == workspace_id,
                MemberRow.active.is_(True),
                MemberRow.is_bot.is_(False),
                MemberRow.standing == Standing.MEMBER.value,
            )
            .order_by(MemberRow.user_id)
            .limit(limit)
        )
    )


def manages_openings(session: Session, workspace_id: int, user_id: str) -> bool:
    return bool(session.scalar(_MANAGES, {"ws": workspace_id, "user": user_id}))


def save(session: Session, workspace_id: int, profiles: Iterable[Profile]) -> list[str]:
    """Insert or refresh people; gives the ids of those who were here and are not any more."""
    # In one order for everybody, so that two readings at once wait for each other in a line.
    _look_again(session)
    people = {profile.user_id: profile for profile in sorted(profiles, key=lambda p: p.user_id)}
    known = {row.user_id: row for row in _locked(session, workspace_id, people)}
    left: list[str] = []
    for profile in people.values():
        says: dict[str, object] = {
            "name": profile.name,
            "email": profile.email.casefold() if profile.email else None,
            "tz": profile.tz,
            "active": profile.active,
            "is_bot": profile.is_bot,
            "is_admin": profile.is_admin,
            "standing": profile.standing.value,
        }
        row = known.get(profile.user_id)
        if row is None:
            key = {"workspace_id": workspace_id, "user_id": profile.user_id}
            if added(session, MemberRow, **key, **says):
                continue
            row = _locked(session, workspace_id, [profile.user_id])[0]
        if row.active and not profile.active:
            left.append(profile.user_id)
        for name, value in says.items():
            setattr(row, name, value)
    session.flush()
    return left


def _locked(session: Session, workspace_id: int, user_ids: Collection[str]) -> Sequence[MemberRow]:
    return session.scalars(
        select(MemberRow)
        .where(MemberRow.workspace_id == workspace_id, MemberRow.user_id.in_(user_ids))
        .order_by(MemberRow.user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def set_inactive(session: Session, workspace_id: int, user_id: str) -> bool:
    """True when this call is the one that changed it."""
    _look_again(session)
    done = session.execute(
        update(MemberRow)
        .where(
            MemberRow.workspace_id == workspace_id,
            MemberRow.user_id == user_id,
            MemberRow.active.is_(True),
        )
        .values(active=False)
        .returning(MemberRow.user_id)
    )
    return done.first() is not None


def set_dm_channel(session: Session, workspace_id: int, user_id: str, channel: str | None) -> None:
    _look_again(session)
    session.execute(
        update(MemberRow)
        .where(MemberRow.workspace_id == workspace_id, MemberRow.user_id == user_id)
        .values(dm_channel=channel)
    )


def set_recruiter_group(session: Session, workspace_id: int, user_ids: Collection[str]) -> None:
    """Exactly these people are in the recruiters' user group now."""
    _look_again(session)
    session.execute(
        update(MemberRow)
        .where(MemberRow.workspace_id == workspace_id)
        .values(in_recruiter_group=MemberRow.user_id.in_(set(user_ids)))
    )


def recruiters_and_admins(
    session: Session, workspace_id: int, recruiters: Collection[str], admins: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(recruiters, admins) who are here now, in a stable order.

    Slack's workspace admins count as admins only where no list of admins was given.
    """
    is_admin = MemberRow.user_id.in_(set(admins)) if admins else MemberRow.is_admin.is_(True)
    is_recruiter = or_(
        MemberRow.user_id.in_(set(recruiters)), MemberRow.in_recruiter_group.is_(True)
    )
    rows = session.execute(
        select(MemberRow.user_id, is_recruiter, is_admin)
        .where(
            MemberRow.workspace_id == workspace_id,
            MemberRow.active.is_(True),
            MemberRow.is_bot.is_(False),
            MemberRow.standing == Standing.MEMBER.value,
            or_(is_recruiter, is_admin),
        )
        .order_by(MemberRow.user_id)
    ).all()
    return (
        tuple(user for user, recruiter, _ in rows if recruiter),
        tuple(user for user, _, admin in rows if admin),
    )
