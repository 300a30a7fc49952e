"""Every function of `storage.bench`, called for a workspace and an owner: who else finds nothing?

Used by the test of workspaces (`test_isolation`) and by that of owners (`test_bench`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.bench import BenchForm, BenchPerson
from storage import bench
from storage import bench_matches as bench_looks
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
    told = bench.tell(transaction, ws, owner, person.id, opening_id)
    bench_looks.ask(transaction, ws, opening_id)
    look = bench_looks.take(transaction)
    assert look is not None
    bench_looks.looked(transaction, look, [owner], all_of_them=False)
    return Kept(person, opening_id, told)


Call = Callable[[Transaction, int, str, Kept], Any]

READS: dict[str, Call] = {
    "bench.paused_at": lambda s, ws, who, _: bench.paused_at(s, ws, who),
    "bench.find": lambda s, ws, who, it: bench.find(s, ws, who, it.person.id),
    "bench.by_contact": lambda s, ws, who, it: bench.by_contact(
        s, ws, who, it.person.details.email, it.person.details.profile_url
    ),
    "bench.of": lambda s, ws, who, _: bench.of(s, ws, who, limit=9),
    "bench.count": lambda s, ws, who, _: bench.count(s, ws, who),
    "bench.told": lambda s, ws, who, it: bench.told(s, ws, who, it.person.id, it.opening_id),
    "bench.told_of": lambda s, ws, who, it: bench.told_of(s, ws, who, it.person.id),
    "bench.match_told": lambda s, ws, who, it: bench.match_told(s, ws, who, it.match_id),
}
REFUSED: dict[str, Call] = {
    "bench.set_paused": lambda s, ws, who, _: bench.set_paused(s, ws, who, None),
    "bench.change": lambda s, ws, who, it: bench.change(
        s, ws, who, it.person.id, BenchForm("Somebody")
    ),
    "bench.heard": lambda s, ws, who, it: bench.heard(s, ws, who, it.person.id, MONDAY),
    "bench.remove": lambda s, ws, who, it: bench.remove(s, ws, who, it.person.id),
    "bench.forget": lambda s, ws, who, _: bench.forget(s, ws, who),
}
OWN: dict[str, Call] = {
    "bench.open_bench": lambda s, ws, who, _: bench.open_bench(s, ws, who),
    "bench.add": lambda s, ws, who, _: bench.add(s, ws, who, FORM, MONDAY),
    "bench.tell": lambda s, ws, who, it: bench.tell(s, ws, who, it.person.id, it.opening_id),
}
