"""Places in texts: which are near, and which one two texts share."""

from __future__ import annotations

import pytest

from domain.matching.places import compare_places, find_places


def test_places_on_both_sides_of_a_border_are_near() -> None:
    detroit, windsor = find_places("Detroit"), find_places("Windsor, Ontario")
    assert windsor.names == {"Windsor": "Windsor"}
    assert not compare_places(detroit, windsor).is_too_far
    assert compare_places(detroit, find_places("Toronto")).is_too_far


@pytest.mark.parametrize(
    ("opening", "person", "shared"),
    [
        (
            "European Union, best in Germany",
            "Germany, or elsewhere in the European Union",
            "Germany",
        ),
        ("Germany, best in Berlin", "Berlin, Germany", "Berlin"),
        ("Berlin or remote", "remote", "remote"),
        ("Berlin", "Lisbon", ""),
    ],
)
def test_the_smallest_shared_place_is_named(opening: str, person: str, shared: str) -> None:
    found = compare_places(find_places(opening), find_places(person))
    assert found.shared_place == shared
