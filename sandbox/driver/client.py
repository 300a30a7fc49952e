"""The HTTP client with which a test acts as one person in the sandbox.

The routes under `/people` do what a person does in Slack.
"""

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
"""How long a person waits for something to appear unless the test says otherwise."""
_POLL_SECONDS = 0.03
_REQUEST_SECONDS = 30.0
_NAMES_MAX_AGE_SECONDS = 1.0
_NEVER_SET = threading.Event()
"""Waiting for this event with a timeout is a pause."""


class RefusedError(AssertionError):
    """Slack refused the request of this person; the message says why."""


class PeopleClient:
    """Sends the requests of one person. A refused request raises RefusedError.

    `wait_seconds` is how many real seconds `wait_for` waits for something to appear.
    """

    def __init__(self, url: str, user_id: str, wait_seconds: float = WAIT_SECONDS) -> None:
        self.url = url
        self.wait_seconds = wait_seconds
        self.own_id = user_id
        self._host = urlsplit(url).netloc
        self._names: dict[str, str] = {}
        self._names_read_at = float("-inf")
        self._dm_with_app: str | None = None

    def get(self, path: str, **query: Any) -> Json:
        """GET `/people/{path}`."""
        given = {key: value for key, value in query.items() if value is not None}
        return self._request("GET", f"/people/{path}?{urlencode(given)}")

    def get_own(self, path: str, **query: Any) -> Json:
        """GET `/people/{user}/{path}` for this person."""
        return self.get(f"{self.own_id}/{path}", **query)

    def post(self, action: str, /, **body: Any) -> Json:
        """POST `/people/{user}/{action}` for this person."""
        return self._request("POST", f"/people/{self.own_id}/{action}", body)

    def post_admin(self, action: str, /, **body: Any) -> Json:
        """POST `/people/admin/{action}`, which changes the workspace itself."""
        return self._request("POST", f"/people/admin/{action}", body)

    def wait_for(self, find: Callable[[], T | None]) -> T | None:
        """Call `find` until its result is true, and return that; None after `wait_seconds`."""
        return wait_for(find, self.wait_seconds)

    def open_modals(self) -> list[Json]:
        """The open modals as Slack's view objects, bottom first."""
        return list(self.get_own("views")["stack"])

    def read_workspace(self) -> Json:
        """The app, users, channels, groups, commands and shortcuts of the workspace."""
        return self.get("boot")

    def names_by_id(self) -> dict[str, str]:
        """The handles of people and groups and the names of channels (without `#`) by id.

        Each text that a test reads needs these names, so they are cached for a second.
        """
        if monotonic() - self._names_read_at > _NAMES_MAX_AGE_SECONDS:
            boot = self.read_workspace()
            names = {user["id"]: user["handle"] for user in boot["users"]}
            names |= {group["id"]: group["handle"] for group in boot["usergroups"]}
            names |= {channel["id"]: channel["name"] for channel in boot["channels"]}
            self._names, self._names_read_at = names, monotonic()
        return self._names

    def user_id(self, name: str) -> str:
        """A user's id by handle (with or without `@`), real name or id. Raises AssertionError."""
        wanted = name.removeprefix("@")
        users = self.read_workspace()["users"]
        for key in ("handle", "real_name", "id"):
            for user in users:
                if user[key] == wanted:
                    return str(user["id"])
        raise AssertionError(
            f"nobody is called {name!r}; there are {_join_values(users, 'handle')}"
        )

    def channel_id(self, name: str) -> str:
        """A conversation's id. Raises AssertionError for an unknown name.

        `name` is `#name`, an id, `dm` (the conversation with the app) or `@handle` (a DM).
        """
        if name == "dm":
            if self._dm_with_app is None:
                self._dm_with_app = self._dm_id(self.read_workspace()["app"]["bot_user_id"])
            return self._dm_with_app
        if name.startswith("@"):
            return self._dm_id(self.user_id(name))
        channels = self.read_workspace()["channels"]
        wanted = name.removeprefix("#")
        for channel in channels:
            # DMs have no name, so an empty name would find the first of them.
            if wanted and wanted in (channel["name"], channel["id"]):
                return str(channel["id"])
        known = _join_values([c for c in channels if c["kind"] != "im"], "name")
        raise AssertionError(f"there is no channel {name!r}; there are {known}")

    def _dm_id(self, other: str) -> str:
        """The id of the DM with the user `other`, which is created if it does not exist."""
        for channel in self.get_own("sidebar")["channels"]:
            if channel.get("with") == other:
                return str(channel["id"])
        return str(self.post("open_dm", user=other)["channel"])

    def _request(self, method: str, path: str, body: Json | None = None) -> Json:
        connection = http.client.HTTPConnection(self._host, timeout=_REQUEST_SECONDS)
        try:
            data = None if body is None else json.dumps(body).encode()
            connection.request(method, path, data, {"Content-Type": "application/json"})
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise AssertionError(f"{method} {path} answered {response.status}: {text[:500]!r}")
        result: Json = json.loads(text)
        if not result.get("ok"):
            raise RefusedError(f"Slack said: {result.get('error')}")
        return result


def wait_for(find: Callable[[], T | None], seconds: float) -> T | None:
    """Call `find` until its result is true, and return that; None after `seconds` of real time."""
    deadline = monotonic() + seconds
    while True:
        found = find()
        if found:
            return found
        if monotonic() >= deadline:
            return None
        _NEVER_SET.wait(_POLL_SECONDS)


def normalize_text(text: str) -> str:
    """The text without invisible characters, and with each run of white space as one space."""
    return re.sub(r"\s+", " ", re.sub("[\u200b\u200c\u200d\u2060\ufeff]", "", text)).strip()


def index_of_text(wanted: str, texts: list[str]) -> int | None:
    """The index of the text that equals `wanted`, else of the first that contains it."""
    wanted_text = normalize_text(wanted).casefold()
    folded = [normalize_text(text).casefold() for text in texts]
    if wanted_text in folded:
        return folded.index(wanted_text)
    if not wanted_text:
        return None  # every text contains the empty one
    return next((index for index, text in enumerate(folded) if wanted_text in text), None)


def _join_values(items: list[Json], key: str) -> str:
    return ", ".join(str(item[key]) for item in items)
