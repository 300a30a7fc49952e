"""The text of a Slack message as plain text, and the contacts in it."""

from __future__ import annotations

import pytest

from domain.message_text import find_contacts, name_beside_contacts, plain_text


@pytest.mark.parametrize(
    ("text", "plain", "email", "profile"),
    [
        (
            "Met <mailto:Grace@x.org|Grace@x.org> at <https://pycon.org|PyCon>",
            "Met Grace@x.org at PyCon",
            "grace@x.org",
            None,
        ),
        (
            "<@U1> knows <https://github.com/Grace>, <#C1|hiring> & more",
            "someone knows https://github.com/Grace, hiring & more",
            None,
            "https://github.com/grace",
        ),
        ("<!here>, a/b <https://x.org/y>", "someone, a/b https://x.org/y", None, None),
        (
            "See xing.com/profile/Ada_L",
            "See xing.com/profile/Ada_L",
            None,
            "https://www.xing.com/profile/Ada_L",
        ),
        ("", "", None, None),
    ],
)
def test_a_message_is_read_with_its_contacts(
    text: str, plain: str, email: str | None, profile: str | None
) -> None:
    assert plain_text(text) == plain
    assert find_contacts(text) == (email, profile)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Lovelace ada@x.org", "Ada Lovelace"),
        ("Ada Lovelace, <mailto:ada@x.org|ada@x.org>", "Ada Lovelace"),
        ("https://github.com/ada Ada", "Ada"),
        ("ada@x.org", ""),
    ],
)
def test_the_name_stands_beside_the_contacts(text: str, name: str) -> None:
    assert name_beside_contacts(text) == name
