"""Merging two candidates moves the rows of every table, and the look-up uses an index."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import insert

from domain.same_person import likeness_keys
from storage import same_people
from storage.engine import Database
from storage.merging.referrals import HANDLED_TABLES
from storage.schema import METADATA
from storage.tables.core import CANDIDATE
from tests.cast import MONDAY
from tests.statements import recorded_statements
from tests.storage.rows import Company


def test_every_table_with_a_referral_is_moved() -> None:
    with_referral = {
        table.name
        for table in METADATA.tables.values()
        if any(key.column.table.name == "referral" for key in table.foreign_keys)
    }
    assert with_referral == set(HANDLED_TABLES)


def test_every_table_with_a_candidate_is_moved() -> None:
    with_candidate = {
        table.name
        for table in METADATA.tables.values()
        if any(key.column.table.name == "candidate" for key in table.foreign_keys)
    }
    assert with_candidate == {"referral", "different_people"}


def test_similar_people_are_found_by_an_index(database: Database, acme: Company) -> None:
    grace = acme.referral.candidate
    with database.write() as transaction:
        for number in range(2000):
            name = f"Someone {number}" if number % 100 else "HOPPER, Gráce"
            email = f"s{number}@example.net"
            keys = likeness_keys(replace(grace, name=name, email=email, profile_url=None))
            transaction.execute(
                insert(CANDIDATE).values(
                    workspace_id=acme.ws,
                    name=name,
                    email=email,
                    consent="agreed",
                    created_at=MONDAY,
                    **keys._asdict(),
                )
            )
    with database.read() as transaction:
        with recorded_statements(database) as queries:
            found = same_people.list_similar(transaction, grace)
        assert len(found) == 20
        if database.engine.dialect.name == "sqlite":
            query = next(each for each in queries if "name_key" in each)
            values = (1,) * query.count("?")
            plan = transaction.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
            steps = " ".join(row[-1] for row in plan)
            assert "ix_candidate_name_key" in steps
            assert "SCAN" not in steps
    newest, next_newest = found[0], found[1]
    with database.write() as transaction:
        same_people.add_different(transaction, acme.ws, (grace.id, newest.id), "U0LINUS", MONDAY)
    with database.read() as transaction:
        assert same_people.list_similar(transaction, grace, limit=1) == [next_newest], (
            "whoever is known to be someone else leaves room for the next"
        )
