"""A candidate is erased by those who may, and while there is still something to decide."""

from __future__ import annotations

from domain.follow_ups import FollowUpKind, FollowUpState
from sandbox.driver.person import Modal, SeenMessage
from storage import follow_ups
from tests.office import Office
from tests.stories.actions import (
    SAW,
    endorse_from_thanks,
    move_stage,
    post_opening,
    wait_until_settled,
)
from tests.stories.conftest import office as office  # the fixture of the stories
from tests.stories.test_consent import (
    refer_without_consent,
    wait_for_consent_nudge,
)


def open_declined_form(office: Office, nudge: SeenMessage) -> Modal:
    nudge.chooses("They said no")
    return office.ada.modal("They said no")


def test_a_form_that_was_left_open_does_not_erase_who_agreed_and_was_hired(office: Office) -> None:
    post_opening(office)
    endorse_from_thanks(refer_without_consent(office))
    card = office.linus.sees(SAW, where="dm")
    form = open_declined_form(office, wait_for_consent_nudge(office, office.ada))
    for stage in ("Interviewing", "Offer", "Hired"):
        move_stage(card.reload(), stage, office.linus)
    wait_until_settled(office)
    form.submits()
    wait_until_settled(office)
    assert "They have agreed, so nothing was erased." in office.ada.modal().text
    assert "Grace Hopper" in card.reload().text
    assert SAW in card.reload().text
    assert "Hired since today" in card.reload().text


def test_a_form_of_a_step_that_is_over_erases_nobody(office: Office) -> None:
    """Somebody who left and came back has no open step, and a form may be open all the time."""
    post_opening(office)
    endorse_from_thanks(refer_without_consent(office))
    card = office.linus.sees(SAW, where="dm")
    form = open_declined_form(office, wait_for_consent_nudge(office, office.ada))
    with office.vouch.database.write() as transaction:
        follow_ups.settle_matching(
            transaction,
            1,
            FollowUpState.CANCELLED,
            office.now(),
            kinds=(FollowUpKind.CONSENT,),
        )
    form.submits()
    wait_until_settled(office)
    assert "This is settled; nothing is left to do." in office.ada.modal().text
    assert "Grace Hopper" in card.reload().text
