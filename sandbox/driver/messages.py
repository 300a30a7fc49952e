"""`Seen`: one message as it was when it was read; and the home tab, where that is what was seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.driver.client import RefusedError, Wire, same
from sandbox.driver.interactive import Touchable

Json = dict[str, Any]


class Seen(Touchable):
    """One message as a person sees it. `channel` is an id, `where` its name."""

    def __init__(self, wire: Wire, channel: str, where: str, message: Json) -> None:
        self.wire = wire
        self.channel = channel
        self.where = where
        self.message = message
        self.ts = str(message["ts"])

    def __repr__(self) -> str:
        return f"<Seen {self.where}: {same(self.text)[:120]!r}>"

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.message.get("ephemeral"))

    def clicks(self, text: str) -> None:
        """Click the button, or the entry of an overflow menu, of that text; confirms say yes.

        A message that was edited since it was read is clicked as it stands now: people's pages show
        an edit at once.
        """
        self._as_it_stands(lambda seen: seen._click(text))

    def chooses(self, menu: str, option: str | None = None) -> None:
        """Take an option of a menu: by the menu's label or placeholder, or by the option alone."""
        self._as_it_stands(lambda seen: seen._choose(menu, option))

    def _as_it_stands(self, act: Callable[[Seen], None]) -> None:
        try:
            act(self)
        except RefusedError:
            now = self.again()
            if now.message == self.message:
                raise
            act(now)

    def thread(self) -> list[Seen]:
        """The replies under it, oldest first."""
        parent = str(self.message.get("thread_ts") or self.ts)
        found = self.wire.mine("messages", channel=self.channel, thread_ts=parent)["messages"]
        replies = [message for message in found if message["ts"] != parent]
        return [Seen(self.wire, self.channel, self.where, message) for message in replies]

    def again(self) -> Seen:
        """The same message as it is now. Raises AssertionError when it is gone."""
        thread = self.message.get("thread_ts")
        for message in self.wire.mine("messages", channel=self.channel, thread_ts=thread)[
            "messages"
        ]:
            if message["ts"] == self.ts:
                return Seen(self.wire, self.channel, self.where, message)
        raise AssertionError(f"{self._what()} is no longer there")

    def _what(self) -> str:
        return f"the message {same(self.text)[:80]!r} in {self.where}"

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


class SeenHome(Seen):
    """The app's home tab as it was when it was read; it has no thread."""

    def __init__(self, wire: Wire, view: Json) -> None:
        super().__init__(wire, "", "home", {**view, "ts": "0"})

    def thread(self) -> list[Seen]:
        return []

    def again(self) -> Seen:
        return SeenHome(self.wire, self.wire.mine("home")["view"])

    def _what(self) -> str:
        return "the home tab"

    def _container(self) -> Json:
        return {"type": "view", "view_id": self.message["id"]}
