"""Recruiters and hiring managers see no detail of a candidate who has not agreed yet."""

from __future__ import annotations

import json

import pytest

from tests.views.catalogue import CATALOGUE, to_slack_payload
from tests.views.samples import SAMPLES

HIDDEN_DESK_VIEWS = [
    name for name in CATALOGUE if "hidden" in name and name.startswith(("desk.", "nudges."))
]
SECRETS = ("Grace", "Hopper", "example.org", "linkedin", "on-call", "Sundays", "2019")


def test_every_view_of_the_desk_that_can_be_hidden_is_checked() -> None:
    kinds = {name.partition(" ")[0] for name in HIDDEN_DESK_VIEWS}
    assert kinds == {
        *(
            "desk.card.manager_card",
            "desk.referral.referral_modal",
            "desk.card.referral_card",
            "desk.card.second_vouch_card",
            "desk.stage_forms.move_form",
            "desk.stage_forms.hand_over_form",
        ),
        "nudges.message.nudge_message",
    }


@pytest.mark.parametrize("name", HIDDEN_DESK_VIEWS)
def test_a_hidden_candidate_is_not_named(name: str) -> None:
    payload_text = json.dumps(
        to_slack_payload(CATALOGUE[name](SAMPLES["normal"])), ensure_ascii=False
    )
    assert [secret for secret in SECRETS if secret in payload_text] == []


def test_a_hidden_candidate_is_not_named_in_app_home() -> None:
    blocks = to_slack_payload(CATALOGUE["home.app_home hidden"](SAMPLES["normal"]))["blocks"]
    payload_text = [json.dumps(block) for block in blocks]
    desk = payload_text.index(
        next(each for each in payload_text if "Waiting for your answer" in each)
    )
    mine = payload_text.index(next(each for each in payload_text if "Your referrals" in each))
    assert mine > desk + 1
    assert [secret for secret in SECRETS if secret in "".join(payload_text[desk:mine])] == []
