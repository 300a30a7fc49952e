"""Matching: whether an opening suits a person, and the reasons that can be shown for it.

`rule` is the place to start reading; the other modules are the lists of words it reads with.
"""

from domain.matching.rule import MOST_REASONS, Match, match, matches
from domain.matching.texts import Known, Wanted, of_opening

__all__ = ["MOST_REASONS", "Known", "Match", "Wanted", "match", "matches", "of_opening"]
