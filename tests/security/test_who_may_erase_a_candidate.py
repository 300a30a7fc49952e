"""A candidate is erased by those who may, and while there is still something to decide."""

from __future__ import annotations

from domain.follow_ups import FollowUpKind, FollowUpState
from sandbox.driver.person import Modal, SeenMessage
from storage import follow_ups
from tests.office import Office
from tests.stories.actions import (
    SAW,
    advance_clock,
    come_to_work,
    direct_messages,
    endorse_from_thanks,
    hand_over,
    move_stage,
    post_opening,
    refer_and_endorse,
    wait_until_settled,
)
from tests.stories.admin_actions import is_no_recruiter, set_recruiters
from tests.stories.test_consent import (
    find_in_database,
    refer_without_consent,
    texts_sent_to,
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
    assert "They've agreed, so I haven't erased anything." in office.ada.modal().text
    assert "Grace Hopper" in card.reload().text
    assert SAW in card.reload().text
    assert "Hired on" in card.reload().text


def test_a_form_of_a_step_that_is_over_erases_nobody(office: Office) -> None:
    """Someone who left and came back has no open step, and a form may be open all the time."""
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
    assert "This is settled. There's nothing left to do." in office.ada.modal().text
    assert "Grace Hopper" in card.reload().text


BOB_SAW = "He kept the migration calm."


def refer_by_two(office: Office) -> tuple[SeenMessage, SeenMessage]:
    """Ada and Bob vouch for Grace. Returns Linus's card, and the nudge that asks Ada."""
    post_opening(office)
    endorse_from_thanks(refer_without_consent(office), offers=("Introduce them to the team",))
    card = office.linus.sees(SAW, where="dm")
    card.clicks("Ask the advocate")
    office.linus.modal().fills("Your question", "How long was Grace there?").submits()
    office.ada.sees("How long was Grace there?", where="dm").clicks("Answer")
    office.ada.modal("Your answer").fills("Your answer", "Two years at the bank").submits()
    refer_and_endorse(office.bob, saw=BOB_SAW, knows="I'll ask", offers=())
    wait_until_settled(office)
    return card, wait_for_consent_nudge(office, office.ada)


def report_no(office: Office, nudge: SeenMessage) -> None:
    form = open_declined_form(office, nudge)
    assert "Someone else vouches for them too" in form.text
    assert form.submits() is None
    wait_until_settled(office)


def test_an_advocate_takes_back_their_own_words_where_others_vouch(office: Office) -> None:
    card, nudge = refer_by_two(office)
    report_no(office, nudge)
    for secret in (SAW, "Two years at the bank"):
        assert find_in_database(office, secret) == [], secret
        assert secret not in texts_sent_to(office, "ada", "bob", "linus", "priya"), secret
    assert "Hopper" not in texts_sent_to(office, "ada")
    assert "Hopper" not in office.ada.home().text
    assert BOB_SAW in card.reload().text
    assert "@bob put Grace Hopper forward" in card.reload().text
    office.ada.sees("I've erased what you said about them for ENG-1", where="dm")
    office.linus.sees("@ada heard a no from Grace Hopper", where="dm")
    assert direct_messages(office.bob, "said no") == []
    for _ in range(5):
        advance_clock(office, days=1)
    assert "Hopper" not in texts_sent_to(office, "ada")


def test_a_referral_that_nobody_else_vouches_for_is_withdrawn(office: Office) -> None:
    post_opening(office)
    post_opening(office, title="Data Lead", team="Data", recruiter="priya")
    endorse_from_thanks(refer_without_consent(office))
    refer_and_endorse(office.bob, "DAT-1", saw=BOB_SAW, knows="I'll ask", offers=())
    wait_until_settled(office)
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    other = office.priya.sees(BOB_SAW, where="dm")
    report_no(office, wait_for_consent_nudge(office, office.ada))
    assert "Withdrawn on" in card.reload().text
    assert SAW not in card.reload().text
    assert BOB_SAW in other.reload().text
    advance_clock(office, days=1)
    come_to_work(office, "priya")
    assert direct_messages(office.priya, "@ada heard a no from Grace Hopper")
    assert direct_messages(office.linus, "@ada heard a no") == []


def test_the_owner_erases_a_candidate_for_whom_others_vouch(office: Office) -> None:
    _, nudge = refer_by_two(office)
    report_no(office, nudge)
    notice = office.linus.sees("@ada heard a no from Grace Hopper", where="dm")
    notice.clicks("Erase them")
    form = office.linus.modal("Erase them")
    assert "Grace Hopper" in form.text
    assert form.submits() is None
    wait_until_settled(office)
    assert find_in_database(office, "Hopper", BOB_SAW) == []
    everything = texts_sent_to(office, "ada", "bob", "linus", "priya", "margaret")
    assert "Hopper" not in everything
    office.bob.sees("said no. I've withdrawn the referral", where="dm")
    assert "I've erased what I held about them" in office.bob.home().text


def test_who_does_not_own_it_and_is_no_recruiter_erases_nobody(office: Office) -> None:
    """Linus may still answer the referral, as the recruiter of its opening."""
    card, nudge = refer_by_two(office)
    report_no(office, nudge)
    notice = office.linus.sees("@ada heard a no from Grace Hopper", where="dm")
    hand_over(card.reload(), office.linus, "priya")
    set_recruiters(office, "priya")
    assert office.linus.client.wait_for(lambda: is_no_recruiter(office.linus))
    notice.clicks("Erase them")
    refusal = office.linus.modal()
    assert (
        "only the owner, a recruiter or an admin can erase them. @priya can do it."
    ) in refusal.text
    assert find_in_database(office, "Grace Hopper")


def test_who_took_their_words_back_may_vouch_again(office: Office) -> None:
    card, nudge = refer_by_two(office)
    report_no(office, nudge)
    refer_and_endorse(office.ada, saw="She said yes after all.", knows="They agreed")
    wait_until_settled(office)
    assert "She said yes after all." in card.reload().text
    assert BOB_SAW in card.reload().text
    office.ada.sees("Thank you for vouching for Grace Hopper", where="dm")
