"""`@method` declares a Web API method; `Call` gives its handler the arguments of one call."""

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
"""The types of arguments. LIST is a list of texts, sent as JSON or separated by commas."""


@dataclass(frozen=True, slots=True)
class Method:
    """A Web API method. `arguments` has the type of each argument by its name.

    `auth` is the kind of token that the method takes.
    """

    name: str
    handler: Handler
    arguments: dict[str, str]
    required: frozenset[str]
    auth: Auth


METHODS: dict[str, Method] = {}


def method(
    name: str, /, *, required: str = "", auth: Auth = "bot", **arguments: str
) -> Callable[[Handler], Handler]:
    """Register the decorated handler as the method `name`.

    `arguments` gives each argument's type. `required` names those that every call must have,
    separated by spaces.
    """

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
        """The user whose id is in the argument `name`.

        Raises user_not_found, or user_not_visible for a person of another company.
        """
        user = self.engine.world.users.get(self.args.get(name, ""))
        if user is None:
            raise SlackError("user_not_found")
        if user.is_stranger:
            raise SlackError("user_not_visible")
        return user

    def channel(self, name: str = "channel") -> Channel:
        """The conversation whose id is in the argument `name`.

        Raises channel_not_found, also if the app cannot see it.
        """
        channel = self.engine.world.channels.get(self.args.get(name, ""))
        if channel is None or not is_visible(self.engine, channel):
            raise SlackError("channel_not_found")
        return channel

    def paginate(self, items: list[Any], *, default: int, maximum: int) -> tuple[list[Any], Json]:
        """One page of `items`, and the response_metadata with the cursor of the next one.

        `default` and `maximum` are page sizes. Raises invalid_cursor and invalid_limit.
        """
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
    """Whether the app sees the conversation: it is a public channel or the app is a member."""
    return channel.is_public or engine.world.app.user_id in channel.members


def parse_arguments(spec: Method, raw: Json) -> Json:
    """Convert form or JSON values to the declared types. Raises InvalidArgumentsError.

    Arguments that the method does not declare are ignored, as Slack ignores them.
    """
    parsed: Json = {}
    for name, argument_type in spec.arguments.items():
        value = raw.get(name)
        if value is None or value == "":
            continue
        try:
            parsed[name] = _convert(argument_type, value)
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


def _convert(argument_type: str, value: Any) -> Any:
    if argument_type == BOOL:
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")
    if argument_type == INT:
        return int(value)
    if argument_type == JSON:
        return json.loads(value) if isinstance(value, str) else value
    if argument_type == LIST:
        if isinstance(value, list):
            return [str(item) for item in value]
        text = str(value)
        if text.startswith("["):
            return [str(item) for item in json.loads(text)]
        return [item.strip() for item in text.split(",") if item.strip()]
    if isinstance(value, (dict, list)):
        raise TypeError(argument_type)
    return str(value)
