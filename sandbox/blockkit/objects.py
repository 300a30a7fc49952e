"""The schemas of composition objects: texts, options, confirm dialogs and others.

The limits are those of docs.slack.dev, "Composition objects". Of two dicts in `Object(...)`, the
first has the required keys and the second the optional ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.schema import (
    Boolean,
    ListOf,
    Literals,
    Number,
    Object,
    Schema,
    TaggedUnion,
    Text,
    exactly_one_of,
)

LINK = r"[A-Za-z][A-Za-z0-9+.-]*:\S+"
WEB_LINK = r"https?://\S+"
USER_ID = r"[UW][A-Z0-9]{2,}"
CHANNEL_ID = r"[CG][A-Z0-9]{2,}"
CONVERSATION_ID = r"[CGDUW][A-Z0-9]{2,}"

ACTION_ID = Text(255)
BLOCK_ID = Text(255)
ALT_TEXT = Text(2000)
URL = Text(3000, pattern=LINK, expected="a valid URL")
IMAGE_URL = Text(3000, pattern=WEB_LINK, expected="a valid http(s) URL")


def slack_id(pattern: str) -> Text:
    """An id of Slack's, such as one that matches `USER_ID`."""
    return Text(255, pattern=pattern, expected="a valid ID")


def plain_text(maximum: int = 3000) -> TaggedUnion:
    """A plain_text object. It has no key `verbatim`, which is for mrkdwn."""
    return TaggedUnion({"plain_text": Object({"text": Text(maximum)}, {"emoji": Boolean()})})


def any_text(maximum: int = 3000) -> TaggedUnion:
    """A plain_text or mrkdwn object. The key `emoji` is for plain_text, `verbatim` for mrkdwn."""
    mrkdwn = Object({"text": Text(maximum)}, {"verbatim": Boolean()})
    return TaggedUnion({**plain_text(maximum).schemas, "mrkdwn": mrkdwn})


PLACEHOLDER = plain_text(150)

CONFIRM = Object(
    {
        "title": plain_text(100),
        "text": any_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    {"style": Literals(("primary", "danger"))},
)
"""Slack's table says plain_text for `text`, but its example uses mrkdwn, so both are accepted."""

_OPTION_VALUE = Text(150)
OPTION = Object({"text": plain_text(75), "value": _OPTION_VALUE}, {"description": plain_text(75)})
"""An option of a select menu: 75 characters for text and description, 150 for the value."""
MRKDWN_OPTION = Object(
    {"text": any_text(75), "value": _OPTION_VALUE}, {"description": any_text(75)}
)
"""An option of radio buttons or checkboxes, whose texts may be mrkdwn."""
OVERFLOW_OPTION = Object(
    {"text": plain_text(75), "value": _OPTION_VALUE}, {"description": plain_text(75), "url": URL}
)
"""An entry of an overflow menu, which may open a link."""


def _check_unique_values(value: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
    """Finds values that are used twice. Slack asks for "a unique string value"."""
    seen: set[str] = set()
    for option in list_options(value):
        if option["value"] in seen:
            yield f"{pointer}/options", f"option values must be unique: {option['value']}"
        seen.add(option["value"])


def _check_initial_options(value: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
    offered = [_comparable(option) for option in list_options(value)]
    initial = value.get("initial_option")
    if initial is not None and _comparable(initial) not in offered:
        yield f"{pointer}/initial_option", "must exactly match one of the options"
    for index, option in enumerate(value.get("initial_options", [])):
        if _comparable(option) not in offered:
            yield f"{pointer}/initial_options/{index}", "must exactly match one of the options"


def _comparable(option: Mapping[str, Any]) -> object:
    """What must be equal in two options. It leaves out the `emoji` flags, which Slack fills in."""
    text, description = dict(option["text"]), dict(option.get("description") or {})
    text.pop("emoji", None)
    description.pop("emoji", None)
    return text, option["value"], description


def list_options(element: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All options of an element, including those in groups."""
    found = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        found.extend(group.get("options") or [])
    return found


# The rules of every element with options, and those of a select menu, which may have groups.
CHOICE_RULES = (_check_unique_values, _check_initial_options)
GROUP = Object({"label": plain_text(75), "options": ListOf(OPTION, 100)})
MENU_OPTIONS: Mapping[str, Schema] = {
    "options": ListOf(OPTION, 100),
    "option_groups": ListOf(GROUP, 100),
}
MENU_RULES = (exactly_one_of("options", "option_groups"), *CHOICE_RULES)

SLACK_FILE = Object(
    optional={"id": Text(255), "url": Text(3000, pattern=WEB_LINK, expected="a valid URL")},
    rules=(exactly_one_of("id", "url"),),
)

DISPATCH_CONFIG = Object(
    {"trigger_actions_on": ListOf(Literals(("on_enter_pressed", "on_character_entered")), 2)}
)


def _check_has_filter(value: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
    if not set(value) - {"type"}:
        yield pointer, "must provide at least one filter"


CONVERSATION_FILTER = Object(
    optional={
        "include": ListOf(Literals(("im", "mpim", "private", "public")), 4),
        "exclude_external_shared_channels": Boolean(),
        "exclude_bot_users": Boolean(),
    },
    rules=(_check_has_filter,),
)

WORKFLOW = Object(
    {
        "trigger": Object(
            {"url": URL},
            {
                "customizable_input_parameters": ListOf(
                    Object({"name": Text(255), "value": Text(3000, minimum=0)}), minimum=0
                )
            },
        )
    }
)

POSITIVE_INTEGER = Number(1)
