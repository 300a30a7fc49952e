"""Handles what a person does in the sandbox's page or in a test: `POST /people/{user}/{action}`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.engine import Engine
from sandbox.errors import PersonError, SlackError
from sandbox.interactions.built_in_commands import CHANNEL_ERRORS
from sandbox.interactions.submissions import Submissions
from sandbox.interactions.user_actions import Interactions
from sandbox.people.encoding import encode
from sandbox.people.queries import find_readable_channel
from sandbox.state.world import Channel, Json, User
from sandbox.workspace.files import delete_file


class Actions:
    """One public method for each `action` of the path. It returns the JSON of the answer.

    `body` is the JSON of the request. Its `channel` and `user` are ids. The methods raise
    PersonError for what the person cannot do, with a sentence for the page.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.interactions = Interactions(engine)
        self.submissions = Submissions(engine)

    async def say(self, user: User, body: Json) -> Json:
        """Post a text in a conversation or thread. A text that begins with a slash is a command."""
        text = str(body.get("text", ""))
        if text.startswith("/"):
            return await self.command(user, body)
        channel = self._find_writable_channel(user, body)
        if not text.strip():
            raise PersonError("There is nothing to send.")
        encoded = encode(self.engine.world, text, labels=False)
        thread_ts = body.get("thread_ts")
        try:
            message = self.engine.messaging.post_as_person(user.id, channel, encoded, thread_ts)
        except SlackError as error:
            raise PersonError("That thread is no longer there.") from error
        return {"ts": message["ts"]}

    async def command(self, user: User, body: Json) -> Json:
        """Run a slash command. `text` is the command with its arguments, such as `/refer jobs`."""
        channel = self._find_writable_channel(user, body)
        return await self.interactions.command(user, channel, str(body.get("text", "")))

    async def status(self, user: User, body: Json) -> Json:
        """Set the person's status, or clear it if `emoji` and `text` are empty.

        `expiration` is a Unix time, or 0 for a status without an end.
        """
        emoji, text = str(body.get("emoji") or ""), str(body.get("text") or "")
        try:
            self.engine.membership.set_status(user, emoji, text, int(body.get("expiration") or 0))
        except ValueError as error:
            raise PersonError(str(error)) from error
        return {}

    async def click(self, user: User, body: Json) -> Json:
        """Use an interactive element, such as a button, of a message or view."""
        return await self.interactions.click(user, body)

    async def set_state(self, user: User, body: Json) -> Json:
        """Store what was entered into a modal, without telling the app."""
        self.interactions.set_state(user, body)
        return {}

    async def upload(self, user: User, body: Json) -> Json:
        """Choose a file in a file input of an open modal."""
        return {"value": self.interactions.upload(user, body)}

    async def delete_file(self, user: User, body: Json) -> Json:
        """Delete the newest of this person's own files with the name `name`."""
        for file in reversed(self.engine.world.files.values()):
            is_own = file.user == user.id and not file.deleted
            if is_own and file.name == body.get("name"):
                delete_file(self.engine, file)
                return {}
        raise PersonError("This person has no file of that name.")

    async def suggest(self, user: User, body: Json) -> Json:
        """Load the options of an external select."""
        return await self.interactions.suggest(user, body)

    async def submit(self, user: User, body: Json) -> Json:
        """Submit a modal, after entering `values` into it."""
        values = body.get("values") or {}
        return await self.submissions.submit(user, str(body.get("view_id")), values)

    async def close(self, user: User, body: Json) -> Json:
        """Close a modal. With `clear`, close all modals of this person."""
        view_id, clear = str(body.get("view_id")), bool(body.get("clear"))
        return await self.submissions.close(user, view_id, clear=clear)

    async def home(self, user: User, body: Json) -> Json:
        """Open a tab of the app: `home` or `messages`."""
        tab = body.get("tab") or "home"
        if tab not in ("home", "messages"):
            raise PersonError("The app has a home tab and a messages tab.")
        self.interactions.open_home(user, tab)
        return {}

    async def shortcut(self, user: User, body: Json) -> Json:
        """Use a global shortcut, or a message shortcut on `message`."""
        return await self.interactions.shortcut(
            user, str(body.get("callback_id")), body.get("message")
        )

    async def react(self, user: User, body: Json) -> Json:
        """Add the reaction `name` to a message, or remove it with `remove: true`."""
        channel, message = self.interactions.find_message(user, body)
        name = str(body.get("name", "")).strip(":")
        messaging = self.engine.messaging
        try:
            if body.get("remove"):
                messaging.remove_reaction(channel, message, user.id, name)
            else:
                messaging.add_reaction(channel, message, user.id, name)
        except SlackError as error:
            raise PersonError(error.error) from error
        return {}

    async def join(self, user: User, body: Json) -> Json:
        channel = find_readable_channel(self.engine, user, str(body.get("channel")))
        if channel.is_archived:
            raise PersonError("That channel is archived.")
        self.engine.membership.add_member(channel, user.id)
        return {}

    async def leave(self, user: User, body: Json) -> Json:
        channel = self._find_joined_channel(user, body)
        self.engine.membership.remove_member(channel, user.id)
        return {}

    async def invite(self, user: User, body: Json) -> Json:
        channel = self._find_joined_channel(user, body)
        invitee = self.engine.world.users.get(str(body.get("user")))
        if invitee is None or invitee.deleted:
            raise PersonError("There is nobody of that name.")
        if channel.is_archived:
            raise PersonError("That channel is archived.")
        self.engine.membership.add_member(channel, invitee.id, inviter=user.id)
        return {}

    async def edit(self, user: User, body: Json) -> Json:
        """Change the text of one of this person's messages.

        The workspace may allow this only for some minutes after the message was posted.
        """
        channel, message = self._find_editable_message(user, body)
        text = str(body.get("text", ""))
        if not text.strip():
            raise PersonError("There is nothing to send.")
        if self.engine.messaging.is_edit_window_closed(message):
            minutes = self.engine.world.team.edit_window_minutes
            raise PersonError(f"Messages can be edited for {minutes} minutes only.")
        encoded = encode(self.engine.world, text, labels=False)
        self.engine.messaging.update(channel, message, {"text": encoded})
        return {}

    async def delete(self, user: User, body: Json) -> Json:
        """Delete one of this person's own messages. An admin may delete any message."""
        channel, message = self.interactions.find_message(user, body)
        if message.get("user") != user.id and not user.is_admin:
            raise PersonError("Only the author or an admin can delete this message.")
        self.engine.messaging.delete(channel, message)
        return {}

    async def create_channel(self, user: User, body: Json) -> Json:
        if user.is_restricted or user.is_ultra_restricted:
            raise PersonError("Guests cannot create channels.")
        name = str(body.get("name", "")).lstrip("#")
        manager = self.engine.channel_manager
        with translate_channel_errors():
            channel = manager.create(name, user.id, is_private=bool(body.get("is_private")))
        return {"channel": channel.id}

    async def rename_channel(self, user: User, body: Json) -> Json:
        channel = self._find_joined_channel(user, body)
        with translate_channel_errors():
            self.engine.channel_manager.rename(channel, str(body.get("name", "")), user.id)
        return {}

    async def archive_channel(self, user: User, body: Json) -> Json:
        """Archive a channel that this person is in. With `archived: false`, unarchive it."""
        channel = self._find_joined_channel(user, body)
        archived = bool(body.get("archived", True))
        with translate_channel_errors():
            self.engine.channel_manager.set_archived(channel, user.id, archived=archived)
        return {}

    async def make_private(self, user: User, body: Json) -> Json:
        self.engine.channel_manager.make_private(self._find_joined_channel(user, body), user.id)
        return {}

    async def remove(self, user: User, body: Json) -> Json:
        """Remove somebody, such as the app, from a channel that this person is in."""
        channel = self._find_joined_channel(user, body)
        self.engine.membership.remove_member(channel, str(body.get("user")))
        return {}

    async def open_dm(self, user: User, body: Json) -> Json:
        """Open the direct message conversation with another user, and return its id."""
        other = self.engine.world.users.get(str(body.get("user")))
        if other is None:
            raise PersonError("There is nobody of that name.")
        return {"channel": self.engine.world.open_dm(user.id, other.id).id}

    def _find_editable_message(self, user: User, body: Json) -> tuple[Channel, Json]:
        channel, message = self.interactions.find_message(user, body)
        if message.get("user") != user.id:
            raise PersonError("Only the author can edit this message.")
        if channel.is_archived:
            raise PersonError("That channel is archived.")
        return channel, message

    def _find_joined_channel(self, user: User, body: Json) -> Channel:
        channel = find_readable_channel(self.engine, user, str(body.get("channel")))
        if user.id not in channel.members:
            raise PersonError("This person is not in that channel.")
        return channel

    def _find_writable_channel(self, user: User, body: Json) -> Channel:
        if user.deleted:
            raise PersonError("This person's account is deactivated.")
        channel = self._find_joined_channel(user, body)
        if channel.is_archived:
            raise PersonError("That channel is archived.")
        if channel.posting == "admins" and not (user.is_admin or user.is_owner):
            raise PersonError("Only admins may post here.")
        return channel


@contextmanager
def translate_channel_errors() -> Iterator[None]:
    """Turn a SlackError into a PersonError with a sentence, or with the code if there is none."""
    try:
        yield
    except SlackError as error:
        raise PersonError(CHANNEL_ERRORS.get(error.error, error.error)) from error
