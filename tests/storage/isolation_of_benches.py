"""Calls of the functions of `storage.bench` for a workspace and an owner.

`test_isolation` executes them for another workspace, `test_bench` for another owner.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.bench import BenchDetails, BenchPerson
from storage import bench, bench_matches
from storage.engine import Transaction
from tests.cast import ADA, LINUS, MONDAY

FORM = BenchDetails(
    "Grace Hopper", "grace@example.org", "https://github.com/grace", history="Quillow"
)


@dataclass(frozen=True, slots=True)
class FilledBench:
    """Ada's bench, which is paused, with Grace on it, and an opening that was suggested for her.

    Linus has a bench, too.
    """

    person: BenchPerson
    opening_id: int
    match_id: int


def add_bench(transaction: Transaction, ws: int, opening_id: int) -> FilledBench:
    owner = ADA.user_id
    for bench_owner in (owner, LINUS.user_id):
        bench.open_bench(transaction, ws, bench_owner)
    bench.set_paused(transaction, ws, owner, MONDAY)
    person = bench.add(transaction, ws, owner, FORM, MONDAY)
    assert person is not None
    match_id = bench.add_match(transaction, ws, owner, person.id, opening_id)
    bench_matches.queue_opening(transaction, ws, opening_id)
    pending = bench_matches.claim_next(transaction)
    assert pending is not None
    bench_matches.record_progress(transaction, pending, [owner], finished=False)
    return FilledBench(person, opening_id, match_id)


Call = Callable[[Transaction, int, str, FilledBench], Any]

READS: dict[str, Call] = {
    "bench.find_paused_at": lambda t, ws, owner, _: bench.find_paused_at(t, ws, owner),
    "bench.find": lambda t, ws, owner, filled: bench.find(t, ws, owner, filled.person.id),
    "bench.find_many": lambda t, ws, owner, filled: bench.find_many(
        t, ws, owner, [filled.person.id]
    ),
    "bench.find_by_contact": lambda t, ws, owner, filled: bench.find_by_contact(
        t, ws, owner, filled.person.details.email, filled.person.details.profile_url
    ),
    "bench.list_people": lambda t, ws, owner, _: bench.list_people(t, ws, owner, limit=9),
    "bench.count_people": lambda t, ws, owner, _: bench.count_people(t, ws, owner),
    "bench.find_match_id": lambda t, ws, owner, filled: bench.find_match_id(
        t, ws, owner, filled.person.id, filled.opening_id
    ),
    "bench.list_match_ids": lambda t, ws, owner, filled: bench.list_match_ids(
        t, ws, owner, filled.person.id
    ),
    "bench.find_matches": lambda t, ws, owner, filled: bench.find_matches(
        t, ws, owner, [filled.match_id]
    ),
    "bench.find_match": lambda t, ws, owner, filled: bench.find_match(
        t, ws, owner, filled.match_id
    ),
}
CHANGES: dict[str, Call] = {
    "bench.set_paused": lambda t, ws, owner, _: bench.set_paused(t, ws, owner, None),
    "bench.update_person": lambda t, ws, owner, filled: bench.update_person(
        t, ws, owner, filled.person.id, BenchDetails("Someone")
    ),
    "bench.mark_contacted": lambda t, ws, owner, filled: bench.mark_contacted(
        t, ws, owner, filled.person.id, MONDAY
    ),
    "bench.remove": lambda t, ws, owner, filled: bench.remove(t, ws, owner, filled.person.id),
    "bench.delete_bench": lambda t, ws, owner, _: bench.delete_bench(t, ws, owner),
}
INSERTS: dict[str, Call] = {
    "bench.open_bench": lambda t, ws, owner, _: bench.open_bench(t, ws, owner),
    "bench.add": lambda t, ws, owner, _: bench.add(t, ws, owner, FORM, MONDAY),
    "bench.add_match": lambda t, ws, owner, filled: bench.add_match(
        t, ws, owner, filled.person.id, filled.opening_id
    ),
}
