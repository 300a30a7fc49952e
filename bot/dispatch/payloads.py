"""Slack's payloads as values: what was sent, by whom, and the key by which a duplicate is known.

The shapes are those of Slack's "Reference guides for interaction payloads" (docs.slack.dev).
Anything in them may be missing or null.
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

KEY_MAX = 160
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_PERSON = re.compile(r"<@(?P<id>[A-Z0-9]+)(?:\|[^<>]*)?>")
# <@U1|ada>, <https://a.example>, <mailto:a@b.example|a@b.example>
_REFERENCE = re.compile(r"<(?:mailto:|[@#!])?(?P<address>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


# Before the private metadata of a modal that was opened from App Home, and of what follows it.
FROM_HOME = "home;"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A payload whose actor is not known yet. Without `idempotency_key` it is not stored."""

    source: Source
    id: str
    user_id: str
    idempotency_key: str = ""
    words: str = ""
    value: str = ""
    state: Mapping[str, Any] = field(default_factory=dict)
    private: str = ""
    mentioned: str = ""  # the first person whom a command names
    trigger_id: str = ""
    view_id: str = ""
    view_hash: str = ""
    from_home: bool = False
    in_modal: bool = False
    fields: tuple[str, ...] = ()  # the input blocks of the submitted view, in order
    on_third_view: bool = False  # Slack stacks three at most: nothing can be pushed on this one
    event: Mapping[str, Any] = field(default_factory=dict)
    team_id: str = ""  # the workspace in which the app is installed


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return _storable(value) if isinstance(value, str) else ""


def _storable(text: str) -> str:
    """Without characters that no database stores: NUL, and halves of surrogate pairs."""
    return _UNSTORABLE.sub("", text)


def _idempotency_key(kind: str, *parts: str) -> str:
    """A key of at most `KEY_MAX` characters, the size of its column."""
    key = ":".join((kind, *parts))
    return key if len(key) <= KEY_MAX else f"{kind}:{_digest(key)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def as_typed(text: str) -> str:
    """Converts a text from Slack's format to what the person typed.

    Slack's "Formatting text for app surfaces": `&`, `<` and `>` arrive as entities. Links and
    mentions are in angle brackets, with the visible text after a bar.
    """
    shown = _REFERENCE.sub(lambda found: found["label"] or found["address"], text)
    return _unescaped(shown)


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def command(body: Mapping[str, Any]) -> Incoming:
    """`/refer ...`: the first word names the handler. An unknown word gets a suggestion."""
    text = _text(body.get("text"))
    parsed = parse_command(as_typed(text))
    trigger = _text(body.get("trigger_id"))
    user = _text(body.get("user_id"))
    if isinstance(parsed, UnknownCommand):
        similar = parsed.suggestion or ""
        return Incoming(Source.COMMAND, UNKNOWN, user, "", parsed.word, similar, trigger_id=trigger)
    person = _PERSON.search(text)
    if parsed.name in COMMANDS_WITH_PERSON and person:  # The mention is not part of the words.
        without = parse_command(as_typed(_PERSON.sub(" ", text, count=1)))
        parsed = parsed if isinstance(without, UnknownCommand) else without
    return Incoming(
        source=Source.COMMAND,
        id=parsed.name,
        user_id=user,
        words=parsed.words,
        value=parsed.ref or "",
        mentioned=person["id"] if person else "",
        trigger_id=trigger,
    )


def action(body: Mapping[str, Any]) -> Incoming:
    """A button, a menu, or a select inside a view."""
    actions = body.get("actions")
    first = _dict(actions[0] if isinstance(actions, list) and actions else None)
    view = _dict(body.get("view"))
    option = _dict(first.get("selected_option"))
    trigger = _text(body.get("trigger_id"))
    return Incoming(
        source=Source.ACTION,
        id=_text(first.get("action_id")),
        user_id=_text(_dict(body.get("user")).get("id")),
        idempotency_key=_idempotency_key("action", trigger) if trigger else "",
        value=_text(first.get("value")) or _text(option.get("value")),
        state=_state(view),
        private=_text(view.get("private_metadata")).removeprefix(FROM_HOME),
        trigger_id=trigger,
        view_id=_text(view.get("id")),
        view_hash=_text(view.get("hash")),
        from_home=view.get("type") == "home" or _began_at_home(view),
        in_modal=view.get("type") == "modal",
    )


def submission(body: Mapping[str, Any]) -> Incoming:
    """A submitted modal. The same view with the same content is the same submission."""
    view = _dict(body.get("view"))
    state = _state(view)
    content = json.dumps(state, sort_keys=True, ensure_ascii=False, default=str)
    view_id = _text(view.get("id"))
    return Incoming(
        source=Source.SUBMISSION,
        id=_text(view.get("callback_id")),
        user_id=_text(_dict(body.get("user")).get("id")),
        idempotency_key=_idempotency_key("view", view_id, _digest(content)) if view_id else "",
        state=state,
        private=_text(view.get("private_metadata")).removeprefix(FROM_HOME),
        trigger_id=_text(body.get("trigger_id")),
        view_id=view_id,
        from_home=_began_at_home(view),
        view_hash=_text(view.get("hash")),
        in_modal=True,
        fields=tuple(dict.fromkeys((*_fields(view), *state))),
        on_third_view=_text(view.get("previous_view_id")) not in ("", view.get("root_view_id")),
    )


def options(body: Mapping[str, Any]) -> Incoming:
    """Somebody types into a select of the bot."""
    return Incoming(
        source=Source.OPTIONS,
        id=_text(body.get("action_id")),
        user_id=_text(_dict(body.get("user")).get("id")),
        words=_text(body.get("value")),
    )


def shortcut(body: Mapping[str, Any]) -> Incoming:
    """A global or a message shortcut; `words` is the message's text."""
    return Incoming(
        source=Source.SHORTCUT,
        id=_text(body.get("callback_id")),
        user_id=_text(_dict(body.get("user")).get("id")),
        words=_unescaped(_text(_dict(body.get("message")).get("text"))),
        trigger_id=_text(body.get("trigger_id")),
    )


def event(body: Mapping[str, Any]) -> Incoming:
    inner = _dict(body.get("event"))
    user = inner.get("user")
    event_id = _text(body.get("event_id"))
    return Incoming(
        source=Source.EVENT,
        id=_text(inner.get("type")),
        user_id=_text(user) or _text(_dict(user).get("id")),
        idempotency_key=_idempotency_key("event", event_id) if event_id else "",
        event=inner,
    )


def _began_at_home(view: Mapping[str, Any]) -> bool:
    return _text(view.get("private_metadata")).startswith(FROM_HOME)


def as_from_home(view: dict[str, Any]) -> dict[str, Any]:
    """The same modal, marked as opened from App Home."""
    return {**view, "private_metadata": FROM_HOME + _text(view.get("private_metadata"))}


def _fields(view: Mapping[str, Any]) -> tuple[str, ...]:
    blocks = view.get("blocks")
    return tuple(
        _text(_dict(block).get("block_id"))
        for block in (blocks if isinstance(blocks, list) else [])
        if _dict(block).get("type") == "input"
    )


def _state(view: Mapping[str, Any]) -> Mapping[str, Any]:
    return _dict(_clean(_dict(view.get("state")).get("values")))


def _clean(value: object) -> object:
    """A copy whose texts can be stored, at any depth."""
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, Mapping):
        return {_text(name): _clean(inner) for name, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value
