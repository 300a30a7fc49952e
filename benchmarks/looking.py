"""How type-ahead grows with the number of openings."""

from __future__ import annotations

from contextlib import ExitStack

from benchmarks import clicks, payloads
from benchmarks.company import ADVOCATE
from benchmarks.processes import Process
from benchmarks.results import Row, percentile, row
from benchmarks.setting import Setting

ROUNDS = 5
FEW = 100
QUERIES = {
    "often": "eng",  # in every opening: the newest 99
    "some": "storage berlin",  # two words
    "one": "engineer 57",  # a number that few titles hold
    "none": "zebra",  # nothing to be found: everything is looked through
}


def typeahead_growth(setting: Setting) -> list[Row]:
    return [_growth(setting, kind) for kind in setting.kinds]


def _growth(setting: Setting, kind: str) -> Row:
    each, most = setting.many(25, 4), setting.many(20_000, 150)
    taken: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in QUERIES}
    with ExitStack() as stack:
        sides = [
            stack.enter_context(
                clicks.vouch(setting, setting.databases.migrated(kind), openings=count)
            )
            for count in (most, FEW)
        ]
        for number in range(setting.rounds(ROUNDS) + 1):
            for name, words in QUERIES.items():
                for process, kept in zip(sides, taken[name], strict=True):
                    spent = _typing(setting, process, words, each)
                    if number:  # the first round fills caches
                        kept.append(spent)
    rows = {name: row(name, *sides, "ms", "") for name, sides in taken.items()}
    worst = max(rows.values(), key=lambda it: it.ratio)
    by_query = ", ".join(f"{QUERIES[name]!r} {it.ratio:.2f}" for name, it in rows.items())
    how = (
        f"block_suggestion over HTTP, p50 of {each} one at a time, among {most} openings against "
        f"among {FEW}; the worst of four queries ({by_query})"
    )
    name = f"typeahead_growth_{kind}"
    return Row(name, worst.ours, worst.other, worst.ratio, "ms", how, "at most 2")


def _typing(setting: Setting, process: Process, words: str, times: int) -> float:
    answers = [
        setting.wire.run(setting.wire.click(process.port, payloads.typed(ADVOCATE, words)))
        for _ in range(times)
    ]
    return percentile([each.ack * 1e3 for each in answers], 0.5)
