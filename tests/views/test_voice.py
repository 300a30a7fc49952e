"""Messages are short, have one primary button, and avoid hurry, blame and exclamation marks."""

from __future__ import annotations

import re

import pytest

from sandbox.blockkit import visible_text
from tests.views.catalogue import CATALOGUE, to_slack_payload
from tests.views.samples import SAMPLES

# A card quotes the advocates, and a list or a table is as long as its contents.
LONG = (
    *(
        "desk.card.manager_card",
        "desk.card.referral_card",
        "desk.card.second_vouch_card",
        "desk.digest.manager_digest_message",
        "figures.charts.figures_message",
        "manager_word.manager_word_message",
        *("nudges.message.nudge_message digest", "nudges.message.nudge_message only digest"),
        "openings.open_roles_message",
        "pauses.all_roles_message",
        "privacy.privacy_message",
        "referrals.own_referrals_message",
        "search.search_results_message",
    ),
    "help.help_message",
)
# A hire is the one occasion for an exclamation mark.
HIRED = (
    *("referrals.stage_changed_message hired", "outcome_notes.note_form hired"),
    *("congratulations.congratulation", "congratulations.asked_message"),
)
NEVER = ("just", "please note", "successfully", "error", "invalid", "oops", "sorry", "reminder")


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_view_has_the_voice(name: str) -> None:
    payload = to_slack_payload(CATALOGUE[name](SAMPLES["normal"]))
    read = visible_text(payload)
    hired = name.startswith(HIRED)
    assert ("!" in re.sub("@!", "", read)) is hired
    assert [word for word in NEVER if re.search(rf"\b{word}\b", read.lower())] == []
    for block in payload["blocks"]:
        if block["type"] == "actions":
            pressed = [each for each in block["elements"] if each["type"] == "button"]
            assert len(pressed) <= 3
            assert len([each for each in pressed if "style" in each]) <= 1
    if "type" not in payload and not name.startswith(LONG):
        last = payload["blocks"][-2:]  # the small print, with its button under a nudge
        assert len(read.splitlines()) <= 8 + sum(len(each.get("elements", [])) for each in last)
