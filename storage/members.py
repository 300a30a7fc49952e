"""Members of a workspace, as Slack last told us."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, exists, or_, select, update

from domain.members import Member, Membership, Profile
from storage.engine import Transaction, kept
from storage.tables.core import MEMBER, OPENING
from storage.upsert import insert_if_absent

_MEMBERSHIPS = {membership.value: membership for membership in Membership}
_SEEN = "members"  # who was looked up in this transaction
_FIND = select(MEMBER).where(
    MEMBER.c.workspace_id == bindparam("ws"), MEMBER.c.user_id == bindparam("user")
)
_SOME = select(MEMBER).where(
    MEMBER.c.workspace_id == bindparam("ws"),
    MEMBER.c.user_id.in_(bindparam("users", expanding=True)),
)
_SAYS = (
    update(MEMBER)
    .where(MEMBER.c.workspace_id == bindparam("ws"), MEMBER.c.user_id == bindparam("user"))
    .values(
        {
            name: bindparam(name)
            for name in ("name", "email", "tz", "active", "is_bot", "is_admin", "standing")
        }
    )
)
MANAGES = exists().where(
    OPENING.c.workspace_id == bindparam("ws"), OPENING.c.hiring_manager == bindparam("user")
)
_MANAGES = select(MANAGES)
_DESK = (
    select(MEMBER)
    .where(
        MEMBER.c.workspace_id == bindparam("ws"),
        MEMBER.c.active.is_(True),
        MEMBER.c.is_bot.is_(False),
        MEMBER.c.standing == Membership.MEMBER.value,
        or_(
            MEMBER.c.in_recruiter_group.is_(True),
            MEMBER.c.is_admin.is_(True),
            MEMBER.c.user_id.in_(bindparam("users", expanding=True)),
        ),
    )
    .order_by(MEMBER.c.user_id)
)


def to_member(row: Any) -> Member:
    """Of the table's columns, which come first in the row: by their places, as a tick reads
    hundreds, and a row looks long for a name.
    """
    ws, user, name, email, tz, active, is_bot, is_admin, standing, recruits, channel, paused = row[
        :12
    ]
    return Member(
        ws,
        user,
        name,
        email,
        tz,
        active,
        is_bot,
        is_admin,
        _MEMBERSHIPS[standing],
        recruits,
        channel,
        paused,
    )


def _look_again(transaction: Transaction) -> None:
    """Called by whatever changes a member."""
    kept(transaction).pop(_SEEN, None)


def _known(transaction: Transaction) -> dict[tuple[int, str], Member | None]:
    known: dict[tuple[int, str], Member | None] = kept(transaction).setdefault(_SEEN, {})
    return known


def keep(transaction: Transaction, member: Member) -> None:
    """Found in this transaction by a statement that asks for more besides: not looked up again."""
    _known(transaction)[member.workspace_id, member.user_id] = member


def find(transaction: Transaction, workspace_id: int, user_id: str) -> Member | None:
    """Asked several times in one transaction, as every click does, it looks once."""
    known, key = _known(transaction), (workspace_id, user_id)
    if key not in known:
        row = transaction.execute(_FIND, {"ws": workspace_id, "user": user_id}).first()
        known[key] = to_member(row) if row else None
    return known[key]


def find_many(
    transaction: Transaction, workspace_id: int, user_ids: Collection[str]
) -> dict[str, Member]:
    """As `find`, in one look for all of them that were not looked up yet."""
    known = _known(transaction)
    new = {user for user in user_ids if (workspace_id, user) not in known}
    if new:
        known.update({(workspace_id, user): None for user in new})
        for row in transaction.execute(_SOME, {"ws": workspace_id, "users": list(new)}).all():
            found = to_member(row)
            known[workspace_id, found.user_id] = found
    return {user: member for user in user_ids if (member := known[workspace_id, user])}


def list_colleague_ids(transaction: Transaction, workspace_id: int, limit: int) -> list[str]:
    """Ids of people who work here now, in a stable order: no guests, no apps."""
    return list(
        transaction.scalars(
            select(MEMBER.c.user_id)
            .where(
                MEMBER.c.workspace_id == workspace_id,
                MEMBER.c.active.is_(True),
                MEMBER.c.is_bot.is_(False),
                MEMBER.c.standing == Membership.MEMBER.value,
            )
            .order_by(MEMBER.c.user_id)
            .limit(limit)
        )
    )


def manages_openings(transaction: Transaction, workspace_id: int, user_id: str) -> bool:
    return bool(transaction.scalar(_MANAGES, {"ws": workspace_id, "user": user_id}))


def save_profiles(
    transaction: Transaction, workspace_id: int, profiles: Iterable[Profile]
) -> list[str]:
    """Insert or refresh people; gives the ids of those who were here and are not any more."""
    # In one order for everybody, so that two readings at once wait for each other in a line.
    _look_again(transaction)
    people = {profile.user_id: profile for profile in sorted(profiles, key=lambda p: p.user_id)}
    known = {row.user_id: row for row in _locked(transaction, workspace_id, people)}
    left: list[str] = []
    changed: list[dict[str, object]] = []
    for profile in people.values():
        says: dict[str, object] = {
            "name": profile.name,
            "email": profile.email.casefold() if profile.email else None,
            "tz": profile.tz,
            "active": profile.active,
            "is_bot": profile.is_bot,
            "is_admin": profile.is_admin,
            "standing": profile.membership.value,
        }
        row = known.get(profile.user_id)
        if row is None:
            key = {"workspace_id": workspace_id, "user_id": profile.user_id}
            if insert_if_absent(transaction, MEMBER, **key, **says):
                continue
            row = _locked(transaction, workspace_id, [profile.user_id])[0]
        if row.active and not profile.active:
            left.append(profile.user_id)
        if any(getattr(row, name) != value for name, value in says.items()):
            changed.append({"ws": workspace_id, "user": profile.user_id, **says})
    if changed:
        transaction.execute(_SAYS, changed)
    return left


def _locked(
    transaction: Transaction, workspace_id: int, user_ids: Collection[str]
) -> Sequence[Any]:
    return transaction.execute(
        select(MEMBER)
        .where(MEMBER.c.workspace_id == workspace_id, MEMBER.c.user_id.in_(user_ids))
        .order_by(MEMBER.c.user_id)
        .with_for_update()
    ).all()


def set_inactive(transaction: Transaction, workspace_id: int, user_id: str) -> bool:
    """True when this call is the one that changed it."""
    _look_again(transaction)
    done = transaction.execute(
        update(MEMBER)
        .where(
            MEMBER.c.workspace_id == workspace_id,
            MEMBER.c.user_id == user_id,
            MEMBER.c.active.is_(True),
        )
        .values(active=False)
        .returning(MEMBER.c.user_id)
    )
    return done.first() is not None


def set_dm_channel(
    transaction: Transaction, workspace_id: int, user_id: str, channel: str | None
) -> None:
    _look_again(transaction)
    transaction.execute(
        update(MEMBER)
        .where(MEMBER.c.workspace_id == workspace_id, MEMBER.c.user_id == user_id)
        .values(dm_channel=channel)
    )


def set_recruiter_group(
    transaction: Transaction, workspace_id: int, user_ids: Collection[str]
) -> None:
    """Exactly these people are in the recruiters' user group now."""
    _look_again(transaction)
    transaction.execute(
        update(MEMBER)
        .where(MEMBER.c.workspace_id == workspace_id)
        .values(in_recruiter_group=MEMBER.c.user_id.in_(set(user_ids)))
    )


def list_recruiters_and_admins(
    transaction: Transaction,
    workspace_id: int,
    recruiters: Collection[str],
    admins: Collection[str],
    besides: Collection[str] = (),
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(recruiters, admins) who are here now, in a stable order.

    Slack's workspace admins count as admins only where no list of admins was given. `besides` are
    looked up with them, for whoever asks for these people next.
    """
    users = list({*recruiters, *admins, *besides})
    here = [
        to_member(row) for row in transaction.execute(_DESK, {"ws": workspace_id, "users": users})
    ]
    for member in here:
        keep(transaction, member)
    return (
        tuple(m.user_id for m in here if m.user_id in recruiters or m.in_recruiter_group),
        tuple(m.user_id for m in here if (m.user_id in admins if admins else m.is_admin)),
    )
