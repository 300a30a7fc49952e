"""Whatever people type, Slack accepts our payloads, and nothing is live but our own markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from sandbox.blockkit import (
    check_message,
    check_view,
    find_active_markup,
    find_broken_escapes,
    visible_text,
)
from services.advocate_pages import SHOWN
from tests.views.catalogue import CATALOGUE, sent
from tests.views.samples import FAMILY, HOSTILE, IDS, PROFILE, SAMPLES, Sample
from views import openings, refer
from views.block_kit import Block

MESSAGE_TEXT_MAX = 13_200  # characters of block text; Slack refuses more (msg_blocks_too_long)
every_payload = pytest.mark.parametrize("name", CATALOGUE)

MAIL = r"<mailto:[\w.@%-]+\?[^|<>]*\|Open it (in your|as a) mail>"  # all of it encoded
OURS = re.compile(rf"<[@#]({'|'.join(IDS)})>|<{re.escape(PROFILE)}\|profile>|{MAIL}")


@every_payload
def test_slack_accepts_the_payload(name: str) -> None:
    for sample, payload in _all(name):
        problems = check_view(payload) if "type" in payload else check_message(payload)
        assert problems == [], sample.name


@every_payload
def test_only_our_own_markup_is_live(name: str) -> None:
    for sample, payload in _all(name):
        live = [found for found in find_active_markup(payload) if not OURS.fullmatch(found)]
        assert live == [], sample.name
        assert all(text["verbatim"] for text in _mrkdwn(payload)), sample.name


@every_payload
def test_no_grapheme_or_escape_is_cut(name: str) -> None:
    for sample, payload in _all(name):
        assert find_broken_escapes(payload) == [], sample.name
    rest = "".join(_strings(sent(CATALOGUE[name](SAMPLES["families"])))).replace(FAMILY, "")
    assert [part for part in FAMILY if part in rest] == []


@every_payload
def test_a_message_stays_below_the_limit_of_block_text(name: str) -> None:
    for sample, payload in _all(name):
        if "type" not in payload:
            length = sum(len(text) for text in _strings(payload["blocks"]))
            assert length < MESSAGE_TEXT_MAX, sample.name
            assert len(payload["text"]) <= 3000, sample.name


@every_payload
def test_what_was_typed_is_readable(name: str) -> None:
    """A field that is shown is readable in full, including marks and angle brackets."""
    for number in range(len(HOSTILE)):
        sample = SAMPLES[f"hostile_{number}"]
        payload = sent(CATALOGUE[name](sample))
        notification = payload.get("text", "") if "type" not in payload else ""
        for seen in (visible_text(payload), html.unescape(notification)):
            flat = _flat(seen)
            for field in set(re.findall(r"Q(\w+)Q", flat)):
                assert _flat(sample.words(field)) in flat, (sample.name, field)


def test_a_select_of_5000_openings_has_100_options() -> None:
    for sample in (SAMPLES["empty"], SAMPLES["longest"], SAMPLES["families"]):
        choices = refer.opening_options(sample.openings(5000), general=True)
        assert len(choices) == 100
        element = {"type": "static_select", "action_id": "a", "options": choices}
        home = {"type": "home", "blocks": [{"type": "actions", "elements": [element]}]}
        assert check_view(home) == [], sample.name
        assert choices[-1]["value"] == refer.GENERAL_REFERRAL


def test_a_list_of_5000_openings_shows_ten_and_mentions_the_others() -> None:
    said = openings.open_roles_message(
        SAMPLES["longest"].openings(5000), "", more=True, may_refer=True
    )
    assert len([b for b in said.blocks if "accessory" in b]) == openings.MAX_ROLES_SHOWN == SHOWN
    assert "There are more" in visible_text({"text": said.text, "blocks": said.blocks})


@cache
def _all(name: str) -> list[tuple[Sample, Block]]:
    return [(sample, sent(CATALOGUE[name](sample))) for sample in SAMPLES.values()]


def _mrkdwn(value: Any) -> Iterator[Block]:
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value
        for item in value.values():
            yield from _mrkdwn(item)
    elif isinstance(value, list):
        for item in value:
            yield from _mrkdwn(item)


def _strings(value: Any) -> Iterator[str]:
    """Every text that Slack counts: no ids, values or other keys."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("text", "initial_value") and isinstance(item, str):
                yield item
            else:
                yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _flat(text: str) -> str:
    """Without what no reader sees: soft hyphens, direction marks, the kind of white space."""
    return " ".join(re.sub("[\u00ad\u202a-\u202e\u2066-\u2069]", "", text).split())
