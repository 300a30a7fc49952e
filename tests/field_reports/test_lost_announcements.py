"""Slack does not let an announcement be changed any more: the people it concerns learn the truth.

A channel is archived, becomes private without the bot, or closes to apps; a message is deleted or
too old to be edited.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.openings import AnnouncementState, Opening, OpeningForm, OpeningStatus
from sandbox.driver.person import SeenMessage
from services import opening_edits, openings
from storage import announcements, members
from storage import openings as stored_openings
from tests.contexts import context_for
from tests.quiet_bot import QuietBot

Change = Callable[[QuietBot], object]


def archive(bot: QuietBot) -> None:
    channel = bot.channel("hiring")
    bot.person("carol").client.post_admin("set_archived", channel=channel, archived=True)


def unarchive(bot: QuietBot) -> None:
    channel = bot.channel("hiring")
    bot.person("carol").client.post_admin("set_archived", channel=channel, archived=False)


def make_private_and_leave(bot: QuietBot) -> None:
    bot.person("linus").removes("bot", "#hiring").makes_private("#hiring")


def close_edit_window(bot: QuietBot) -> None:
    bot.slack.set_edit_window(5)
    bot.advance_clock(minutes=10)


def delete_announcement(bot: QuietBot) -> None:
    carol = bot.person("carol")
    carol.deletes(carol.channel("#hiring")[-1])


def edit_title(bot: QuietBot, opening: Opening, title: str) -> None:
    with bot.vouch.database.write() as transaction:
        today = stored_openings.find(transaction, bot.workspace_id, opening.id)
        assert today is not None
        form = OpeningForm(
            title, today.team, today.place, "U0MARGARET", "U0LINUS", channels=today.channels
        )
        context = context_for(transaction, bot.actor("U0LINUS"), now=bot.now())
        opening_edits.save_edit(context, opening.id, today.version, {}, form)
    bot.run_delivery(2)


def set_status(bot: QuietBot, opening: Opening, status: OpeningStatus) -> None:
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor("U0LINUS"), now=bot.now())
        openings.set_status(context, opening.id, status)
    bot.run_delivery(2)


def retry(bot: QuietBot, user_id: str = "U0LINUS") -> None:
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor(user_id), now=bot.now())
        openings.retry_announcement(context, 1)
    bot.run_delivery(2)


def announcement_state(bot: QuietBot) -> tuple[AnnouncementState, str | None]:
    with bot.vouch.database.read() as transaction:
        found = announcements.find(transaction, bot.workspace_id, 1)
    assert found is not None
    return found.state, found.reason


def notices(bot: QuietBot, handle: str = "linus") -> list[SeenMessage]:
    return [message for message in bot.person(handle).dm() if "ENG-1" in message.text]


@pytest.mark.parametrize(
    ("lose", "reason", "words", "button"),
    [
        (archive, "is_inactive", "#hiring is archived", "Try again"),
        (make_private_and_leave, "channel_not_found", "I can't see", "Try again"),
        (close_edit_window, "edit_window_closed", "no longer lets me change", "Post it again"),
        (delete_announcement, "message_not_found", "is gone", "Post it again"),
    ],
)
def test_the_poster_learns_once_that_an_announcement_shows_an_old_text(
    bot: QuietBot, lose: Change, reason: str, words: str, button: str
) -> None:
    opening = bot.post_opening("hiring")
    bot.run_delivery()
    lose(bot)
    for title in ("Principal Engineer", "Distinguished Engineer"):
        edit_title(bot, opening, title)
        [notice] = notices(bot)
        assert words in notice.text
        assert "is posted in" not in notice.text
        assert notice.buttons == [button, "Choose another channel"]
        assert announcement_state(bot) == (AnnouncementState.FAILED, reason)
    posts = [call for call in bot.calls("chat.postMessage") if "blocks" in call["request"]]
    assert len(posts) == 2  # the announcement and the notice


def test_a_refusal_with_an_unknown_error_is_told_as_well(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    bot.run_delivery()
    bot.slack.fail("chat.update", "channel_is_haunted", times=20)
    edit_title(bot, opening, "Principal Engineer")
    for _ in range(8):
        bot.advance_clock(minutes=10)
        bot.run_delivery()
    [notice] = notices(bot)
    assert "channel_is_haunted" in notice.text


def test_a_closed_role_is_told_apart_and_offers_no_other_channel(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    bot.run_delivery()
    archive(bot)
    set_status(bot, opening, OpeningStatus.CLOSED)
    [notice] = notices(bot)
    assert "ENG-1 is closed, but its post in #hiring still shows how it was before." in notice.text
    assert notice.buttons == []


def test_an_archived_channel_that_comes_back_is_edited_on_request(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    bot.run_delivery()
    archive(bot)
    edit_title(bot, opening, "Principal Engineer")
    unarchive(bot)
    retry(bot)
    [announcement] = bot.texts("ada", "#hiring")
    assert "Principal Engineer" in announcement
    assert "ENG-1 is posted in #hiring now." in notices(bot)[0].text


def test_a_deleted_announcement_is_posted_again_only_on_request(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    bot.run_delivery()
    delete_announcement(bot)
    edit_title(bot, opening, "Principal Engineer")
    assert bot.texts("ada", "#hiring") == []
    retry(bot)
    [announcement] = bot.texts("ada", "#hiring")
    assert "Principal Engineer" in announcement
    edit_title(bot, opening, "Distinguished Engineer")
    [announcement] = bot.texts("ada", "#hiring")
    assert "Distinguished Engineer" in announcement


def test_an_announcement_that_is_too_old_is_posted_anew(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    bot.run_delivery()
    close_edit_window(bot)
    edit_title(bot, opening, "Principal Engineer")
    retry(bot)
    old, new = bot.texts("ada", "#hiring")
    assert "Staff Engineer" in old
    assert "Principal Engineer" in new


def test_nobody_is_bothered_when_the_post_of_a_closed_role_is_gone(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    bot.run_delivery()
    delete_announcement(bot)
    set_status(bot, opening, OpeningStatus.CLOSED)
    assert notices(bot) == []
    set_status(bot, opening, OpeningStatus.OPEN)
    assert len(bot.texts("ada", "#hiring")) == 1


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ((), {"margaret"}),
        (("U0MARGARET",), {"linus"}),
        (("U0MARGARET", "U0LINUS"), {"carol"}),
    ],
)
def test_the_next_person_is_told_when_the_poster_has_left(
    bot: QuietBot, gone: tuple[str, ...], told: set[str]
) -> None:
    form = OpeningForm(
        "Staff Engineer", "Engineering", "Berlin", "U0SOFIA", "U0LINUS",
        channels=(bot.channel("hiring"),),
    )  # fmt: skip
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor("U0MARGARET"), now=bot.now())
        opening = openings.store_opening(context, form)
    bot.run_delivery()
    archive(bot)
    with bot.vouch.database.write() as transaction:
        for user_id in gone:
            members.set_inactive(transaction, bot.workspace_id, user_id)
        context = context_for(transaction, bot.actor("U0PRIYA"), now=bot.now())
        openings.set_status(context, opening.id, OpeningStatus.PAUSED)
    bot.run_delivery(2)
    bot.advance_clock(hours=4, minutes=40)  # It is 9:40 in New York.
    bot.run_delivery(2)
    people = ("margaret", "linus", "sofia", "priya", "carol")
    assert {handle for handle in people if notices(bot, handle)} == told
