"""Composition objects: texts, options, confirm dialogs and the rest that elements are made of.

Numbers: docs.slack.dev, "Composition objects".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.schema import Among, Flag, ListOf, Number, Obj, Shape, Tagged, Text, one_of

LINK = r"[A-Za-z][A-Za-z0-9+.-]*:\S+"
WEB_LINK = r"https?://\S+"
USER_ID = r"[UW][A-Z0-9]{2,}"
CHANNEL_ID = r"[CG][A-Z0-9]{2,}"
CONVERSATION_ID = r"[CGDUW][A-Z0-9]{2,}"

ACTION_ID = Text(255)
BLOCK_ID = Text(255)
ALT_TEXT = Text(2000)
URL = Text(3000, pattern=LINK, what="a valid URL")
IMAGE_URL = Text(3000, pattern=WEB_LINK, what="a valid http(s) URL")


def plain(most: int = 3000) -> Tagged:
    """A plain_text object; `verbatim` belongs to mrkdwn only."""
    return Tagged({"plain_text": Obj({"text": Text(most)}, {"emoji": Flag()})})


def any_text(most: int = 3000) -> Tagged:
    """plain_text or mrkdwn; `emoji` belongs to plain_text only."""
    mrkdwn = Obj({"text": Text(most)}, {"verbatim": Flag()})
    return Tagged({**plain(most).shapes, "mrkdwn": mrkdwn})


PLACEHOLDER = plain(150)

CONFIRM = Obj(
    {"title": plain(100), "text": any_text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": Among(("primary", "danger"))},
)
"""The table says plain_text for `text`, the example there uses mrkdwn: both are let through."""

_OPTION_VALUE = Text(150)
OPTION = Obj({"text": plain(75), "value": _OPTION_VALUE}, {"description": plain(75)})
"""In select menus. The page of options says 75 characters for text and description, 150 for the
value."""
MARKED_OPTION = Obj({"text": any_text(75), "value": _OPTION_VALUE}, {"description": any_text(75)})
"""In radio buttons and checkboxes, which may be mrkdwn."""
OVERFLOW_OPTION = Obj(
    {"text": plain(75), "value": _OPTION_VALUE}, {"description": plain(75), "url": URL}
)


def _no_twins(value: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    """Slack's words: "a unique string value"; a list with twins cannot say which was chosen."""
    seen: set[str] = set()
    for option in options_of(value):
        if option["value"] in seen:
            yield f"{at}/options", f"option values must be unique: {option['value']}"
        seen.add(option["value"])


def _initial_is_an_option(value: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    offered = [_bare(option) for option in options_of(value)]
    initial = value.get("initial_option")
    if initial is not None and _bare(initial) not in offered:
        yield f"{at}/initial_option", "must exactly match one of the options"
    for n, option in enumerate(value.get("initial_options", [])):
        if _bare(option) not in offered:
            yield f"{at}/initial_options/{n}", "must exactly match one of the options"


def _bare(option: Mapping[str, Any]) -> Any:
    """An option without the `emoji` flag, which Slack fills in."""
    text = {key: v for key, v in option["text"].items() if key != "emoji"}
    description = option.get("description") or {}
    return text, option["value"], {k: v for k, v in description.items() if k != "emoji"}


def options_of(element: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All options of an element, those in groups included."""
    found = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        found.extend(group.get("options") or [])
    return found


CHOICE_RULES = (_no_twins, _initial_is_an_option)
GROUP = Obj({"label": plain(75), "options": ListOf(OPTION, 100)})
MENU_OPTIONS: Mapping[str, Shape] = {
    "options": ListOf(OPTION, 100),
    "option_groups": ListOf(GROUP, 100),
}
MENU_RULES = (one_of("options", "option_groups"), *CHOICE_RULES)

SLACK_FILE = Obj(
    optional={"id": Text(255), "url": Text(3000, pattern=WEB_LINK, what="a valid URL")},
    rules=(one_of("id", "url"),),
)

DISPATCH = Obj(
    {"trigger_actions_on": ListOf(Among(("on_enter_pressed", "on_character_entered")), 2)}
)


def _some_filter(value: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    if not set(value) - {"type"}:
        yield at, "must provide at least one filter"


CONVERSATION_FILTER = Obj(
    optional={
        "include": ListOf(Among(("im", "mpim", "private", "public")), 4),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
    rules=(_some_filter,),
)

WORKFLOW = Obj(
    {
        "trigger": Obj(
            {"url": URL},
            {
                "customizable_input_parameters": ListOf(
                    Obj({"name": Text(255), "value": Text(3000, 0)}), None, 0
                )
            },
        )
    }
)

POSITIVE = Number(1)
