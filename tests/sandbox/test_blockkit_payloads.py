"""Rules about whole payloads: views, surfaces, and Slack's error names for messages."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.blockkit import check_message, check_view
from tests.sandbox.kit import (
    X,
    actions,
    input_block,
    joined_problems,
    modal,
    mrkdwn,
    plain,
    rich_text,
    section,
    table,
    text_input,
)

Json = dict[str, Any]

VIEW_LIMITS: list[tuple[str, Json, Json, str]] = [
    ("title", modal(title=plain(X * 24)), modal(title=plain(X * 25)), "/view/title/text"),
    ("submit", modal(submit=plain(X * 24)), modal(submit=plain(X * 25)), "/view/submit/text"),
    ("close", modal(close=plain(X * 24)), modal(close=plain(X * 25)), "/view/close/text"),
    ("callback_id", modal(callback_id=X * 255), modal(callback_id=X * 256), "/view/callback_id"),
    ("metadata", modal(private_metadata=X * 3000), modal(private_metadata=X * 3001), "3001"),
    ("unknown key", modal(notify_on_close=True), modal(id="V1"), "additional property: id"),
    ("submit_disabled", modal(), modal(submit_disabled=True), "property: submit_disabled"),
    ("blocks", modal(*[section()] * 100), modal(*[section()] * 101), "no more than 100"),
    (
        "focus",
        modal(input_block(text_input(focus_on_load=True))),
        modal(*[input_block(text_input(focus_on_load=True))] * 2),
        "only one element can have focus_on_load",
    ),
    (
        "block ids",
        modal(section(block_id="a"), section(block_id="b")),
        modal(*[section(block_id="a")] * 2),
        "block_id a already exists",
    ),
    (
        "answer url",
        modal(input_block({"type": "channels_select", "response_url_enabled": True})),
        modal(actions({"type": "channels_select", "response_url_enabled": True})),
        "only allowed in",
    ),
]


@pytest.mark.parametrize(
    ("valid", "invalid", "message"), [r[1:] for r in VIEW_LIMITS], ids=[r[0] for r in VIEW_LIMITS]
)
def test_a_view_is_valid_at_its_limit_and_refused_beyond(
    valid: Json, invalid: Json, message: str
) -> None:
    assert check_view(valid) == []
    assert message in joined_problems(check_view(invalid))


def without(view: Json, key: str) -> Json:
    return {name: value for name, value in view.items() if name != key}


def test_a_modal_needs_a_title_and_with_inputs_a_submit() -> None:
    assert "required field: title" in joined_problems(check_view(without(modal(), "title")))
    assert check_view(without(modal(section()), "submit")) == []
    assert "required field: submit" in joined_problems(
        check_view(without(modal(input_block(text_input())), "submit"))
    )


def test_a_view_is_at_most_250_kilobytes() -> None:
    texts = [section(text=mrkdwn("é" * 3000)) for _ in range(45)]
    assert [p.error for p in check_view(modal(*texts))] == ["view_too_large"]
    assert check_view(modal(*texts[:40])) == []


SURFACES: list[tuple[Json, str]] = [
    (table(1, 1), "message"),
    ({"type": "markdown", "text": "x"}, "message"),
    ({"type": "alert", "text": plain("x")}, "modal"),
    ({"type": "card", "title": plain("x")}, "message home"),
    ({"type": "plan", "title": "x"}, "message"),
    ({"type": "task_card", "task_id": "1", "title": "x"}, "message"),
    (section(), "message modal home"),
    (input_block(text_input()), "message modal home"),
    (input_block({"type": "file_input"}), "modal"),
    ({"type": "divider"}, "message modal home"),
    (rich_text({"type": "text", "text": "x"}), "message modal home"),
]


@pytest.mark.parametrize(("block", "allowed"), SURFACES, ids=[b["type"] for b, _ in SURFACES])
def test_a_block_is_refused_on_other_surfaces(block: Json, allowed: str) -> None:
    found = {
        "message": check_message({"blocks": [block]}),
        "modal": check_view(modal(block)),
        "home": check_view({"type": "home", "blocks": [block]}),
    }
    assert {surface for surface, problems in found.items() if not problems} == set(allowed.split())


def test_a_home_tab_may_be_empty_and_has_no_title() -> None:
    assert check_view({"type": "home", "blocks": []}) == []
    assert "title" in joined_problems(
        check_view({"type": "home", "title": plain("x"), "blocks": []})
    )


MESSAGES: list[tuple[str, Json, str]] = [
    ("nothing", {}, "no_text"),
    ("empty", {"text": "", "blocks": []}, "no_text"),
    ("long text", {"text": X * 40_001}, "msg_too_long"),
    ("text is a number", {"text": 3}, "invalid_arguments"),
    ("51 blocks", {"blocks": [section()] * 51}, "invalid_blocks"),
    ("bad block", {"blocks": [section(colour=1)]}, "invalid_blocks"),
    ("blocks as text", {"text": "x", "blocks": "[]"}, "invalid_blocks"),
    ("too much in all", {"blocks": [section(text=mrkdwn(X * 2700))] * 5}, "msg_blocks_too_long"),
    ("two tables", {"blocks": [table(1, 1), table(1, 1)]}, "invalid_blocks"),
    ("101 rows", {"blocks": [table(101, 1)]}, "invalid_blocks"),
    ("21 columns", {"blocks": [table(1, 21)]}, "invalid_blocks"),
    ("long table", {"blocks": [table(50, 2, X * 101)]}, "invalid_blocks"),
    ("attachment key", {"attachments": [{"colour": "red"}]}, "invalid_attachments"),
    ("attachment block", {"attachments": [{"blocks": [section(colour=1)]}]}, "invalid_blocks"),
    ("101 attachments", {"attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
    ("metadata", {"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
    (
        "metadata name",
        {"text": "x", "metadata": {"event_type": "a b", "event_payload": {}}},
        "invalid_metadata_format",
    ),
    (
        "metadata size",
        {"text": "x", "metadata": {"event_type": "a", "event_payload": {"x": X * 9000}}},
        "metadata_too_large",
    ),
    ("markdown and text", {"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ("long markdown", {"markdown_text": X * 12_001}, "msg_too_long"),
]


@pytest.mark.parametrize(
    ("payload", "error"), [m[1:] for m in MESSAGES], ids=[m[0] for m in MESSAGES]
)
def test_a_message_that_slack_refuses(payload: Json, error: str) -> None:
    assert error in {problem.error for problem in check_message(payload)}


@pytest.mark.parametrize(
    "payload",
    [
        {"text": X * 40_000},
        {"blocks": [section()] * 50},
        {"text": "x", "blocks": []},
        {"blocks": [section(text=mrkdwn(X * 2600))] * 5},
        {"blocks": [table(99, 10, "x" * 10)]},
        {"text": "x", "metadata": {"event_type": "warning", "event_payload": {"key": "1"}}},
        {"attachments": [{"text": "x", "color": "#ff0000", "blocks": [section()]}]},
        {"markdown_text": X * 12_000},
    ],
)
def test_a_message_that_slack_accepts(payload: Json) -> None:
    assert check_message(payload) == []
