"""People who were stored twice on a bench become one when the database is migrated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, insert, select

from domain.endorsements import Relationship
from storage import bench, migrate
from storage.engine import Database
from tests.storage.rows_of_old_releases import AT, ROWS, WS

REVISION = "0019"
PERSON = ROWS["0004"]["bench_person"]
MATCH = ROWS["0004"]["bench_match"]
FOLLOW_UP = {**ROWS["0001"]["follow_up"], "referral_id": None, "member": "U0ADA", "state": "open"}


@pytest.fixture
def before(blank_url: str) -> Iterator[Database]:
    """A database of the revision before, with the rows of old releases."""
    database = Database(blank_url)
    config = migrate.alembic_config(database)
    for revision in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
        if revision.revision == REVISION:
            break
        command.upgrade(config, revision.revision)
        for name, row in ROWS.get(revision.revision, {}).items():
            add(database, name, row)
    yield database
    database.close()


def add(database: Database, table: str, *rows: dict[str, Any]) -> None:
    tables = MetaData()
    tables.reflect(database.engine, only=lambda name, _: name == table, resolve_fks=False)
    with database.write() as transaction:
        for row in rows:
            transaction.execute(insert(tables.tables[table]).values(row))


def open_follow_ups(database: Database) -> list[tuple[str, int]]:
    """Return (kind, subject id) of each open follow-up about a bench."""
    tables = MetaData()
    tables.reflect(database.engine, only=["follow_up"], resolve_fks=False)
    rows = tables.tables["follow_up"]
    with database.read() as transaction:
        found = transaction.execute(select(rows).where(rows.c.state == "open").order_by(rows.c.id))
        kinds = ("check_in", "match")
        return [(row.kind, row.subject_id) for row in found if row.id >= 100 and row.kind in kinds]


def test_those_who_were_stored_twice_become_one(before: Database) -> None:
    link = "https://www.linkedin.com/in/alan"
    heard_at = AT + timedelta(days=3)
    opening = {**ROWS["0001"]["opening"], "id": 4, "ref": "ENG-13", "search_text": ""}
    opening = {key: value for key, value in opening.items() if key != "search_folded"}
    add(before, "opening", opening)
    add(
        before,
        "bench_person",
        {**PERSON, "id": 20, "profile_url": link, "place": "London"},
        {**PERSON, "id": 21, "heard_at": heard_at, "history": "Hut 8"},
        {**PERSON, "id": 22, "email": "al@x.example", "profile_url": link, "history": ""},
        {**PERSON, "id": 23, "owner": "U0BOB"},
        {**PERSON, "id": 24, "email": None},
        {**PERSON, "id": 25, "email": None},
    )
    add(
        before,
        "bench_match",
        {**MATCH, "id": 30, "person_id": 20},  # for the opening of 14
        {**MATCH, "id": 31, "person_id": 21, "opening_id": 4},
    )
    subjects = [("check_in", 13), ("check_in", 20), ("check_in", 23), ("match", 30), ("match", 31)]
    add(
        before,
        "follow_up",
        *(
            {**FOLLOW_UP, "id": 100 + number, "kind": kind, "subject_id": subject}
            for number, (kind, subject) in enumerate(subjects)
        ),
    )
    migrate.upgrade(before)
    with before.read() as transaction:
        people = {each.id: each for each in bench.list_people(transaction, WS, "U0ADA", limit=9)}
        assert set(people) == {13, 24, 25}
        alan = people[13]
        assert (alan.details.email, alan.details.profile_url) == (PERSON["email"], link)
        assert alan.details.relationship is Relationship.STUDIED
        assert alan.details.place == "London"
        assert alan.details.history == "Princeton\nHut 8\nal@x.example"
        assert alan.last_contact_at == heard_at
        assert len(bench.list_people(transaction, WS, "U0BOB", limit=9)) == 1
        assert bench.find_match(transaction, WS, "U0ADA", 31) == (13, 4)
        assert bench.find_match(transaction, WS, "U0ADA", 30) is None
    assert open_follow_ups(before) == [("check_in", 13), ("check_in", 23), ("match", 31)]
    assert migrate.find_drift(before) == []
