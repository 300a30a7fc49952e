"""A form is filled in with invisible characters, which come with text pasted from web pages."""

from __future__ import annotations

import pytest

from storage.opening_search import fold_text
from tests.office import Office
from tests.stories.actions import (
    fill_lead_form,
    post_opening,
    submit_and_expect,
    submit_and_expect_errors,
)
from views.form_state import text_value


@pytest.mark.parametrize("char", ["\u200b", "\u2800", "\u3164", "\u200d", "\ufeff", "\u00ad"])
def test_a_text_of_invisible_characters_is_an_empty_field(char: str) -> None:
    assert text_value({"name": {"input": {"value": f" {char}{char} "}}}, "name") == ""


def test_a_name_that_nobody_sees_is_asked_for_again(office: Office) -> None:
    ref = post_opening(office)
    form = office.ada.types(f"/refer {ref}").modal()
    for name in ("\u200b", "\u2800", "\u3164\u3164", "\u200d"):
        submit_and_expect_errors(
            fill_lead_form(form, name=name), {"Candidate's name": "Who is it?"}
        )
    submit_and_expect(fill_lead_form(form, email="gra\u200bce@example.com"), "Thank you")


def test_an_opening_is_found_whatever_was_pasted_with_its_words() -> None:
    assert fold_text("Stor\u00adage\u200b Engi\u2060neer") == "storage engineer"
