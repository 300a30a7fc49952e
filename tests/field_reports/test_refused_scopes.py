"""Scopes were refused, or an older installation lacks them: Vouch runs on, and says so."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from domain.scopes import OPTIONAL_SCOPES
from sandbox.driver.client import wait_for
from tests.bot.vouch_command import invoke_vouch
from tests.quiet_bot import QuietBot
from tests.test_project import MANIFEST

REFUSED = ("app_mentions:read", "im:history")


def read_status(folder: Path, database_url: str) -> str:
    output = invoke_vouch(folder, {"DATABASE_URL": database_url}, "status").output
    return " ".join(output.split())


def test_every_optional_scope_of_the_manifest_says_what_is_missing_without_it() -> None:
    assert set(OPTIONAL_SCOPES) == set(MANIFEST["oauth_config"]["scopes"]["bot_optional"])


def test_log_and_status_name_each_scope_that_was_not_granted(
    sqlite_url: str, tmp_path: Path, log: StringIO
) -> None:
    with QuietBot(sqlite_url, refused_scopes=REFUSED):
        lines = [line for line in log.getvalue().splitlines() if "scope_not_granted" in line]
        status = read_status(tmp_path, sqlite_url)
    assert len(lines) == len(REFUSED)
    for scope, line in zip(REFUSED, lines, strict=True):
        assert scope in line
        assert OPTIONAL_SCOPES[scope] in line
        assert f"without {scope}" in status
    assert "without dnd:read" not in status


def test_nothing_is_missing_where_all_scopes_are_granted(
    sqlite_url: str, tmp_path: Path, log: StringIO
) -> None:
    with QuietBot(sqlite_url):
        assert "scope_not_granted" not in log.getvalue()
        assert "without " not in read_status(tmp_path, sqlite_url)


@pytest.mark.parametrize("refused", [(), REFUSED])
@pytest.mark.parametrize(
    ("text", "where", "event"),
    [("Hello?", "dm", "message"), ("Hello @Vouch", "#general", "app_mention")],
)
def test_words_are_sent_to_the_bot_only_with_the_scopes(
    sqlite_url: str, refused: tuple[str, ...], text: str, where: str, event: str
) -> None:
    with QuietBot(sqlite_url, refused_scopes=refused) as bot:
        ada = bot.person("ada")
        ada.invites("bot", "#general")
        ada.types(text, where)
        seconds = 0.5 if refused else 5
        was_sent = wait_for(lambda: event in {call["name"] for call in bot.slack.traffic}, seconds)
    assert bool(was_sent) is not bool(refused)
