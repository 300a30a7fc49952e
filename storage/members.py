"""Members of a workspace, as Slack last described them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, or_, select, update

from domain.contact import address_to_compare
from domain.members import Member, Membership, Profile, SlackStatus
from domain.own_settings import NO_OWN_SETTINGS, OwnSettings
from domain.topics import RoundupChoice
from domain.working_time import CivilHours
from storage.engine import Transaction
from storage.tables.core import MEMBER, OPENING
from storage.upsert import insert_if_absent

# Every click runs these statements. They are built once, because building takes longer than
# running them.
_FIND = select(MEMBER).where(
    MEMBER.c.workspace_id == bindparam("workspace_id"), MEMBER.c.user_id == bindparam("user_id")
)
_FIND_MANY = select(MEMBER).where(
    MEMBER.c.workspace_id == bindparam("workspace_id"),
    MEMBER.c.user_id.in_(bindparam("user_ids", expanding=True)),
)
# The condition that the person `user_id` is the hiring manager of an opening.
HAS_OPENINGS_TO_MANAGE = exists().where(
    OPENING.c.workspace_id == bindparam("workspace_id"),
    OPENING.c.hiring_manager == bindparam("user_id"),
)
_MANAGES_OPENINGS = select(HAS_OPENINGS_TO_MANAGE)
_LIST_RECRUITERS_AND_ADMINS = (
    select(MEMBER)
    .where(
        MEMBER.c.workspace_id == bindparam("workspace_id"),
        MEMBER.c.active.is_(True),
        MEMBER.c.is_bot.is_(False),
        MEMBER.c.standing == Membership.MEMBER.value,
        or_(
            MEMBER.c.in_recruiter_group.is_(True),
            MEMBER.c.is_admin.is_(True),
            MEMBER.c.user_id.in_(bindparam("user_ids", expanding=True)),
        ),
    )
    .order_by(MEMBER.c.user_id)
)


def to_member(row: Any) -> Member:
    return Member(
        workspace_id=row.workspace_id,
        user_id=row.user_id,
        name=row.name,
        email=row.email,
        tz=row.tz,
        active=row.active,
        is_bot=row.is_bot,
        is_admin=row.is_admin,
        membership=Membership(row.standing),
        in_recruiter_group=row.in_recruiter_group,
        dm_channel=row.dm_channel,
        paused_until=row.paused_until,
        status=_to_status(row),
        own_settings=_to_own_settings(row),
    )


def _to_status(row: Any) -> SlackStatus | None:
    if not row.status_emoji:
        return None
    return SlackStatus(row.status_emoji, row.status_ends_at, row.status_since)


def _to_own_settings(row: Any) -> OwnSettings:
    hours = None
    if row.own_working_days:
        days = frozenset(int(day) for day in row.own_working_days)
        hours = CivilHours(row.own_hours_start, row.own_hours_end, days)
    roundup = RoundupChoice(row.own_roundup) if row.own_roundup else None
    topics = tuple((row.own_topics or "").splitlines())
    choices = (hours, row.own_tz, row.own_messages_per_week, roundup)
    if not topics and all(each is None for each in choices):
        return NO_OWN_SETTINGS
    return OwnSettings(row.own_tz, hours, row.own_messages_per_week, topics, roundup)


def find(transaction: Transaction, workspace_id: int, user_id: str) -> Member | None:
    values = {"workspace_id": workspace_id, "user_id": user_id}
    row = transaction.execute(_FIND, values).first()
    return to_member(row) if row else None


def find_many(
    transaction: Transaction, workspace_id: int, user_ids: Collection[str]
) -> dict[str, Member]:
    """Return the members with these ids, by id. Ids of unknown people are left out."""
    if not user_ids:
        return {}
    values = {"workspace_id": workspace_id, "user_ids": list(set(user_ids))}
    rows = transaction.execute(_FIND_MANY, values)
    return {row.user_id: to_member(row) for row in rows}


def list_colleague_ids(transaction: Transaction, workspace_id: int, limit: int) -> list[str]:
    """Return at most `limit` ids of active members, sorted, without guests and bots."""
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
    values = {"workspace_id": workspace_id, "user_id": user_id}
    return bool(transaction.scalar(_MANAGES_OPENINGS, values))


@dataclass(frozen=True, slots=True)
class ChangedColleagues:
    """The ids of people who stopped being colleagues, and of those who are colleagues again."""

    left: tuple[str, ...]
    returned: tuple[str, ...]


def save_profiles(
    transaction: Transaction, workspace_id: int, profiles: Iterable[Profile]
) -> ChangedColleagues:
    """Insert or update members, and return which of them left or returned.

    Rows are locked in the order of their ids, so that two concurrent calls do not deadlock.
    """
    in_order = sorted(profiles, key=lambda profile: profile.user_id)
    profiles_by_id = {profile.user_id: profile for profile in in_order}
    known = {row.user_id: row for row in _lock(transaction, workspace_id, profiles_by_id)}
    left: list[str] = []
    returned: list[str] = []
    changed: list[dict[str, object]] = []
    for profile in profiles_by_id.values():
        values = _profile_columns(profile)
        row = known.get(profile.user_id)
        if row is None:
            key = {"workspace_id": workspace_id, "user_id": profile.user_id}
            if insert_if_absent(transaction, MEMBER, **key, **values):
                continue
            row = _lock(transaction, workspace_id, [profile.user_id])[0]
        if to_member(row).is_colleague != profile.is_colleague:
            group = returned if profile.is_colleague else left
            group.append(profile.user_id)
        if _differs(row, values):
            if _has_same_status(row, values):
                values["status_since"] = row.status_since
            changed.append({"in_workspace": workspace_id, "user": profile.user_id, **values})
    _update_many(transaction, changed)
    return ChangedColleagues(tuple(left), tuple(returned))


def is_new_or_changed(transaction: Transaction, workspace_id: int, profile: Profile) -> bool:
    """Return whether `save_profiles` would write this profile. Locks nothing."""
    row = transaction.execute(
        select(MEMBER).where(
            MEMBER.c.workspace_id == workspace_id, MEMBER.c.user_id == profile.user_id
        )
    ).first()
    return row is None or _differs(row, _profile_columns(profile))


def _differs(row: Any, values: Mapping[str, object]) -> bool:
    """Whether a value differs, apart from the time at which the status was first seen."""
    return any(
        getattr(row, name) != value for name, value in values.items() if name != "status_since"
    )


def _has_same_status(row: Any, values: Mapping[str, object]) -> bool:
    status = (row.status_emoji, row.status_ends_at)
    return status == (values["status_emoji"], values["status_ends_at"])


def _update_many(transaction: Transaction, changed: list[dict[str, object]]) -> None:
    """Update members. Each item has columns to set, and the key as `in_workspace` and `user`."""
    if not changed:
        return
    transaction.execute(
        update(MEMBER).where(
            MEMBER.c.workspace_id == bindparam("in_workspace"),
            MEMBER.c.user_id == bindparam("user"),
        ),
        changed,
    )


def _profile_columns(profile: Profile) -> dict[str, object]:
    return {
        "name": profile.name,
        "email": address_to_compare(profile.email),
        "tz": profile.tz,
        "active": profile.active,
        "is_bot": profile.is_bot,
        "is_admin": profile.is_admin,
        "standing": profile.membership.value,
        "status_emoji": profile.status.emoji if profile.status else None,
        "status_since": profile.status.since if profile.status else None,
        "status_ends_at": profile.status.ends_at if profile.status else None,
    }


def _lock(transaction: Transaction, workspace_id: int, user_ids: Collection[str]) -> Sequence[Any]:
    return transaction.execute(
        select(MEMBER)
        .where(MEMBER.c.workspace_id == workspace_id, MEMBER.c.user_id.in_(user_ids))
        .order_by(MEMBER.c.user_id)
        .with_for_update()
    ).all()


def set_inactive(transaction: Transaction, workspace_id: int, user_id: str) -> bool:
    """Make the member inactive. Return False if they are unknown or were inactive before."""
    changed = transaction.execute(
        update(MEMBER)
        .where(
            MEMBER.c.workspace_id == workspace_id,
            MEMBER.c.user_id == user_id,
            MEMBER.c.active.is_(True),
        )
        .values(active=False)
        .returning(MEMBER.c.user_id)
    )
    return changed.first() is not None


def save_own_settings(
    transaction: Transaction,
    workspace_id: int,
    user_id: str,
    own: OwnSettings,
    paused_until: datetime | None,
) -> None:
    """Store what the member set for themselves. `paused_until` is UTC."""
    hours = own.hours
    transaction.execute(
        update(MEMBER)
        .where(MEMBER.c.workspace_id == workspace_id, MEMBER.c.user_id == user_id)
        .values(
            paused_until=paused_until,
            own_tz=own.tz,
            own_hours_start=hours.start if hours else None,
            own_hours_end=hours.end if hours else None,
            own_working_days="".join(map(str, sorted(hours.working_days))) if hours else None,
            own_messages_per_week=own.messages_per_week,
            own_topics="\n".join(own.topics) or None,
            own_roundup=own.roundup,
        )
    )


def set_dm_channel(
    transaction: Transaction, workspace_id: int, user_id: str, channel: str | None
) -> None:
    transaction.execute(
        update(MEMBER)
        .where(MEMBER.c.workspace_id == workspace_id, MEMBER.c.user_id == user_id)
        .values(dm_channel=channel)
    )


def set_recruiter_group(
    transaction: Transaction, workspace_id: int, user_ids: Collection[str]
) -> None:
    """Store that exactly these people are in the recruiters' user group.

    Rows that stay the same are not written: a company has thousands of members and few recruiters.
    """
    is_in_group = MEMBER.c.user_id.in_(set(user_ids))
    transaction.execute(
        update(MEMBER)
        .where(MEMBER.c.workspace_id == workspace_id, MEMBER.c.in_recruiter_group != is_in_group)
        .values(in_recruiter_group=is_in_group)
    )


def list_recruiters_and_admins(
    transaction: Transaction,
    workspace_id: int,
    recruiters: Collection[str],
    admins: Collection[str],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of (recruiters, admins) who are active, in the order of their ids.

    `recruiters` and `admins` are the configured lists. Members of the recruiters' user group are
    recruiters too; Slack's workspace admins are admins only if no list of admins is configured.
    """
    values = {"workspace_id": workspace_id, "user_ids": list({*recruiters, *admins})}
    rows = transaction.execute(_LIST_RECRUITERS_AND_ADMINS, values).all()
    recruiter_ids = [
        row.user_id for row in rows if row.user_id in recruiters or row.in_recruiter_group
    ]
    if admins:
        admin_ids = [row.user_id for row in rows if row.user_id in admins]
    else:
        admin_ids = [row.user_id for row in rows if row.is_admin]
    return tuple(recruiter_ids), tuple(admin_ids)
