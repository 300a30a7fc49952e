"""The recruiters' user group does not exist, may not be read, or another group changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from nudges import members as member_tick
from storage import members
from tests.bot.dispatch_kit import command_payload, dispatch, event_payload, list_opened_views
from tests.bot.vouch_command import invoke_vouch
from tests.quiet_bot import QuietBot
from tests.statements import recorded_statements

GROUP = {"VOUCH_RECRUITER_GROUP": "recruiters", "VOUCH_RECRUITERS": ""}


@pytest.fixture
def bot(database_url: str) -> Iterator[QuietBot]:
    with QuietBot(database_url, settings=GROUP) as bot:
        yield bot


def run_tick(bot: QuietBot) -> None:
    while member_tick.step(bot.vouch.database, bot.vouch.slack, bot.now()):
        pass


def list_recruiters(bot: QuietBot) -> tuple[str, ...]:
    with bot.vouch.database.read() as transaction:
        return members.list_recruiters_and_admins(transaction, bot.workspace_id, [], [])[0]


def list_warnings(log: StringIO) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in lines if line["level"] in ("warning", "error")]


def count_reads(bot: QuietBot) -> tuple[int, int]:
    """Return how many calls were about groups, and how many about all members."""
    groups = [call for call in bot.slack.traffic if call["name"].startswith("usergroups.")]
    return len(groups), len(bot.calls("users.list"))


@pytest.mark.parametrize("error", ["no_such_subteam", "paid_teams_only", "permission_denied"])
@pytest.mark.parametrize("name", ["recruiters", "S0NOBODY"])
def test_a_refused_group_is_reported_once_and_read_again_every_hour(
    database_url: str, tmp_path: Path, log: StringIO, error: str, name: str
) -> None:
    settings = {"VOUCH_RECRUITER_GROUP": name, "VOUCH_RECRUITERS": "U0LINUS"}
    with QuietBot(database_url, settings=settings, with_members=False) as bot:
        bot.slack.delete_usergroup("recruiters")
        bot.slack.refuse_usergroups("" if error == "no_such_subteam" else error)
        run_tick(bot)
        first = count_reads(bot)
        assert first == (1, 1)
        for _ in range(58):
            bot.advance_clock(minutes=1)
            run_tick(bot)
        assert count_reads(bot) == first
        bot.vouch.database.close()
        bot.assemble(bot.slack.api_url)
        run_tick(bot)
        assert count_reads(bot) == first, "the time of the next call survives a restart"
        bot.advance_clock(minutes=3)
        run_tick(bot)
        assert count_reads(bot) == (2, 1), "the other members are not read more often"
        reported = [line for line in list_warnings(log) if line.get("why") == error]
        assert [(line["event"], line["group"]) for line in reported] == [
            ("recruiter_group_refused", name)
        ]
        assert "exc_info" not in log.getvalue()
        status = invoke_vouch(tmp_path, {"DATABASE_URL": database_url}, "status")
        assert status.exit_code == 1
        assert f"Slack refuses the recruiters' group {name} ({error})" in status.output
        dispatch(bot, command_payload("post", user="U0LINUS"))
        assert "Post an opening" in list_opened_views(bot)[0]


def test_a_group_that_is_there_again_is_taken_within_the_hour(bot: QuietBot, log: StringIO) -> None:
    before = list_recruiters(bot)
    assert before
    bot.slack.refuse_usergroups("paid_teams_only")
    bot.advance_clock(hours=6)
    run_tick(bot)
    assert list_recruiters(bot) == before, "one refusal may be a mistake of Slack's"
    bot.advance_clock(hours=1)
    run_tick(bot)
    assert list_recruiters(bot) == ()
    bot.slack.refuse_usergroups("")
    bot.advance_clock(hours=1)
    run_tick(bot)
    assert list_recruiters(bot) == before
    assert len([line for line in list_warnings(log) if "why" in line]) == 1


def test_lasting_trouble_with_the_group_is_logged_once(bot: QuietBot, log: StringIO) -> None:
    bot.slack.refuse_usergroups("ratelimited")
    bot.advance_clock(hours=6)
    for _ in range(5):
        run_tick(bot)
        bot.advance_clock(minutes=10)
    assert [line["why"] for line in list_warnings(log) if "why" in line] == [
        "usergroups.list: ratelimited"
    ]
    assert list_recruiters(bot)
    bot.slack.refuse_usergroups("paid_teams_only")
    bot.advance_clock(hours=1)
    run_tick(bot)
    assert list_recruiters(bot), "the first refusal may be a mistake of Slack's"


def test_a_click_of_somebody_new_does_not_ask_for_a_refused_group(database_url: str) -> None:
    settings = {**GROUP, "VOUCH_RECRUITERS": "U0LINUS"}
    with QuietBot(database_url, settings=settings, with_members=False) as bot:
        bot.slack.refuse_usergroups("paid_teams_only")
        bot.slack.fail("users.list", "ratelimited", status=429, retry_after=60)
        run_tick(bot)
        before, _ = count_reads(bot)
        dispatch(bot, command_payload("", user="U0ADA"))
        assert count_reads(bot)[0] == before
        assert "Refer someone" in list_opened_views(bot)[0]


def test_somebody_is_no_recruiter_by_a_group_that_is_not_set_any_more(database_url: str) -> None:
    with QuietBot(database_url, settings=GROUP) as bot:
        assert list_recruiters(bot)
        bot.vouch.database.close()
    with QuietBot(database_url, settings={"VOUCH_RECRUITERS": "U0LINUS"}) as bot:
        assert list_recruiters(bot) == ()


def change_of_group(bot: QuietBot, event_id: str, group_id: str) -> None:
    event = event_payload("subteam_members_changed", event_id, subteam_id=group_id)
    assert dispatch(bot, event).status == 200


def test_a_change_of_another_group_reads_and_writes_nothing(bot: QuietBot) -> None:
    before = count_reads(bot)
    with recorded_statements(bot.vouch.database) as statements:
        for number in range(20):
            change_of_group(bot, f"Ev{number}", f"S0OTHER{number}")
        change_of_group(bot, "EvEmpty", "")
    assert {words.split()[0] for words in statements} <= {"BEGIN", "SELECT"}
    run_tick(bot)
    assert count_reads(bot) == before


def test_a_change_of_the_recruiters_group_reads_that_group_alone(bot: QuietBot) -> None:
    group = bot.slack.world.group_by_handle("recruiters")
    assert group is not None
    before = count_reads(bot)
    group.members.append("U0ADA")
    change_of_group(bot, "EvOurs", group.id)
    run_tick(bot)
    assert "U0ADA" in list_recruiters(bot)
    assert count_reads(bot) == (before[0] + 2, before[1])
