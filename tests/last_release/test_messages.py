"""Every kind of message that the last release queued is delivered by this one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.messages import PAYLOADS, MessageEdit
from tests.last_release.database import QUEUED, make_database
from tests.quiet_bot import QuietBot

MAX_RUNS = 40
NEW_KINDS = {  # which the last release did not queue
    "own_move",
    *("congratulation", "congratulation_asked", "congratulation_agreed", "congratulation_removed"),
    "credit_corrected",
    *("second_look", "kept_open"),
    *("page", "mention_answer", "written_answer", "reply_offer"),
    *("card_not_delivered", "member_returned", "erase", "erase_home"),
    *("put_right", "said_more", "own_move"),
    *("declined", "words_withdrawn", "referral_moved", "opening_ended", "channel_lost"),
    *("announcement_withdrawn", "opening_paused"),
    *("for_manager", "manager_digest", "home", "desk", "figures"),
    *("file_uploaded", "file_shared", "file_not_sent", "file_deletion"),
    "file_passed_on",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuietBot]:
    """A bot on the last release's database, after everything that was queued is delivered."""
    file: Path = tmp_path_factory.mktemp("last-release") / "vouch.db"
    bot = QuietBot(f"sqlite:///{file}")
    bot.slack.start()
    make_database(f"sqlite:///{file}", bot.channel)
    bot.assemble(bot.slack.api_url)
    for _ in range(MAX_RUNS):
        bot.run_delivery()
        bot.advance_clock(seconds=2)
    bot.advance_clock(hours=5)  # It is a working hour in New York as well.
    for _ in range(MAX_RUNS):
        bot.run_delivery()
        bot.advance_clock(seconds=2)
    yield bot
    bot.__exit__(None, None, None)


def test_a_row_of_each_kind_was_queued() -> None:
    assert {row["kind"] for row in QUEUED} == set(PAYLOADS) - NEW_KINDS


every_row = pytest.mark.parametrize("row", QUEUED, ids=lambda row: f"{row['kind']}-{row['id']}")


@every_row
def test_the_row_would_be_queued_in_the_same_form_today(row: dict[str, Any]) -> None:
    payload = PAYLOADS[row["kind"]].from_row(row["subject_id"], row["about"])
    without_occasion = payload.dedupe_key(row["recipient"], "")
    occasion = row["dedupe"].removeprefix(without_occasion).removeprefix(":")
    intent = payload.to_intent(row["recipient"], occasion)
    assert (intent.kind, intent.dedupe_key, intent.priority) == (
        row["kind"],
        row["dedupe"],
        row["priority"],
    )
    # "by" was always empty in the first two kinds, and newer releases leave it out.
    assert {**row["about"], **intent.details} == row["about"]
    assert PAYLOADS[row["kind"]].from_row(row["subject_id"], intent.details) == payload


@every_row
def test_the_row_is_delivered(bot: QuietBot, row: dict[str, object]) -> None:
    (delivered,) = (each for each in bot.rows() if each.id == row["id"])
    # The card that was queued before it is delivered first, and shows the second vouch already.
    is_on_card = row["kind"] == "second_vouch"
    expected = ("dropped", "on_the_card") if is_on_card else ("sent", None)
    assert (delivered.state, delivered.reason) == expected
    assert delivered.kind == row["kind"]


def test_an_edit_changes_the_message_that_was_posted(bot: QuietBot) -> None:
    edit = bot.rows(MessageEdit.kind)[0]
    (original,) = (row for row in bot.rows() if row.id == edit.subject_id)
    assert (edit.channel, edit.ts) == (original.channel, original.ts)
