"""A profile link is pasted as an app or a browser gives it: accepted if the link names a person."""

from __future__ import annotations

import pytest

from domain.contact import Email, Profile
from domain.errors import FieldError
from tests.office import Office
from tests.stories.actions import (
    fill_lead_form,
    post_opening,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)
from views.contact_fields import parse_contact_field

SHARED_BY_THE_APP = (
    "Check out Grace Hopper's profile on LinkedIn "
    "https://www.linkedin.com/in/grace-hopper?utm_source=share&utm_medium=android_app"
)
NAMES_NOBODY = "That page isn't one person's profile. Open their profile and copy its link."


def _parse(field: str, text: str, kind: type[Email | Profile]) -> tuple[str | None, list[str]]:
    errors: list[FieldError] = []
    state = {field: {"input": {"value": text}}}
    return parse_contact_field(state, field, kind, errors), [each.problem for each in errors]


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        (SHARED_BY_THE_APP, "https://www.linkedin.com/in/grace-hopper"),
        ("Grace Hopper\nlnkd.in/x linkedin.com/in/grace", "https://www.linkedin.com/in/grace"),
        ("Grace (https://grace.example/cv)", "https://grace.example/cv"),
        ("linkedin.com/in/grace and linkedin.com/in/Grace/", "https://www.linkedin.com/in/grace"),
        (f"{SHARED_BY_THE_APP} grace@example.com", "https://www.linkedin.com/in/grace-hopper"),
    ],
)
def test_the_link_in_a_shared_text_is_taken(pasted: str, stored: str) -> None:
    assert _parse("profile", pasted, Profile) == (stored, [])


def test_the_address_in_a_pasted_text_is_taken() -> None:
    pasted = "Grace Hopper, +1 555 0100, Grace@Example.com, https://grace.example"
    assert _parse("email", pasted, Email) == ("grace@example.com", [])


def test_two_people_in_one_field_are_not_chosen_between() -> None:
    assert _parse("profile", "linkedin.com/in/grace or linkedin.com/in/ada", Profile) == (
        None,
        ["profile_several"],
    )
    assert _parse("email", "grace@example.com / ada@example.com", Email) == (
        None,
        ["email_several"],
    )


def test_the_form_says_why_a_link_is_not_taken(office: Office) -> None:
    ref = post_opening(office)
    form = fill_lead_form(office.ada.types(f"/refer {ref}").modal(), email=None)
    for pasted, sentence in (
        (
            "https://www.linkedin.com/talent/search?q=storage",
            NAMES_NOBODY,
        ),
        ("linkedin.com/pub/dir/grace/hopper", NAMES_NOBODY),
        ("https://www.linkedin.com/company/acme", NAMES_NOBODY),
        ("xing.com/companies/acme", NAMES_NOBODY),
        (
            "https://lnkd.in/gx7-abc",
            "A short link doesn't say who it is. Open it and copy the address it leads to.",
        ),
        (
            "grace hopper",
            "A link has no spaces. Paste it alone, such as linkedin.com/in/grace.",
        ),
        ("file:///cv.pdf", "A profile link starts with https:// or http://."),
    ):
        submit_and_expect_errors(form.fills("Profile link", pasted), {"Profile link": sentence})
    submit_and_expect(form.fills("Profile link", SHARED_BY_THE_APP), "Thank you")
    wait_until_settled(office)
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    assert "https://www.linkedin.com/in/grace-hopper" in str(card.message)


def test_a_link_in_the_command_fills_its_field_with_or_without_a_name(office: Office) -> None:
    ref = post_opening(office)
    form = office.ada.types(f"/refer {ref} Grace Hopper grace@example.com").modal()
    assert form.value("Candidate's name") == "Grace Hopper"
    assert form.value("E-mail") == "grace@example.com"
    form.closes()
    form = office.ada.types("/refer https://lnkd.in/gx7-abc").modal()
    assert form.value("Profile link") == "https://lnkd.in/gx7-abc"
