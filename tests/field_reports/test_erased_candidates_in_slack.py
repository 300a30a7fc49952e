"""Erasing a candidate also erases them in Slack: App Homes, and messages to people who left."""

from __future__ import annotations

import json
import re

from tests.office import Office
from tests.stories.actions import (
    SAW,
    advance_clock,
    endorse_from_thanks,
    hand_over,
    post_opening,
    refer_and_endorse,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account
from tests.stories.test_consent import refer_without_consent

NAME = "Hopper"


def erase_after_30_days(office: Office) -> None:
    for _ in range(4):
        advance_clock(office, days=8)


def raw_messages_to(office: Office, handle: str) -> str:
    """Return everything in the bot's direct messages with this person, who may have left."""
    bot = str(office.carol.client.read_workspace()["app"]["bot_user_id"])
    conversation = office.slack.world.open_dm(office.carol.client.user_id(handle), bot)
    return json.dumps(list(conversation.messages.values()), ensure_ascii=False)


def raw_home_of(office: Office, handle: str) -> str:
    home = office.slack.engine.views.homes[office.carol.client.user_id(handle)]
    return json.dumps(home.body, ensure_ascii=False)


def test_the_home_that_slack_keeps_loses_the_name_before_it_is_opened_again(
    office: Office,
) -> None:
    post_opening(office)
    endorse_from_thanks(refer_without_consent(office))
    wait_until_settled(office)
    # Priya owned it for a moment, so her Home shows the name as well.
    hand_over(office.linus.sees("put Grace Hopper forward", where="dm"), office.linus, "priya")
    wait_until_settled(office)
    for handle in ("ada", "linus", "priya"):
        office.person(handle).opens_home()
    assert NAME in office.ada.home().text
    assert NAME in office.priya.home().text
    erase_after_30_days(office)
    assert "I've erased what I held about them." in office.ada.home().text
    for handle in ("ada", "linus", "priya"):
        assert NAME not in raw_home_of(office, handle), handle


def test_messages_to_somebody_who_left_lose_the_name(office: Office) -> None:
    post_opening(office)
    endorse_from_thanks(refer_without_consent(office))
    refer_and_endorse(office.bob, knows="I'll ask")
    wait_until_settled(office)
    assert NAME in raw_messages_to(office, "bob")
    change_account(office, "bob", deleted=True)
    wait_until_settled(office)
    erase_after_30_days(office)
    for word in (NAME, SAW, "grace@example.com"):
        assert word not in raw_messages_to(office, "bob")
    change_account(office, "bob", deleted=False)
    wait_until_settled(office)
    assert all(NAME not in message.text for message in office.bob.dm())


def test_what_slack_refuses_is_listed_to_the_admin_and_tried_again_on_return(
    office: Office,
) -> None:
    post_opening(office)
    endorse_from_thanks(refer_without_consent(office))
    refer_and_endorse(office.bob, knows="I'll ask")
    wait_until_settled(office)
    office.bob.opens_home()
    conversation = office.bob.dm()[0].channel
    office.slack.deactivate("bob")
    office.slack.fail("chat.update", "channel_not_found", times=99, about=conversation)
    wait_until_settled(office)
    erase_after_30_days(office)
    assert NAME in raw_messages_to(office, "bob")
    assert NAME in raw_home_of(office, "bob")  # Slack publishes nothing for who is deactivated.
    home = office.carol.opens_home().sees("Erased here, still in Slack")
    assert re.search(r"\d messages? in the DM, and the App Home of @bob \(\w+\)", home.text)
    assert "Erased here" not in office.linus.opens_home().text
    home.clicks("Try again")
    wait_until_settled(office)
    office.carol.opens_home().sees("and the App Home of @bob")

    office.slack.engine.method_failures.clear()
    office.slack.reactivate("bob")
    wait_until_settled(office)
    assert NAME not in raw_messages_to(office, "bob")
    assert NAME not in raw_home_of(office, "bob")
    assert "Erased here" not in office.carol.opens_home().text


def test_an_admin_leaves_what_slack_keeps(office: Office) -> None:
    post_opening(office)
    refer_without_consent(office).closes()
    wait_until_settled(office)
    office.slack.deactivate("ada")
    wait_until_settled(office)
    erase_after_30_days(office)
    home = office.carol.opens_home().sees("The App Home of @ada")
    home.clicks("Leave it")
    assert "Erased here" not in office.carol.home().text


def test_messages_that_may_not_be_edited_any_more_are_deleted(office: Office) -> None:
    post_opening(office)
    endorse_from_thanks(refer_without_consent(office))
    wait_until_settled(office)
    office.slack.set_edit_window(60)
    erase_after_30_days(office)
    for handle in ("ada", "linus"):
        assert NAME not in raw_messages_to(office, handle), handle
    assert "Erased here" not in office.carol.opens_home().text
