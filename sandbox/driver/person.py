"""`Person`: what somebody does and sees in the sandbox, for tests that read like a story.

`ada.types("/lunch").modal().fills("Where", "Roof").submits()`; `bo.sees("Lunch", where="dm")`.
Everything goes over HTTP to `/people`; what fails raises AssertionError and says what is there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.driver.client import WAIT_SECONDS, RefusedError, Wire, same, wait_for
from sandbox.driver.messages import Seen, SeenHome
from sandbox.driver.surfaces import Home, Modal, wait_for_modal

Json = dict[str, Any]

__all__ = ["Home", "Modal", "Person", "Seen"]

_HOME_SECONDS = 1.5
"""How long an opened home tab that is there already is given to be drawn anew."""
_QUIET_SECONDS = 0.4
"""How long `does_not_see` waits when it is not told how to know that the app is idle."""


class Person:
    """One person, by the sandbox's address and their user id.

    `patience`: real seconds to wait for something to appear.
    """

    def __init__(self, url: str, user_id: str, patience: float = WAIT_SECONDS) -> None:
        self.wire = Wire(url, user_id, patience)
        self.id = user_id

    def __repr__(self) -> str:
        return f"<Person {self.handle}>"

    @property
    def handle(self) -> str:
        return self.wire.names()[self.id]

    @property
    def toasts(self) -> list[str]:
        """Slack's own warnings so far, such as that the app did not answer; oldest first."""
        return [str(text) for text in self.wire.mine("toasts")["toasts"]]

    def types(self, text: str, channel: str = "dm", thread: Seen | None = None) -> Person:
        """Type into a conversation (`dm`: with the app, `#name`, `@handle`) and press Enter.

        What starts with a slash is a command. An app that does not answer leaves a toast.
        """
        self.wire.do(
            "say",
            channel=thread.channel if thread else self.wire.channel(channel),
            text=text,
            thread_ts=thread.ts if thread else None,
        )
        return self

    def modal(self, title: str | None = None) -> Modal:
        """The topmost open modal; waits for it (and for that title, if one is given)."""
        found = wait_for_modal(self.wire, title)
        if found is None:
            wanted = f"a modal {title!r}" if title else "a modal"
            raise AssertionError(f"{self.handle} does not have {wanted} open.\n{self._around()}")
        return found

    def stack(self) -> list[Json]:
        """The open modals as Slack's view objects, bottom first."""
        return self.wire.open_modals()

    def dm(self) -> list[Seen]:
        """The conversation with the app, oldest first."""
        return self.channel("dm")

    def channel(self, name: str) -> list[Seen]:
        """What is in a conversation for this person, replies after their parents."""
        return self._read(self.wire.channel(name), name)

    def ephemerals(self) -> list[Seen]:
        """Messages that only this person sees, in all their conversations, oldest first."""
        return [seen for seen in self._everywhere() if seen.is_ephemeral]

    def sees(self, text: str, where: str = "anywhere", after: Seen | None = None) -> Seen:
        """Wait for a message that contains `text`; the newest one is answered.

        `where`: `dm`, `#name`, `@handle`, `home` or `anywhere` (the home tab counts last).
        `after`: only messages newer than that one.
        """
        goal = same(text)

        def look() -> Seen | None:
            found = [
                seen
                for seen in self._where(where)
                if goal in same(seen.text) and (after is None or float(seen.ts) > float(after.ts))
            ]
            return max(found, key=lambda seen: float(seen.ts), default=None)

        found = self.wire.wait_for(look)
        if found is None:
            raise AssertionError(
                f"{self.handle} does not see {text!r} in {where}.\n{self._around(where)}"
            )
        return found

    def does_not_see(
        self, text: str, where: str = "anywhere", settle: Callable[[], object] | None = None
    ) -> None:
        """Look once everything has come to rest: `settle()` waits for that, else a short wait.

        A channel that this person may not look into counts as not seen.
        """
        goal = same(text)

        def look() -> Seen | None:
            try:
                return next((s for s in self._where(where) if goal in same(s.text)), None)
            except RefusedError:
                return None

        if settle is not None:
            settle()
        found = wait_for(look, 0.0 if settle is not None else _QUIET_SECONDS)
        if found is not None:
            raise AssertionError(f"{self.handle} sees {text!r} in {found.where}:\n{found.text}")

    def home(self) -> Home:
        """The home tab as it is, without opening it."""
        return Home(self.wire)

    def opens_home(self) -> Home:
        """Open the app's home tab and wait until the app has drawn it."""
        before = self._home_hash()
        self.wire.do("home", tab="home")
        patience = self.wire.patience if before is None else _HOME_SECONDS
        wait_for(lambda: True if self._home_hash() not in (None, before) else None, patience)
        if self._home_hash() is None:
            raise AssertionError(f"the app draws no home tab for {self.handle}.\n{self._around()}")
        return Home(self.wire)

    def opens_messages(self) -> list[Seen]:
        """Open the app's messages tab."""
        self.wire.do("home", tab="messages")
        return self.dm()

    def uses_shortcut(self, name: str) -> Person:
        """A global shortcut by its name."""
        self.wire.do("shortcut", callback_id=self._shortcut(name, "global"))
        return self

    def uses_message_shortcut(self, name: str, message: Seen) -> Person:
        """A message shortcut by its name, on that message."""
        target = {"channel": message.channel, "ts": message.ts}
        self.wire.do("shortcut", callback_id=self._shortcut(name, "message"), message=target)
        return self

    def replies(self, message: Seen, text: str) -> Person:
        """Write into the thread of a message."""
        return self.types(text, thread=message)

    def reacts(self, message: Seen, name: str, *, remove: bool = False) -> Person:
        self.wire.do("react", channel=message.channel, ts=message.ts, name=name, remove=remove)
        return self

    def joins(self, channel: str) -> Person:
        self.wire.do("join", channel=self.wire.channel(channel))
        return self

    def leaves(self, channel: str) -> Person:
        self.wire.do("leave", channel=self.wire.channel(channel))
        return self

    def invites(self, who: str, channel: str) -> Person:
        """Bring a person by handle, or the app (`bot`), into a channel."""
        bot = self.wire.boot()["app"]["bot_user_id"]
        user = bot if who == "bot" else self.wire.user(who)
        self.wire.do("invite", channel=self.wire.channel(channel), user=user)
        return self

    def _shortcut(self, name: str, kind: str) -> str:
        shortcuts = [s for s in self.wire.boot()["shortcuts"] if s["type"] == kind]
        for shortcut in shortcuts:
            if name in (shortcut["name"], shortcut["callback_id"]):
                return str(shortcut["callback_id"])
        shown = ", ".join(repr(s["name"]) for s in shortcuts) or "none"
        raise AssertionError(f"the app has no {kind} shortcut {name!r}; it has {shown}")

    def _home_hash(self) -> str | None:
        view = self.wire.mine("home")["view"]
        return None if view is None else str(view["hash"])

    def _where(self, where: str) -> list[Seen]:
        if where == "anywhere":
            return self._on_home() + self._everywhere()
        return self._on_home() if where == "home" else self.channel(where)

    def _on_home(self) -> list[Seen]:
        view = self.wire.mine("home")["view"]
        return [] if view is None else [SeenHome(self.wire, view)]

    def _everywhere(self) -> list[Seen]:
        names = self.wire.names()
        found: list[Seen] = []
        for channel in self.wire.mine("sidebar")["channels"]:
            name = f"#{channel['name']}"
            if channel["kind"] == "im":
                name = "@" + names.get(channel.get("with", ""), "?")
            found.extend(self._read(channel["id"], name))
        return sorted(found, key=lambda seen: float(seen.ts))

    def _read(self, channel: str, name: str) -> list[Seen]:
        found: list[Seen] = []
        for message in self.wire.mine("messages", channel=channel)["messages"]:
            seen = Seen(self.wire, channel, name, message)
            found.append(seen)
            if message.get("reply_count") and message.get("thread_ts", seen.ts) == seen.ts:
                found.extend(seen.thread())
        return found

    def _around(self, where: str = "anywhere") -> str:
        """What is there instead: open modals with their errors, toasts, the last messages."""
        lines = []
        for view in self.stack():
            modal = Modal(self.wire, view["id"])
            lines.append(f"open: {modal!r} errors: {modal.errors}")
        lines.extend(f"warning: {text}" for text in self.toasts[-3:])
        messages = self._where(where)[-8:]
        lines.extend(f"{seen.where}: {same(seen.text)[:200]!r}" for seen in messages)
        return "There is:\n" + "\n".join(lines or ["nothing at all"])
