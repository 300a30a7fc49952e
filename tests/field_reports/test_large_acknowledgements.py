"""Slack closes the connection on which an app acknowledges with more than 20,480 bytes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.openings import OpeningForm
from sandbox.driver.client import wait_for
from services import openings
from tests.contexts import context_for
from tests.office import Office
from tests.stories.actions import (
    fill_evidence,
    fill_lead_form,
    post_opening,
    refer_candidate,
    wait_until_settled,
)


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with Office(sqlite_url) as office:
        yield office


RUSSIAN = "Она спокойно вела команду через самые трудные ночи. "
JAPANESE = "彼女は最も困難な夜にも落ち着いてチームを率いました。"


def store_openings(office: Office, count: int, title: str) -> None:
    with office.vouch.database.write() as transaction:
        context = context_for(transaction, 1, now=office.now())
        for number in range(count):
            form = OpeningForm(
                title=f"{number} {title}"[:140],
                team="Engineering",
                place=title[:100],
                hiring_manager="U0MARGARET",
                recruiter="U0LINUS",
            )
            openings.store_opening(context, form)


def count_long_frames(office: Office) -> int:
    return sum("Max frame" in str(entry["error"]) for entry in office.slack.traffic)


@pytest.mark.parametrize("text", [RUSSIAN, JAPANESE], ids=["russian", "japanese"])
def test_the_list_of_99_ordinary_roles_is_shown(office: Office, text: str) -> None:
    store_openings(office, 99, text * 3)
    form = office.ada.types("/refer").modal()
    assert len(form.options("Opening", "")) > 20
    assert form.options("Opening", "")[-1].startswith("No role yet")
    assert count_long_frames(office) == 0


@pytest.mark.parametrize("text", [RUSSIAN, JAPANESE], ids=["russian", "japanese"])
def test_the_second_page_of_a_long_endorsement_is_shown(office: Office, text: str) -> None:
    long_text = (text * 60)[:1400]
    post_opening(office)
    refer_candidate(office.ada).clicks("Say more now")
    second_page = fill_evidence(office.ada.modal("Your endorsement"), saw=long_text)
    for field in ("Trust", "Adaptability", "How they lift a team"):
        second_page.fills(field, long_text)
    assert second_page.submits() is None
    wait_until_settled(office)

    office.ada.sees("Thank you for putting", where="dm").clicks("Add to what you said")
    office.ada.modal("Your endorsement").submits()
    assert wait_for(lambda: "Trust" in office.ada.modal().fields or None, 5)
    assert office.ada.modal().value("Trust") == long_text
    assert count_long_frames(office) == 0


def test_a_long_list_of_own_referrals_is_shown_as_a_modal(office: Office) -> None:
    store_openings(office, 12, RUSSIAN * 3)
    for number in range(12):
        form = office.ada.types(f"/refer ENG-{number + 1}").modal()
        name = (f"{number} " + JAPANESE * 12)[:290]
        fill_lead_form(form, name=name, email=f"p{number}@example.com").submits()
    office.ada.types("/refer mine")
    assert count_long_frames(office) == 0
