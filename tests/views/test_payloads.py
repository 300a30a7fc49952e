"""Whatever people type, Slack accepts the payloads, and no markup in typed text takes effect."""

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
from services.advocate_pages import MAX_LISTED
from tests.views.catalogue import CATALOGUE, to_slack_payload
from tests.views.catalogue.attachments import RESUME
from tests.views.samples import FAMILY, HOSTILE, IDS, PROFILE, SAMPLES, Sample
from views import openings, refer
from views.block_kit import Block

MESSAGE_TEXT_MAX = 13_200  # characters of block text; Slack refuses more (msg_blocks_too_long)
every_payload = pytest.mark.parametrize("name", CATALOGUE)

MAILTO_MARKUP = (
    r"<mailto:[\w.@%-]+\?[^|<>]*\|Open it (in your|as a) mail>"  # Typed text in it is URL-encoded.
)
RESUME_MARKUP = rf"<{re.escape(RESUME)}[^|<>]*\|[Ll]ink to a résumé or portfolio>"
OWN_MARKUP = re.compile(
    rf"<[@#]({'|'.join(IDS)})>|<{re.escape(PROFILE)}\|profile>|{MAILTO_MARKUP}|{RESUME_MARKUP}"
)


@every_payload
def test_slack_accepts_the_payload(name: str) -> None:
    for sample, payload in _payloads_of_all_samples(name):
        problems = check_view(payload) if "type" in payload else check_message(payload)
        assert problems == [], sample.name


@every_payload
def test_only_our_own_markup_is_live(name: str) -> None:
    for sample, payload in _payloads_of_all_samples(name):
        live = [found for found in find_active_markup(payload) if not OWN_MARKUP.fullmatch(found)]
        assert live == [], sample.name
        assert all(text["verbatim"] for text in _mrkdwn_texts(payload)), sample.name


@every_payload
def test_no_grapheme_or_escape_is_cut(name: str) -> None:
    for sample, payload in _payloads_of_all_samples(name):
        assert find_broken_escapes(payload) == [], sample.name
    rest = "".join(_counted_texts(to_slack_payload(CATALOGUE[name](SAMPLES["families"])))).replace(
        FAMILY, ""
    )
    assert [part for part in FAMILY if part in rest] == []


@every_payload
def test_a_message_stays_below_the_limit_of_block_text(name: str) -> None:
    for sample, payload in _payloads_of_all_samples(name):
        if "type" not in payload:
            length = sum(len(text) for text in _counted_texts(payload["blocks"]))
            assert length < MESSAGE_TEXT_MAX, sample.name
            assert len(payload["text"]) <= 3000, sample.name


@every_payload
def test_what_was_typed_is_readable(name: str) -> None:
    """A field that is shown is readable in full, including marks and angle brackets."""
    for number in range(len(HOSTILE)):
        sample = SAMPLES[f"hostile_{number}"]
        payload = to_slack_payload(CATALOGUE[name](sample))
        notification = payload.get("text", "") if "type" not in payload else ""
        for seen in (visible_text(payload), html.unescape(notification)):
            flat = _normalize_whitespace(seen)
            for field in set(re.findall(r"Q(\w+)Q", flat)):
                assert _normalize_whitespace(sample.words(field)) in flat, (sample.name, field)


def test_a_select_of_5000_openings_has_at_most_100_options() -> None:
    for sample in (SAMPLES["empty"], SAMPLES["longest"], SAMPLES["families"]):
        choices = refer.opening_options(sample.openings(5000), general=True)
        assert 10 < len(choices) <= 100
        element = {"type": "static_select", "action_id": "a", "options": choices}
        home = {"type": "home", "blocks": [{"type": "actions", "elements": [element]}]}
        assert check_view(home) == [], sample.name
        assert choices[-1]["value"] == refer.GENERAL_REFERRAL


def test_a_list_of_5000_openings_shows_ten_and_mentions_the_others() -> None:
    said = openings.open_roles_message(
        SAMPLES["longest"].openings(5000), "", more=True, may_refer=True
    )
    assert (
        len([b for b in said.blocks if "accessory" in b]) == openings.MAX_ROLES_SHOWN == MAX_LISTED
    )
    assert "There are more" in visible_text({"text": said.text, "blocks": said.blocks})


@cache
def _payloads_of_all_samples(name: str) -> list[tuple[Sample, Block]]:
    return [(sample, to_slack_payload(CATALOGUE[name](sample))) for sample in SAMPLES.values()]


def _mrkdwn_texts(value: Any) -> Iterator[Block]:
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value
        for item in value.values():
            yield from _mrkdwn_texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _mrkdwn_texts(item)


def _counted_texts(value: Any) -> Iterator[str]:
    """The texts that Slack counts for its limit; ids and button values are not counted."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("text", "initial_value") and isinstance(item, str):
                yield item
            else:
                yield from _counted_texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _counted_texts(item)


def _normalize_whitespace(text: str) -> str:
    """Return the text without soft hyphens and direction marks, and with single spaces."""
    return " ".join(re.sub("[\u00ad\u202a-\u202e\u2066-\u2069]", "", text).split())
