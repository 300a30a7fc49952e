"""Manners of every view of the catalogue: where the cursor is, and buttons that read alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from tests.views.catalogue import CATALOGUE, to_slack_payload
from tests.views.samples import SAMPLES
from views import openings

Json = dict[str, Any]
every_view = pytest.mark.parametrize("name", sorted(CATALOGUE))


def build(name: str, sample: str) -> Json:
    return to_slack_payload(CATALOGUE[name](SAMPLES[sample]))


def buttons_in(payload: Json) -> Iterator[Json]:
    for block in payload.get("blocks", []):
        elements = block.get("elements", []) if block["type"] == "actions" else []
        for element in [*elements, block.get("accessory") or {}]:
            if element.get("type") == "button":
                yield element


@every_view
def test_buttons_that_read_alike_say_what_they_are_about(name: str) -> None:
    for sample in ("normal", "longest"):
        by_label = defaultdict(list)
        for button in buttons_in(build(name, sample)):
            by_label[button["text"]["text"]].append(button.get("accessibility_label"))
        alike = {label: spoken for label, spoken in by_label.items() if len(spoken) > 1}
        # One of them may be the page's own button, which is about the whole page.
        assert all(spoken.count(None) <= 1 for spoken in alike.values()), alike


@every_view
def test_the_cursor_is_in_the_first_empty_field(name: str) -> None:
    payload = build(name, "normal")
    if payload.get("type") != "modal":
        return
    elements = [each["element"] for each in payload["blocks"] if each["type"] == "input"]
    empty = [each for each in elements if not any(key.startswith("initial_") for key in each)]
    focused = [each for each in elements if each.get("focus_on_load")]
    assert focused == empty[:1]


@pytest.mark.parametrize("sample", ["empty", "normal"])
def test_one_button_under_an_announcement_asks_for_a_name(sample: str) -> None:
    page = SAMPLES[sample].announcement()
    labels = [
        each["text"]["text"]
        for each in buttons_in(to_slack_payload(openings.announcement_message(page)))
    ]
    asks = "I know someone" if page.opening.recall_prompts else "Refer someone"
    assert labels == [asks, "Details"]
