"""Parses Slack's payloads into `IncomingPayload` values, with one function for each kind.

The shapes are those of Slack's "Reference guides for interaction payloads" (docs.slack.dev).
Any field of a payload may be missing, null or of another type; it is then read as empty.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.command_line import COMMANDS_WITH_PERSON, UnknownCommand, parse_command
from handlers.help import UNKNOWN
from handlers.protocol import Source
from slack_io.events import name_event
from slack_io.typed_text import restore_typed_text, unescape
from views.block_kit import FROM_HOME_PREFIX
from views.button_values import unfold_button

MAX_KEY_LENGTH = 160  # the size of the column
# Characters that no database stores: NUL, and halves of surrogate pairs.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_USER_MENTION = re.compile(r"<@(?P<id>[A-Z0-9]+)(?:\|[^<>]*)?>")


@dataclass(frozen=True, slots=True)
class IncomingPayload:
    """What Vouch reads from a payload. `text` and `value` are those of `handlers.protocol.Request`.

    If `idempotency_key` is empty, duplicates are not recognised and are handled again.
    """

    source: Source
    id: str  # the name of the command or event, an action id, or a callback id
    user_id: str
    idempotency_key: str = ""
    text: str = ""
    value: str = ""
    state: Mapping[str, Any] = field(default_factory=dict)
    private_metadata: str = ""
    mentioned_user_id: str = ""  # from the first mention in a command
    trigger_id: str = ""
    view_id: str = ""
    view_hash: str = ""
    from_home: bool = False
    in_modal: bool = False
    input_block_ids: tuple[str, ...] = ()  # of the submitted view, in order
    is_third_view: bool = False  # Slack stacks three views at most: no other can be pushed
    event: Mapping[str, Any] = field(default_factory=dict)  # Slack's inner event
    team_id: str = ""  # the workspace in which the app is installed


def _as_mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def as_text(value: object) -> str:
    """Returns the text without characters that databases refuse, or "" if `value` is not a text."""
    return _UNSTORABLE.sub("", value) if isinstance(value, str) else ""


def _idempotency_key(kind: str, *parts: str) -> str:
    """Joins the parts, or hashes them if the key would be too long for its column."""
    key = ":".join((kind, *parts))
    return key if len(key) <= MAX_KEY_LENGTH else f"{kind}:{_digest(key)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def read_command(body: Mapping[str, Any]) -> IncomingPayload:
    """Reads `/refer ...`. `id` is the command's name, or `UNKNOWN` with a suggestion in `value`."""
    text = as_text(body.get("text"))
    user_id, trigger = as_text(body.get("user_id")), as_text(body.get("trigger_id"))
    command = parse_command(restore_typed_text(text))
    if isinstance(command, UnknownCommand):
        return IncomingPayload(
            source=Source.COMMAND,
            id=UNKNOWN,
            user_id=user_id,
            text=command.word,
            value=command.suggestion or "",
            trigger_id=trigger,
        )
    mention = _USER_MENTION.search(text)
    if mention and command.name in COMMANDS_WITH_PERSON:
        # Without the mention, the ref after it is found as well: "/refer ask @ada ENG-12".
        parsed = parse_command(restore_typed_text(_USER_MENTION.sub(" ", text, count=1)))
        command = command if isinstance(parsed, UnknownCommand) else parsed
    return IncomingPayload(
        source=Source.COMMAND,
        id=command.name,
        user_id=user_id,
        text=command.text,
        value=",".join(command.refs),
        mentioned_user_id=mention["id"] if mention else "",
        trigger_id=trigger,
    )


def read_action(body: Mapping[str, Any]) -> IncomingPayload:
    """Reads a click on a button, or a choice in a menu or select."""
    actions = body.get("actions")
    element = _as_mapping(actions[0] if isinstance(actions, list) and actions else None)
    view = _as_mapping(body.get("view"))
    option = _as_mapping(element.get("selected_option"))
    trigger = as_text(body.get("trigger_id"))
    value = as_text(element.get("value")) or as_text(option.get("value"))
    # In a menu of several buttons, the value of the choice names the button.
    id_, value = unfold_button(as_text(element.get("action_id")), value)
    return IncomingPayload(
        source=Source.ACTION,
        id=id_,
        user_id=as_text(_as_mapping(body.get("user")).get("id")),
        idempotency_key=_idempotency_key("action", trigger) if trigger else "",
        value=value,
        state=_read_state(view),
        private_metadata=as_text(view.get("private_metadata")).removeprefix(FROM_HOME_PREFIX),
        trigger_id=trigger,
        view_id=as_text(view.get("id")),
        view_hash=as_text(view.get("hash")),
        from_home=view.get("type") == "home" or _was_opened_from_home(view),
        in_modal=view.get("type") == "modal",
    )


def read_submission(body: Mapping[str, Any]) -> IncomingPayload:
    """Reads a submitted modal. A second submission of the same content is a duplicate."""
    view = _as_mapping(body.get("view"))
    state = _read_state(view)
    content = json.dumps(state, sort_keys=True, ensure_ascii=False, default=str)
    view_id = as_text(view.get("id"))
    return IncomingPayload(
        source=Source.SUBMISSION,
        id=as_text(view.get("callback_id")),
        user_id=as_text(_as_mapping(body.get("user")).get("id")),
        idempotency_key=_idempotency_key("view", view_id, _digest(content)) if view_id else "",
        state=state,
        private_metadata=as_text(view.get("private_metadata")).removeprefix(FROM_HOME_PREFIX),
        trigger_id=as_text(body.get("trigger_id")),
        view_id=view_id,
        from_home=_was_opened_from_home(view),
        view_hash=as_text(view.get("hash")),
        in_modal=True,
        input_block_ids=tuple(dict.fromkeys((*_input_block_ids(view), *state))),
        # The first view of a stack has no previous view. That of the second view is the root.
        is_third_view=as_text(view.get("previous_view_id")) not in ("", view.get("root_view_id")),
    )


def read_options(body: Mapping[str, Any]) -> IncomingPayload:
    """Reads the request for a select's options; `text` is what the person has typed so far."""
    return IncomingPayload(
        source=Source.OPTIONS,
        id=as_text(body.get("action_id")),
        user_id=as_text(_as_mapping(body.get("user")).get("id")),
        text=as_text(body.get("value")),
    )


def read_shortcut(body: Mapping[str, Any]) -> IncomingPayload:
    """Reads a global or a message shortcut; `text` is the message's text."""
    return IncomingPayload(
        source=Source.SHORTCUT,
        id=as_text(body.get("callback_id")),
        user_id=as_text(_as_mapping(body.get("user")).get("id")),
        text=unescape(as_text(_as_mapping(body.get("message")).get("text"))),
        trigger_id=as_text(body.get("trigger_id")),
    )


def read_event(body: Mapping[str, Any]) -> IncomingPayload:
    """Reads an event. In some types of events `user` is an id, in others a user object."""
    inner = _as_mapping(body.get("event"))
    user = inner.get("user")
    event_id = as_text(body.get("event_id"))
    return IncomingPayload(
        source=Source.EVENT,
        id=name_event(inner),
        user_id=as_text(user) or as_text(_as_mapping(user).get("id")),
        idempotency_key=_idempotency_key("event", event_id) if event_id else "",
        view_hash=as_text(_as_mapping(inner.get("view")).get("hash")),
        event=inner,
    )


def _was_opened_from_home(view: Mapping[str, Any]) -> bool:
    return as_text(view.get("private_metadata")).startswith(FROM_HOME_PREFIX)


def _input_block_ids(view: Mapping[str, Any]) -> tuple[str, ...]:
    blocks = view.get("blocks")
    return tuple(
        as_text(_as_mapping(block).get("block_id"))
        for block in (blocks if isinstance(blocks, list) else [])
        if _as_mapping(block).get("type") == "input"
    )


def _read_state(view: Mapping[str, Any]) -> Mapping[str, Any]:
    return _as_mapping(_make_storable(_as_mapping(view.get("state")).get("values")))


def _make_storable(value: object) -> object:
    """Returns a copy without unstorable characters, at any depth."""
    if isinstance(value, str):
        return as_text(value)
    if isinstance(value, Mapping):
        return {as_text(name): _make_storable(inner) for name, inner in value.items()}
    return [_make_storable(inner) for inner in value] if isinstance(value, list) else value
