"""Reads Slack's user objects and the answers of dnd.teamInfo (do not disturb).

A field that is missing, or has another type than documented, is read as empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from domain.members import Membership, Profile, SlackStatus

# In characters. A longer text is read as empty.
_LONGEST_TEXT = 1000
_LONGEST_ID = 32
_LONGEST_EMAIL = 254
_LONGEST_TIME_ZONE = 64
_LONGEST_EMOJI = 100


def read_profile(user: object, team_id: str) -> Profile | None:
    """Returns the profile of a user object, or None if `user` is not an object with an id.

    `team_id` is the team in which the bot is installed.
    """
    if not isinstance(user, Mapping) or not _text(user.get("id"), _LONGEST_ID):
        return None
    profile = _as_mapping(user.get("profile"))
    return Profile(
        user_id=user["id"],
        name=_read_name(user, profile) or user["id"],
        email=_text(profile.get("email"), _LONGEST_EMAIL) or None,
        tz=_text(user.get("tz"), _LONGEST_TIME_ZONE) or None,
        active=not user.get("deleted", False),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_admin=_is_admin(user),
        membership=_find_membership(user, team_id),
        status=_read_status(profile),
    )


def _read_name(user: Mapping[str, Any], profile: Mapping[str, Any]) -> str:
    """Returns the first of the person's names that is set, or an empty string."""
    names = (
        profile.get("display_name"),
        profile.get("real_name"),
        user.get("real_name"),
        user.get("name"),
    )
    return next((name for each in names if (name := _text(each))), "")


def _read_status(profile: Mapping[str, Any]) -> SlackStatus | None:
    """Returns the status with its emoji's name, such as "palm_tree", or None without an emoji."""
    emoji = _text(profile.get("status_emoji"), _LONGEST_EMOJI + len("::")).strip(":")
    name = emoji.partition("::")[0]  # "wave::skin-tone-2" is "wave" with a skin tone.
    if not name:
        return None
    expires = profile.get("status_expiration")
    if not isinstance(expires, int) or expires <= 0:  # Slack writes 0 if the status stays.
        return SlackStatus(name, ends_at=None)
    try:
        return SlackStatus(name, datetime.fromtimestamp(expires, UTC))
    except (OverflowError, ValueError, OSError):  # The number is too large for a date.
        return SlackStatus(name, ends_at=None)


def _is_admin(user: Mapping[str, Any]) -> bool:
    enterprise_user = _as_mapping(user.get("enterprise_user"))
    roles = ("is_admin", "is_owner", "is_primary_owner")
    return any(user.get(role) for role in roles) or bool(enterprise_user.get("is_admin"))


def _find_membership(user: Mapping[str, Any], team_id: str) -> Membership:
    """Decides between member, guest and external.

    People are external if Slack calls them strangers, or if they belong to another team and their
    enterprise does not list this team.
    """
    teams = _as_mapping(user.get("enterprise_user")).get("teams")
    is_in_enterprise = isinstance(teams, list) and team_id in teams
    is_of_other_team = bool(user.get("team_id")) and user["team_id"] != team_id
    if user.get("is_stranger") or (is_of_other_team and not is_in_enterprise):
        return Membership.EXTERNAL
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Membership.GUEST
    return Membership.MEMBER


def find_dnd_end(data: Mapping[str, Any], user_id: str, now: float) -> float | None:
    """Returns when the person can be disturbed again, or None if they can be disturbed now.

    `data` is the answer of dnd.teamInfo. `now` and the result are Unix times in seconds.
    """
    dnd = _as_mapping(_as_mapping(data.get("users")).get(user_id))
    ends = []
    if dnd.get("dnd_enabled") and _seconds(dnd.get("next_dnd_start_ts")) <= now:
        ends.append(_seconds(dnd.get("next_dnd_end_ts")))
    if dnd.get("snooze_enabled"):
        ends.append(_seconds(dnd.get("snooze_endtime")))
    return max((end for end in ends if end > now), default=None)


def _as_mapping(value: object) -> Mapping[str, Any]:
    """Returns the value, or an empty mapping if it is not a mapping."""
    return value if isinstance(value, Mapping) else {}


def _seconds(value: object) -> float:
    """Returns a Unix time, or 0 if the value is not a number."""
    return float(value) if isinstance(value, int | float) else 0.0


def _text(value: object, longest: int = _LONGEST_TEXT) -> str:
    """Returns the text, or an empty string if it cannot be stored or is longer than `longest`.

    PostgreSQL stores no NUL character, and no database stores half of a surrogate pair.
    """
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        return ""
    return "" if any("\ud800" <= char <= "\udfff" for char in value) else value
