"""With the longest texts of any script, every acknowledgement fits in Slack's socket frame."""

from __future__ import annotations

import json
from typing import Final

import pytest

from domain.limits import ACK_BYTES_MAX
from sandbox.delivery.socket_mode import MAX_FRAME_BYTES
from tests.views.catalogue import CATALOGUE, to_slack_payload
from tests.views.samples import Sample
from tests.views.samples.field_values import repeat
from views import refer
from views.block_kit import Block, count_bytes
from views.notice import fit_acknowledgement

REQUEST_KEY = "view:" + "V" * 155
SCRIPTS: Final = {
    "latin": "Wörter über Fähigkeiten ",
    "cyrillic": "Слова о том, что она умеет ",
    "japanese": "彼女ができることについて",
    "emoji": "👩‍👩‍👧‍👦",
}


def frame_size(payload: Block) -> int:
    frame = {"envelope_id": "f" * 36, "payload": payload}
    return len(json.dumps(frame, ensure_ascii=False).encode())


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("name", CATALOGUE)
def test_the_page_after_a_form_fits(name: str, script: str) -> None:
    sample = Sample(script, repeat(SCRIPTS[script]), maximal=True)
    payload = to_slack_payload(CATALOGUE[name](sample))
    if payload.get("type") == "modal":
        view = fit_acknowledgement(payload, REQUEST_KEY)
        assert frame_size({"response_action": "update", "view": view}) <= MAX_FRAME_BYTES
        assert (view is payload) is (count_bytes(payload) <= ACK_BYTES_MAX)


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_options_of_99_openings_fit(script: str) -> None:
    sample = Sample(script, repeat(SCRIPTS[script]), maximal=True)
    options = refer.opening_options(sample.openings(99), general=True)
    assert len(options) > 10
    assert options[-1]["value"] == refer.GENERAL_REFERRAL
    assert frame_size({"options": options}) <= MAX_FRAME_BYTES
