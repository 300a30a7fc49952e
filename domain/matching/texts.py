"""What is held against each other: an opening's texts and a colleague's note on somebody."""

from __future__ import annotations

from dataclasses import dataclass

from domain.openings import Opening


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an opening says of itself; texts as typed."""

    title: str
    place: str = ""
    must_haves: str = ""
    fit_brief: str = ""
    team: str = ""


def of_opening(opening: Opening) -> Wanted:
    return Wanted(opening.title, opening.place, opening.must_haves, opening.fit_brief, opening.team)


@dataclass(frozen=True, slots=True)
class Known:
    """What an advocate says of somebody: what they are good at, where they are, what was shared."""

    good_at: str = ""
    place: str = ""
    history: str = ""
