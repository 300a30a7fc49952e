"""How good is the matching? Measures it on the labelled pairs: `python -m benchmarks.matching`.

`--misses` shows each pair of the half that may be tuned on, in which rule and label disagree.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.matching import Known, Match, Wanted, match

PAIRS = Path(__file__).parent.parent / "tests" / "domain" / "matching_pairs.json"
PARTS = ("tuning", "held_out", "afterwards")
AT = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair: what the rule said, and what its reader said before."""

    person: Known
    fits: bool
    why: str
    said: Match | None


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
    told: dict[str, list[Judged]] = {}
    for opening in _openings():
        if opening["part"] in parts:
            wanted = _wanted(opening)
            told[wanted.title] = [_one(wanted, each) for each in opening["people"]]
    return told


def _openings() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(PAIRS.read_text(encoding="utf-8"))["openings"]
    return read


def _wanted(opening: dict[str, Any]) -> Wanted:
    return Wanted(
        *(opening[name] for name in ("title", "place", "must_haves", "fit_brief", "team"))
    )


def _known(each: dict[str, Any]) -> Known:
    return Known(each["good_at"], each["place"], each["history"])


def _one(wanted: Wanted, each: dict[str, Any]) -> Judged:
    person = _known(each)
    return Judged(person, each["fits"], each["why"], match(wanted, person))


def figures(told: dict[str, list[Judged]]) -> Figures:
    pairs = [each for judged in told.values() for each in judged]
    named = [each for each in pairs if each.said]
    first = [
        each
        for judged in told.values()
        for each in sorted((j for j in judged if j.said), key=_score, reverse=True)[:AT]
    ]
    fitting = sum(each.fits for each in pairs)
    hits = sum(each.fits for each in named)
    return Figures(
        pairs=len(pairs),
        fitting=fitting,
        at_3=sum(each.fits for each in first) / max(len(first), 1),
        precision=hits / max(len(named), 1),
        recall=hits / max(fitting, 1),
    )


def strangers_named() -> int:
    """How many people are named for an opening they were not put to, in 1,200 pairs."""
    openings = _openings()
    return sum(
        match(_wanted(opening), _known(person)) is not None
        for opening in openings
        for other in openings
        if other is not opening
        for person in other["people"]
    )


def _score(judged: Judged) -> float:
    return judged.said.score if judged.said else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="show where rule and label disagree")
    if parser.parse_args().misses:
        _misses()
    lines = [
        f"{'part':<10}{'pairs':>7}{'fit':>5}{'precision at 3':>16}{'precision':>11}{'recall':>8}"
    ]
    for name, parts in {**{part: (part,) for part in PARTS}, "the 60": PARTS[:2]}.items():
        it = figures(judge(*parts))
        lines.append(
            f"{name:<10}{it.pairs:>8}{it.fitting:>6}{it.at_3:>17.2f}{it.precision:>12.2f}"
            f"{it.recall:>9.2f}"
        )
    lines.append(f"named for an opening of somebody else: {strangers_named()} of 1,200")
    sys.stdout.write("\n".join(lines) + "\n")


def _misses() -> None:
    for title, judged in judge("tuning").items():
        for each in judged:
            if bool(each.said) != each.fits:
                said = f"{each.said.score:.1f} {each.said.reasons}" if each.said else "no"
                label = "fits" if each.fits else "does not fit"
                sys.stdout.write(
                    f"{title} / {each.person.good_at} ({each.person.place})\n"
                    f"    label: {label}, {each.why}\n    rule: {said}\n"
                )


if __name__ == "__main__":
    main()
