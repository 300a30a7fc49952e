"""Measures how good the matching is on labelled data: `python -m benchmarks.matching`.

It prints precision and recall on two kinds of data in tests/domain. A pair is an opening and one
person, with a label: fits or not. A set is many people, each of whom is compared with each opening.
Both come in parts. `--misses PART` shows where rule and label disagree; only use it on parts that
the data files allow to be looked at, because a rule that is tuned on a part looks better there.
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
# The openings of a part are compared with the people of this set.
PEOPLE_SET_OF_PART = {
    "tuning": "first",
    "held_out": "first",
    "second": "second",
    "third": "third",
    "fourth": "fourth",
}
TOP_COUNT = 3
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """An opening and a person: the match by the rule, and whether they fit by the label."""

    opening: OpeningText
    person: PersonNote
    fits: bool
    why: str
    match: Match | None
    trade: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """How good the rule is on some pairs; shares are between 0 and 1.

    `fitting` counts the pairs that fit by the label. `at_3` is the share of fitting pairs among the
    three best matches of each opening.
    """

    pairs: int
    fitting: int
    at_3: float
    precision: float
    recall: float


def judge_pairs(*parts: str) -> dict[str, list[JudgedPair]]:
    """Every labelled pair of these parts by its opening's title, judged by the rule."""
    judged: dict[str, list[JudgedPair]] = {}
    for opening in _load_json(PAIRS)["openings"]:
        if opening["part"] in parts:
            opening_text = _to_opening_text(opening)
            judged[opening_text.title] = [
                _judge_pair(opening_text, each, fits=each["fits"], why=each["why"])
                for each in opening["people"]
            ]
    return judged


def judge_set(*parts: str) -> dict[str, list[JudgedPair]]:
    """For each opening of these parts, by its id: all people of its set, and its rival.

    A rival is written for one opening: close to it, but not fitting.
    """
    everything = _load_json(COLLEAGUES)
    judged: dict[str, list[JudgedPair]] = {}
    for opening in everything["openings"]:
        if opening["part"] not in parts:
            continue
        labels = {name: opening[name] for name in ("trade", "language")}
        people = [
            p for p in everything["people"] if p["set"] == PEOPLE_SET_OF_PART[opening["part"]]
        ]
        opening_text = _to_opening_text(opening)
        judged[opening["id"]] = [
            _judge_pair(opening_text, person, fits=person["id"] in opening["fits"], **labels)
            for person in people
        ] + [_judge_pair(opening_text, opening["rival"], fits=False, why="the rival", **labels)]
    return judged


def judge_attacks(*parts: str) -> list[JudgedPair]:
    """Pairs that were written to mislead the rule; none of them fits."""
    return [
        _judge_pair(_to_opening_text(each["opening"]), each["person"], fits=False, why=each["why"])
        for each in _load_json(COLLEAGUES)["attacks"]
        if each["part"] in parts
    ]


def load_colleagues() -> tuple[list[OpeningText], list[PersonNote]]:
    """All openings and all people of the sets."""
    everything = _load_json(COLLEAGUES)
    return (
        [_to_opening_text(opening) for opening in everything["openings"]],
        [_to_person_note(person) for person in everything["people"]],
    )


def _load_json(file: Path) -> Json:
    content: Json = json.loads(file.read_text(encoding="utf-8"))
    return content


def _to_opening_text(opening: Json) -> OpeningText:
    names = ("title", "place", "must_haves", "fit_brief", "team")
    return OpeningText(**{name: opening[name] for name in names})


def _to_person_note(person: Json) -> PersonNote:
    return PersonNote(
        good_at=person["good_at"], place=person["place"], history=person.get("history", "")
    )


def _judge_pair(
    opening_text: OpeningText, person: Json, *, fits: bool, why: str = "", **labels: str
) -> JudgedPair:
    note = _to_person_note(person)
    return JudgedPair(opening_text, note, fits, why, match_opening(opening_text, note), **labels)


def compute_figures(judged: dict[str, list[JudgedPair]]) -> Figures:
    pairs = [each for pairs_of_opening in judged.values() for each in pairs_of_opening]
    matched = [each for each in pairs if each.match]
    top = [each for pairs_of_opening in judged.values() for each in _select_top(pairs_of_opening)]
    fitting = sum(each.fits for each in pairs)
    correct = sum(each.fits for each in matched)
    return Figures(
        pairs=len(pairs),
        fitting=fitting,
        at_3=sum(each.fits for each in top) / max(len(top), 1),
        precision=correct / max(len(matched), 1),
        recall=correct / max(fitting, 1),
    )


def _select_top(judged: Iterable[JudgedPair]) -> list[JudgedPair]:
    """The pairs with the highest scores, three at most."""
    matched = [(each.match.score, each) for each in judged if each.match]
    return [each for _, each in sorted(matched, key=lambda pair: -pair[0])[:TOP_COUNT]]


def recall_by_group(
    judged: dict[str, list[JudgedPair]], group_of: Callable[[JudgedPair], str]
) -> dict[str, str]:
    """For each trade or language a text such as "7 of 9": seven of nine fitting pairs match."""
    fitting: dict[str, list[JudgedPair]] = defaultdict(list)
    for pairs_of_opening in judged.values():
        for each in pairs_of_opening:
            if each.fits:
                fitting[group_of(each)].append(each)
    return {
        name: f"{sum(each.match is not None for each in people)} of {len(people)}"
        for name, people in sorted(fitting.items())
    }


def count_strangers_matched() -> int:
    """In how many of 1,200 pairs a person matches an opening that they were not written for."""
    openings = _load_json(PAIRS)["openings"]
    return sum(
        match_opening(_to_opening_text(opening), _to_person_note(person)) is not None
        for opening in openings
        for other in openings
        if other is not opening
        for person in other["people"]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--misses", choices=PEOPLE_SET_OF_PART, help="show where rule and label disagree"
    )
    arguments = parser.parse_args()
    lines = _mismatch_lines(arguments.misses) if arguments.misses else _report_lines()
    sys.stdout.write("\n".join(lines) + "\n")


def _report_lines() -> Iterator[str]:
    yield f"{'part':<20}{'pairs':>7}{'fit':>5}{'precision at 3':>16}{'precision':>11}{'recall':>8}"
    for part in PAIR_PARTS:
        yield _figures_line(f"pairs, {part}", compute_figures(judge_pairs(part)))
    for part in PEOPLE_SET_OF_PART:
        yield _figures_line(f"set, {part}", compute_figures(judge_set(part)))
    for part in ("tuning", "held_out", "third", "fourth"):
        judged = judge_attacks(part)
        matched = sum(each.match is not None for each in judged)
        yield f"attacks named, {part}: {matched} of {len(judged)}"
    yield f"named for an opening of somebody else: {count_strangers_matched()} of 1,200"
    everything = judge_set(*PEOPLE_SET_OF_PART)
    for title, shares in (
        ("language", recall_by_group(everything, lambda each: each.language)),
        ("trade", recall_by_group(everything, lambda each: each.trade)),
    ):
        yield f"recall by {title}: " + ", ".join(
            f"{name} {share}" for name, share in shares.items()
        )


def _figures_line(name: str, values: Figures) -> str:
    return (
        f"{name:<20}{values.pairs:>7}{values.fitting:>5}{values.at_3:>16.2f}"
        f"{values.precision:>11.2f}{values.recall:>8.2f}"
    )


def _mismatch_lines(part: str) -> Iterator[str]:
    everything: Sequence[JudgedPair] = [
        each for pairs_of_opening in judge_set(part).values() for each in pairs_of_opening
    ]
    for each in [*everything, *judge_attacks(part)]:
        if bool(each.match) != each.fits:
            yield f"{each.opening.title} | {each.opening.must_haves}\n    {each.person.good_at}"
            yield f"    fits: {each.fits} {each.why}; the rule: {each.match}"


if __name__ == "__main__":
    main()
