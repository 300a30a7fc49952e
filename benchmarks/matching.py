"""How good is the matching? Measures it on labelled data: `python -m benchmarks.matching`.

Starts from the pairs and sets in tests/domain, ends with precision and recall.
`--misses PART` shows where rule and label disagree; use it for parts that may be looked at.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.matching import Match, OpeningText, PersonNote, match_opening

DATA = Path(__file__).parent.parent / "tests" / "domain"
PAIRS, COLLEAGUES = DATA / "matching_pairs.json", DATA / "matching_colleagues.json"
PAIR_PARTS = ("tuning", "held_out", "afterwards")
# The openings come in parts; each is held against the people of one set.
SET_OF = {
    "tuning": "first",
    "held_out": "first",
    "second": "second",
    "third": "third",
    "fourth": "fourth",
}
AT = 3
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """One opening and one person: what the rule says, and what a reader had said before."""

    opening: OpeningText
    person: PersonNote
    fits: bool
    why: str
    found: Match | None
    trade: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """`at_3`: of those named first, three for each opening at most, the share that fits."""

    pairs: int
    fitting: int
    at_3: float
    precision: float
    recall: float


def judge(*parts: str) -> dict[str, list[Judged]]:
    """Every labelled pair of these parts by its opening's title, judged by the rule."""
    judged: dict[str, list[Judged]] = {}
    for opening in _read(PAIRS)["openings"]:
        if opening["part"] in parts:
            wanted = _wanted(opening)
            judged[wanted.title] = [
                _judged(wanted, each, fits=each["fits"], why=each["why"])
                for each in opening["people"]
            ]
    return judged


def judge_set(*parts: str) -> dict[str, list[Judged]]:
    """Everybody of a set and the rival, for each opening of these parts by its id."""
    everything = _read(COLLEAGUES)
    judged: dict[str, list[Judged]] = {}
    for opening in everything["openings"]:
        if opening["part"] not in parts:
            continue
        about = {name: opening[name] for name in ("trade", "language")}
        people = [p for p in everything["people"] if p["set"] == SET_OF[opening["part"]]]
        wanted = _wanted(opening)
        judged[opening["id"]] = [
            _judged(wanted, person, fits=person["id"] in opening["fits"], **about)
            for person in people
        ] + [_judged(wanted, opening["rival"], fits=False, why="the rival", **about)]
    return judged


def attacks(*parts: str) -> list[Judged]:
    """People who were chosen to be named wrongly."""
    return [
        _judged(_wanted(each["opening"]), each["person"], fits=False, why=each["why"])
        for each in _read(COLLEAGUES)["attacks"]
        if each["part"] in parts
    ]


def colleagues() -> tuple[list[OpeningText], list[PersonNote]]:
    """All openings and all people of the sets."""
    everything = _read(COLLEAGUES)
    return (
        [_wanted(opening) for opening in everything["openings"]],
        [_known(person) for person in everything["people"]],
    )


def _read(file: Path) -> Json:
    content: Json = json.loads(file.read_text(encoding="utf-8"))
    return content


def _wanted(opening: Json) -> OpeningText:
    names = ("title", "place", "must_haves", "fit_brief", "team")
    return OpeningText(*(opening[name] for name in names))


def _known(person: Json) -> PersonNote:
    return PersonNote(person["good_at"], person["place"], person.get("history", ""))


def _judged(
    wanted: OpeningText, person: Json, *, fits: bool, why: str = "", **about: str
) -> Judged:
    known = _known(person)
    return Judged(wanted, known, fits, why, match_opening(wanted, known), **about)


def figures(judged: dict[str, list[Judged]]) -> Figures:
    pairs = [each for opening_text in judged.values() for each in opening_text]
    named = [each for each in pairs if each.found]
    first = [each for opening_text in judged.values() for each in _first(opening_text)]
    fitting = sum(each.fits for each in pairs)
    hits = sum(each.fits for each in named)
    return Figures(
        pairs=len(pairs),
        fitting=fitting,
        at_3=sum(each.fits for each in first) / max(len(first), 1),
        precision=hits / max(len(named), 1),
        recall=hits / max(fitting, 1),
    )


def _first(judged: Iterable[Judged]) -> list[Judged]:
    named = [(each.found.score, each) for each in judged if each.found]
    return [each for _, each in sorted(named, key=lambda pair: -pair[0])[:AT]]


def recall_by(judged: dict[str, list[Judged]], about: Callable[[Judged], str]) -> dict[str, str]:
    """For each trade or language: "named of fitting"."""
    fitting: dict[str, list[Judged]] = defaultdict(list)
    for opening_text in judged.values():
        for each in opening_text:
            if each.fits:
                fitting[about(each)].append(each)
    return {
        name: f"{sum(each.found is not None for each in people)} of {len(people)}"
        for name, people in sorted(fitting.items())
    }


def strangers_named() -> int:
    """How many people are named for an opening they were not put to, in 1,200 pairs."""
    openings = _read(PAIRS)["openings"]
    return sum(
        match_opening(_wanted(opening), _known(person)) is not None
        for opening in openings
        for other in openings
        if other is not opening
        for person in other["people"]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", choices=SET_OF, help="show where rule and label disagree")
    arguments = parser.parse_args()
    lines = _misses(arguments.misses) if arguments.misses else _tables()
    sys.stdout.write("\n".join(lines) + "\n")


def _tables() -> Iterator[str]:
    yield f"{'part':<20}{'pairs':>7}{'fit':>5}{'precision at 3':>16}{'precision':>11}{'recall':>8}"
    for part in PAIR_PARTS:
        yield _row(f"pairs, {part}", figures(judge(part)))
    for part in SET_OF:
        yield _row(f"set, {part}", figures(judge_set(part)))
    for part in ("tuning", "held_out", "third", "fourth"):
        judged = attacks(part)
        named = sum(each.found is not None for each in judged)
        yield f"attacks named, {part}: {named} of {len(judged)}"
    yield f"named for an opening of somebody else: {strangers_named()} of 1,200"
    everything = judge_set(*SET_OF)
    for title, by in (
        ("language", recall_by(everything, lambda each: each.language)),
        ("trade", recall_by(everything, lambda each: each.trade)),
    ):
        yield f"recall by {title}: " + ", ".join(f"{name} {share}" for name, share in by.items())


def _row(name: str, values: Figures) -> str:
    return (
        f"{name:<20}{values.pairs:>7}{values.fitting:>5}{values.at_3:>16.2f}"
        f"{values.precision:>11.2f}{values.recall:>8.2f}"
    )


def _misses(part: str) -> Iterator[str]:
    everything: Sequence[Judged] = [
        each for opening_text in judge_set(part).values() for each in opening_text
    ]
    for each in [*everything, *attacks(part)]:
        if bool(each.found) != each.fits:
            yield f"{each.opening.title} | {each.opening.must_haves}\n    {each.person.good_at}"
            yield f"    fits: {each.fits} {each.why}; the rule: {each.found}"


if __name__ == "__main__":
    main()
