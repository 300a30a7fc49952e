"""Declares Web API methods: the name, the arguments, and the kind of token that it takes."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.engine import Engine
from sandbox.errors import InvalidArgumentsError, SlackError
from sandbox.state.world import Channel, Json, User

Auth = Literal["bot", "app", "none"]
Handler = Callable[["Call"], Awaitable[Json]]

TEXT, BOOL, INT, JSON, LIST = "text", "bool", "int", "json", "list"
"""The types of arguments. LIST is a JSON array or a comma-separated text."""


@dataclass(frozen=True, slots=True)
class Method:
    """A Web API method. `auth` is the kind of token that it takes."""

    name: str
    handler: Handler
    arguments: dict[str, str]
    required: frozenset[str]
    auth: Auth


METHODS: dict[str, Method] = {}


def method(
    name: str, /, *, required: str = "", auth: Auth = "bot", **arguments: str
) -> Callable[[Handler], Handler]:
    """Register a handler. `required` names arguments, separated by spaces."""

    def register(handler: Handler) -> Handler:
        METHODS[name] = Method(name, handler, arguments, frozenset(required.split()), auth)
        return handler

    return register


@dataclass(slots=True)
class Call:
    """One call with its parsed arguments. Absent arguments are not in `args`."""

    engine: Engine
    method: str
    args: Json

    def get(self, name: str, default: Any = None) -> Any:
        return self.args.get(name, default)

    def user(self, name: str = "user") -> User:
        """A user. Raises user_not_found, or user_not_visible for a stranger."""
        user = self.engine.world.users.get(self.args.get(name, ""))
        if user is None:
            raise SlackError("user_not_found")
        if user.is_stranger:
            raise SlackError("user_not_visible")
        return user

    def channel(self, name: str = "channel") -> Channel:
        """A conversation that the app can see. Raises channel_not_found."""
        channel = self.engine.world.channels.get(self.args.get(name, ""))
        if channel is None or not is_visible(self.engine, channel):
            raise SlackError("channel_not_found")
        return channel

    def paginate(self, items: list[Any], *, default: int, maximum: int) -> tuple[list[Any], Json]:
        """One page and its response_metadata. Raises invalid_cursor, invalid_limit."""
        limit = self.get("limit") or default
        if not 0 < limit <= maximum:
            raise SlackError("invalid_limit")
        start = 0
        if cursor := self.get("cursor"):
            try:
                start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
            except ValueError:
                raise SlackError("invalid_cursor") from None
        end = start + limit
        next_cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
        return items[start:end], {"next_cursor": next_cursor}


def is_visible(engine: Engine, channel: Channel) -> bool:
    """Return True for public channels and the conversations that the app is a member of."""
    return channel.is_public or engine.world.app.user_id in channel.members


def parse_arguments(spec: Method, raw: Json) -> Json:
    """Convert form or JSON values to the declared types. Raises InvalidArgumentsError.

    Arguments that the method does not declare are ignored, as Slack ignores them.
    """
    parsed: Json = {}
    for name, kind in spec.arguments.items():
        value = raw.get(name)
        if value is None or value == "":
            continue
        try:
            parsed[name] = _convert(kind, value)
        except (ValueError, TypeError):
            raise InvalidArgumentsError(
                f"[ERROR] invalid value for `{name}` [json-pointer:/{name}]"
            ) from None
    missing = sorted(spec.required - parsed.keys())
    if missing:
        raise InvalidArgumentsError(
            *(f"[ERROR] missing required field: {name}" for name in missing)
        )
    return parsed


def _convert(kind: str, value: Any) -> Any:
    if kind == BOOL:
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")
    if kind == INT:
        return int(value)
    if kind == JSON:
        return json.loads(value) if isinstance(value, str) else value
    if kind == LIST:
        if isinstance(value, list):
            return [str(item) for item in value]
        text = str(value)
        if text.startswith("["):
            return [str(item) for item in json.loads(text)]
        return [item.strip() for item in text.split(",") if item.strip()]
    if isinstance(value, (dict, list)):
        raise TypeError(kind)
    return str(value)
