"""Block elements, one row each, and where each may sit.

Numbers: docs.slack.dev, "Block elements", a page for each. Multi selects in an actions block: the
pages name section and input only, so they are refused there; date-time pickers in a section: the
page names actions and input only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.objects import (
    ACTION_ID,
    ALT_TEXT,
    CHANNEL_ID,
    CHOICE_RULES,
    CONFIRM,
    CONVERSATION_FILTER,
    CONVERSATION_ID,
    DISPATCH,
    IMAGE_URL,
    MARKED_OPTION,
    MENU_OPTIONS,
    MENU_RULES,
    OPTION,
    OVERFLOW_OPTION,
    PLACEHOLDER,
    POSITIVE,
    SLACK_FILE,
    URL,
    USER_ID,
    WORKFLOW,
    plain,
)
from sandbox.blockkit.rich_text import RICH_TEXT
from sandbox.blockkit.schema import Among, Flag, ListOf, Number, Obj, Shape, Tagged, Text, one_of

_Found = Iterator[tuple[str, str]]
_NUMERAL = r"-?\d+(\.\d+)?"
_DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_STYLE = Among(("primary", "danger"))
_LABEL = Text(75)


def _lengths(value: Mapping[str, Any], at: str) -> _Found:
    least, most = value.get("min_length", 0), value.get("max_length", 3000)
    if least > most:
        yield f"{at}/min_length", "must be no more than max_length"
    initial = value.get("initial_value", "")
    if len(initial) > most:
        yield f"{at}/initial_value", f"must be less than {most + 1} characters"
    if initial and len(initial) < least:
        yield f"{at}/initial_value", f"must be at least {least} characters"


def _range(value: Mapping[str, Any], at: str) -> _Found:
    least, most, initial = (
        float(value[key]) if key in value else None
        for key in ("min_value", "max_value", "initial_value")
    )
    if least is not None and most is not None and least > most:
        yield f"{at}/min_value", "must be no more than max_value"
    if initial is not None and (
        (least is not None and initial < least) or (most is not None and initial > most)
    ):
        yield f"{at}/initial_value", "must be between min_value and max_value"
    for key in ("min_value", "max_value", "initial_value"):
        if not value["is_decimal_allowed"] and "." in value.get(key, ""):
            yield f"{at}/{key}", "must be a whole number"


def _not_more_than_may_be_selected(value: Mapping[str, Any], at: str) -> _Found:
    most = value.get("max_selected_items")
    for key, items in value.items():
        if key.startswith("initial_") and isinstance(items, list) and most and len(items) > most:
            yield f"{at}/{key}", f"no more than {most} items allowed"


def _act(
    required: Mapping[str, Shape] | None = None,
    optional: Mapping[str, Shape] | None = None,
    rules: tuple[Any, ...] = (),
    *,
    confirm: bool = True,
    focus: bool = True,
) -> Obj:
    """An interactive element: the keys that most of them share are added here."""
    keys: dict[str, Shape] = {"action_id": ACTION_ID, **(optional or {})}
    if confirm:
        keys["confirm"] = CONFIRM
    if focus:
        keys["focus_on_load"] = Flag()
    return Obj(required or {}, keys, rules)


def _typed(required: Mapping[str, Shape], optional: Mapping[str, Shape], *rules: Any) -> Obj:
    """An element that is typed into."""
    shared: dict[str, Shape] = {"dispatch_action_config": DISPATCH, "placeholder": PLACEHOLDER}
    return _act(required, {**shared, **optional}, rules, confirm=False)


def _menu(optional: Mapping[str, Shape], *rules: Any) -> Obj:
    return _act({}, {"placeholder": PLACEHOLDER, **optional}, rules)


def _multi(optional: Mapping[str, Shape], *rules: Any) -> Obj:
    shared: dict[str, Shape] = {"placeholder": PLACEHOLDER, "max_selected_items": POSITIVE}
    return _act({}, {**shared, **optional}, (*rules, _not_more_than_may_be_selected))


def _ids(pattern: str, most: int | None = None) -> ListOf:
    return ListOf(Text(255, pattern=pattern, what="a valid ID"), most)


def _id(pattern: str) -> Text:
    return Text(255, pattern=pattern, what="a valid ID")


_FEEDBACK = Obj({"text": plain(75), "value": Text(2000)}, {"accessibility_label": _LABEL})

ELEMENTS = Tagged(
    {
        "button": _act(
            {"text": plain(75)},
            {"url": URL, "value": Text(2000), "style": _STYLE, "accessibility_label": _LABEL},
            focus=False,
        ),
        "checkboxes": _act(
            {"options": ListOf(MARKED_OPTION, 10)},
            {"initial_options": ListOf(MARKED_OPTION, 10)},
            CHOICE_RULES,
        ),
        "radio_buttons": _act(
            {"options": ListOf(MARKED_OPTION, 10)}, {"initial_option": MARKED_OPTION}, CHOICE_RULES
        ),
        # The page says "up to five options"; Slack's older pages asked for two, which is the
        # stricter, but one is in use and accepted.
        "overflow": _act({"options": ListOf(OVERFLOW_OPTION, 5)}, {}, CHOICE_RULES, focus=False),
        "datepicker": _menu({"initial_date": Text(10, pattern=_DATE, what="a date YYYY-MM-DD")}),
        "timepicker": _menu(
            {
                "initial_time": Text(5, pattern=_TIME, what="a time HH:mm"),
                "timezone": Text(255),
            }
        ),
        "datetimepicker": _act({}, {"initial_date_time": Number(10**9, 10**10 - 1)}),
        "plain_text_input": _typed(
            {},
            {
                "initial_value": Text(3000, 0),
                "multiline": Flag(),
                "min_length": Number(0, 3000),
                "max_length": Number(1, 3000),
            },
            _lengths,
        ),
        "email_text_input": _typed({}, {"initial_value": Text(3000, 0)}),
        "url_text_input": _typed({}, {"initial_value": Text(3000, 0)}),
        "number_input": _typed(
            {"is_decimal_allowed": Flag()},
            {
                key: Text(255, pattern=_NUMERAL, what="a number in a string")
                for key in ("initial_value", "min_value", "max_value")
            },
            _range,
        ),
        "rich_text_input": Obj(
            {"action_id": ACTION_ID},
            {
                "initial_value": Tagged({"rich_text": RICH_TEXT}),
                "dispatch_action_config": DISPATCH,
                "focus_on_load": Flag(),
                "placeholder": PLACEHOLDER,
            },
        ),
        "file_input": _act(
            {},
            {"filetypes": ListOf(Text(50)), "max_files": Number(1, 10)},
            confirm=False,
            focus=False,
        ),
        "static_select": _menu({**MENU_OPTIONS, "initial_option": OPTION}, *MENU_RULES),
        "external_select": _menu({"initial_option": OPTION, "min_query_length": Number(0)}),
        "users_select": _menu({"initial_user": _id(USER_ID)}),
        "conversations_select": _menu(
            {
                "initial_conversation": _id(CONVERSATION_ID),
                "default_to_current_conversation": Flag(),
                "response_url_enabled": Flag(),
                "filter": CONVERSATION_FILTER,
            }
        ),
        "channels_select": _menu(
            {"initial_channel": _id(CHANNEL_ID), "response_url_enabled": Flag()}
        ),
        "multi_static_select": _multi(
            {**MENU_OPTIONS, "initial_options": ListOf(OPTION, 100)}, *MENU_RULES
        ),
        "multi_external_select": _multi(
            {"initial_options": ListOf(OPTION, 100), "min_query_length": Number(0)}
        ),
        "multi_users_select": _multi({"initial_users": _ids(USER_ID)}),
        "multi_conversations_select": _multi(
            {
                "initial_conversations": _ids(CONVERSATION_ID),
                "default_to_current_conversation": Flag(),
                "filter": CONVERSATION_FILTER,
            }
        ),
        "multi_channels_select": _multi({"initial_channels": _ids(CHANNEL_ID)}),
        "image": Obj(
            {"alt_text": ALT_TEXT},
            {"image_url": IMAGE_URL, "slack_file": SLACK_FILE},
            (one_of("image_url", "slack_file"),),
        ),
        "workflow_button": _act(
            {"text": plain(75), "workflow": WORKFLOW, "action_id": ACTION_ID},
            {"style": _STYLE, "accessibility_label": _LABEL},
            confirm=False,
            focus=False,
        ),
        "feedback_buttons": _act(
            {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, confirm=False, focus=False
        ),
        "icon_button": _act(
            {"icon": Among(("trash",)), "text": plain(75)},
            {
                "value": Text(2000),
                "accessibility_label": _LABEL,
                "visible_to_user_ids": _ids(USER_ID),
            },
            focus=False,
        ),
    }
)

_CHOOSERS = ("static", "external", "users", "conversations", "channels")
SINGLE_SELECTS = tuple(f"{kind}_select" for kind in _CHOOSERS)
MULTI_SELECTS = tuple(f"multi_{kind}_select" for kind in _CHOOSERS)
_CLICKED = ("button", "workflow_button", "overflow")
_PICKED = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
_WRITTEN = (
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
)

IN_ACTIONS = ELEMENTS.only(*_CLICKED, *_PICKED, "datetimepicker", *SINGLE_SELECTS)
IN_SECTION = ELEMENTS.only(*_CLICKED, *_PICKED, "image", *SINGLE_SELECTS, *MULTI_SELECTS)
IN_INPUT = ELEMENTS.only(*_WRITTEN, *_PICKED, "datetimepicker", *SINGLE_SELECTS, *MULTI_SELECTS)
IN_CONTEXT_ACTIONS = ELEMENTS.only("feedback_buttons", "icon_button")
BUTTON = ELEMENTS.only("button")
IMAGE = ELEMENTS.only("image")
STATEFUL = frozenset((*_PICKED, *_WRITTEN, "datetimepicker", *SINGLE_SELECTS, *MULTI_SELECTS))
"""Elements that have a place in `state.values`."""
