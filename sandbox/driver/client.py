"""The driver's way to the sandbox: one person's requests under `/people`, over HTTP only."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from sandbox.clock import monotonic

Json = dict[str, Any]
T = TypeVar("T")

WAIT_SECONDS = 5.0
"""How long a person waits for something to appear, unless told otherwise."""
_STEP_SECONDS = 0.03
_REQUEST_SECONDS = 30.0
_pause = threading.Event()


class RefusedError(AssertionError):
    """Slack does not let this person do or see that; the text is in words."""


class Wire:
    """Requests of one person. A refusal is `RefusedError`, an AssertionError in Slack's words.

    `patience`: real seconds to wait for something to appear.
    """

    def __init__(self, url: str, user_id: str, patience: float = WAIT_SECONDS) -> None:
        self.url = url
        self.patience = patience
        self.user_id = user_id
        self._host = urlsplit(url).netloc
        self._names: dict[str, str] = {}
        self._names_read = float("-inf")

    def get(self, path: str, **query: Any) -> Json:
        """GET `/people/{path}`."""
        given = {key: value for key, value in query.items() if value is not None}
        return self._ask("GET", f"/people/{path}?{urlencode(given)}", None)

    def mine(self, path: str, **query: Any) -> Json:
        """GET `/people/{user}/{path}`."""
        return self.get(f"{self.user_id}/{path}", **query)

    def do(self, action: str, /, **body: Any) -> Json:
        """POST `/people/{user}/{action}`."""
        return self._ask("POST", f"/people/{self.user_id}/{action}", body)

    def wait_for(self, look: Callable[[], T | None]) -> T | None:
        """The first thing that `look` finds; None when the patience is at its end."""
        return wait_for(look, self.patience)

    def _ask(self, method: str, path: str, body: Json | None) -> Json:
        link = http.client.HTTPConnection(self._host, timeout=_REQUEST_SECONDS)
        try:
            data = None if body is None else json.dumps(body).encode()
            link.request(method, path, data, {"Content-Type": "application/json"})
            answer = link.getresponse()
            text = answer.read()
        finally:
            link.close()
        if answer.status != 200:
            raise AssertionError(f"{method} {path} answered {answer.status}: {text[:500]!r}")
        result: Json = json.loads(text)
        if not result.get("ok"):
            raise RefusedError(f"Slack said: {result.get('error')}")
        return result

    def open_modals(self) -> list[Json]:
        """The open modals as Slack's view objects, bottom first."""
        return list(self.mine("views")["stack"])

    def boot(self) -> Json:
        return self.get("boot")

    def names(self) -> dict[str, str]:
        """Names by id: handles of people and groups, channels without `#`; read anew each second,
        since every text that is looked at needs them."""
        if monotonic() - self._names_read > 1.0:
            boot = self.boot()
            named = {user["id"]: user["handle"] for user in boot["users"]}
            named |= {group["id"]: group["handle"] for group in boot["usergroups"]}
            named |= {channel["id"]: channel["name"] for channel in boot["channels"]}
            self._names, self._names_read = named, monotonic()
        return self._names

    def user(self, name: str) -> str:
        """A user id by handle (with or without `@`), real name or id."""
        wanted = name.removeprefix("@")
        users = self.boot()["users"]
        for key in ("handle", "real_name", "id"):
            for user in users:
                if user[key] == wanted:
                    return str(user["id"])
        raise AssertionError(f"nobody is called {name!r}; there are {_listed(users, 'handle')}")

    def channel(self, name: str) -> str:
        """A conversation's id: `#name`, an id, `dm` (with the app) or `@handle` (a DM)."""
        if name == "dm":
            return self._dm(self.boot()["app"]["bot_user_id"])
        if name.startswith("@"):
            return self._dm(self.user(name))
        channels = self.boot()["channels"]
        for channel in channels:
            if name.removeprefix("#") in (channel["name"], channel["id"]) and name != "":
                return str(channel["id"])
        shown = _listed([c for c in channels if c["kind"] != "im"], "name")
        raise AssertionError(f"there is no channel {name!r}; there are {shown}")

    def _dm(self, other: str) -> str:
        for channel in self.mine("sidebar")["channels"]:
            if channel.get("with") == other:
                return str(channel["id"])
        return str(self.do("open_dm", user=other)["channel"])


def wait_for(look: Callable[[], T | None], seconds: float) -> T | None:
    """The first thing that `look` finds; None after `seconds` real seconds."""
    until = monotonic() + seconds
    while True:
        found = look()
        if found is not None or monotonic() >= until:
            return found
        _pause.wait(_STEP_SECONDS)


def same(text: str) -> str:
    """A text as it is compared: white space is one space, what is invisible is not there."""
    return re.sub(r"\s+", " ", re.sub("[\u200b\u200c\u200d\u2060\ufeff]", "", text)).strip()


def pick_by_text(wanted: str, texts: list[str]) -> int | None:
    """The index of the text that is `wanted`, else of the only or first one containing it."""
    goal = same(wanted).casefold()
    folded = [same(text).casefold() for text in texts]
    if goal in folded:
        return folded.index(goal)
    return next((n for n, text in enumerate(folded) if goal and goal in text), None)


def _listed(items: list[Json], key: str) -> str:
    return ", ".join(str(item[key]) for item in items)
