"""`vouch backup` and `vouch restore`: consistent copies that never overwrite a file."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from storage.engine import Database
from storage.process_lock import AlreadyRunningError, process_lock
from tests.bot.vouch_command import invoke_vouch
from tests.cast import MONDAY, TEAM_ID
from tests.storage.rows import create_company, queue_message

Vouch = Callable[..., Result]


@pytest.fixture
def vouch(sqlite_url: str, tmp_path: Path) -> Vouch:
    """The command line on this test's database."""

    def run(*arguments: str, url: str = sqlite_url) -> Result:
        return invoke_vouch(tmp_path, {"DATABASE_URL": url}, *arguments)

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "vouch.db"


def dedupe_keys(file: Path) -> list[str]:
    """The keys of the queued messages in a copy, read without Vouch."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT dedupe FROM outbox ORDER BY id").fetchall()
    return [row[0] for row in rows]


def test_a_copy_made_while_somebody_writes_is_consistent(
    vouch: Vouch, sqlite_url: str, tmp_path: Path
) -> None:
    database = Database(sqlite_url)
    ws = create_company(database, TEAM_ID).ws
    enough, written = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not enough.is_set():
            # Two rows in each transaction: an inconsistent copy would have only one of them.
            with database.write() as transaction:
                queue_message(transaction, ws, f"{number}:a", now=MONDAY)
                queue_message(transaction, ws, f"{number}:b", now=MONDAY)
            number += 1
            if number == 5:
                written.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(20)
        result = vouch("backup", str(tmp_path / "copy.db"))
    finally:
        enough.set()
        writer.join()
        database.close()
    assert result.exit_code == 0, result.output
    queued = dedupe_keys(tmp_path / "copy.db")
    assert len(queued) >= 10
    assert queued == [f"{n}:{half}" for n in range(len(queued) // 2) for half in "ab"]
    assert [path.name for path in tmp_path.glob("*copy.db*")] == ["copy.db"]
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_a_backup_is_never_written_over_anything(vouch: Vouch, tmp_path: Path) -> None:
    (tmp_path / "there.db").write_text("mine")
    result = vouch("backup", "there.db")
    assert result.exit_code == 1
    assert "never overwritten" in result.output
    assert (tmp_path / "there.db").read_text() == "mine"


def test_a_folder_gets_a_file_named_after_the_time(vouch: Vouch, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    assert vouch("backup", "backups").exit_code == 0
    (made,) = (tmp_path / "backups").iterdir()
    assert made.name.startswith("vouch-2")
    assert made.suffix == ".db"


def test_restore_brings_the_backup_back_and_keeps_what_was_there(
    vouch: Vouch, sqlite_url: str, file: Path, tmp_path: Path
) -> None:
    database = Database(sqlite_url)
    ws = create_company(database, TEAM_ID).ws
    with database.write() as transaction:
        queue_message(transaction, ws, "before", now=MONDAY)
    assert vouch("backup", "copy.db").exit_code == 0
    with database.write() as transaction:  # not in the file itself yet, but in the WAL beside it
        queue_message(transaction, ws, "after", now=MONDAY)
    result = vouch("restore", "copy.db")
    database.close()
    assert result.exit_code == 0, result.output
    assert dedupe_keys(file) == ["before"]
    (aside,) = [path for path in tmp_path.iterdir() if path.name.endswith(".before-restore")]
    assert str(aside) in result.output.replace("\n", "")
    assert dedupe_keys(aside) == ["before", "after"]
    assert dedupe_keys(tmp_path / "copy.db") == ["before"]
    again = Database(sqlite_url)
    with again.write() as transaction:
        queue_message(transaction, ws, "and on", now=MONDAY)
    again.close()


def test_restore_is_refused_while_a_bot_has_the_file(
    vouch: Vouch, sqlite_url: str, file: Path
) -> None:
    assert vouch("backup", "copy.db").exit_code == 0
    before = file.read_bytes()
    with process_lock(Database(sqlite_url)):
        result = vouch("restore", "copy.db")
    assert result.exit_code == 1
    assert result.output == (
        f"A bot (process {os.getpid()}) is running on {file} already. Stop it, then restore.\n"
    )
    assert file.read_bytes() == before
    assert vouch("restore", "copy.db").exit_code == 0


@pytest.mark.parametrize("what", ["text", "another", "damaged", "missing"])
def test_only_a_whole_database_of_vouch_is_restored(
    vouch: Vouch, file: Path, tmp_path: Path, what: str
) -> None:
    given = tmp_path / "given.db"
    if what == "text":
        given.write_text("no database at all, but long enough to look like a file of something")
    elif what == "another":
        with sqlite3.connect(given) as other:
            other.execute("CREATE TABLE diary (page TEXT)")
    elif what == "damaged":
        assert vouch("backup", "given.db").exit_code == 0
        content = bytearray(given.read_bytes())
        content[4096:12288] = b"\x5a" * 8192
        given.write_bytes(content)
    before = file.read_bytes()
    result = vouch("restore", "given.db")
    assert result.exit_code == 1
    assert result.output.startswith("given.db ")
    assert result.output.rstrip().endswith("Nothing was changed.")
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if "unfinished" in path.name) == []


def test_for_postgresql_its_own_tools_are_named(vouch: Vouch) -> None:
    for command in ("backup", "restore"):
        result = vouch(command, "x.db", url="postgresql://vouch:pw@127.0.0.1:1/vouch")
        assert result.exit_code == 1
        assert result.output == (
            "DATABASE_URL is a PostgreSQL database: use pg_dump and pg_restore for it.\n"
        )


def test_the_lock_is_free_again_afterwards_and_postgresql_has_none(
    sqlite_url: str, postgres_url: str
) -> None:
    for _ in range(2):
        with (
            process_lock(Database(sqlite_url)),
            pytest.raises(AlreadyRunningError),
            process_lock(Database(sqlite_url)),
        ):
            raise AssertionError("two were alone")
    with process_lock(Database(postgres_url)), process_lock(Database(postgres_url)):
        pass
