"""Reads Slack's user objects and do-not-disturb windows.

Any field may be missing or have another type than documented, and is then read as empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from domain.members import Membership, Profile, SlackStatus

_LONGEST_TEXT = 1000
_LONGEST_ID = 32
_LONGEST_EMAIL = 254
_LONGEST_TIME_ZONE = 64
_LONGEST_EMOJI = 100


def read_profile(user: object, team_id: str) -> Profile | None:
    """Reads Slack's user object. Returns None where it is not an object with an id."""
    if not isinstance(user, Mapping) or not _text(user.get("id"), _LONGEST_ID):
        return None
    profile = _mapping(user.get("profile"))
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"))
    name = next((text for each in (*names, user.get("name")) if (text := _text(each))), "")
    return Profile(
        user_id=user["id"],
        name=name or user["id"],
        email=_text(profile.get("email"), _LONGEST_EMAIL) or None,
        tz=_text(user.get("tz"), _LONGEST_TIME_ZONE) or None,
        active=not user.get("deleted", False),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_admin=_is_admin(user),
        membership=_membership(user, team_id),
        status=_read_status(profile),
    )


def _read_status(profile: Mapping[str, Any]) -> SlackStatus | None:
    """Slack's "User statuses": without an emoji there is no status, and the end 0 is none."""
    emoji = _text(profile.get("status_emoji"), _LONGEST_EMOJI + 2).strip(":")
    name = emoji.partition("::")[0]  # without the tone of the skin
    if not name:
        return None
    end = profile.get("status_expiration")
    try:
        ends_at = datetime.fromtimestamp(end, UTC) if isinstance(end, int) and end > 0 else None
    except (OverflowError, ValueError, OSError):  # of no year that has a date
        ends_at = None
    return SlackStatus(name, ends_at)


def _is_admin(user: Mapping[str, Any]) -> bool:
    enterprise = _mapping(user.get("enterprise_user"))
    roles = ("is_admin", "is_owner", "is_primary_owner")
    return any(user.get(role) for role in roles) or bool(enterprise.get("is_admin"))


def _membership(user: Mapping[str, Any], team_id: str) -> Membership:
    """Decides between member, guest and external. External users are strangers in Slack's words, or
    belong to another team that is not in the same enterprise."""
    teams = _mapping(user.get("enterprise_user")).get("teams")
    same_enterprise = isinstance(teams, list) and team_id in teams
    other_team = bool(user.get("team_id")) and user["team_id"] != team_id
    if user.get("is_stranger") or (other_team and not same_enterprise):
        return Membership.EXTERNAL
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Membership.GUEST
    return Membership.MEMBER


def find_dnd_end(data: Mapping[str, Any], user_id: str, now: float) -> float | None:
    """Returns the end of the person's current do-not-disturb window, or None (unix times).

    `data` is the answer of dnd.teamInfo.
    """
    window = _mapping(_mapping(data.get("users")).get(user_id))
    ends = [
        float(window.get(end) or 0)
        for enabled, start, end in (
            ("dnd_enabled", "next_dnd_start_ts", "next_dnd_end_ts"),
            ("snooze_enabled", None, "snooze_endtime"),
        )
        if window.get(enabled) and (start is None or float(window.get(start) or 0) <= now)
    ]
    return max((end for end in ends if end > now), default=None)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object, longest: int = _LONGEST_TEXT) -> str:
    """Returns an empty string for a text that cannot be stored or is too long for its field.

    PostgreSQL stores no NUL, and no database stores half a surrogate pair.
    """
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        return ""
    return "" if any("\ud800" <= char <= "\udfff" for char in value) else value
