"""What a person of the sandbox has read in Slack and can act on: a message, or the home tab.

Tests get these objects from `Person`, check their text and click their buttons.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.driver.client import PeopleClient, RefusedError, normalize_text
from sandbox.driver.interactive import InteractiveSurface

Json = dict[str, Any]


class SeenMessage(InteractiveSurface):
    """One message as a person has read it. A later edit does not change this object.

    `channel` is the id of the channel, and `where` is its name.
    """

    def __init__(self, client: PeopleClient, channel: str, where: str, message: Json) -> None:
        self.client = client
        self.channel = channel
        self.where = where
        self.message = message
        self.ts = str(message["ts"])

    def __repr__(self) -> str:
        return f"<SeenMessage {self.where}: {normalize_text(self.text)[:120]!r}>"

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.message.get("ephemeral"))

    def clicks(self, text: str) -> None:
        """Click the button or the overflow menu's entry with this text, and confirm if asked.

        If the message was edited since it was read, the edited message is clicked, because Slack
        shows a person the edit at once.
        """
        self._retry_if_edited(lambda message: message._click(text))

    def chooses(self, menu: str, option: str | None = None) -> None:
        """Choose an option of a menu. `menu` is the menu's label or placeholder.

        With `option` None, `menu` is the text of the option instead.
        """
        self._retry_if_edited(lambda message: message._choose(menu, option))

    def _retry_if_edited(self, action: Callable[[SeenMessage], None]) -> None:
        try:
            action(self)
        except RefusedError:
            current = self.reload()
            if current.message == self.message:
                raise
            action(current)

    def thread(self) -> list[SeenMessage]:
        """The replies in this message's thread, oldest first."""
        parent_ts = str(self.message.get("thread_ts") or self.ts)
        answer = self.client.get_own("messages", channel=self.channel, thread_ts=parent_ts)
        replies = [message for message in answer["messages"] if message["ts"] != parent_ts]
        return [SeenMessage(self.client, self.channel, self.where, reply) for reply in replies]

    def reload(self) -> SeenMessage:
        """The same message, read again. Raises AssertionError when it was deleted."""
        thread_ts = self.message.get("thread_ts")  # None for a message outside of threads
        answer = self.client.get_own("messages", channel=self.channel, thread_ts=thread_ts)
        for message in answer["messages"]:
            if message["ts"] == self.ts:
                return SeenMessage(self.client, self.channel, self.where, message)
        raise AssertionError(f"{self._describe()} is no longer there")

    def _describe(self) -> str:
        return f"the message {normalize_text(self.text)[:80]!r} in {self.where}"

    def _payload(self) -> Json:
        return self.message

    def _container(self) -> Json:
        if self.is_ephemeral:
            return {
                "type": "ephemeral",
                "channel": self.channel,
                "ephemeral_id": self.message["ephemeral_id"],
            }
        return {"type": "message", "channel": self.channel, "ts": self.ts}


class SeenHome(SeenMessage):
    """The app's home tab as a person has read it.

    The tab has no thread. Its ts "0" sorts it before all messages.
    """

    def __init__(self, client: PeopleClient, view: Json) -> None:
        super().__init__(client, "", "home", {**view, "ts": "0"})

    def thread(self) -> list[SeenMessage]:
        return []

    def reload(self) -> SeenMessage:
        return SeenHome(self.client, self.client.get_own("home")["view"])

    def _describe(self) -> str:
        return "the home tab"

    def _container(self) -> Json:
        return {"type": "view", "view_id": self.message["id"]}
