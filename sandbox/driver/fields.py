"""How the driver finds an element by the name that a person sees, and sets its value.

`Field` is one element with the block around it. `element_value` turns the value that a test passes
into the element's state, and `displayed_value` turns the state back into text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sandbox.blockkit.elements import STATEFUL
from sandbox.blockkit.objects import options_of
from sandbox.blockkit.reading import strip_markup, visible_text
from sandbox.blockkit.state import state_key
from sandbox.blockkit.walk import blocks_in, elements_in
from sandbox.driver.client import PeopleClient, index_of_text, normalize_text

Json = dict[str, Any]
OptionLoader = Callable[[str], list[Json]]
"""Requests the options of an external select from the app, for the text typed so far."""

DEFAULT_QUERY_LENGTH = 3
"""Slack's `min_query_length` for an external select that does not set it."""


@dataclass(frozen=True, slots=True)
class Field:
    """An element and the block that contains it."""

    block: Json
    element: Json

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    @property
    def ids(self) -> tuple[str, str]:
        """The block_id and the action_id."""
        return str(self.block.get("block_id")), str(self.element.get("action_id"))

    @property
    def is_input(self) -> bool:
        return self.block.get("type") == "input"

    @property
    def dispatches_changes(self) -> bool:
        """Return True if a change of the element is sent to the app at once."""
        return not self.is_input or bool(self.block.get("dispatch_action"))

    @property
    def label(self) -> str:
        """The name that a person sees.

        It is the input's label, else the section's text, else the caption, else the action_id.
        """
        for key in ("label", "text"):
            if isinstance(self.block.get(key), dict):
                return normalize_text(strip_markup(str(self.block[key].get("text", ""))))
        return self.caption or self.ids[1]

    @property
    def caption(self) -> str:
        """The text on the element itself: a button's text or a menu's placeholder."""
        for key in ("text", "placeholder"):
            if isinstance(self.element.get(key), dict):
                return normalize_text(str(self.element[key].get("text", "")))
        return ""

    @property
    def names(self) -> list[str]:
        """Every name by which a test may find the element, in the order of `find_field`."""
        return [self.label, self.caption, *self.ids]

    def options(self) -> list[str]:
        return [option_text(option) for option in options_of(self.element)]


def fields_in(payload: Mapping[str, Any]) -> list[Field]:
    """Every interactive element (one with an action_id) of a view or message, in reading order."""
    return [
        Field(block, element)
        for _, block in blocks_in(dict(payload))
        for _, element in elements_in(block)
        if "action_id" in element
    ]


def stateful_fields(fields: Iterable[Field]) -> list[Field]:
    return [field for field in fields if field.kind in STATEFUL]


def button_fields(fields: Iterable[Field]) -> list[Field]:
    return [field for field in fields if field.kind in ("button", "icon_button")]


def find_field(wanted: str, fields: list[Field]) -> Field | None:
    """The field that a test means by `wanted`, or None.

    The label is compared first, then the caption, then block_id and action_id. A text that is
    equal wins over one that only contains `wanted`.
    """
    wanted_text = normalize_text(wanted).casefold()
    # One tuple for each kind of name, with the names of that kind in the order of the fields.
    names_by_kind = list(zip(*(field.names for field in fields), strict=True))
    for names in names_by_kind:
        for n, name in enumerate(names):
            if name.casefold() == wanted_text:
                return fields[n]
    for names in names_by_kind[:2]:  # labels and captions; a part of an id is not enough
        index = index_of_text(wanted, list(names))
        if index is not None:
            return fields[index]
    return None


def option_text(option: Mapping[str, Any]) -> str:
    text = option.get("text") or {}
    words = str(text.get("text", ""))
    return strip_markup(words) if text.get("type") == "mrkdwn" else words


def find_option(wanted: str, options: list[Json], subject: str) -> Json:
    """The option whose text equals `wanted`, else contains it, else whose value equals it.

    Raises AssertionError if there is none. `subject` is the subject of the failure message.
    """
    index = index_of_text(wanted, [option_text(option) for option in options])
    if index is None:
        index = next((n for n, o in enumerate(options) if o.get("value") == wanted), None)
    if index is None:
        shown = ", ".join(repr(option_text(option)) for option in options) or "nothing"
        raise AssertionError(f"{subject} does not offer {wanted!r}; it offers {shown}")
    return options[index]


def element_value(
    field: Field, value: Any, client: PeopleClient, load_options: OptionLoader
) -> Json:
    """The element's new state for the value that a test passes.

    A text field takes a text, a menu the text of an option, and an element with several values a
    list. People are given by handle and channels by `#name`; dates as `date` or `time` or as their
    ISO text. A datetimepicker takes a `datetime`, its ISO text (both with a UTC offset) or Unix
    time in seconds. An external select takes the text to type, which must be part of the text of
    the option. None empties the element.

    Raises AssertionError for an option, person or channel that does not exist,
    for a moment without a UTC offset, and for a text that is too short for an external select.
    Raises ValueError for a text that is not a date and time.
    """
    kind = field.kind
    key = state_key(kind)
    is_multiple = kind.startswith("multi_") or kind == "checkboxes"
    if is_multiple:
        items = [value] if isinstance(value, str) else list(value or [])
        return {key: [_single_value(field, item, client, load_options) for item in items]}
    if value is None:
        return {key: None}
    return {key: _single_value(field, value, client, load_options)}


def _single_value(
    field: Field, value: Any, client: PeopleClient, load_options: OptionLoader
) -> Any:
    kind = field.kind.removeprefix("multi_")
    if kind in ("static_select", "radio_buttons", "checkboxes", "overflow"):
        return find_option(str(value), options_of(field.element), repr(field.label))
    if kind == "external_select":
        return _option_by_query(field, str(value), load_options)
    if kind == "users_select":
        return client.user_id(str(value))
    if kind in ("conversations_select", "channels_select"):
        return client.channel_id(str(value))
    if kind == "rich_text_input":
        text = {"type": "text", "text": str(value)}
        section = {"type": "rich_text_section", "elements": [text]}
        return {"type": "rich_text", "elements": [section]}
    if kind == "datetimepicker":
        return _unix_time(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    return str(value)


def _unix_time(value: Any) -> int:
    if isinstance(value, str) and not value.isdigit():
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return int(value)
    if value.tzinfo is None:
        raise AssertionError(f"{value.isoformat()} has no UTC offset")
    return int(value.timestamp())


def _option_by_query(field: Field, query: str, load_options: OptionLoader) -> Json:
    minimum = field.element.get("min_query_length", DEFAULT_QUERY_LENGTH)
    if len(query) < minimum:
        raise AssertionError(
            f"{field.label!r} offers nothing before {minimum} characters are typed"
        )
    return find_option(query, load_options(query), f"{field.label!r}, asked for {query!r},")


def displayed_value(field: Field, state: Mapping[str, Any], names_by_id: Mapping[str, str]) -> str:
    """The element's present value as a person reads it; several values are joined by commas.

    `names_by_id` has the names of the users and channels that a value may refer to.
    """
    value = state.get(state_key(field.kind))
    if value is None:
        return ""
    items = value if isinstance(value, list) else [value]
    return ", ".join(_item_text(item, names_by_id) for item in items)


def _item_text(item: Any, names_by_id: Mapping[str, str]) -> str:
    if isinstance(item, dict):
        if item.get("type") == "rich_text":
            return visible_text([item], names_by_id)
        if "url_private" in item:
            return str(item["name"])
        return option_text(item)
    return names_by_id.get(str(item), str(item))
