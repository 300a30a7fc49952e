"""Carries out Slack's own slash commands: /invite, /remove, /leave, /archive, /rename, /status.

Slack does not send these commands to apps. If a command cannot be carried out, `PersonError` is
raised. The person reads its text as a message from Slackbot.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sandbox.engine import Engine
from sandbox.errors import PersonError, SlackError
from sandbox.state.world import Channel, Json, User

DESCRIPTIONS = (
    {"command": "/invite", "usage_hint": "@someone [#channel]", "description": "Invite someone"},
    {"command": "/remove", "usage_hint": "@someone", "description": "Remove someone"},
    {"command": "/leave", "usage_hint": "", "description": "Leave this channel"},
    {"command": "/archive", "usage_hint": "", "description": "Archive this channel"},
    {"command": "/rename", "usage_hint": "new-name", "description": "Rename this channel"},
    {"command": "/status", "usage_hint": ":emoji: text", "description": "Set or clear your status"},
)
# What the person reads for an error of the Web API, by its code.
CHANNEL_ERRORS = {
    "name_taken": "That name is already taken by another channel.",
    "invalid_name_maxlength": "Channel names have at most 80 characters.",
    "invalid_name_specials": "Channel names are lower case, without spaces and punctuation.",
    "cant_archive_general": "The general channel cannot be archived.",
}
_MENTION = re.compile(r"(?<!\S)@([\w.-]*\w)")
_CHANNEL = re.compile(r"(?<!\S)#([\w-]+)")
_STATUS = re.compile(r"(?P<emoji>:[^:\s]+:)?\s*(?P<text>.*)", re.DOTALL)


class BuiltInCommands:
    """Runs Slack's own commands for a person in a channel."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._commands: dict[str, Callable[[User, Channel, str], None]] = {
            "/invite": self._invite,
            "/remove": self._remove,
            "/leave": self._leave,
            "/archive": self._archive,
            "/rename": self._rename,
            "/status": self._status,
        }

    def run(self, name: str, user: User, channel: Channel, text: str) -> bool:
        """Run the command `name`, such as "/invite". Return False if Slack has no such command.

        Raises `PersonError` if the command cannot be carried out.
        """
        command = self._commands.get(name)
        if command is None:
            return False
        names_other_channel = name == "/invite" and _CHANNEL.search(text) is not None
        acts_on_current_channel = name != "/status" and not names_other_channel
        if acts_on_current_channel and channel.kind in ("im", "mpim"):
            raise PersonError(f"{name} works in channels only.")
        try:
            command(user, channel, text)
        except SlackError as error:
            raise PersonError(CHANNEL_ERRORS.get(error.error, error.error)) from error
        return True

    def _invite(self, user: User, channel: Channel, text: str) -> None:
        channel_match = _CHANNEL.search(text)
        if channel_match is not None:
            channel = self._find_joined_channel(user, channel_match[1])
        if channel.is_archived:
            raise PersonError("That channel is archived.")
        for invitee in self._find_mentioned_users(text):
            if invitee.id in channel.members:
                raise PersonError(f"@{invitee.handle} is already in this channel.")
            self._engine.membership.add_member(channel, invitee.id, inviter=user.id)

    def _remove(self, user: User, channel: Channel, text: str) -> None:
        del user
        for member in self._find_mentioned_users(text):
            if member.id not in channel.members:
                raise PersonError(f"@{member.handle} is not in this channel.")
            self._engine.membership.remove_member(channel, member.id)

    def _leave(self, user: User, channel: Channel, text: str) -> None:
        del text
        self._engine.membership.remove_member(channel, user.id)

    def _archive(self, user: User, channel: Channel, text: str) -> None:
        del text
        self._engine.channel_manager.set_archived(channel, user.id, archived=True)

    def _rename(self, user: User, channel: Channel, text: str) -> None:
        self._engine.channel_manager.rename(channel, text.strip().lstrip("#"), user.id)

    def _status(self, user: User, channel: Channel, text: str) -> None:
        """Set the status (`/status :palm_tree: On holiday`), or clear it (`/status clear`)."""
        del channel
        new_status = "" if text.strip() == "clear" else text.strip()
        status_match = _STATUS.fullmatch(new_status)
        assert status_match is not None  # noqa: S101 - the pattern matches every text
        emoji, status_text = status_match["emoji"] or "", status_match["text"]
        try:
            self._engine.membership.set_status(user, emoji, status_text)
        except ValueError as error:
            raise PersonError(str(error)) from error

    def _find_mentioned_users(self, text: str) -> list[User]:
        handles = _MENTION.findall(text)
        if not handles:
            raise PersonError("Mention someone, for example @ada.")
        return [self._find_user(handle) for handle in handles]

    def _find_user(self, handle: str) -> User:
        user = self._engine.world.user_by_handle(handle)
        if user is None or user.deleted:
            raise PersonError(f"There is nobody called @{handle}.")
        return user

    def _find_joined_channel(self, user: User, name: str) -> Channel:
        channel = self._engine.world.channel_by_name(name)
        if channel is None or user.id not in channel.members:
            raise PersonError(f"You are not in a channel called #{name}.")
        return channel


def list_built_in_commands() -> list[Json]:
    """Return the commands with their hints, for the completion list of the sandbox's web page."""
    return [dict(command) for command in DESCRIPTIONS]
