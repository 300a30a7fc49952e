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
    """Reads Slack's user object. Returns None if it is not an object with an id."""
    if not isinstance(user, Mapping) or not _text(user.get("id"), _LONGEST_ID):
        return None
    profile = _mapping(user.get("profile"))
    return Profile(
        user_id=user["id"],
        name=_read_name(user, profile) or user["id"],
        email=_text(profile.get("email"), _LONGEST_EMAIL) or None,
        tz=_text(user.get("tz"), _LONGEST_TIME_ZONE) or None,
        active=not user.get("deleted", False),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_admin=_is_admin(user),
        membership=_membership(user, team_id),
        status=_read_status(profile),
    )


def _read_name(user: Mapping[str, Any], profile: Mapping[str, Any]) -> str:
    """Returns the first name that is set, or an empty string."""
    candidates = (
        profile.get("display_name"),
        profile.get("real_name"),
        user.get("real_name"),
        user.get("name"),
    )
    return next((name for each in candidates if (name := _text(each))), "")


def _read_status(profile: Mapping[str, Any]) -> SlackStatus | None:
    """Returns None if the status has no emoji. Slack writes 0 if the status does not expire."""
    emoji = _text(profile.get("status_emoji"), _LONGEST_EMOJI + 2).strip(":")
    name = emoji.partition("::")[0]  # without the skin tone
    if not name:
        return None
    expires = profile.get("status_expiration")
    if not isinstance(expires, int) or expires <= 0:
        return SlackStatus(name, None)
    try:
        return SlackStatus(name, datetime.fromtimestamp(expires, UTC))
    except (OverflowError, ValueError, OSError):  # a number that is no date
        return SlackStatus(name, None)


def _is_admin(user: Mapping[str, Any]) -> bool:
    enterprise = _mapping(user.get("enterprise_user"))
    roles = ("is_admin", "is_owner", "is_primary_owner")
    return any(user.get(role) for role in roles) or bool(enterprise.get("is_admin"))


def _membership(user: Mapping[str, Any], team_id: str) -> Membership:
    """Decides between member, guest and external.

    People are external if Slack calls them strangers, or if their team is of another enterprise.
    """
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
    ends = []
    if window.get("dnd_enabled") and float(window.get("next_dnd_start_ts") or 0) <= now:
        ends.append(float(window.get("next_dnd_end_ts") or 0))
    if window.get("snooze_enabled"):
        ends.append(float(window.get("snooze_endtime") or 0))
    return max((end for end in ends if end > now), default=None)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object, longest: int = _LONGEST_TEXT) -> str:
    """Returns the text, or an empty string if it cannot be stored or is longer than `longest`.

    PostgreSQL stores no NUL character, and no database stores half of a surrogate pair.
    """
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        return ""
    return "" if any("\ud800" <= char <= "\udfff" for char in value) else value
