"""The two inputs of the matching: an opening's texts and an advocate's note on a person."""

from __future__ import annotations

from dataclasses import dataclass

from domain.openings import Opening


@dataclass(frozen=True, slots=True)
class OpeningText:
    """The texts of an opening, as people typed them."""

    title: str
    place: str = ""
    must_haves: str = ""
    fit_brief: str = ""
    team: str = ""


def opening_text(opening: Opening) -> OpeningText:
    return OpeningText(
        opening.title, opening.place, opening.must_haves, opening.fit_brief, opening.team
    )


@dataclass(frozen=True, slots=True)
class PersonNote:
    """An advocate's note on a person, as typed.

    `history` tells what the advocate and the person did together.
    """

    good_at: str = ""
    place: str = ""
    history: str = ""
