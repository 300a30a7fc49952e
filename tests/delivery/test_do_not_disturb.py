"""Nudges and do-not-disturb: Slack is asked for everybody at once, and where it wants us to wait
before it tells, the nudge waits too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from delivery.do_not_disturb import CACHED_FOR
from domain.follow_ups import FollowUpKind
from domain.messages import Nudge
from storage import follow_ups
from tests.quiet_bot import QuietBot

TOLD = "dnd.teamInfo"
PEOPLE = ("U0ADA", "U0BOB", "U0MARGARET", "U0PRIYA")


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[QuietBot]:
    """Four people have referred somebody, and a nudge for each of them is queued."""
    with QuietBot(sqlite_url) as bot:
        opening = bot.post_opening()
        referrals = [
            bot.refer_candidate(opening, f"Candidate{number} Hopper", who)
            for number, who in enumerate(PEOPLE)
        ]
        bot.run_delivery(3)
        # It is 14:00 in London and 9:00 in New York, where Bob and Margaret do not work yet.
        bot.advance_clock(hours=4)
        with bot.vouch.database.write() as transaction:
            steps = {
                step.member: step.id
                for referral in referrals
                for step in follow_ups.list_by_subject(
                    transaction, bot.workspace_id, FollowUpKind.HEARTBEAT, referral.id
                )
            }
        for who in PEOPLE:
            ids = [steps[who]]
            bot.queue(Nudge.kind, who, ids[0], f"nudge:{who}", follow_ups=ids)
        yield bot


def count_nudges(bot: QuietBot, handle: str) -> int:
    return sum("No change on" in text for text in bot.texts(handle))


def test_one_call_fetches_the_windows_of_many_people(bot: QuietBot) -> None:
    bot.advance_clock(minutes=45)  # 14:45 in London, 9:45 in New York
    bot.run_delivery(2)
    assert [count_nudges(bot, handle) for handle in ("ada", "bob", "margaret")] == [1, 1, 1]
    assert len(bot.calls(TOLD)) == 1


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
    bot.slack.fail(TOLD, "ratelimited", status=429, retry_after=30)
    bot.run_delivery()
    assert count_nudges(bot, "ada") == 0
    bot.advance_clock(seconds=29)
    bot.run_delivery()
    assert count_nudges(bot, "ada") == 0
    bot.advance_clock(seconds=2)
    bot.run_delivery(2)
    assert count_nudges(bot, "ada") == 1


def test_working_hours_hold_where_slack_refuses_to_tell(bot: QuietBot) -> None:
    bot.slack.fail(TOLD, "missing_scope", times=9)
    bot.run_delivery(2)
    assert count_nudges(bot, "ada") == 1
    assert len(bot.calls(TOLD)) == 1, "and it is not asked for each of them"


def test_windows_are_cached_for_a_minute(bot: QuietBot) -> None:
    assert timedelta(minutes=1) == CACHED_FOR
    bot.run_delivery(2)
    asked = len(bot.calls(TOLD))
    bot.advance_clock(seconds=10)
    bot.queue(Nudge.kind, "U0ADA", 1, "again", follow_ups=[1])
    bot.run_delivery()
    assert len(bot.calls(TOLD)) == asked
