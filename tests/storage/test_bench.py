"""Only its owner can read a bench: checked for functions, statements and imports."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage import bench, bench_matches
from storage.engine import Database, Transaction
from storage.schema import METADATA
from tests.cast import ADA, BOB, LINUS
from tests.statements import recorded_statements
from tests.storage.isolation_of_benches import CHANGES, INSERTS, READS, FilledBench, add_bench
from tests.storage.rows import Company, add_opening

ROOT = Path(__file__).parents[2]
TABLES = ("bench_person", "bench_match")
ADA_ID, BOB_ID = ADA.user_id, BOB.user_id
# Whoever may call `storage.bench` at all, each for the actor or the person who is nudged.
CALLERS = {
    "services/bench.py", "services/bench_matches.py", "services/departures.py",
    "services/follow_up_kinds/bench.py", "services/privacy.py", "services/search.py",
}  # fmt: skip


@pytest.fixture
def filled(database: Database, acme: Company) -> FilledBench:
    with database.write() as transaction:
        return add_bench(transaction, acme.ws, acme.opening.id)


def _public_functions() -> dict[str, Any]:
    return {
        name: function
        for name, function in vars(bench).items()
        if inspect.isfunction(function)
        and function.__module__ == bench.__name__
        and not name.startswith("_")
    }


def _rows_of_owner(transaction: Transaction, owner: str) -> list[Any]:
    tables = [METADATA.tables[name] for name in ("bench", *TABLES)]
    return [
        tuple(row)
        for table in tables
        for row in transaction.execute(select(table).where(table.c.owner == owner))
    ]


def test_every_function_takes_its_owner_and_is_tried_here() -> None:
    for name, function in _public_functions().items():
        assert list(inspect.signature(function).parameters)[:3] == [
            "transaction", "workspace_id", "owner",
        ], name  # fmt: skip
    assert {f"bench.{name}" for name in _public_functions()} == {*READS, *CHANGES, *INSERTS}


def test_a_colleague_finds_and_changes_nothing(
    database: Database, acme: Company, filled: FilledBench
) -> None:
    for name, call in READS.items():
        with database.read() as transaction:
            assert call(transaction, acme.ws, ADA_ID, filled), (
                f"{name} finds nothing for the owner, so this test proves nothing"
            )
            assert not call(transaction, acme.ws, BOB_ID, filled), name
    for name, call in {**CHANGES, **INSERTS}.items():
        with database.read() as transaction:  # Nothing is committed.
            before = _rows_of_owner(transaction, ADA_ID)
            result = call(transaction, acme.ws, BOB_ID, filled)
            assert not result or name in INSERTS, name
            assert _rows_of_owner(transaction, ADA_ID) == before, name


def test_every_statement_names_the_owner(
    database: Database, acme: Company, filled: FilledBench
) -> None:
    with database.read() as transaction, recorded_statements(database) as recorded:
        for call in {**READS, **INSERTS, **CHANGES}.values():
            call(transaction, acme.ws, ADA_ID, filled)
    statements = [" ".join(each.split()) for each in recorded]
    bench_statements = [each for each in statements if any(table in each for table in TABLES)]
    assert len(bench_statements) >= len(READS)
    for statement in bench_statements:
        if statement.startswith("INSERT"):
            assert "owner" in statement
            continue
        condition = statement.partition(" WHERE ")[2]
        assert re.search(r"bench_(person|match)\.owner = ", condition), statement


def test_no_other_file_reads_these_tables() -> None:
    sources = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in ("bot", "delivery", "domain", "handlers", "nudges", "services", "storage",
                       "views", "sandbox")
        for path in (ROOT / folder).rglob("*.py")
        if "versions" not in path.parts
    }  # fmt: skip
    rows = re.compile(r"BENCH_PERSON|BENCH_MATCH|bench_person\b(?! *[=:(])|bench_match\b")
    opens = re.compile(
        r"\bBENCH_(?:PERSON|MATCH) = Table|storage.tables.bench import [^\n]*BENCH_[PM]"
    )
    readers = {name for name, text in sources.items() if opens.search(text)}
    assert readers == {"storage/bench.py", "storage/indexes.py", "storage/tables/bench.py"}
    assert not [n for n, text in sources.items() if n.startswith("bot/") and rows.search(text)]
    imports = re.compile(r"from storage import (\([^)]*\bbench\b|[^\n(]*\bbench\b(?!_))")
    assert {name for name, text in sources.items() if imports.search(text)} == CALLERS


@pytest.mark.usefixtures("filled")
def test_owners_of_benches_that_are_not_paused_are_listed(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        assert bench_matches.list_owners(transaction, acme.ws, "", 9) == [
            LINUS.user_id
        ]  # Ada's rests
        assert bench_matches.list_owners(transaction, acme.ws, LINUS.user_id, 9) == []


def test_openings_are_compared_one_after_the_other(
    database: Database, acme: Company, filled: FilledBench
) -> None:
    with database.write() as transaction:
        second = add_opening(transaction, acme.ws)
        bench_matches.queue_opening(transaction, acme.ws, second.id)
        first = bench_matches.claim_next(transaction)
        assert first is not None
        assert (first.opening_id, first.after) == (filled.opening_id, ADA_ID)
        bench_matches.record_progress(transaction, first, [], finished=True)
        next_pending = bench_matches.claim_next(transaction)
        assert next_pending is not None
        assert (next_pending.opening_id, next_pending.after) == (second.id, "")
        bench_matches.record_progress(transaction, next_pending, ["U1", "U2"], finished=False)
    with database.write() as transaction:
        resumed = bench_matches.claim_next(transaction)
        assert resumed is not None
        assert resumed.after == "U2"
        # An opening that is reopened meanwhile is matched from the first member on.
        bench_matches.queue_opening(transaction, acme.ws, second.id)
        restarted = bench_matches.claim_next(transaction)
        assert restarted is not None
        assert restarted.after == ""
