"""`Person`: what somebody does and sees in the sandbox's Slack. Tests are written with it.

`ada.types("/lunch").modal().fills("Where", "Roof").submits()`; `bo.sees("Lunch", where="dm")`.
Every action is an HTTP request to `/people`. A failed expectation raises AssertionError, whose
message lists what the person sees instead.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox.driver.client import (
    WAIT_SECONDS,
    PeopleClient,
    RefusedError,
    normalize_text,
    wait_for,
)
from sandbox.driver.messages import SeenHome, SeenMessage
from sandbox.driver.surfaces import Home, Modal, wait_for_modal

Json = dict[str, Any]

__all__ = ["Home", "Modal", "Person", "SeenMessage"]

_HOME_SECONDS = 1.5
"""How long `opens_home` waits for a new home tab if an earlier one is there, which may stay."""
_QUIET_SECONDS = 0.4
"""How long `does_not_see` waits for a message if it has no `settle` function."""


class Person:
    """One person in the sandbox at `url`.

    `wait_seconds` is how many real seconds to wait for something to appear. Methods that do
    something return the person, so that calls can be chained.
    """

    def __init__(self, url: str, user_id: str, wait_seconds: float = WAIT_SECONDS) -> None:
        self.client = PeopleClient(url, user_id, wait_seconds)
        self.id = user_id

    def __repr__(self) -> str:
        return f"<Person {self.handle}>"

    @property
    def handle(self) -> str:
        return self.client.names_by_id()[self.id]

    @property
    def toasts(self) -> list[str]:
        """Slack's warnings to this person, oldest first, such as that the app did not answer."""
        return [str(text) for text in self.client.get_own("toasts")["toasts"]]

    def types(self, text: str, channel: str = "dm", thread: SeenMessage | None = None) -> Person:
        """Type into a conversation and press Enter.

        `channel` is `dm` (with the app), `#name` or `@handle`. With `thread`, the text is a reply
        to that message. A text that starts with a slash is a command. If the app does not answer
        the command, a toast appears.
        """
        self.client.post(
            "say",
            channel=thread.channel if thread else self.client.channel_id(channel),
            text=text,
            thread_ts=thread.ts if thread else None,
        )
        return self

    def modal(self, title: str | None = None) -> Modal:
        """Wait until a modal, with this title if given, is on top, and return it.

        Raises AssertionError if none appears.
        """
        found = wait_for_modal(self.client, title)
        if found is None:
            description = f"a modal {title!r}" if title else "a modal"
            raise AssertionError(
                f"{self.handle} does not have {description} open.\n{self._failure_context()}"
            )
        return found

    def stack(self) -> list[Json]:
        """The open modals as Slack's view objects, bottom first."""
        return self.client.open_modals()

    def dm(self) -> list[SeenMessage]:
        """The messages of the conversation with the app, oldest first."""
        return self.channel("dm")

    def channel(self, name: str) -> list[SeenMessage]:
        """The messages that this person sees in a conversation. Replies follow their parent."""
        return self._read_messages(self.client.channel_id(name), name)

    def ephemerals(self) -> list[SeenMessage]:
        """The messages that only this person sees, in all their conversations, oldest first."""
        return [message for message in self._all_messages() if message.is_ephemeral]

    def sees(
        self, text: str, where: str = "anywhere", after: SeenMessage | None = None
    ) -> SeenMessage:
        """Wait for a message that contains `text`, and return the newest. Raises AssertionError.

        `where` is `dm`, `#name`, `@handle`, `home` or `anywhere`; the home tab counts as older
        than every message. With `after`, only messages newer than `after` are considered.
        """
        wanted_text = normalize_text(text)

        def find_newest() -> SeenMessage | None:
            matching = [
                message
                for message in self._messages_in(where)
                if wanted_text in normalize_text(message.text)
                and (after is None or float(message.ts) > float(after.ts))
            ]
            return max(matching, key=lambda message: float(message.ts), default=None)

        found = self.client.wait_for(find_newest)
        if found is None:
            raise AssertionError(
                f"{self.handle} does not see {text!r} in {where}.\n{self._failure_context(where)}"
            )
        return found

    def does_not_see(
        self, text: str, where: str = "anywhere", settle: Callable[[], object] | None = None
    ) -> None:
        """Raise AssertionError if this person sees `text` once the app has finished its work.

        `settle()` waits until the app is idle; without `settle`, this waits a short time. In a
        channel that this person may not read, they see nothing.
        """
        wanted_text = normalize_text(text)

        def find_first() -> SeenMessage | None:
            try:
                messages = self._messages_in(where)
            except RefusedError:
                return None
            for message in messages:
                if wanted_text in normalize_text(message.text):
                    return message
            return None

        seconds = _QUIET_SECONDS
        if settle is not None:
            settle()
            seconds = 0.0
        found = wait_for(find_first, seconds)
        if found is not None:
            raise AssertionError(f"{self.handle} sees {text!r} in {found.where}:\n{found.text}")

    def home(self) -> Home:
        """The home tab as it was last published. The app gets no `app_home_opened` event."""
        return Home(self.client)

    def opens_home(self) -> Home:
        """Open the app's home tab and wait until the app has published it.

        If the app does not replace an earlier home tab soon, the earlier one is returned. Raises
        AssertionError if the app has published none.
        """
        old_hash = self._home_hash()
        self.client.post("home", tab="home")
        seconds = self.client.wait_seconds if old_hash is None else _HOME_SECONDS
        wait_for(lambda: self._home_hash() not in (None, old_hash), seconds)
        if self._home_hash() is None:
            raise AssertionError(
                f"the app publishes no home tab for {self.handle}.\n{self._failure_context()}"
            )
        return Home(self.client)

    def uses_shortcut(self, name: str) -> Person:
        """Use a global shortcut, by its name or callback id."""
        self.client.post("shortcut", callback_id=self._shortcut_id(name, "global"))
        return self

    def uses_message_shortcut(self, name: str, message: SeenMessage) -> Person:
        """Use a message shortcut on `message`, by its name or callback id."""
        target = {"channel": message.channel, "ts": message.ts}
        callback_id = self._shortcut_id(name, "message")
        self.client.post("shortcut", callback_id=callback_id, message=target)
        return self

    def replies(self, message: SeenMessage, text: str) -> Person:
        """Write into the thread of a message."""
        return self.types(text, thread=message)

    def reacts(self, message: SeenMessage, name: str, *, remove: bool = False) -> Person:
        """Add the reaction `name` (without colons) to a message, or remove it."""
        self.client.post("react", channel=message.channel, ts=message.ts, name=name, remove=remove)
        return self

    def edits(self, message: SeenMessage, text: str) -> Person:
        """Change the text of one of the person's own messages."""
        self.client.post("edit", channel=message.channel, ts=message.ts, text=text)
        return self

    def deletes(self, message: SeenMessage) -> Person:
        """Delete one of the person's own messages."""
        self.client.post("delete", channel=message.channel, ts=message.ts)
        return self

    def deletes_file(self, name: str) -> Person:
        """Delete the newest of the person's own files with this name."""
        self.client.post("delete_file", name=name)
        return self

    def sets_status(self, emoji: str, text: str = "", until: datetime | None = None) -> Person:
        """Set the status, with an emoji such as `:palm_tree:`. An empty emoji and text clear it.

        `until` is an aware datetime. None sets the status without an end.
        """
        expiration = int(until.timestamp()) if until else 0
        self.client.post("status", emoji=emoji, text=text, expiration=expiration)
        return self

    def creates_channel(self, name: str, *, is_private: bool = False) -> Person:
        """Create a channel with this person as its only member."""
        self.client.post("create_channel", name=name.lstrip("#"), is_private=is_private)
        return self

    def renames_channel(self, channel: str, name: str) -> Person:
        """Rename a channel that this person is in."""
        new_name = name.lstrip("#")
        self.client.post("rename_channel", channel=self.client.channel_id(channel), name=new_name)
        return self

    def archives(self, channel: str) -> Person:
        """Archive a channel that this person is in."""
        self.client.post("archive_channel", channel=self.client.channel_id(channel))
        return self

    def unarchives(self, channel: str) -> Person:
        """Restore an archived channel that this person is in."""
        channel_id = self.client.channel_id(channel)
        self.client.post("archive_channel", channel=channel_id, archived=False)
        return self

    def makes_private(self, channel: str) -> Person:
        """Convert a public channel that this person is in to a private one."""
        self.client.post("make_private", channel=self.client.channel_id(channel))
        return self

    def joins(self, channel: str) -> Person:
        self.client.post("join", channel=self.client.channel_id(channel))
        return self

    def leaves(self, channel: str) -> Person:
        self.client.post("leave", channel=self.client.channel_id(channel))
        return self

    def invites(self, member: str, channel: str) -> Person:
        """Add a person, by handle, or the app (`bot`) to a channel."""
        channel_id = self.client.channel_id(channel)
        self.client.post("invite", channel=channel_id, user=self._user_or_bot(member))
        return self

    def removes(self, member: str, channel: str) -> Person:
        """Remove a person, by handle, or the app (`bot`) from a channel."""
        channel_id = self.client.channel_id(channel)
        self.client.post("remove", channel=channel_id, user=self._user_or_bot(member))
        return self

    def _user_or_bot(self, member: str) -> str:
        if member == "bot":
            return str(self.client.read_workspace()["app"]["bot_user_id"])
        return self.client.user_id(member)

    def _shortcut_id(self, name: str, kind: str) -> str:
        all_shortcuts = self.client.read_workspace()["shortcuts"]
        shortcuts = [shortcut for shortcut in all_shortcuts if shortcut["type"] == kind]
        for shortcut in shortcuts:
            if name in (shortcut["name"], shortcut["callback_id"]):
                return str(shortcut["callback_id"])
        names = ", ".join(repr(shortcut["name"]) for shortcut in shortcuts) or "none"
        raise AssertionError(f"the app has no {kind} shortcut {name!r}; it has {names}")

    def _home_hash(self) -> str | None:
        view = self.client.get_own("home")["view"]
        return None if view is None else str(view["hash"])

    def _messages_in(self, where: str) -> list[SeenMessage]:
        if where == "anywhere":
            return self._home_as_message() + self._all_messages()
        return self._home_as_message() if where == "home" else self.channel(where)

    def _home_as_message(self) -> list[SeenMessage]:
        view = self.client.get_own("home")["view"]
        return [] if view is None else [SeenHome(self.client, view)]

    def _all_messages(self) -> list[SeenMessage]:
        """The messages of all the person's conversations, oldest first."""
        names = self.client.names_by_id()
        found: list[SeenMessage] = []
        for channel in self.client.get_own("sidebar")["channels"]:
            name = f"#{channel['name']}"
            if channel["kind"] == "im":
                name = "@" + names.get(channel.get("with", ""), "?")
            found.extend(self._read_messages(channel["id"], name))
        return sorted(found, key=lambda message: float(message.ts))

    def _read_messages(self, channel: str, name: str) -> list[SeenMessage]:
        found: list[SeenMessage] = []
        for message in self.client.get_own("messages", channel=channel)["messages"]:
            seen = SeenMessage(self.client, channel, name, message)
            found.append(seen)
            is_in_thread = message.get("thread_ts", seen.ts) != seen.ts
            if message.get("reply_count") and not is_in_thread:
                found.extend(seen.thread())
        return found

    def _failure_context(self, where: str = "anywhere") -> str:
        """For a failure message: open modals and their errors, toasts, the last messages."""
        lines = []
        for view in self.stack():
            modal = Modal(self.client, view["id"])
            lines.append(f"open: {modal!r} errors: {modal.errors}")
        lines.extend(f"warning: {text}" for text in self.toasts[-3:])
        lines.extend(
            f"{message.where}: {normalize_text(message.text)[:200]!r}"
            for message in self._messages_in(where)[-8:]
        )
        return "There is:\n" + "\n".join(lines or ["nothing at all"])
