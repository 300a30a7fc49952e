"""What the driver knows of elements: how each is named for a person, and how a value is put in.

`Field` is one element with the block around it; `value_for` turns what a test writes into the
element's state, `shown` turns the state back into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sandbox.blockkit.elements import STATEFUL
from sandbox.blockkit.objects import options_of
from sandbox.blockkit.reading import plain_words, visible_text
from sandbox.blockkit.state import place_of
from sandbox.blockkit.walk import blocks_in, elements_in
from sandbox.driver.client import Wire, pick_by_text, same

Json = dict[str, Any]
Ask = Callable[[str], list[Json]]
"""Asks the app for the options of an external select."""

DEFAULT_QUERY_LENGTH = 3
"""Slack's `min_query_length` when an external select does not name one."""


@dataclass(frozen=True, slots=True)
class Field:
    """An element in its block."""

    block: Json
    element: Json

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    @property
    def ids(self) -> tuple[str, str]:
        return str(self.block.get("block_id")), str(self.element.get("action_id"))

    @property
    def is_input(self) -> bool:
        return self.block.get("type") == "input"

    @property
    def dispatches(self) -> bool:
        """Touching it tells the app at once."""
        return not self.is_input or bool(self.block.get("dispatch_action"))

    @property
    def label(self) -> str:
        """How a person would call it: the input's label, the section's text, the placeholder."""
        for owner, key in ((self.block, "label"), (self.block, "text")):
            if isinstance(owner.get(key), dict):
                return same(plain_words(str(owner[key].get("text", ""))))
        return self.caption or self.ids[1]

    @property
    def caption(self) -> str:
        """What stands on the element itself: a button's text, a menu's placeholder."""
        for key in ("text", "placeholder"):
            if isinstance(self.element.get(key), dict):
                return same(str(self.element[key].get("text", "")))
        return ""

    @property
    def names(self) -> list[str]:
        return [self.label, self.caption, *self.ids]

    def options(self) -> list[str]:
        return [option_text(option) for option in options_of(self.element)]


def fields_in(payload: Mapping[str, Any]) -> list[Field]:
    """Every element of a view or message, in reading order."""
    return [
        Field(block, element)
        for _, block in blocks_in(dict(payload))
        for _, element in elements_in(block)
        if "action_id" in element
    ]


def stateful(fields: Iterable[Field]) -> list[Field]:
    return [field for field in fields if field.kind in STATEFUL]


def buttons(fields: Iterable[Field]) -> list[Field]:
    return [field for field in fields if field.kind in ("button", "icon_button")]


def by_name(wanted: str, fields: list[Field]) -> Field | None:
    """By label first, then what stands on it, then block_id and action_id; exact before part."""
    goal = same(wanted).casefold()
    columns = list(zip(*(field.names for field in fields), strict=True))
    for names in columns:
        for n, name in enumerate(names):
            if name.casefold() == goal:
                return fields[n]
    for names in columns[:2]:
        found = pick_by_text(wanted, list(names))
        if found is not None:
            return fields[found]
    return None


def option_text(option: Mapping[str, Any]) -> str:
    text = option.get("text") or {}
    words = str(text.get("text", ""))
    return plain_words(words) if text.get("type") == "mrkdwn" else words


def choose(wanted: str, options: list[Json], what: str) -> Json:
    """The option of that text (exact, else containing it) or value. Raises AssertionError."""
    found = pick_by_text(wanted, [option_text(option) for option in options])
    if found is None:
        found = next((n for n, o in enumerate(options) if o.get("value") == wanted), None)
    if found is None:
        shown = ", ".join(repr(option_text(option)) for option in options) or "nothing"
        raise AssertionError(f"{what} does not offer {wanted!r}; it offers {shown}")
    return options[found]


def value_for(field: Field, value: Any, wire: Wire, ask: Ask) -> Json:
    """The element's state for what a test wrote; None empties it. Raises AssertionError.

    Texts as they are; a choice by its text; several as a list; people by handle, channels by
    `#name`; dates as `date`, `time`, `datetime` or their ISO text; an external select by what is
    typed, which must be part of the option's text.
    """
    kind = field.kind
    place = place_of(kind)
    if kind == "file_input":
        raise AssertionError(f"{field.label!r} wants a file, which the driver cannot give")
    several = kind.startswith("multi_") or kind == "checkboxes"
    if several:
        items = [] if value is None else [value] if isinstance(value, str) else list(value)
        return {place: [_one(field, item, wire, ask) for item in items]}
    if value is None:
        return {place: None}
    return {place: _one(field, value, wire, ask)}


def _one(field: Field, value: Any, wire: Wire, ask: Ask) -> Any:
    kind = field.kind.removeprefix("multi_")
    if kind in ("static_select", "radio_buttons", "checkboxes", "overflow"):
        return choose(str(value), options_of(field.element), repr(field.label))
    if kind == "external_select":
        return _typed_ahead(field, str(value), ask)
    if kind == "users_select":
        return wire.user(str(value))
    if kind in ("conversations_select", "channels_select"):
        return wire.channel(str(value))
    if kind == "rich_text_input":
        text = {"type": "text", "text": str(value)}
        section = {"type": "rich_text_section", "elements": [text]}
        return {"type": "rich_text", "elements": [section]}
    if kind == "datetimepicker":
        return int(value.timestamp()) if isinstance(value, datetime) else int(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    return str(value)


def _typed_ahead(field: Field, query: str, ask: Ask) -> Json:
    least = field.element.get("min_query_length", DEFAULT_QUERY_LENGTH)
    if len(query) < least:
        raise AssertionError(f"{field.label!r} offers nothing before {least} characters are typed")
    return choose(query, ask(query), f"{field.label!r}, asked for {query!r},")


def shown(field: Field, state: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What stands in the element now, as a person reads it; several are joined by commas."""
    value = state.get(place_of(field.kind))
    items = value if isinstance(value, list) else [] if value is None else [value]
    return ", ".join(_item(item, names) for item in items)


def _item(item: Any, names: Mapping[str, str]) -> str:
    if isinstance(item, dict):
        if item.get("type") == "rich_text":
            return visible_text([item], names)
        return option_text(item)
    return names.get(str(item), str(item))
