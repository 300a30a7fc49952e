"""Finds an element by the name that a person sees, and converts its value for tests.

The driver, with which tests act as a person in the sandbox, uses this. `Field` is one element with
the block around it. `element_value` turns the value that a test passes into the element's state,
and `displayed_value` turns the state into text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sandbox.blockkit.elements import STATEFUL
from sandbox.blockkit.objects import list_options
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
        """The element's type, such as "static_select"."""
        return str(self.element["type"])

    @property
    def ids(self) -> tuple[str, str]:
        """The block_id and the action_id."""
        return str(self.block.get("block_id")), str(self.element.get("action_id"))

    @property
    def is_input(self) -> bool:
        """Whether the element is in an input block."""
        return self.block.get("type") == "input"

    @property
    def dispatches_changes(self) -> bool:
        """Whether a change of the element is sent to the app at once, not only on submission."""
        return not self.is_input or bool(self.block.get("dispatch_action"))

    @property
    def label(self) -> str:
        """The name that a person sees.

        It is the label of an input block, else the text of a section, else the caption, else the
        action_id.
        """
        for key in ("label", "text"):
            if isinstance(self.block.get(key), dict):
                return normalize_text(strip_markup(str(self.block[key].get("text", ""))))
        return self.caption or self.ids[1]

    @property
    def caption(self) -> str:
        """The text on the element itself: a button's text or a placeholder, or empty."""
        for key in ("text", "placeholder"):
            if isinstance(self.element.get(key), dict):
                return normalize_text(str(self.element[key].get("text", "")))
        return ""

    @property
    def names(self) -> list[str]:
        """Every name by which a test may find the element: label, caption, block_id, action_id."""
        return [self.label, self.caption, *self.ids]

    def options(self) -> list[str]:
        """The texts of the element's options."""
        return [option_text(option) for option in list_options(self.element)]


def fields_in(payload: Mapping[str, Any]) -> list[Field]:
    """Every interactive element (one with an action_id) of a view or message, in reading order."""
    return [
        Field(block, element)
        for _, block in blocks_in(dict(payload))
        for _, element in elements_in(block)
        if "action_id" in element
    ]


def stateful_fields(fields: Iterable[Field]) -> list[Field]:
    """The fields that hold a value, such as inputs and menus; a button does not."""
    return [field for field in fields if field.kind in STATEFUL]


def button_fields(fields: Iterable[Field]) -> list[Field]:
    return [field for field in fields if field.kind in ("button", "icon_button")]


def find_field(wanted: str, fields: list[Field]) -> Field | None:
    """The field that a test means by `wanted`, or None.

    First it looks for a name that equals `wanted`: among the labels, then the captions, block_ids
    and action_ids. Without one, it looks for a label and then a caption that contains `wanted`.
    """
    wanted_text = normalize_text(wanted).casefold()
    # Four tuples: all labels, all captions, all block_ids, all action_ids, in the order of fields.
    names_by_kind = list(zip(*(field.names for field in fields), strict=True))
    for names in names_by_kind:
        for n, name in enumerate(names):
            if name.casefold() == wanted_text:
                return fields[n]
    for names in names_by_kind[:2]:  # labels and captions
        index = index_of_text(wanted, list(names))
        if index is not None:
            return fields[index]
    return None


def option_text(option: Mapping[str, Any]) -> str:
    """The option's text as a person reads it, without markup."""
    text_object = option.get("text") or {}
    text = str(text_object.get("text", ""))
    return strip_markup(text) if text_object.get("type") == "mrkdwn" else text


def find_option(wanted: str, options: list[Json], subject: str) -> Json:
    """The option whose text equals `wanted`, else contains it, else whose value equals it.

    Raises AssertionError if there is none. Its message begins with `subject`.
    """
    index = index_of_text(wanted, [option_text(option) for option in options])
    if index is None:
        values = [option.get("value") for option in options]
        index = values.index(wanted) if wanted in values else None
    if index is None:
        shown = ", ".join(repr(option_text(option)) for option in options) or "nothing"
        raise AssertionError(f"{subject} does not offer {wanted!r}; it offers {shown}")
    return options[index]


def element_value(
    field: Field, value: Any, client: PeopleClient, load_options: OptionLoader
) -> Json:
    """The element's new state for the value that a test passes.

    - A text field takes a text, and a menu the text of an option.
    - An element with several values takes a list of them, or a single text.
    - People are given by handle, and channels by `#name`.
    - A datepicker takes a `date`, and a timepicker a `time`. Both also take the ISO text.
    - A datetimepicker takes a `datetime` or its ISO text, both with a UTC offset, or Unix time in
      seconds.
    - An external select takes the text to type, which must be part of the text of the option.
    - None empties the element.

    Raises AssertionError for an option, person or channel that does not exist, for a `datetime`
    without a UTC offset, and for a text that is too short for an external select. Raises ValueError
    for a text in a datetimepicker that is not a date and time.
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
        return find_option(str(value), list_options(field.element), repr(field.label))
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
    """Unix time in seconds, from such a number, a `datetime` or the ISO text of one."""
    if isinstance(value, str) and not value.isdigit():
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return int(value)
    if value.tzinfo is None:
        raise AssertionError(f"{value.isoformat()} has no UTC offset")
    return int(value.timestamp())


def _option_by_query(field: Field, query: str, load_options: OptionLoader) -> Json:
    """Types `query` into an external select, and chooses the option that it means."""
    minimum = field.element.get("min_query_length", DEFAULT_QUERY_LENGTH)
    if len(query) < minimum:
        raise AssertionError(
            f"{field.label!r} offers nothing before {minimum} characters are typed"
        )
    return find_option(query, load_options(query), f"{field.label!r}, asked for {query!r},")


def displayed_value(field: Field, state: Mapping[str, Any], names_by_id: Mapping[str, str]) -> str:
    """The element's value in `state` as a person reads it. Commas separate several values.

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
        if "url_private" in item:  # a file
            return str(item["name"])
        return option_text(item)
    return names_by_id.get(str(item), str(item))
