"""The parsers of button and menu values read old values, and never fail on others.

Messages of the last release contain the values below, so the parsers must always accept them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.stages import Stage
from views import bench, button_values, channel_post, post, refer, referrals
from views.desk import buttons, listing
from views.nudges import values

PARSERS: dict[str, Callable[[str], object]] = {
    "bench.parse_menu": bench.parse_menu,
    "button_values.parse_id": button_values.parse_id,
    "channel_post.parse_destination": channel_post.parse_destination,
    "desk.buttons.parse_menu": buttons.parse_menu,
    "desk.listing.parse_desk": listing.parse_desk,
    "nudges.values.parse_follow_up": values.parse_follow_up,
    "nudges.values.parse_menu": values.parse_menu,
    "post.parse_version": post.parse_version,
    "refer.parse_prompt": refer.parse_prompt,
    "refer.parse_referral_ids": refer.parse_referral_ids,
    "referrals.parse_menu": referrals.parse_menu,
}
parts = st.sampled_from(["", ":", ",", "1", "41", "move", "edit", "ask.vouch", "²", "-1", "9" * 20])


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS)
@given(value=st.lists(parts | st.text(max_size=3), max_size=6).map("".join))
def test_any_value_is_read(parser: Callable[[str], object], value: str) -> None:
    parser(value)


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS)
def test_an_empty_value_has_no_id(parser: Callable[[str], object]) -> None:
    ids = [part for part in repr(parser("")) if part.isdecimal()]
    assert set(ids) == {"0"}


@pytest.mark.parametrize(
    ("choice", "stage"),
    [
        ("move", None),
        ("not_now", Stage.NOT_NOW),
        ("withdrawn", Stage.WITHDRAWN),
        ("hand_over", None),
        ("ask", None),
        ("ask_colleague", None),
        ("read", None),
        ("side_by_side", None),
    ],
)
def test_a_choice_of_the_referral_card_has_its_id_and_stage(
    choice: str, stage: Stage | None
) -> None:
    value = buttons.parse_menu(f"{choice}:41")
    assert (value.choice.value, value.referral_id, value.choice.stage) == (choice, 41, stage)


def test_an_unknown_choice_of_the_referral_card_opens_the_move_form() -> None:
    assert buttons.parse_menu("contacted:41") == buttons.MenuValue(buttons.MenuChoice.MOVE, 41)


@pytest.mark.parametrize("choice", ["heard", "refer", "edit", "snooze", "remove"])
def test_a_choice_of_the_bench_has_its_id(choice: str) -> None:
    value = bench.parse_menu(f"{choice}:6")
    assert (value.choice.value, value.person_id) == (choice, 6)


def test_the_values_of_a_nudge_are_their_text() -> None:
    target = values.FollowUpValue(77, 900)
    assert values.parse_follow_up("77:900") == target
    assert values.parse_follow_up(str(target)) == target
    menu = values.MenuValue("nudge.done", target)
    assert values.parse_menu("nudge.done:77:900") == menu
    assert values.parse_menu(str(menu)) == menu


def test_a_choice_of_the_advocates_menu_has_its_action_and_ids() -> None:
    value = referrals.menu_value(refer.SAY_MORE, "41,42")
    assert referrals.parse_menu(value) == referrals.MenuValue(refer.SAY_MORE, (41, 42))


def test_the_value_of_a_recall_prompt_is_its_text() -> None:
    value = refer.PromptValue(12, 3)
    assert refer.parse_prompt("12:3") == value
    assert refer.parse_prompt(str(value)) == value


def test_the_value_of_a_destination_is_its_text() -> None:
    value = channel_post.Destination(41, "C0STORAGE")
    assert channel_post.parse_destination("41:C0STORAGE") == value
    assert channel_post.parse_destination(str(value)) == value


@pytest.mark.parametrize(
    ("value", "ids"), [("41", (41,)), ("41,42", (41, 42)), ("", (0,)), ("x,²", (0, 0))]
)
def test_a_value_of_several_referrals_has_all_their_ids(value: str, ids: tuple[int, ...]) -> None:
    assert refer.parse_referral_ids(value) == ids


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("2147483647", 2147483647), ("2147483648", 0), ("9" * 40, 0), ("-1", 0), ("", 0)],
)
def test_an_id_is_no_larger_than_a_database_can_hold(text: str, number: int) -> None:
    assert button_values.parse_id(text) == number
