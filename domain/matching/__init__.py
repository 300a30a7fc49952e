"""Decides whether an opening suits a person, and gives reasons that can be shown.

Start reading in `rule`. The other modules parse the texts and hold the lists of words.
"""

from domain.matching.rule import MAX_REASONS, Match, match_opening, match_openings
from domain.matching.texts import OpeningText, PersonNote, opening_text

__all__ = [
    "MAX_REASONS",
    "Match",
    "OpeningText",
    "PersonNote",
    "match_opening",
    "match_openings",
    "opening_text",
]
