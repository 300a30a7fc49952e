"""Erased words are in no file of the database: not in a row, a free page or the log."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, text

from storage import drafts, erasure
from storage.engine import Database
from storage.tables.messages import DRAFT
from tests.cast import ADA, MONDAY, TEAM_ID
from tests.storage.rows import create_company

WORD = "mellifluous"


def find_files_with(word: str, database: Database) -> list[str]:
    """Return the names of the database's files that contain the word."""
    file = Path(database.url.database or "")
    return [
        each.name
        for each in sorted(file.parent.glob(f"{file.name}*"))
        if word.encode() in each.read_bytes()
    ]


def test_erased_words_leave_the_file_and_the_log(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    acme = create_company(database, TEAM_ID)
    with database.write() as transaction:
        transaction.execute(text("UPDATE candidate SET name = :name"), {"name": WORD * 30})
        transaction.execute(text("UPDATE referral SET note = :note"), {"note": WORD * 900})
    database.checkpoint()
    assert find_files_with(WORD, database) == ["vouch.db"]
    with database.write() as transaction:
        candidate_id = acme.referral.candidate.id
        assert erasure.erase_candidate_row(
            transaction, acme.ws, candidate_id, MONDAY, unless_agreed=True
        )
        erasure.erase_texts(transaction, acme.ws, [acme.referral.id])
    database.checkpoint()
    assert find_files_with(WORD, database) == []
    database.close()


def test_deleted_rows_leave_the_file_and_the_log(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    acme = create_company(database, TEAM_ID)
    with database.write() as transaction:
        drafts.save(transaction, acme.ws, ADA.user_id, "post", {"saw": WORD * 900}, MONDAY)
    with database.write() as transaction:
        transaction.execute(delete(DRAFT))
    database.checkpoint()
    assert find_files_with(WORD, database) == []
    database.close()


def test_a_checkpoint_beside_a_reader_neither_waits_nor_fails(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    acme = create_company(database, TEAM_ID)
    with database.read() as reading:
        reading.execute(text("SELECT * FROM candidate")).all()
        with database.write() as transaction:
            drafts.save(transaction, acme.ws, ADA.user_id, "post", {"saw": WORD}, MONDAY)
        database.checkpoint()
    with database.write() as transaction:  # The log was not emptied, and nothing is lost.
        assert drafts.find(transaction, acme.ws, ADA.user_id, "post") == {"saw": WORD}
        assert transaction.scalar(text("PRAGMA busy_timeout")) == 5_000
    database.close()
