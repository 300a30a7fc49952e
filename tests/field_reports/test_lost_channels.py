"""A channel with announcements is archived or closed to the bot: those in charge are told, once."""

from __future__ import annotations

from sandbox.driver.person import SeenMessage
from storage import history
from tests.office import Office
from tests.quiet_bot import QuietBot
from tests.stories.actions import (
    fill_opening_form,
    open_edit_form,
    post_opening,
    wait_until_settled,
)


def set_archived(office: Office, channel: str, *, archived: bool) -> None:
    linus = office.linus
    id_ = linus.client.channel_id(channel)
    linus.client.post_admin("set_archived", channel=id_, archived=archived)
    wait_until_settled(office)


def notices(office: Office, handle: str = "linus") -> list[SeenMessage]:
    return [each for each in office.person(handle).dm() if "can't be announced there" in each.text]


def change_title(office: Office, title: str) -> None:
    form = open_edit_form(office.linus, where="#design")
    assert form.fills("Title", title).submits() is None
    wait_until_settled(office)


def test_one_message_names_every_role_of_an_archived_channel(office: Office) -> None:
    for title in ("Role one", "Role two"):
        post_opening(office, "linus", title=title, channels=["#design"])
    wait_until_settled(office)
    set_archived(office, "#design", archived=True)
    [notice] = notices(office)
    assert "#design was archived, so 2 roles can't be announced there any more." in notice.text
    assert "ENG-1" in notice.text
    assert "ENG-2" in notice.text
    change_title(office, "Another title")
    assert len(notices(office)) == 1
    assert not [each for each in office.linus.dm() if "still shows how it was" in each.text]


def test_the_roles_are_announced_in_another_channel(office: Office) -> None:
    post_opening(office, "linus", channels=["#design"])
    office.linus.sees("ENG-1", where="#design")
    set_archived(office, "#design", archived=True)
    [notice] = notices(office)
    notice.clicks("Choose another channel")
    form = fill_opening_form(office.linus.modal("Edit ENG-1"), channels=["#hiring"])
    assert form.submits() is None
    office.ada.sees("ENG-1", where="#hiring")
    wait_until_settled(office)
    after = notice.reload()
    assert "Every role that was announced in #design is taken care of." in after.text
    assert after.buttons == []


def test_a_channel_that_comes_back_shows_todays_text(office: Office) -> None:
    post_opening(office, "linus", channels=["#design"])
    office.linus.sees("ENG-1", where="#design")
    set_archived(office, "#design", archived=True)
    change_title(office, "Principal Engineer")
    set_archived(office, "#design", archived=False)
    office.linus.sees("Principal Engineer", where="#design")
    announcements = [each for each in office.linus.channel("#design") if "ENG-1" in each.text]
    assert len(announcements) == 1


def test_a_bot_that_was_removed_from_a_private_channel_says_so(office: Office) -> None:
    office.carol.invites("bot", "#recruiting")
    post_opening(office, "linus", channels=["#recruiting"])
    office.linus.sees("ENG-1", where="#recruiting")
    office.carol.removes("bot", "#recruiting")
    wait_until_settled(office)
    [notice] = notices(office)
    assert "I can't see #recruiting now" in notice.text
    assert "/invite @Vouch" in notice.text


def test_a_channel_without_announcements_is_nobodys_business(office: Office) -> None:
    post_opening(office, "linus", channels=["#hiring"])
    set_archived(office, "#design", archived=True)
    assert notices(office) == []
    with office.vouch.database.read() as transaction:
        lines = history.list_lines(transaction, office.vouch.workspace.id, "channel", 0)
    assert lines == []


def test_a_round_up_notices_a_channel_whose_event_was_missed(sqlite_url: str) -> None:
    with QuietBot(sqlite_url) as bot:
        bot.post_opening("hiring")
        bot.run_delivery()
        channel = bot.channel("hiring")
        bot.person("carol").client.post_admin("set_archived", channel=channel, archived=True)
        since = bot.now().replace(year=2025).isoformat()
        bot.queue("roundup", channel, 0, "roundup:1", since=since)
        bot.run_delivery(2)
        [text] = [text for text in bot.texts("linus") if "can't be announced there" in text]
        assert "ENG-1" in text
