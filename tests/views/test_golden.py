"""Compares the text of each message and view, as a person reads it, with a golden file.

`pytest tests/views --update-golden` writes the files anew; read the difference then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.blockkit import visible_text
from tests.views.catalogue import CATALOGUE, to_slack_payload
from tests.views.samples import PEOPLE, SAMPLES
from views.block_kit import Block

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_view_reads_as_its_golden_file(name: str, update_golden: bool) -> None:
    file = GOLDEN / f"{_file(name)}.txt"
    text = read_payload(to_slack_payload(CATALOGUE[name](SAMPLES["normal"])))
    if update_golden:
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_view() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(map(_file, CATALOGUE))


def _file(name: str) -> str:
    return re.sub(r"[^a-z_.]+", "-", name)


def read_payload(payload: Block) -> str:
    """The visible text, block by block; buttons, menus and selects in brackets."""
    lines = []
    if payload.get("type") == "modal":
        lines.append(f"# {payload['title']['text']}")
    if payload.get("text"):
        lines.append(f"(notification) {visible_text({'text': payload['text']}, PEOPLE)}")
    lines += map(_read_block, payload["blocks"])
    if payload.get("type") == "modal":
        ends = [payload[key]["text"] for key in ("close", "submit") if key in payload]
        lines.append(" ".join(f"[{end}]" for end in ends))
    return "\n".join(line for line in lines if line) + "\n"


def _read_block(block: Block) -> str:
    if block["type"] == "actions":
        return " ".join(map(_read_element, block["elements"]))
    text = visible_text([{**block, "accessory": None}], PEOPLE)
    if block["type"] == "rich_text":
        text = "\n".join(f"> {line}" for line in text.splitlines())
    if block["type"] == "context":
        text = f"({text})"
    for element in _interactive_elements(block):
        text += "\n    " + _read_element(element)
    return text


def _interactive_elements(block: Block) -> Iterator[Any]:
    if block.get("accessory"):
        yield block["accessory"]
    if block.get("element", {}).get("type") == "static_select":
        yield block["element"]


def _read_element(element: Block) -> str:
    if element["type"] == "button":
        star = "*" if element.get("style") == "primary" else ""
        return f"[{element['text']['text']}{star}]"
    if "options" not in element:  # a field, or a select of which Slack or Vouch has the options
        chosen = element.get("initial_option", {}).get("text") or element["placeholder"]
        shown = element.get("initial_value") or element.get("initial_user") or chosen["text"]
        return f"[{shown}]"
    return "[… " + " | ".join(each["text"]["text"] for each in element["options"]) + "]"
