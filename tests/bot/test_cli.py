"""The `vouch` command: its output, and the one line with which it reports an error.

Only the version is printed by a process, to show that the installed command starts.
"""

from __future__ import annotations

import os
import re
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from tests.bot.vouch_command import invoke_vouch
from tests.bot.vouch_process import run_vouch
from tests.databases import Postgres
from tests.demo_slack import connection_settings, demo_slack


@pytest.fixture(scope="module")
def slack() -> Iterator[Sandbox]:
    with demo_slack() as slack:
        yield slack


def settings(slack: Sandbox, folder: Path, **more: str) -> dict[str, str]:
    connection = connection_settings(slack, f"sqlite:///{folder / 'vouch.db'}")
    return {**connection, "VOUCH_RECRUITER_GROUP": "recruiters", **more}


def run_refused(folder: Path, given: dict[str, str], *arguments: str) -> str:
    """Runs a command that has to fail, and returns its one line on standard error."""
    result = invoke_vouch(folder, given, *arguments)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if not line.startswith("{")]
    assert len(lines) == 1, result.stderr  # besides the JSON of the log
    return lines[0]


def test_the_version_is_printed(tmp_path: Path) -> None:
    code, out, _ = run_vouch(tmp_path, {}, "version")
    assert code == 0
    assert re.fullmatch(r"vouch \d+\.\d+\.\d+\S*, Python 3\.\d+\.\d+\S*\n", out)


def test_a_missing_setting_is_named(tmp_path: Path, slack: Sandbox) -> None:
    given = settings(slack, tmp_path)
    del given["SLACK_APP_TOKEN"]
    assert run_refused(tmp_path, given, "run").startswith("SLACK_APP_TOKEN is missing.")


def test_a_wrong_setting_is_named(tmp_path: Path, slack: Sandbox) -> None:
    given = settings(slack, tmp_path, VOUCH_DMS_PER_WEEK="many")
    assert run_refused(tmp_path, given, "run").startswith("VOUCH_DMS_PER_WEEK")


@pytest.mark.parametrize("address", ["3000", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:99999"])
def test_a_malformed_address_is_refused(tmp_path: Path, slack: Sandbox, address: str) -> None:
    line = run_refused(tmp_path, settings(slack, tmp_path), "run", "--http", address)
    assert line == f"--http {address} is not an address. Write it as 127.0.0.1:3000."


def test_a_token_that_slack_does_not_know_is_named(tmp_path: Path, slack: Sandbox) -> None:
    given = settings(slack, tmp_path, SLACK_BOT_TOKEN="xoxb-1-2-nobody")
    assert "does not accept SLACK_BOT_TOKEN (invalid_auth)" in run_refused(tmp_path, given, "run")
    given = settings(slack, tmp_path, SLACK_APP_TOKEN="xapp-1-A-2-nobody")
    assert "does not accept SLACK_APP_TOKEN (invalid_auth)" in run_refused(tmp_path, given, "run")


def test_an_unreachable_slack_is_reported(tmp_path: Path, slack: Sandbox) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api/"
        line = run_refused(tmp_path, settings(slack, tmp_path, SLACK_API_URL=url), "run")
    assert line.startswith("Slack did not answer at SLACK_API_URL")


def test_an_address_without_slack_s_methods_is_reported(tmp_path: Path, slack: Sandbox) -> None:
    given = settings(slack, tmp_path, SLACK_API_URL=f"{slack.url}/nowhere/")
    assert run_refused(tmp_path, given, "run").startswith("Slack did not answer at SLACK_API_URL")


def test_a_port_that_is_taken_is_reported(tmp_path: Path, slack: Sandbox) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        line = run_refused(tmp_path, settings(slack, tmp_path), "run", "--http", address)
    assert line.startswith("The address given with --http cannot be used: ")


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_database_file_that_cannot_be_made_is_reported(
    tmp_path: Path, slack: Sandbox, command: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    given = settings(slack, tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/file/below/vouch.db")
    line = run_refused(tmp_path, given, command)
    assert line.startswith("The database in DATABASE_URL cannot be opened: ")


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_file_that_is_no_database_is_reported(
    tmp_path: Path, slack: Sandbox, command: str
) -> None:
    (tmp_path / "vouch.db").write_text("Dear diary, " * 200)
    line = run_refused(tmp_path, settings(slack, tmp_path), command)
    assert line.startswith("The database in DATABASE_URL cannot be opened: ")


def test_a_database_of_a_later_version_is_reported(tmp_path: Path, slack: Sandbox) -> None:
    given = settings(slack, tmp_path)
    assert invoke_vouch(tmp_path, given, "migrate").exit_code == 0
    with sqlite3.connect(tmp_path / "vouch.db") as later:
        later.execute("UPDATE alembic_version SET version_num = '9999'")
    later.close()
    assert "9999" in run_refused(tmp_path, given, "run")


def test_postgresql_is_migrated_by_hand(tmp_path: Path, slack: Sandbox, postgres: Postgres) -> None:
    with postgres.blank() as url:
        given = settings(slack, tmp_path, DATABASE_URL=url)
        assert run_refused(tmp_path, given, "run").endswith("Run `vouch migrate` once.")
        for _ in range(2):
            migrated = invoke_vouch(tmp_path, given, "migrate")
            assert (migrated.exit_code, "the schema of this version" in migrated.stderr) == (
                0,
                True,
            )
    given["DATABASE_URL"] = postgres.url("nobody_made_it")
    assert "cannot be opened: " in run_refused(tmp_path, given, "run")


def test_a_test_workspace_is_seeded_once(tmp_path: Path, slack: Sandbox) -> None:
    given = settings(slack, tmp_path)
    first, second = (invoke_vouch(tmp_path, given, "seed") for _ in range(2))
    assert first.stderr.strip() == "I've added 8 openings and some referrals. Next: vouch run"
    assert second.stderr.strip() == "There are openings already, so I added nothing."
    assert [first.exit_code, second.exit_code] == [0, 0]
    with sqlite3.connect(tmp_path / "vouch.db") as database:
        recruiters = database.execute("SELECT DISTINCT recruiter FROM opening").fetchall()
        people = database.execute("SELECT count(DISTINCT advocate) FROM referral").fetchone()
    database.close()
    assert {name for (name,) in recruiters} == {"U0LINUS", "U0PRIYA"}
    assert people[0] > 1
    del given["SLACK_BOT_TOKEN"]
    assert run_refused(tmp_path, given, "seed").startswith("SLACK_BOT_TOKEN is missing.")


def test_a_large_company_is_seeded(tmp_path: Path, slack: Sandbox) -> None:
    seeded = invoke_vouch(tmp_path, settings(slack, tmp_path), "seed", "--large")
    assert seeded.exit_code == 0
    assert seeded.stderr.strip() == "I've added 400 openings and some referrals. Next: vouch run"
    with sqlite3.connect(tmp_path / "vouch.db") as database:
        assert database.execute("SELECT count(*) FROM referral").fetchone() == (20_000,)
    database.close()


def test_the_help_names_the_commands_and_takes_no_secret(tmp_path: Path) -> None:
    shown = invoke_vouch(tmp_path, {}, "--help")
    assert shown.exit_code == 0
    assert all(name in shown.stdout for name in ("run", "sandbox", "migrate", "seed", "version"))
    assert "token" not in shown.stdout.lower()
    assert not os.listdir(tmp_path)
