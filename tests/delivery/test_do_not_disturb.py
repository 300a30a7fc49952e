"""Nudges and do-not-disturb: one call fetches the windows of all recipients, and a nudge waits
when Slack's rate limit delays that call.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from delivery.do_not_disturb import CACHE_DURATION
from domain.follow_ups import FollowUpKind
from domain.messages import Nudge
from storage import follow_ups
from tests.quiet_bot import QuietBot

METHOD = "dnd.teamInfo"
PEOPLE = ("U0ADA", "U0BOB", "U0MARGARET", "U0PRIYA")


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[QuietBot]:
    """Four people have referred someone, and a nudge for each of them is queued."""
    with QuietBot(sqlite_url) as bot:
        opening = bot.post_opening()
        referrals = [
            bot.refer_candidate(opening, f"Candidate{number} Hopper", user_id)
            for number, user_id in enumerate(PEOPLE)
        ]
        bot.run_delivery(3)
        # It is 14:00 in London and 9:00 in New York, where Bob and Margaret do not work yet.
        bot.advance_clock(hours=4)
        with bot.vouch.database.write() as transaction:
            follow_up_ids = {
                heartbeat.member: heartbeat.id
                for referral in referrals
                for heartbeat in follow_ups.list_by_subject(
                    transaction, bot.workspace_id, FollowUpKind.HEARTBEAT, referral.id
                )
            }
        for user_id in PEOPLE:
            id_ = follow_up_ids[user_id]
            bot.queue(Nudge.kind, user_id, id_, f"nudge:{user_id}", follow_ups=[id_])
        yield bot


def count_nudges(bot: QuietBot, handle: str) -> int:
    return sum("No reply yet on" in text for text in bot.texts(handle))


def test_one_call_fetches_the_windows_of_many_people(bot: QuietBot) -> None:
    bot.advance_clock(minutes=45)  # 14:45 in London, 9:45 in New York
    bot.run_delivery(2)
    assert [count_nudges(bot, handle) for handle in ("ada", "bob", "margaret")] == [1, 1, 1]
    assert len(bot.calls(METHOD)) == 1


def test_a_nudge_waits_for_the_end_of_do_not_disturb(bot: QuietBot) -> None:
    bot.slack.world.users["U0ADA"].dnd = {"start": "13:00", "end": "15:00"}
    bot.run_delivery(2)
    assert count_nudges(bot, "ada") == 0
    bot.advance_clock(minutes=59)
    bot.run_delivery(2)
    assert count_nudges(bot, "ada") == 0
    bot.advance_clock(minutes=2)
    bot.run_delivery(2)
    assert count_nudges(bot, "ada") == 1


def test_a_nudge_waits_while_slack_limits_the_rate(bot: QuietBot) -> None:
    bot.slack.fail(METHOD, "ratelimited", status=429, retry_after=30)
    bot.run_delivery()
    assert count_nudges(bot, "ada") == 0
    bot.advance_clock(seconds=29)
    bot.run_delivery()
    assert count_nudges(bot, "ada") == 0
    bot.advance_clock(seconds=2)
    bot.run_delivery(2)
    assert count_nudges(bot, "ada") == 1


def test_only_working_hours_count_where_slack_refuses_the_call(bot: QuietBot) -> None:
    bot.slack.fail(METHOD, "missing_scope", times=9)
    bot.run_delivery(2)
    assert count_nudges(bot, "ada") == 1
    assert len(bot.calls(METHOD)) == 1, "one call for all of them"


def test_windows_are_cached_for_a_minute(bot: QuietBot) -> None:
    assert timedelta(minutes=1) == CACHE_DURATION
    bot.run_delivery(2)
    calls = len(bot.calls(METHOD))
    bot.advance_clock(seconds=10)
    bot.queue(Nudge.kind, "U0ADA", 1, "again", follow_ups=[1])
    bot.run_delivery()
    assert len(bot.calls(METHOD)) == calls
