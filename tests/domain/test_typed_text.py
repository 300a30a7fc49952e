"""Invisible characters: alone they are nothing, in a text they change neither it nor a search."""

from __future__ import annotations

import pytest

from domain.command_line import Command, parse_command
from domain.typed_text import is_visible, remove_unseen, strip_unseen

UNSEEN = [
    "", " \t\n", "\u200b", "\u2800", "\u3164", "\u200d", "\u200c", "\ufeff", "\u00ad",
    "\u115f\u1160",
    "\uffa0", "\u2060\u2064", "\u180e", "\ufe0f", "\u034f", "\u202e\u202c", "\u3000", "\ufffc",
    "\U000e0067\U000e007f", "\U000e0100", "\u0000", "\u2028",
]  # fmt: skip


@pytest.mark.parametrize("text", UNSEEN)
def test_a_text_that_nobody_sees_is_empty(text: str) -> None:
    assert not is_visible(text)
    assert strip_unseen(text) == ""
    assert parse_command(text) == Command("refer")


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("\u200b Ada\u2800\u3164 ", "Ada"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u0d28\u0d4d\u200d", "\u0d28\u0d4d\u200d"),  # the joiner makes a Malayalam chillu
        ("❤\ufe0f", "❤\ufe0f"),
        ("👩\u200d💻 ", "👩\u200d💻"),
        ("Gra\u200bce", "Gra\u200bce"),
    ],
)
def test_a_visible_text_keeps_what_is_within(text: str, stripped: str) -> None:
    assert strip_unseen(text) == stripped


def test_within_a_word_they_do_not_hide_it_from_a_comparison() -> None:
    assert remove_unseen("G\u200br\u00ada\u200dc\u2060e Hopper\ufeff") == "Grace Hopper"
