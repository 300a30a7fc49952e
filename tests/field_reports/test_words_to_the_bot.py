"""People write to the bot in words: in its direct message, in a thread, or by a mention."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Table, func, select

from storage.tables.messages import IDEMPOTENCY_KEY, OUTBOX
from tests.bot.dispatch_kit import Json, dispatch, event_payload
from tests.office import Office
from tests.quiet_bot import QuietBot
from tests.stories.actions import wait_until_settled

WRITTEN = "Grace Hopper would be great for this"
IN_DM = "nobody reads what's written here"
IN_CHANNEL = "I only see messages that mention me"


def count_rows(bot: QuietBot, table: Table) -> int:
    with bot.vouch.database.read() as transaction:
        return transaction.scalar(select(func.count()).select_from(table)) or 0


def direct_message(event_id: str = "Ev1", **fields: Any) -> Json:
    event: Json = {
        "channel": "D0ADA",
        "channel_type": "im",
        "user": "U0ADA",
        "text": WRITTEN,
        "ts": "1772445600.000100",
        **fields,
    }
    return event_payload("message", event_id, **event)


def test_a_direct_message_is_answered_in_its_thread(office: Office) -> None:
    office.ada.types(WRITTEN)
    answer = office.ada.sees(IN_DM, where="dm")
    written = office.ada.sees(WRITTEN, where="dm")
    assert answer.message["thread_ts"] == written.ts
    answer.clicks("Refer someone")
    assert office.ada.modal("Refer someone")


def test_a_reply_in_a_thread_is_answered_in_that_thread(office: Office) -> None:
    office.ada.types("Hello?")
    first = office.ada.sees(IN_DM, where="dm")
    office.ada.replies(office.ada.sees("Hello?", where="dm"), WRITTEN)
    second = office.ada.sees(IN_DM, where="dm", after=first)
    assert second.message["thread_ts"] == first.message["thread_ts"]


def test_a_guest_is_answered_too(office: Office) -> None:
    office.gus.types(WRITTEN)
    answer = office.gus.sees(IN_DM, where="dm")
    assert answer.buttons == ["How it works"]


def test_a_mention_is_answered_in_a_thread_of_the_channel(office: Office) -> None:
    office.ada.invites("bot", "#general")
    office.ada.types("Can @Vouch help here?", "#general")
    answer = office.ada.sees(IN_CHANNEL, where="#general")
    mention = office.ada.sees("help here?", where="#general")
    assert answer.message["thread_ts"] == mention.ts
    wait_until_settled(office)
    assert len([m for m in office.ada.channel("#general") if IN_CHANNEL in m.text]) == 1


def test_a_message_in_a_channel_without_a_mention_is_not_read(office: Office) -> None:
    office.ada.invites("bot", "#general")
    office.ada.types(WRITTEN, "#general")
    settle = partial(wait_until_settled, office)
    office.ada.does_not_see(IN_CHANNEL, where="#general", settle=settle)
    assert "message" not in {call["name"] for call in office.slack.traffic}


def test_edited_and_deleted_messages_and_the_answers_themselves_get_no_answer(
    office: Office,
) -> None:
    office.ada.types(WRITTEN)
    answer = office.ada.sees(IN_DM, where="dm")
    written = office.ada.sees(WRITTEN, where="dm")
    office.ada.edits(written, "Never mind")
    office.ada.deletes(office.ada.sees("Never mind", where="dm"))
    wait_until_settled(office)
    answers = [message for message in office.ada.dm() if IN_DM in message.text]
    assert [message.ts for message in answers] == [answer.ts]


def test_somebody_who_is_not_stored_yet_is_answered(sqlite_url: str) -> None:
    with QuietBot(sqlite_url, with_members=False) as bot:
        assert dispatch(bot, direct_message()).status == 200
        assert count_rows(bot, OUTBOX) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"subtype": "message_changed", "message": {"user": "U0ADA", "text": "Changed"}},
        {"subtype": "message_deleted", "previous_message": {"user": "U0ADA"}},
        {"subtype": "bot_message", "bot_id": "B0OTHER", "user": ""},
        {"bot_id": "B0OTHER", "user": "U0OTHER"},
        {"user": "USLACKBOT"},
        {"channel_type": "channel"},
        {"channel_type": "group"},
        {"channel_type": "mpim"},
        {"hidden": True},
        {"channel": None},
        {"ts": {}},
        {"ts": "1" * 200},
        {"thread_ts": ["1.2"]},
    ],
)
def test_what_no_person_wrote_to_the_bot_stores_nothing(bot: QuietBot, fields: Json) -> None:
    assert dispatch(bot, direct_message(**fields)).status == 200
    assert (count_rows(bot, OUTBOX), count_rows(bot, IDEMPOTENCY_KEY)) == (0, 0)


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
def test_a_message_with_a_file_or_from_a_thread_is_a_persons_message(
    bot: QuietBot, subtype: str
) -> None:
    dispatch(bot, direct_message(subtype=subtype))
    assert count_rows(bot, OUTBOX) == 1


def test_a_message_that_slack_sends_again_is_answered_once(bot: QuietBot) -> None:
    for event_id in ("Ev1", "Ev1", "Ev2"):
        assert dispatch(bot, direct_message(event_id)).status == 200
    assert count_rows(bot, OUTBOX) == 1


def test_what_somebody_wrote_is_not_stored(bot: QuietBot) -> None:
    dispatch(bot, direct_message(text="Grace told me a secret"))
    file = str(bot.vouch.database.url.database)
    with closing(sqlite3.connect(file)) as connection:
        dump = "\n".join(connection.iterdump())
    assert "1772445600.000100" in dump
    assert "secret" not in dump


@pytest.mark.parametrize("arrived", [True, False])
def test_an_answer_without_an_outcome_is_looked_for_in_its_thread(
    bot: QuietBot, arrived: bool
) -> None:
    ada = bot.person("ada")
    ada.types(WRITTEN)
    written = ada.sees(WRITTEN, where="dm")
    dispatch(bot, direct_message(channel=written.channel, ts=written.ts))
    bot.slack.fail("chat.postMessage", took_effect=arrived)
    for _ in range(3):
        bot.run_delivery()
        bot.advance_clock(minutes=1)
    answers = [message for message in ada.dm() if IN_DM in message.text]
    assert [message.message["thread_ts"] for message in answers] == [written.ts]
    assert bot.states() == ["sent"]


def test_an_answer_is_dropped_where_the_message_was_deleted(bot: QuietBot) -> None:
    ada = bot.person("ada")
    ada.types(WRITTEN)
    written = ada.sees(WRITTEN, where="dm")
    dispatch(bot, direct_message(channel=written.channel, ts=written.ts))
    ada.deletes(written)
    bot.run_delivery()
    assert bot.states() == ["dropped"]
