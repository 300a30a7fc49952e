"""The command line: commands, names and unknown words."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.command_line import Command, CommandName, UnknownCommand, parse_command
from domain.refs import parse_ref


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Command("refer")),
        ("  \t\u3000\u200b ", Command("refer")),
        ("refer", Command("refer")),
        ("refer ENG-12 Ada Lovelace", Command("refer", ("ENG-12",), "Ada Lovelace")),
        ("refer Mine Okafor", Command("refer", (), "Mine Okafor")),
        ("post", Command("post")),
        ("POST", Command("post")),
        ("ｐｏｓｔ", Command("post")),
        ("post eng-12", Command("post", ("ENG-12",))),
        ("Jobs", Command("jobs")),
        ("jobs  python\u00a0 berlin", Command("jobs", (), "python berlin")),
        ("jobs ENG-12", Command("jobs", (), "ENG-12")),
        ("mine", Command("mine")),
        ("mine!", Command("mine")),
        ("help me", Command("help", (), "me")),
        ("search hopper", Command("search", (), "hopper")),
        ("“jobs”", Command("jobs")),
        ("help?", Command("help")),
        ("--help", Command("help")),
        ("?", Command("help")),
        ("/help", Command("help")),
        ("ask ENG-12 <@U1|linus>", Command("ask", ("ENG-12",), "<@U1|linus>")),
        ("ask <@U1|linus>", Command("ask", (), "<@U1|linus>")),
        ("bench", Command("bench")),
        ("desk", Command("desk")),
        ("thanks", Command("thanks")),
        ("stats 90 days", Command("stats", (), "90 days")),
        ("settings", Command("settings")),
        ("privacy", Command("privacy")),
    ],
)
def test_a_command_is_read_with_its_words(text: str, expected: Command) -> None:
    assert parse_command(text) == expected


@pytest.mark.parametrize(
    ("text", "refs", "words"),
    [
        ("ENG-12 Ada Lovelace", "ENG-12", "Ada Lovelace"),
        ("eng-12", "ENG-12", ""),
        ("ENG12", "ENG-12", ""),
        ("eng 12", "ENG-12", ""),
        ("eng 12 ada", "ENG-12", "ada"),
        ("eng-12 ada", "ENG-12", "ada"),
        ("#ENG-12: Ada", "ENG-12", "Ada"),
        ("ＥＮＧ－１２　Ada", "ENG-12", "Ada"),
        ("ENG–12 Ada", "ENG-12", "Ada"),
        ("Ada Lovelace ENG-12", "ENG-12", "Ada Lovelace"),
        ("ENG-12 OPS-3", "ENG-12,OPS-3", ""),
        ("Ada Lovelace for ENG-2", "ENG-2", "Ada Lovelace"),
        ("Ada Lovelace for eng 2", "ENG-2", "Ada Lovelace"),
        ("Ada Lovelace for ENG-2.", "ENG-2", "Ada Lovelace"),
        ("for ENG-2: Ada Lovelace", "ENG-2", "Ada Lovelace"),
        ("ENG-1, ENG-3 Grace Hopper", "ENG-1,ENG-3", "Grace Hopper"),
        ("ENG-1,ENG-3 Grace Hopper", "ENG-1,ENG-3", "Grace Hopper"),
        ("ENG-1，ENG-3：Grace Hopper", "ENG-1,ENG-3", "Grace Hopper"),
        ("ENG-1 and eng3 & OPS-2 Grace Hopper", "ENG-1,ENG-3,OPS-2", "Grace Hopper"),
        ("Grace Hopper for ENG-1 and ENG-3", "ENG-1,ENG-3", "Grace Hopper"),
        ("Grace Hopper, ENG-1 & ENG-3", "ENG-1,ENG-3", "Grace Hopper"),
        ("ENG-1 ENG-1 Grace", "ENG-1", "Grace"),
        ("“Ada Lovelace” ENG-2", "ENG-2", "Ada Lovelace"),
        ("ENG-2 ‘Ada Lovelace’", "ENG-2", "Ada Lovelace"),
        ('"ENG-2" "Ada Lovelace"', "ENG-2", "Ada Lovelace"),
        ("ENG-2 - Ada Lovelace", "ENG-2", "Ada Lovelace"),
        ("ENG-2 O'Neil", "ENG-2", "O'Neil"),
        ("ENG-2:Ada", "ENG-2", "Ada"),
        ("Sam for Eng", "", "Sam for Eng"),
        ("ENG-1 and Ada", "ENG-1", "and Ada"),
        ("ada@example.com for ENG-1", "ENG-1", "ada@example.com"),
        ("Louis 14", "LOUIS-14", ""),  # the price of reading "eng 12"
    ],
)
def test_refs_are_read_in_every_spelling(text: str, refs: str, words: str) -> None:
    expected = tuple(refs.split(",")) if refs else ()
    assert parse_command(text) == Command("refer", expected, words)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lovelace",
        "ada lovelace",
        "Ada",
        "Ben",  # near to "bench", but a name
        "Hans",  # near to "thanks"
        "Hanks",
        "Desi",
        "Mina",
        "李明",
        "محمد",
        "علی‌رضا",  # spelled with a joiner
        "Jean-Luc",
        "O'Neil",
        "jbos python",
        "Louis XIV",
        "Player Two22",
        "ada@example.com",
        "https://github.com/ada",
        "linkedin.com/in/ada",
        "<@U123ABC|ada>",
    ],
)
def test_names_and_contacts_are_referred(name: str) -> None:
    assert parse_command(name) == Command("refer", (), name)


@pytest.mark.parametrize(
    ("word", "suggestion"),
    [
        ("jbos", "jobs"),
        ("job", "jobs"),
        ("Jbos", "jobs"),
        ("Setings", "settings"),
        ("SETINGS", "settings"),
        ("Pots", "post"),
        ("halp", "help"),
        ("thank", "thanks"),
        ("stat", "stats"),
        ("referr", "refer"),
        ("privcy", "privacy"),
        ("roles", "jobs"),
        ("find", "search"),
        ("pause", "settings"),
        ("serach", "search"),
        ("status", "mine"),
        ("my", "mine"),
        ("ada", None),
        ("grace", None),
        ("zzzz", None),
        ("12", None),
        ("!!!", None),
        ("🙂", None),
        ("*", None),
    ],
)
def test_an_unknown_word_suggests_the_nearest_command(word: str, suggestion: str | None) -> None:
    assert parse_command(word) == UnknownCommand(word, suggestion)  # type: ignore[arg-type] # the table is text


commands: list[CommandName] = list(get_args(CommandName))
word_lists = st.lists(st.text(st.characters(codec="ascii", categories=["Lu", "Ll"]), min_size=1))


@given(st.text(max_size=60))
def test_parsing_never_raises_and_leaves_single_spaces(text: str) -> None:
    result = parse_command(text)
    if isinstance(result, Command):
        assert result.text == " ".join(result.text.split())
        assert tuple(map(parse_ref, result.refs)) == result.refs
    else:
        assert result.word.strip() == result.word != ""
        assert result.suggestion in (None, *commands)


@given(st.sampled_from(commands), st.sampled_from([str.upper, str.lower, str.title]), word_lists)
def test_a_command_is_found_in_any_case(
    name: CommandName, change_case: type[str], words: list[str]
) -> None:
    result = parse_command(" ".join([str(change_case(name)), *words]))
    assert isinstance(result, Command)
    assert result.name == name
    assert result.refs == ()
    assert result.text == " ".join(words)


@given(st.sampled_from(commands))
def test_every_suggestion_is_a_command_that_works(name: CommandName) -> None:
    result = parse_command(name + name[-1])
    assert result == UnknownCommand(name + name[-1], name)
