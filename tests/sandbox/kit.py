"""Builders of short Block Kit payloads. Each takes extra keys (`**more`) that may be invalid."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

X = "x"
"""One character, which the tests repeat to reach a length."""
LINK = "https://acme.test/"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn("hello"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Go"), **more}


def input_block(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Say"), "element": element, **more}


def text_input(**more: Any) -> Json:
    return {"type": "plain_text_input", **more}


def option(value: str = "a", **more: Any) -> Json:
    return {"text": plain("A"), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(f"v{n}") for n in range(count)]


def menu(**more: Any) -> Json:
    return {"type": "static_select", "options": options(2), **more}


def button_with_confirm(**more: Any) -> Json:
    texts = {"title": plain("a"), "text": plain("b"), "confirm": plain("c"), "deny": plain("d")}
    return button(confirm={**texts, **more})


def table(rows: int, columns: int, text: str = "x") -> Json:
    row = [{"type": "raw_text", "text": text}] * columns
    return {"type": "table", "rows": [row] * rows}


def rich_text(*leaves: Json) -> Json:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(leaves)}],
    }


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "title": plain("T"),
        "submit": plain("S"),
        "blocks": list(blocks) or [section()],
        **more,
    }


def joined_problems(problems: list[Any]) -> str:
    return "; ".join(f"{p.error} {p.pointer} {p.message}" for p in problems)
