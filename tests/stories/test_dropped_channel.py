"""A channel is taken off an opening's list: the bot deletes its post, or says why it can't."""

from __future__ import annotations

from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.actions import open_edit_form, post_opening, wait_until_settled


def edit_channels(person: Person, *channels: str, where: str = "#hiring") -> None:
    form = open_edit_form(person, where=where)
    assert form.fills("Announce in", list(channels)).submits() is None


def announcements_in(person: Person, channel: str) -> list[SeenMessage]:
    return [message for message in person.channel(channel) if "ENG-1" in message.text]


def test_the_post_goes_where_a_channel_is_dropped(office: Office) -> None:
    linus, ada = office.linus, office.ada
    post_opening(office, "linus", channels=["#hiring", "#engineering"])
    ada.sees("ENG-1", where="#engineering")
    edit_channels(linus, "#hiring", "#design")
    wait_until_settled(office)
    assert announcements_in(ada, "#engineering") == []
    assert len(announcements_in(ada, "#hiring")) == 1
    assert len(announcements_in(linus, "#design")) == 1

    edit_channels(linus, "#engineering")
    wait_until_settled(office)
    assert len(announcements_in(ada, "#engineering")) == 1, "a channel can be chosen again"
    assert announcements_in(ada, "#hiring") == []
    linus.does_not_see("isn't announced in", where="dm")


def test_a_post_that_slack_keeps_is_named_to_whoever_dropped_the_channel(office: Office) -> None:
    linus, ada, margaret = office.linus, office.ada, office.margaret
    post_opening(office, "margaret", channels=["#hiring", "#engineering"])
    ada.sees("ENG-1", where="#engineering")
    office.slack.fail("chat.delete", "cant_delete_message")
    edit_channels(linus, "#hiring")
    notice = linus.sees("but its post is still there", where="dm")
    assert "ENG-1 isn't announced in #engineering any more" in notice.text
    assert "Slack doesn't let me delete it." in notice.text
    assert "Someone who manages #engineering can delete it" in notice.text
    margaret.does_not_see("its post is still there", where="dm")
    kept = ada.sees("isn't announced here any more", where="#engineering")
    assert kept.buttons == ["Details"], "it asks for no names any more"

    notice.clicks("Try again")
    wait_until_settled(office)
    assert announcements_in(ada, "#engineering") == []
    assert "still there" not in linus.sees("ENG-1 isn't announced in #engineering", where="dm").text


def test_a_post_that_somebody_deleted_before_is_no_failure(office: Office) -> None:
    linus = office.linus
    post_opening(office, "linus", channels=["#hiring", "#engineering"])
    office.carol.deletes(office.carol.sees("ENG-1", where="#engineering"))
    edit_channels(linus, "#hiring")
    wait_until_settled(office)
    linus.does_not_see("still there", where="dm")
