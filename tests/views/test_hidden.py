"""While a candidate has not agreed, those who answer learn that there is somebody, not who."""

from __future__ import annotations

import json

import pytest

from tests.views.catalogue import CATALOGUE, sent
from tests.views.samples import SAMPLES

SEEN_AT_THE_DESK = [
    name for name in CATALOGUE if "hidden" in name and name.startswith(("desk.", "nudges."))
]
SECRETS = ("Grace", "Hopper", "example.org", "linkedin", "on-call", "Sundays", "2019")


def test_every_view_of_the_desk_that_can_be_hidden_is_checked() -> None:
    kinds = {name.partition(" ")[0] for name in SEEN_AT_THE_DESK}
    assert kinds == {
        *(
            "desk.card.referral_card",
            "desk.card.second_vouch_card",
            "desk.stage_forms.move_form",
            "desk.stage_forms.hand_over_form",
        ),
        "nudges.message.nudge_message",
    }


@pytest.mark.parametrize("name", SEEN_AT_THE_DESK)
def test_a_hidden_candidate_is_not_named(name: str) -> None:
    said = json.dumps(sent(CATALOGUE[name](SAMPLES["normal"])), ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in said] == []


def test_a_hidden_candidate_is_not_named_in_app_home() -> None:
    blocks = sent(CATALOGUE["home.app_home hidden"](SAMPLES["normal"]))["blocks"]
    said = [json.dumps(block) for block in blocks]
    desk = said.index(next(each for each in said if "Waiting for your answer" in each))
    mine = said.index(next(each for each in said if "Your referrals" in each))
    assert mine > desk + 1
    assert [secret for secret in SECRETS if secret in "".join(said[desk:mine])] == []
