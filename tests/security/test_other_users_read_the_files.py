"""Other users of the machine can neither read the database nor list its folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

import pytest
from sqlalchemy import text

from storage.engine import Database


@pytest.fixture(autouse=True)
def permissive_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def write_rows(file: Path) -> Database:
    """A database that is in use, so that its side files exist."""
    database = Database(f"sqlite:///{file}")
    with database.write() as transaction:
        transaction.execute(text("CREATE TABLE IF NOT EXISTS one (id INTEGER)"))
        transaction.execute(text("INSERT INTO one VALUES (1)"))
    return database


def rights(folder: Path) -> dict[str, str]:
    return {each.name: oct(S_IMODE(each.stat().st_mode)) for each in (folder, *folder.iterdir())}


PRIVATE = {
    "data": "0o700",
    "vouch.db": "0o600",
    "vouch.db-wal": "0o600",
    "vouch.db-shm": "0o600",
}


def test_new_files_and_their_folder_are_private(tmp_path: Path) -> None:
    database = write_rows(tmp_path / "data" / "vouch.db")
    assert rights(tmp_path / "data") == PRIVATE
    database.close()


def test_files_of_an_older_release_become_private(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    running = write_rows(folder / "vouch.db")  # Its side files stay as long as it runs.
    folder.chmod(0o755)
    for file in folder.iterdir():
        file.chmod(0o644)
    database = write_rows(folder / "vouch.db")
    assert rights(folder) == PRIVATE
    database.close()
    running.close()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    write_rows(folder / "vouch.db").close()
    folder.chmod(0o755)
    (folder / "index.html").touch()
    write_rows(folder / "vouch.db").close()
    assert rights(folder)["data"] == "0o755"
    assert rights(folder)["vouch.db"] == "0o600"
