"""Refs: short, distinct prefixes, and parsing refs in the forms that people type."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refs import choose_prefix, format_ref, parse_ref


@pytest.mark.parametrize(
    ("team", "prefix"),
    [
        ("Engineering", "ENG"),
        ("engineering ", "ENG"),
        ("Data Science", "DS"),
        ("People & Culture", "PC"),
        ("Learning and Development", "LD"),
        ("HR", "HR"),
        ("SRE", "SRE"),
        ("IT", "IT"),
        ("Research, Design, Data, Growth, Legal, Ops", "RDDGL"),
        ("Équipe Qualité", "EQ"),
        ("Öffentlichkeitsarbeit", "OFF"),
        ("Søk", "SOK"),
        ("Ｏｐｓ", "OPS"),
        ("採用", "TEAM"),
        ("Инфра", "TEAM"),
        ("", "TEAM"),
        ("X", "TEAM"),
        ("42", "TEAM"),
        ("and", "AND"),
        ("Assurance", "ASSU"),
    ],
)
def test_a_prefix_comes_from_the_name_of_the_team(team: str, prefix: str) -> None:
    assert choose_prefix(team, {}) == prefix


@pytest.mark.parametrize(
    ("team", "taken", "prefix"),
    [
        ("engineering", {"ENG": "Engineering"}, "ENG"),
        ("Data  science", {"DS": "DataScience"}, "DS"),
        ("English", {"ENG": "Engineering"}, "ENGL"),
        ("Design Systems", {"DS": "Data Science"}, "DSY"),
        ("ENG", {"ENG": "Engineering"}, "ENGA"),
        ("Ops", {"ops": "Operations"}, "OPSA"),
        ("採用", {"TEAM": "総務"}, "TEAMA"),
        ("Analytics", {"ANA": "Anaesthesia"}, "ANALY"),
    ],
)
def test_a_prefix_that_is_taken_is_made_longer(
    team: str, taken: dict[str, str], prefix: str
) -> None:
    assert choose_prefix(team, taken) == prefix


def test_a_thousand_teams_without_latin_letters_all_differ() -> None:
    taken: dict[str, str] = {}
    for number in range(1000):
        prefix = choose_prefix(f"課{number}", taken)
        assert prefix not in taken
        taken[prefix] = f"課{number}"
    assert all(re.fullmatch("[A-Z]{2,5}", prefix) for prefix in taken)


def same_team(a: str, b: str) -> bool:
    plain = ["".join(unicodedata.normalize("NFKC", name).casefold().split()) for name in (a, b)]
    return plain[0] == plain[1]


@given(st.lists(st.text(max_size=25) | st.sampled_from(["Ops", "OPS", "o p s", "Operations"])))
def test_distinct_teams_have_distinct_prefixes_and_keep_them(teams: list[str]) -> None:
    taken: dict[str, str] = {}
    for team in teams:
        prefix = choose_prefix(team, taken)
        assert re.fullmatch("[A-Z]{2,5}", prefix)
        assert same_team(taken.get(prefix, team), team)
        taken.setdefault(prefix, team)
    for prefix, team in taken.items():
        assert choose_prefix(team, taken) == prefix
        assert choose_prefix(f" {team}\t", taken) == prefix


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("ENG-12", "ENG-12"),
        ("eng-12", "ENG-12"),
        (" Eng 12 ", "ENG-12"),
        ("ENG12", "ENG-12"),
        ("eng_12", "ENG-12"),
        ("ENG – 12", "ENG-12"),
        ("#ENG-12", "ENG-12"),
        ("ENG-0012", "ENG-12"),
        ("ＥＮＧ－１２", "ENG-12"),
        ("DS-1", "DS-1"),
        ("ABCDE-999999", "ABCDE-999999"),
        ("ENG-0", None),
        ("E-12", None),
        ("ABCDEF-1", None),
        ("ENG-1234567", None),
        ("ENG-", None),
        ("ENG", None),
        ("12", None),
        ("ENG--12", None),
        ("ENG-12x", None),
        ("ENG-12 Ada", None),
        ("ÉNG-12", None),
        ("", None),
    ],
)
def test_a_ref_is_read_or_refused(text: str, ref: str | None) -> None:
    assert parse_ref(text) == ref


@given(st.from_regex("[A-Za-z]{2,5}", fullmatch=True), st.integers(1, 999_999))
def test_a_formatted_ref_parses_to_itself(prefix: str, number: int) -> None:
    ref = format_ref(prefix, number)
    assert ref == f"{prefix.upper()}-{number}"
    spellings = (ref, ref.lower(), ref.replace("-", ""), ref.replace("-", " "), f" {ref}\n")
    assert {parse_ref(spelling) for spelling in spellings} == {ref}


@pytest.mark.parametrize(
    ("prefix", "number"), [("E", 1), ("ABCDEF", 1), ("E1", 1), ("ENG", 0), ("ENG", -1), ("", 1)]
)
def test_an_invalid_prefix_or_number_raises_value_error(prefix: str, number: int) -> None:
    with pytest.raises(ValueError, match="no ref"):
        format_ref(prefix, number)
