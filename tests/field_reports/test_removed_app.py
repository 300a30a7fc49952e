"""The app is removed from the workspace: the bot says so once, and goes on when it is back."""

from __future__ import annotations

from contextlib import suppress
from io import StringIO

import pytest

from domain.directory import DirectoryError
from nudges import members as member_tick
from nudges import slack_token
from sandbox.driver.client import wait_for
from storage import history
from tests.office import Office
from tests.quiet_bot import QuietBot

SECONDS = 60.0  # real seconds; every wait ends as soon as its condition is true


def remove_app(bot: QuietBot) -> None:
    bot.person("carol").client.post_admin("uninstall")


def install_again(bot: QuietBot, *, new_token: bool = False) -> None:
    bot.person("carol").client.post_admin("reinstall", new_token=new_token)


def check_token(bot: QuietBot) -> str | None:
    slack_token.step(bot.vouch.slack, bot.now())
    return bot.vouch.slack.token_problem


def ask_about_ada(bot: QuietBot) -> None:
    with suppress(DirectoryError):
        bot.vouch.slack.fetch_profile("U0ADA", bot.vouch.workspace.team_id)


def loud_lines(log: StringIO) -> list[str]:
    return [
        line
        for line in log.getvalue().splitlines()
        if '"level": "error"' in line or '"level": "warning"' in line
    ]


def history_of(office: Office) -> list[str]:
    workspace_id = office.vouch.workspace.id
    with office.vouch.database.read() as transaction:
        lines = history.list_lines(transaction, workspace_id, "workspace", workspace_id)
    return [verb for _at, _actor, verb, _detail in lines]


def test_a_bot_without_its_app_is_not_ready_although_nothing_is_queued(sqlite_url: str) -> None:
    with Office(sqlite_url, mode="socket") as office:
        assert wait_for(lambda: office.running.health.check()["slack"] == "ok", SECONDS)
        office.carol.client.post_admin("uninstall")
        assert wait_for(
            lambda: "SLACK_BOT_TOKEN" in office.running.health.check()["slack"], SECONDS
        )
        assert {"app.uninstalled", "app.token_revoked"} <= set(history_of(office))
        office.carol.client.post_admin("reinstall")
        assert wait_for(lambda: office.running.health.check()["slack"] == "ok", SECONDS)


def test_a_dead_token_is_said_once_however_much_is_queued(bot: QuietBot, log: StringIO) -> None:
    remove_app(bot)
    for n in range(5):
        bot.post_opening("hiring", title=f"Role {n}")
        bot.run_delivery()
        check_token(bot)
        member_tick.step(bot.vouch.database, bot.vouch.slack, bot.now())
        bot.advance_clock(hours=4)
    assert set(bot.states()) == {"queued"}
    said = [line for line in loud_lines(log) if "account_inactive" in line]
    assert sum("SLACK_BOT_TOKEN" in line for line in said) == 1
    said_once = ("slack_token_refused", "sending_stopped", "members_not_read")
    assert all(sum(name in line for line in said) <= 1 for name in said_once)
    assert len(said) <= len(said_once)
    assert "Traceback" not in log.getvalue()


def test_what_is_queued_goes_out_when_the_app_is_back(bot: QuietBot, log: StringIO) -> None:
    remove_app(bot)
    bot.post_opening("hiring")
    bot.run_delivery()
    assert bot.states() == ["queued"]
    install_again(bot)
    assert check_token(bot) is None
    bot.advance_clock(minutes=2)
    bot.run_delivery()
    assert bot.states() == ["sent"]
    assert "slack_token_accepted" in log.getvalue()
    remove_app(bot)
    assert check_token(bot) is not None
    assert log.getvalue().count("slack_token_refused") == 2


def test_a_new_token_goes_on_with_what_was_queued_before(bot: QuietBot) -> None:
    remove_app(bot)
    bot.post_opening("hiring")
    bot.run_delivery()
    install_again(bot, new_token=True)
    assert "invalid_auth" in (check_token(bot) or "")
    bot.vouch.database.close()
    bot.assemble(bot.slack.api_url)
    bot.advance_clock(minutes=2)
    bot.run_delivery()
    assert check_token(bot) is None
    assert bot.states() == ["sent"]


@pytest.mark.parametrize("error", ["account_inactive", "token_revoked", "invalid_auth"])
def test_one_wrong_answer_about_the_token_is_confirmed_first(
    bot: QuietBot, log: StringIO, error: str
) -> None:
    bot.slack.fail("users.info", error, about="ada")
    ask_about_ada(bot)
    assert bot.vouch.slack.token_problem is None
    assert "slack_token_refused" not in log.getvalue()


def test_the_first_refused_call_is_enough_to_ask_about_the_token(bot: QuietBot) -> None:
    remove_app(bot)
    ask_about_ada(bot)
    assert bot.vouch.slack.token_problem is not None
    calls = len(bot.calls("auth.test"))
    ask_about_ada(bot)
    assert len(bot.calls("auth.test")) == calls


def test_an_outage_of_slack_says_nothing_about_the_token(bot: QuietBot) -> None:
    for error, status in (
        ("service_unavailable", 503),
        ("ratelimited", 429),
        ("internal_error", 500),
    ):
        bot.slack.fail("auth.test", error, status=status)
        assert check_token(bot) is None
