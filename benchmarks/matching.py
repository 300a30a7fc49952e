"""Measures how good the matching is on labelled data: `python -m benchmarks.matching`.

It prints precision and recall on two kinds of data in tests/domain. A pair is an opening and one
person, with a label that says whether they fit. A set has many people and openings; each person is
compared with each opening.

The data are divided into parts. Whoever changed the rule looked at "tuning", and only measured
"held_out". `--misses PART` shows where rule and label disagree. Use it only on parts that the data
files allow you to look at: a rule that was tuned on a part scores better there than on new data.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

from domain.matching import Match, OpeningText, PersonNote, match_opening

DATA = Path(__file__).parent.parent / "tests" / "domain"
PAIRS, COLLEAGUES = DATA / "matching_pairs.json", DATA / "matching_colleagues.json"
PAIR_PARTS = ("tuning", "held_out", "afterwards")
# The openings of each part of COLLEAGUES are compared with the people of this set.
PEOPLE_SET_OF_PART = {
    "tuning": "first",
    "held_out": "first",
    "second": "second",
    "third": "third",
    "fourth": "fourth",
}
TOP_COUNT = 3  # `precision_at_3` is about so many people for each opening
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """An opening and a person. `fits` is the label. `why` is the noted reason, or empty.

    `match` is what the rule finds, or None if it finds no match. `trade` and `language` are empty
    where the data do not say them.
    """

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

    `fitting` counts the pairs that fit by the label. `precision_at_3` is the share of fitting pairs
    among the three best matches of each opening.
    """

    pairs: int
    fitting: int
    precision_at_3: float
    precision: float
    recall: float


def judge_pairs(*parts: str) -> dict[str, list[JudgedPair]]:
    """Returns the labelled pairs of each opening in these parts. The keys are the titles."""
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
    """Pairs each opening of these parts with all people of its set and with its rival.

    A rival is a person written for one opening, who nearly fits. The keys are the openings' ids.
    """
    data = _load_json(COLLEAGUES)
    judged: dict[str, list[JudgedPair]] = {}
    for opening in data["openings"]:
        if opening["part"] not in parts:
            continue
        groups = {name: opening[name] for name in ("trade", "language")}
        people_set = PEOPLE_SET_OF_PART[opening["part"]]
        opening_text = _to_opening_text(opening)
        pairs = [
            _judge_pair(opening_text, person, fits=person["id"] in opening["fits"], **groups)
            for person in data["people"]
            if person["set"] == people_set
        ]
        rival = _judge_pair(opening_text, opening["rival"], fits=False, why="the rival", **groups)
        judged[opening["id"]] = [*pairs, rival]
    return judged


def judge_attacks(*parts: str) -> list[JudgedPair]:
    """Returns pairs that were written to mislead the rule. None of them fits."""
    return [
        _judge_pair(_to_opening_text(each["opening"]), each["person"], fits=False, why=each["why"])
        for each in _load_json(COLLEAGUES)["attacks"]
        if each["part"] in parts
    ]


def load_colleagues() -> tuple[list[OpeningText], list[PersonNote]]:
    """Returns all openings and all people of the sets."""
    data = _load_json(COLLEAGUES)
    return (
        [_to_opening_text(opening) for opening in data["openings"]],
        [_to_person_note(person) for person in data["people"]],
    )


def _load_json(file: Path) -> Json:
    content: Json = json.loads(file.read_text(encoding="utf-8"))
    return content


def _to_opening_text(opening: Json) -> OpeningText:
    fields = ("title", "place", "must_haves", "fit_brief", "team")
    return OpeningText(**{field: opening[field] for field in fields})


def _to_person_note(person: Json) -> PersonNote:
    return PersonNote(
        good_at=person["good_at"], place=person["place"], history=person.get("history", "")
    )


def _judge_pair(
    opening_text: OpeningText, person: Json, *, fits: bool, why: str = "", **groups: str
) -> JudgedPair:
    """Compares the opening and the person by the rule. `groups` may name `trade` and `language`."""
    note = _to_person_note(person)
    return JudgedPair(
        opening_text, note, fits=fits, why=why, match=match_opening(opening_text, note), **groups
    )


def compute_figures(judged: dict[str, list[JudgedPair]]) -> Figures:
    """Returns the figures of all these pairs, which are given by opening."""
    pairs = list(chain.from_iterable(judged.values()))
    matched = [each for each in pairs if each.match]
    top = [each for pairs_of_opening in judged.values() for each in _select_top(pairs_of_opening)]
    fitting = sum(each.fits for each in pairs)
    correct = sum(each.fits for each in matched)
    return Figures(
        pairs=len(pairs),
        fitting=fitting,
        precision_at_3=sum(each.fits for each in top) / max(len(top), 1),
        precision=correct / max(len(matched), 1),
        recall=correct / max(fitting, 1),
    )


def _select_top(judged: Iterable[JudgedPair]) -> list[JudgedPair]:
    """Returns the pairs with the highest scores, three at most."""
    scored = [(each.match.score, each) for each in judged if each.match]
    scored.sort(key=itemgetter(0), reverse=True)
    return [each for _score, each in scored[:TOP_COUNT]]


def describe_recall_by_group(
    judged: dict[str, list[JudgedPair]], group_of: Callable[[JudgedPair], str]
) -> str:
    """Returns a text such as "nursing 7 of 9, ...": seven of the nine fitting pairs match."""
    fitting: dict[str, list[JudgedPair]] = defaultdict(list)
    for each in chain.from_iterable(judged.values()):
        if each.fits:
            fitting[group_of(each)].append(each)
    return ", ".join(
        f"{name} {sum(each.match is not None for each in pairs)} of {len(pairs)}"
        for name, pairs in sorted(fitting.items())
    )


def count_strangers_matched() -> int:
    """Counts the pairs of an opening and a person written for another opening that match."""
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
    all_sets = judge_set(*PEOPLE_SET_OF_PART)
    yield "recall by language: " + describe_recall_by_group(all_sets, attrgetter("language"))
    yield "recall by trade: " + describe_recall_by_group(all_sets, attrgetter("trade"))


def _figures_line(name: str, figures: Figures) -> str:
    return (
        f"{name:<20}{figures.pairs:>7}{figures.fitting:>5}{figures.precision_at_3:>16.2f}"
        f"{figures.precision:>11.2f}{figures.recall:>8.2f}"
    )


def _mismatch_lines(part: str) -> Iterator[str]:
    for each in chain(*judge_set(part).values(), judge_attacks(part)):
        if bool(each.match) != each.fits:
            yield f"{each.opening.title} | {each.opening.must_haves}\n    {each.person.good_at}"
            yield f"    fits: {each.fits} {each.why}; the rule: {each.match}"


if __name__ == "__main__":
    main()
