"""Users, channels, groups, files and messages as JSON objects of Slack's Web API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.state.world import Channel, File, Group, Json, User, World

# Slack gives these elements an action_id if the app gave none.
_INTERACTIVE = frozenset(
    [
        "button",
        "checkboxes",
        "channels_select",
        "conversations_select",
        "datepicker",
        "datetimepicker",
        "email_text_input",
        "external_select",
        "feedback_buttons",
        "file_input",
        "icon_button",
        "multi_channels_select",
        "multi_conversations_select",
        "multi_external_select",
        "multi_static_select",
        "multi_users_select",
        "number_input",
        "overflow",
        "plain_text_input",
        "radio_buttons",
        "rich_text_input",
        "static_select",
        "timepicker",
        "url_text_input",
        "users_select",
        "workflow_button",
    ]
)


def time_zone(name: str) -> ZoneInfo:
    """The time zone of that name, or UTC for an unknown name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def user_json(world: World, user: User, *, with_email: bool) -> Json:
    """A user object. A deactivated user has no time zone and no roles, as in Slack."""
    first, _, last = user.real_name.partition(" ")
    profile: Json = {
        "title": user.title,
        "phone": "",
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.handle,
        "display_name_normalized": user.handle,
        "first_name": first,
        "last_name": last,
        "status_text": user.status_text,
        "status_emoji": user.status_emoji,
        "status_expiration": user.status_expiration,
        "avatar_hash": f"g{user.id[-10:].lower()}",
        "team": user.team_id,
    }
    if with_email and user.email and not user.is_bot:
        profile["email"] = user.email
    if user.is_bot and user.id == world.app.user_id:
        profile |= {"api_app_id": world.app.id, "bot_id": world.app.bot_id, "always_active": True}
    slack_object: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.handle,
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if user.deleted:
        return slack_object
    local_time = datetime.fromtimestamp(world.unix_now(), time_zone(user.tz))
    offset = local_time.utcoffset() or timedelta(0)
    slack_object |= {
        "color": user.color,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz.rpartition("/")[2].replace("_", " "),
        "tz_offset": int(offset.total_seconds()),
        "is_admin": user.is_admin or user.is_owner,
        "is_owner": user.is_owner,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_email_confirmed": not user.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }
    if user.team_id != world.team.id:
        slack_object["is_stranger"] = user.is_stranger
    return slack_object


def channel_json(world: World, channel: Channel, *, with_num_members: bool = True) -> Json:
    """A conversation object as the app sees it."""
    bot = world.app.user_id
    base: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": world.team.id,
        "updated": channel.created * 1000,  # in milliseconds, as in Slack
    }
    if channel.kind == "im":
        other = next((member for member in channel.members if member != bot), bot)
        deactivated = other in world.users and world.users[other].deleted
        return base | {"user": other, "is_user_deleted": deactivated, "priority": 0}
    base |= {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.is_public,
        "is_group": channel.kind == "private",
        "is_mpim": channel.kind == "mpim",
        "is_private": not channel.is_public,
        "is_general": channel.name == "general",
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": False,
        "is_member": bot in channel.members,
        "creator": channel.creator,
        "unlinked": 0,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": channel.creator, "last_set": 0},
        "previous_names": [],
        "shared_team_ids": [world.team.id],
    }
    if with_num_members:
        base["num_members"] = len(channel.members)
    return base


def group_json(world: World, group: Group, *, with_users: bool) -> Json:
    """A user group object."""
    slack_object: Json = {
        "id": group.id,
        "team_id": world.team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": group.updated,
        "date_update": group.updated,
        "date_delete": 0,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "user_count": len(group.members),
        "prefs": {"channels": [], "groups": []},
    }
    if with_users:
        slack_object["users"] = list(group.members)
    return slack_object


def file_json(file: File, base_url: str) -> Json:
    """A file object. `base_url` is the sandbox's address, without a slash at the end."""
    url = f"{base_url}/files-pri/{file.id}/{quote(file.name)}"
    slack_object: Json = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2].lower(),
        "user": file.user,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": bool(file.channels),
        "url_private": url,
        "url_private_download": f"{base_url}/files-pri/{file.id}/download/{quote(file.name)}",
        "permalink": f"{base_url}/people/files/{file.id}",
        "channels": [c for c in file.channels if c.startswith("C")],
        "ims": [c for c in file.channels if c.startswith("D")],
        "groups": [],
    }
    if file.shares:
        slack_object["shares"] = _shares(file)
    if file.alt_text:
        slack_object["alt_txt"] = file.alt_text
    return slack_object


def _shares(file: File) -> Json:
    """The messages that share the file, by kind of channel and by channel id."""
    shares: Json = {}
    for channel, stamps in file.shares.items():
        kind = "public" if channel.startswith("C") else "private"
        shares.setdefault(kind, {})[channel] = [{"ts": ts} for ts in stamps]
    return shares


def bot_profile(world: World) -> Json:
    app = world.app
    return {
        "id": app.bot_id,
        "app_id": app.id,
        "name": app.name,
        "deleted": not app.installed,
        "team_id": world.team.id,
        "updated": 0,
        "icons": {},
        "user_id": app.user_id,
    }


def message_for_bot(message: Json, *, with_metadata: bool) -> Json:
    """A stored message as the app reads it back."""
    return {k: v for k, v in message.items() if with_metadata or k != "metadata"}


def fill_in_defaults(blocks: list[Any] | None, new_id: Callable[[], str]) -> list[Any] | None:
    """The blocks as Slack stores them: with `block_id`, `action_id`, `emoji` and `verbatim`."""
    if blocks is None:
        return None
    return [_fill_in_block(block, new_id) for block in blocks]


def _fill_in_block(block: Any, new_id: Callable[[], str]) -> Any:
    if not isinstance(block, dict):
        return block
    stored = _fill_in_texts(block)
    stored.setdefault("block_id", new_id())
    for element in _all_elements(stored):
        if element.get("type") in _INTERACTIVE:
            element.setdefault("action_id", new_id())
    return stored


def interactive_elements(block: Json) -> list[Json]:
    """The interactive elements of a stored block, in reading order."""
    return [element for element in _all_elements(block) if element.get("type") in _INTERACTIVE]


def _all_elements(block: Json) -> list[Json]:
    """The elements of a block. Cards have theirs in `actions`, also within a carousel."""
    elements = block.get("elements") or []
    found = [block.get("accessory"), block.get("element"), *elements]
    for card in elements:
        if isinstance(card, dict) and card.get("type") == "card":
            found += card.get("actions") or []
    found += block.get("actions") or []
    return [element for element in found if isinstance(element, dict)]


def _fill_in_texts(value: Any) -> Any:
    if isinstance(value, list):
        return [_fill_in_texts(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {key: _fill_in_texts(item) for key, item in value.items()}
    if copy.get("type") == "plain_text" and "text" in copy:
        copy.setdefault("emoji", True)
    elif copy.get("type") == "mrkdwn" and "text" in copy:
        copy.setdefault("verbatim", False)
    return copy
