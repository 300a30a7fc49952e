"""A hard link of the file admits no second bot. The next copy removes what a killed copy left."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from storage.backup import copy_database
from storage.engine import Database
from storage.process_lock import LinkedFileError, process_lock
from tests.bot.vouch_command import invoke_vouch


def test_a_hard_link_of_the_file_admits_no_second_bot(sqlite_url: str, tmp_path: Path) -> None:
    database, link = Database(sqlite_url), tmp_path / "elsewhere.db"
    with process_lock(database):
        link.hardlink_to(tmp_path / "vouch.db")
        other = Database(f"sqlite:///{link}")
        with pytest.raises(LinkedFileError, match="has another name"), process_lock(other):
            pass
    link.unlink()
    with process_lock(database):  # One name again: nothing has to be repaired.
        pass


def test_the_start_says_in_one_line_that_the_file_has_another_name(
    sqlite_url: str, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere.db").hardlink_to(tmp_path / "vouch.db")
    environ = {
        "SLACK_BOT_TOKEN": "xoxb-1-2-abc",
        "SLACK_APP_TOKEN": "xapp-1-A1-2-abc",
        "DATABASE_URL": sqlite_url,
    }
    result = invoke_vouch(tmp_path, environ, "run")
    assert result.exit_code == 1
    assert re.fullmatch(r".* cannot be opened: .* has another name.*\n", result.stderr)


def test_a_restore_onto_a_file_with_another_name_is_refused(
    sqlite_url: str, tmp_path: Path
) -> None:
    copy_database(tmp_path / "vouch.db", tmp_path / "copy.db")
    (tmp_path / "elsewhere.db").hardlink_to(tmp_path / "vouch.db")
    result = invoke_vouch(tmp_path, {"DATABASE_URL": sqlite_url}, "restore", "copy.db")
    assert result.exit_code == 1
    assert "another name" in result.output


def test_the_next_copy_removes_what_a_killed_copy_left(sqlite_url: str, tmp_path: Path) -> None:
    assert sqlite_url
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = [
        tmp_path / f".copy.db.{ended.pid}.unfinished",
        tmp_path / f".copy.db.{ended.pid}.unfinished-journal",
    ]
    running = tmp_path / f".copy.db.{os.getppid()}.unfinished"
    other = tmp_path / ".notes.unfinished"
    for file in (*left, running, other):
        file.touch()
    copy_database(tmp_path / "vouch.db", tmp_path / "copy.db")
    assert [file.exists() for file in left] == [False, False]
    assert running.exists()
    assert other.exists()
