"""Which links and files a form takes."""

from __future__ import annotations

import pytest

from domain.attachments import FILE_BYTES_MAX, ChosenFile, parse_file, parse_link
from domain.errors import FieldError


@pytest.mark.parametrize("link", ["https://cv.example.com/a?b=c#d", "http://Example.com:8080/"])
def test_a_link_is_taken_as_it_was_typed(link: str) -> None:
    assert parse_link(link) == link
    assert parse_link("") is None


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("cv.example.com", "link_scheme"),
        ("javascript:alert(1)", "link_scheme"),
        ("https://cv example.com", "link_spaces"),
        ("https://me:secret@example.com/", "link_credentials"),
        ("https://localhost/", "link_broken"),
        ("https://[::1", "link_broken"),
        ("https://a.example\\@b.example/", "link_credentials"),
        ("https://example.com/" + "a" * 300, "too_long"),
    ],
)
def test_another_text_is_no_link(link: str, problem: str) -> None:
    with pytest.raises(FieldError) as refused:
        parse_link(link)
    assert refused.value.problem == problem


def test_a_file_has_a_wanted_type_and_size() -> None:
    chosen = {"id": "F1", "name": "Grace.Hopper.PDF", "size": FILE_BYTES_MAX}
    assert parse_file(chosen) == ChosenFile("F1", "pdf")
    assert parse_file(None) is None
    for change, problem in (
        ({"name": "cv.exe"}, "file_type"),
        ({"name": ""}, "file_type"),
        ({"size": FILE_BYTES_MAX + 1}, "file_size"),
        ({"size": 0}, "file_empty"),
    ):
        with pytest.raises(FieldError) as refused:
            parse_file(chosen | change)
        assert refused.value.problem == problem
