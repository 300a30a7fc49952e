"""A work address is known by what follows its @, except where everybody can have an address."""

from __future__ import annotations

import pytest

from domain.work_addresses import is_of_same_company


@pytest.mark.parametrize(
    ("email", "own", "expected"),
    [
        ("priya@difference.example", "ada@difference.example", True),
        ("grace@example.com", "ada@difference.example", False),
        ("grace@sub.difference.example", "ada@difference.example", False),
        ("grace@gmail.com", "ada@gmail.com", False),
        ("grace@example.com", None, False),
    ],
)
def test_a_work_address_is_of_the_same_company(email: str, own: str | None, expected: bool) -> None:
    assert is_of_same_company(email, own) is expected
