"""Slack closes the connection on which an app acknowledges with more than 20,480 bytes."""

from __future__ import annotations

import pytest

from domain.openings import OpeningForm
from domain.stages import Reason
from sandbox.driver.client import wait_for
from services import consent, openings
from storage import candidates
from tests.contexts import context_for
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    fill_evidence,
    fill_lead_form,
    post_opening,
    refer_candidate,
    wait_until_settled,
)

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
    long_text = (text * 120)[:2900]
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


def submit_first_page(office: Office, text: str) -> None:
    """Ada opens her endorsement and submits its first page. Slack refuses the second page once.

    The second page is too large for the acknowledgement, so a small page is shown first.
    """
    post_opening(office)
    refer_candidate(office.ada, knows="I'll ask").clicks("Say more now")
    second_page = fill_evidence(office.ada.modal("Your endorsement"), saw=text)
    for field in ("Trust", "Adaptability", "How they lift a team"):
        second_page.fills(field, text)
    assert second_page.submits() is None
    wait_until_settled(office)
    office.ada.sees("Thank you for putting", where="dm").clicks("Add to what you said")
    office.slack.fail("views.update", "ratelimited", status=429, retry_after=60)
    office.ada.modal("Your endorsement").submits()
    assert wait_for(lambda: office.slack.engine.method_failures.pending == 0, 5)
    assert "this page is on its way" in office.ada.modal().text


def test_a_page_is_filled_after_a_restart(office: Office) -> None:
    long_text = (JAPANESE * 120)[:2900]
    submit_first_page(office, long_text)
    office.stop_bot()
    office.start_bot()
    assert "this page is on its way" in office.ada.modal().text
    advance_clock(office, hours=1)
    assert wait_for(lambda: "Trust" in office.ada.modal().fields or None, 5)
    assert office.ada.modal().value("Trust") == long_text


def test_a_page_of_an_erased_candidate_says_that_they_were_erased(office: Office) -> None:
    long_text = (JAPANESE * 120)[:2900]
    submit_first_page(office, long_text)
    with office.vouch.database.write() as transaction:
        context = context_for(transaction, 1, now=office.now())
        (candidate,) = candidates.find_many(transaction, 1, [1]).values()
        assert consent.erase_candidate(context, candidate, Reason.NOT_AGREED)
    office.stop_bot()
    office.start_bot()
    advance_clock(office, hours=1)
    assert wait_for(lambda: "data was erased" in office.ada.modal().text or None, 5)
    assert office.ada.modal().fields == []
    assert long_text not in office.ada.modal().text
    office.ada.modal().closes()


def test_a_long_list_of_own_referrals_is_shown_as_a_modal(office: Office) -> None:
    store_openings(office, 12, RUSSIAN * 3)
    for number in range(12):
        form = office.ada.types(f"/refer ENG-{number + 1}").modal()
        name = (f"{number} " + JAPANESE * 12)[:290]
        fill_lead_form(form, name=name, email=f"p{number}@example.com").submits()
    office.ada.types("/refer mine")
    assert count_long_frames(office) == 0
