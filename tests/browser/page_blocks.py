"""The views and messages of the demo app, with every kind of block and element."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]
ANY_ACTION = re.compile(".*")
PLANTS = ["Aloe", "Basil", "Cactus", "Fern", "Ficus", "Ivy", "Monstera", "Orchid"]
CONFIRM: Json = {
    "title": {"type": "plain_text", "text": "Throw it away?"},
    "text": {"type": "mrkdwn", "text": "The fern *will not* come back."},
    "confirm": {"type": "plain_text", "text": "Throw away"},
    "deny": {"type": "plain_text", "text": "Keep"},
    "style": "danger",
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str | None = None, description: str | None = None) -> Json:
    made: Json = {"text": plain(text), "value": value or text.lower()}
    if description:
        made["description"] = plain(description)
    return made


def plants(query: str) -> list[Json]:
    return [option(p) for p in PLANTS if query.lower() in p.lower()]


def button(text: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def field(label: str, action_id: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": action_id,
        "label": plain(label),
        "element": {**element, "action_id": action_id},
        **more,
    }


def modal(callback_id: str, title: str, blocks: list[Json], submit: str | None = "Save") -> Json:
    view: Json = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title),
        "close": plain("Cancel"),
        "blocks": blocks,
    }
    if submit:
        view["submit"] = plain(submit)
    return view


def form(name: str = "") -> Json:
    text: Json = {"type": "plain_text_input", "placeholder": plain("What do you call it?")}
    if name:
        text["initial_value"] = name
    external = {"type": "external_select", "placeholder": plain("Search"), "min_query_length": 1}
    many = {"type": "plain_text_input", "multiline": True}
    return modal(
        "form",
        "Water a plant",
        [
            {"type": "section", "text": mrkdwn("Every plant has *one* person who looks after it.")},
            field("Plant", "plant", external),
            field("Name", "name", text, hint=plain("It may be anything kind.")),
            field("E-mail of its person", "email", {"type": "email_text_input"}, optional=True),
            field("Notes", "notes", many, optional=True),
        ],
    )


def kinds() -> Json:
    three = [option("Sun"), option("Shade", description="Away from the window"), option("Dark")]
    grouped = {"option_groups": [{"label": plain("Light"), "options": three}]}
    return modal(
        "kinds",
        "Every element",
        [
            field("Place", "static", {"type": "static_select", **grouped}),
            field("Places", "multi", {"type": "multi_static_select", "options": three}),
            field("Person", "person", {"type": "users_select"}),
            field("People", "people", {"type": "multi_users_select"}),
            field("Channel", "channel", {"type": "channels_select"}),
            field("Conversation", "talk", {"type": "conversations_select"}, optional=True),
            field("Needs", "needs", {"type": "checkboxes", "options": three}),
            field("Pot", "pot", {"type": "radio_buttons", "options": three}),
            field("Bought on", "day", {"type": "datepicker"}),
            field("Water at", "hour", {"type": "timepicker"}),
            field("Repot", "moment", {"type": "datetimepicker"}),
            field("Leaves", "leaves", {"type": "number_input", "is_decimal_allowed": False}),
            field("Link", "link", {"type": "url_text_input"}, optional=True),
            field("Story", "story", {"type": "rich_text_input"}, optional=True),
        ],
    )


def first() -> Json:
    push = {"type": "actions", "elements": [button("Go deeper", "push")]}
    return modal("first", "First", [{"type": "section", "text": mrkdwn("One")}, push], None)


def second() -> Json:
    return modal("second", "Second", [{"type": "section", "text": mrkdwn("Two")}], None)


def watered(user: str) -> list[Json]:
    return [{"type": "section", "text": mrkdwn(f"Watered by <@{user}>. Thank you.")}]


def home(state: str) -> Json:
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("Your plants")},
            {
                "type": "section",
                "text": mrkdwn(f"*Fern* by the door\n{state}"),
                "accessory": button("Water now", "home_button", style="primary"),
            },
            {"type": "divider"},
            {"type": "context", "elements": [mrkdwn("Two plants, one of them thirsty.")]},
        ],
    }


def showcase() -> Json:
    text = (
        "*Fern* for <!date^1767600000^{date_short} at {time}|a day in January>, "
        "a &lt;b&gt;tag&lt;/b&gt;, ~old~ _new_ and `code`"
    )
    overflow = {
        "type": "overflow",
        "action_id": "more",
        "options": [option("Move", "move"), option("Sell", "sell")],
    }
    select = {
        "type": "static_select",
        "action_id": "where",
        "placeholder": plain("Move to"),
        "options": [option("Hall"), option("Roof")],
    }
    rows = [["Plant", "Litres"], ["Fern", "2"], ["Cactus", "0.1"]]
    table = [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]
    return {
        "text": "A plant is thirsty",
        "blocks": [
            {"type": "header", "text": plain("A plant is thirsty")},
            {"type": "section", "text": mrkdwn(text), "accessory": overflow},
            {"type": "section", "fields": [mrkdwn("*Where*\nHall"), mrkdwn("*Since*\nMonday")]},
            {
                "type": "actions",
                "block_id": "act",
                "elements": [
                    button("I do it", "done", style="primary", value="fern"),
                    button("Throw away", "throw", style="danger", confirm=CONFIRM),
                    button("Later", "later"),
                    select,
                ],
            },
            rich(),
            {"type": "table", "column_settings": [{}, {"align": "right"}], "rows": table},
            {"type": "context", "elements": [mrkdwn("You asked for this. <https://a.test|Why>")]},
        ],
        "attachments": [{"color": "#2eb67d", "blocks": [{"type": "section", "text": plain("Ok")}]}],
    }


def rich() -> Json:
    def line(text: str, **more: Any) -> Json:
        return {"type": "rich_text_section", "elements": [{"type": "text", "text": text, **more}]}

    return {
        "type": "rich_text",
        "elements": [
            line("How to water it", style={"bold": True}),
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [line("Fill the can"), line("Pour slowly")],
            },
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Green is slow"}]},
        ],
    }
