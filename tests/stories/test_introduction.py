"""An advocate introduces a candidate with a draft that they edit and mark as sent."""

from __future__ import annotations

import pytest

from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    direct_messages,
    endorse_from_thanks,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    run_concurrently,
    send_introduction,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)

FIELD = "Your introduction"
OWN_TEXT = "Margaret, meet Grace: she rebuilt our on-call. Grace, Margaret leads the team. Ada"


@pytest.fixture
def offered(office: Office) -> Office:
    """An office three working days after Ada offered to introduce Grace."""
    post_opening(office)
    refer_and_endorse(office.ada)
    wait_until_settled(office)
    office.linus.sees("put Grace Hopper forward", where="dm").clicks("I'll take it")
    advance_clock(office, days=3, hours=1)
    return office


def test_the_draft_is_edited_stored_and_marked_as_sent(offered: Office) -> None:
    ada = offered.ada
    nudge = ada.sees("I've drafted it from your own words.", where="dm")
    nudge.clicks("Open the draft")
    form = ada.modal(FIELD)
    draft = form.value(FIELD)
    for text in (
        "Hi Grace, hi Margaret,",
        "She rebuilt our on-call",
        "Staff Engineer",
    ):
        assert text in draft
    assert len(draft) <= 400
    refused = submit_and_expect_errors(
        form, {FIELD: "This is still my draft. Change a few words so it sounds like you."}
    )

    ready = submit_and_expect(refused.fills(FIELD, OWN_TEXT * 12), "Ready to send")
    assert "984 characters: few people read that to the end." in ready.text
    ready.clicks("Change it")
    form = ada.modal(FIELD)
    assert form.value(FIELD) == OWN_TEXT * 12
    ready = submit_and_expect(form.fills(FIELD, OWN_TEXT), "Ready to send")
    assert "82 characters: a good length." in ready.text
    assert "Open it in your mail, to grace@example.com with @margaret in copy." in ready.text
    ready.closes()

    # The stored text is shown again, also when the form is opened from another message.
    wait_until_settled(offered)
    office_card = offered.linus.sees("@ada put Grace Hopper forward", where="dm")
    assert "Has introduced" not in office_card.text
    ada.sees("Thank you for putting", where="dm").clicks("Open the draft")
    assert ada.modal(FIELD).value(FIELD) == OWN_TEXT
    send_introduction(ada.modal(FIELD), OWN_TEXT)

    wait_until_settled(offered)
    assert "You introduced them. Thank you: that opens the door." in nudge.reload().text
    assert nudge.reload().buttons == ["Settings"]
    thanks = ada.sees("Thank you for putting", where="dm")
    assert "You introduced them to the team. Thank you" in thanks.text
    assert thanks.buttons == ["Add to what you said"]
    assert "Has introduced them to the team." in office_card.reload().text
    assert "and acted on it" in offered.linus.opens_home().text
    dms = len(ada.dm())
    advance_clock(offered, days=5)
    assert direct_messages(ada, "you offered to introduce")[1:] == []
    assert len(ada.dm()) <= dms + 1, "at most a weekly status message, and no separate thanks"


def test_an_introduction_outside_vouch_is_recorded_once(offered: Office) -> None:
    ada = offered.ada
    nudge = ada.sees("you offered to introduce", where="dm")
    ada.types("/refer mine")
    listing = ada.sees("With you now", where="dm")
    nudge.clicks("Open the draft")
    form = ada.modal(FIELD)
    run_concurrently(
        lambda: form.clicks("I've introduced them"), lambda: form.clicks("I've introduced them")
    )
    assert "Thank you for introducing them" in ada.modal("Thank you").text
    ada.modal().closes()
    wait_until_settled(offered)
    assert "You introduced them." in nudge.reload().text
    listing.clicks("Open the draft")  # an older list, which still has the button
    assert "You've done this already. Thank you." in ada.modal("Vouch").text


def test_the_form_warns_without_an_address_or_consent(office: Office) -> None:
    post_opening(office)
    thanks = refer_candidate(office.ada, email=None, profile="github.com/hopper", knows="I'll ask")
    endorse_from_thanks(thanks, offers=["Introduce them to the team"])
    office.ada.sees("You offered to introduce", where="dm").clicks("Open the draft")
    form = office.ada.modal(FIELD)
    assert "As far as I know, Grace Hopper hasn't agreed yet: ask them first." in form.text
    ready = submit_and_expect(form.fills(FIELD, OWN_TEXT), "Ready to send")
    assert "I have no e-mail address for Grace Hopper, so copy the text" in ready.text

    # The referral ends while the form is open, so there is nothing to send any more.
    wait_until_settled(office)
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    move_stage(card, "Not now", office.linus, reason="The timing didn't work")
    refusal = ready.submits()
    assert refusal is not None
    assert "This referral has moved to “Not now” since then. I've left it as it is." in refusal.text


def test_the_recruiter_is_introduced_when_the_hiring_manager_has_left(offered: Office) -> None:
    client = offered.carol.client
    client.post_admin("change_user", user=client.user_id("margaret"), deleted=True)
    advance_clock(offered, hours=1)
    offered.ada.sees("you offered to introduce", where="dm").clicks("Open the draft")
    form = offered.ada.modal(FIELD)
    assert "To Grace Hopper and @linus, about ENG-1, from you." in form.text
    assert "hi Linus" in form.value(FIELD)
