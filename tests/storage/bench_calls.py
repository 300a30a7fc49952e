"""Every function of `storage.bench`, called for a workspace and an owner: who else finds nothing?

Used by the test of workspaces (`test_isolation`) and by that of owners (`test_bench`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.bench import BenchForm, BenchPerson
from storage import bench, bench_matches
from storage.engine import Transaction
from tests.cast import ADA, LINUS, MONDAY

FORM = BenchForm("Grace Hopper", "grace@example.org", "https://github.com/grace", history="Quillow")


@dataclass(frozen=True, slots=True)
class Kept:
    """Ada's bench, which rests, with Grace on it, for whom an opening was told. Linus keeps one."""

    person: BenchPerson
    opening_id: int
    match_id: int


def fill(transaction: Transaction, ws: int, opening_id: int) -> Kept:
    owner = ADA.user_id
    for keeper in (owner, LINUS.user_id):
        bench.open_bench(transaction, ws, keeper)
    bench.set_paused(transaction, ws, owner, MONDAY)
    person = bench.add(transaction, ws, owner, FORM, MONDAY)
    told = bench.add_match(transaction, ws, owner, person.id, opening_id)
    bench_matches.queue_opening(transaction, ws, opening_id)
    look = bench_matches.claim_next(transaction)
    assert look is not None
    bench_matches.record_progress(transaction, look, [owner], finished=False)
    return Kept(person, opening_id, told)


Call = Callable[[Transaction, int, str, Kept], Any]

READS: dict[str, Call] = {
    "bench.find_pause": lambda s, ws, who, _: bench.find_pause(s, ws, who),
    "bench.find": lambda s, ws, who, it: bench.find(s, ws, who, it.person.id),
    "bench.find_many": lambda s, ws, who, it: bench.find_many(s, ws, who, [it.person.id]),
    "bench.find_by_contact": lambda s, ws, who, it: bench.find_by_contact(
        s, ws, who, it.person.details.email, it.person.details.profile_url
    ),
    "bench.list_people": lambda s, ws, who, _: bench.list_people(s, ws, who, limit=9),
    "bench.count_people": lambda s, ws, who, _: bench.count_people(s, ws, who),
    "bench.find_match_id": lambda s, ws, who, it: bench.find_match_id(
        s, ws, who, it.person.id, it.opening_id
    ),
    "bench.list_match_ids": lambda s, ws, who, it: bench.list_match_ids(s, ws, who, it.person.id),
    "bench.find_matches": lambda s, ws, who, it: bench.find_matches(s, ws, who, [it.match_id]),
    "bench.find_match": lambda s, ws, who, it: bench.find_match(s, ws, who, it.match_id),
}
REFUSED: dict[str, Call] = {
    "bench.set_paused": lambda s, ws, who, _: bench.set_paused(s, ws, who, None),
    "bench.update_person": lambda s, ws, who, it: bench.update_person(
        s, ws, who, it.person.id, BenchForm("Somebody")
    ),
    "bench.mark_contacted": lambda s, ws, who, it: bench.mark_contacted(
        s, ws, who, it.person.id, MONDAY
    ),
    "bench.remove": lambda s, ws, who, it: bench.remove(s, ws, who, it.person.id),
    "bench.delete_bench": lambda s, ws, who, _: bench.delete_bench(s, ws, who),
}
OWN: dict[str, Call] = {
    "bench.open_bench": lambda s, ws, who, _: bench.open_bench(s, ws, who),
    "bench.add": lambda s, ws, who, _: bench.add(s, ws, who, FORM, MONDAY),
    "bench.add_match": lambda s, ws, who, it: bench.add_match(
        s, ws, who, it.person.id, it.opening_id
    ),
}
