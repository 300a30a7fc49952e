"""`vouch outbox` and `vouch status` on a real database: what they print and change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import Result

from bot.clock import SystemClock
from bot.ops.console import format_age
from domain.messages import ReferralReceived, StageChanged
from domain.outbox import IntentState
from storage import history, outbox, readings
from storage.engine import Database, Transaction
from tests.bot.vouch_command import invoke_vouch
from tests.cast import ADA, TEAM_ID
from tests.storage.rows import Company, create_company, queue_message

Vouch = Callable[..., Result]


@pytest.fixture
def vouch(database_url: str, tmp_path: Path) -> Vouch:
    """The command line on this test's database."""

    def run(*arguments: str, url: str = database_url) -> Result:
        return invoke_vouch(tmp_path, {"DATABASE_URL": url}, *arguments)

    return run


@pytest.fixture
def ours(database: Database) -> Company:
    return create_company(database, TEAM_ID)


def add_row(
    database: Database,
    ours: Company,
    state: IntentState,
    reason: str | None = None,
    kind: str = ReferralReceived.kind,
) -> int:
    """Add a row in this state, and return its id."""
    now = SystemClock().now()
    with database.write() as transaction:
        id_ = queue_message(transaction, ours.ws, f"{state}:{reason}", kind=kind, now=now)
        intent = outbox.find_intent(transaction, ours.ws, id_)
        assert intent is not None
        if state is not IntentState.QUEUED:
            outbox.settle_intent(transaction, intent, state, now, reason=reason, channel="D0ADA")
    return id_


def state_of(database: Database, ours: Company, id_: int) -> tuple[str, int, str | None]:
    with database.read() as transaction:
        row = outbox.find_intent(transaction, ours.ws, id_)
        assert row is not None
        return row.state.value, row.attempts, row.channel


def test_the_list_shows_rows_that_wait_or_failed_and_nothing_that_people_wrote(
    vouch: Vouch, database: Database, ours: Company
) -> None:
    dead = add_row(database, ours, IntentState.DEAD, "msg_too_long", StageChanged.kind)
    unknown = add_row(database, ours, IntentState.UNKNOWN, "TimeoutError")
    add_row(database, ours, IntentState.QUEUED)
    sent = add_row(database, ours, IntentState.SENT)
    result = vouch("outbox", "list")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [
        [str(dead), "dead"],
        [str(unknown), "unknown"],
        [str(unknown + 1), "queued"],
    ]
    assert "stage_changed" in lines[1]
    assert "msg_too_long" in lines[1]
    assert ADA.user_id in lines[1]
    for word in ("Grace", "Hopper", "Ada", "@acme.test"):
        assert word not in result.output
    one = vouch("outbox", "list", "--state", "unknown").output.splitlines()
    assert len(one) == 2
    assert "unknown" in one[1]
    assert "sent" in vouch("outbox", "show", str(sent)).output
    assert "There are more" in vouch("outbox", "list", "--limit", "2").output


def test_a_dead_row_is_queued_again_as_if_new_and_the_history_says_who(
    vouch: Vouch, database: Database, ours: Company
) -> None:
    dead = add_row(database, ours, IntentState.DEAD, "no_text")
    assert vouch("outbox", "retry", str(dead)).exit_code == 0
    with database.write() as transaction:
        (claimed,) = outbox.claim_batch(
            transaction, SystemClock().now(), lease=timedelta(1), limit=9
        )
        assert (claimed.id, claimed.attempts) == (dead, 1)
        ((_, who, verb, detail),) = history.list_lines(transaction, ours.ws, "outbox", dead)
    assert (who, verb, detail) == ("cli", "outbox.retried", {"was": "dead"})


def test_an_unknown_row_is_retried_only_when_twice_is_accepted(
    vouch: Vouch, database: Database, ours: Company
) -> None:
    unknown = add_row(database, ours, IntentState.UNKNOWN, "TimeoutError")
    refused = vouch("outbox", "retry", str(unknown))
    assert refused.exit_code == 1
    assert "look in D0ADA first" in refused.output
    assert "--yes" in refused.output
    assert state_of(database, ours, unknown)[0] == "unknown"
    assert vouch("outbox", "retry", str(unknown), "--yes").exit_code == 0
    assert state_of(database, ours, unknown)[0] == "queued"


@pytest.mark.parametrize("state", [IntentState.SENT, IntentState.SENDING, IntentState.DROPPED])
def test_a_sent_dropped_or_sending_row_is_not_changed(
    vouch: Vouch, database: Database, ours: Company, state: IntentState
) -> None:
    row = add_row(database, ours, state)
    for command in (["retry", "--yes"], ["drop"]):
        refused = vouch("outbox", *command, str(row))
        assert refused.exit_code == 1
        assert f"{row} is {state.value}" in refused.output
    assert state_of(database, ours, row)[0] == state.value


@pytest.mark.parametrize("state", [IntentState.DEAD, IntentState.UNKNOWN, IntentState.QUEUED])
def test_a_dropped_row_is_never_sent_and_keeps_the_reason(
    vouch: Vouch, database: Database, ours: Company, state: IntentState
) -> None:
    row = add_row(database, ours, state)
    assert vouch("outbox", "drop", str(row)).exit_code == 0
    assert "dropped_by_hand" in vouch("outbox", "show", str(row)).output
    with database.write() as transaction:
        assert (
            outbox.claim_batch(transaction, SystemClock().now(), lease=timedelta(1), limit=9) == []
        )


def test_a_missing_row_or_database_is_reported_in_one_line(
    vouch: Vouch, ours: Company, tmp_path: Path
) -> None:
    assert ours.ws
    assert vouch("outbox", "show", "999").output == "There's no message 999 in the outbox.\n"
    missing = tmp_path / "nowhere" / "vouch.db"
    for command in (["status"], ["outbox", "list"], ["backup", "copy.db"]):
        result = vouch(*command, url=f"sqlite:///{missing}")
        assert result.exit_code == 1
        assert result.output == f"There's no database at {missing} yet. `vouch run` creates it.\n"
    assert not missing.exists()


def test_a_database_of_another_version_is_not_touched(vouch: Vouch, blank_url: str) -> None:
    if blank_url.startswith("sqlite"):
        Path(blank_url.removeprefix("sqlite:///")).touch()
    for command in (["outbox", "list"], ["status"]):
        result = vouch(*command, url=blank_url)
        assert result.exit_code == 1
        assert "`vouch migrate`" in result.output


def store_reading(transaction: Transaction, ours: Company, now: datetime) -> None:
    """Store that the members of our workspace were read at `now`."""
    later = now + timedelta(hours=6)
    readings.claim_members(transaction, ours.ws, now, until=later, restart_if_due_before=now)
    readings.finish_members(transaction, ours.ws, now, claimed_until=later, due_at=later)


def test_status_reports_problems_by_its_exit_code_and_in_sentences(
    vouch: Vouch, database: Database, ours: Company
) -> None:
    never = vouch("status")
    assert never.exit_code == 1
    assert "haven't been read for a day" in never.output
    now = SystemClock().now()
    with database.write() as transaction:
        store_reading(transaction, ours, now - timedelta(hours=2))
    well = vouch("status")
    assert well.exit_code == 0, well.output
    assert f"({TEAM_ID})" in well.output
    assert "2 h ago" in well.output
    assert "current" in well.output
    add_row(database, ours, IntentState.DEAD)
    dead = vouch("status")
    assert dead.exit_code == 1
    assert "`vouch outbox list` shows which" in dead.output


def test_status_notices_that_due_messages_are_not_sent(
    vouch: Vouch, database: Database, ours: Company
) -> None:
    now = SystemClock().now()
    with database.write() as transaction:
        store_reading(transaction, ours, now)
        queue_message(transaction, ours.ws, "soon", not_before=now + timedelta(days=2), now=now)
    assert vouch("status").exit_code == 0
    with database.write() as transaction:
        queue_message(transaction, ours.ws, "late", not_before=now - timedelta(hours=3), now=now)
    late = vouch("status")
    assert late.exit_code == 1
    assert "2, 1 due, the oldest for 3 h" in late.output
    assert "Is the bot running?" in late.output


def test_the_password_of_the_database_is_not_printed(vouch: Vouch) -> None:
    result = vouch("status", url="postgresql://vouch:s3cret@127.0.0.1:1/none")
    assert result.exit_code == 1
    assert "s3cret" not in result.output
    assert result.output.startswith("The database in DATABASE_URL does not answer:")


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-3), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(minutes=90), "1 h"),
        (timedelta(days=12, hours=5), "12 d"),
    ],
)
def test_an_age_is_given_in_its_largest_unit(passed: timedelta, words: str) -> None:
    assert format_age(passed) == words
