"""Someone is referred by another address, and the desk is asked whether it is the same person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.referrals import Candidate, Consent
from domain.same_person import may_be_same_person
from domain.stages import Reason
from services import consent
from storage import candidates
from tests.contexts import actor_for, context_for
from tests.office import Office
from tests.stories.actions import post_opening, refer_candidate, wait_until_settled

QUESTION = "Is this the same person as"
GRACE = Candidate(1, 1, "Grace Hopper", None, None, Consent.AGREED)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("grace@example.com", "grace+jobs@example.com", True),
        ("gracehopper@gmail.com", "grace.hopper+x@googlemail.com", True),
        ("grace.hopper@example.com", "gracehopper@example.com", False),
        ("strauß@example.com", "strauss@example.com", True),
        ("g@xn--strae-oqa.de", "g@strasse.de", True),
        ("grace@example.com", "grace@example.org", False),
    ],
)
def test_addresses_that_may_be_one_person(one: str, other: str, alike: bool) -> None:
    first, second = replace(GRACE, name="G", email=one), replace(GRACE, name="H", email=other)
    assert may_be_same_person(first, second) is alike
    assert may_be_same_person(second, first) is alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("https://www.xing.com/profile/Grace_H", "https://www.xing.com/profile/grace_h", True),
        ("https://www.linkedin.com/in/jos%C3%A9", "https://www.linkedin.com/in/jose", True),
        ("https://github.com/grace", "https://github.com/ada", False),
    ],
)
def test_profiles_that_may_be_one_person(one: str, other: str, alike: bool) -> None:
    first = replace(GRACE, name="G", profile_url=one)
    assert may_be_same_person(first, replace(GRACE, name="H", profile_url=other)) is alike


def test_a_full_name_may_be_one_person_and_a_first_name_is_not() -> None:
    assert may_be_same_person(GRACE, replace(GRACE, name="HOPPER, Gráce"))
    assert not may_be_same_person(replace(GRACE, name="Grace"), replace(GRACE, name="Grace"))


@pytest.mark.parametrize(
    ("email", "profile"),
    [
        ("grace.hopper+work@gmail.com", None),
        (None, "https://www.linkedin.com/talent/profile/AEMAAC42vgBYm0a8xWAX"),
    ],
)
def test_the_owner_of_both_is_asked(office: Office, email: str | None, profile: str | None) -> None:
    post_opening(office)
    refer_candidate(office.ada, email="gracehopper@gmail.com").closes()
    wait_until_settled(office)
    assert QUESTION not in office.linus.sees("put Grace Hopper forward", where="dm").text
    refer_candidate(office.bob, email=email, profile=profile).closes()
    wait_until_settled(office)
    card = office.linus.sees("@bob put Grace Hopper forward", where="dm")
    assert f"{QUESTION} Grace Hopper (gracehopper@gmail.com), who @ada put forward" in card.text


def test_a_corrected_address_that_is_another_candidates_asks_the_owner(office: Office) -> None:
    """Bob gave Grace a second address. Ada corrects hers to it, under a name that is not alike."""
    post_opening(office)
    profile = "https://github.com/grace"
    refer_candidate(office.person("kenji"), profile=profile).closes()
    refer_candidate(office.bob, email="ghopper@example.org", profile=profile).closes()
    refer_candidate(office.ada, name="Amazing G.", email="amzing@example.org").closes()
    wait_until_settled(office)
    office.ada.types("/refer mine")
    office.ada.ephemerals()[-1].clicks("Correct the contact")
    form = office.ada.modal("Correct the contact")
    assert form.fills("E-mail", "ghopper@example.org").submits() is None
    wait_until_settled(office)
    card = office.linus.sees("@ada put Amazing G. forward", where="dm")
    assert f"{QUESTION} Grace Hopper (" in card.text
    assert "), who @kenji put forward" in card.text
    assert QUESTION not in "".join(each.text for each in office.ada.dm())
    theirs = office.linus.sees("@kenji put Grace Hopper forward", where="dm")
    assert f"{QUESTION} Amazing G. (ghopper@example.org), who @ada put forward" in theirs.text
    card.clicks("Yes, same person")
    wait_until_settled(office)
    assert "has one card now, with everyone's words." in card.reload().text


def test_the_advocate_of_both_is_asked_and_nobody_elses_advocate(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada, email="gracehopper@gmail.com").closes()
    refer_candidate(office.bob, email="g.racehopper@gmail.com").closes()
    refer_candidate(office.ada, email="grace.hopper@gmail.com").closes()
    wait_until_settled(office)
    asked = [each.text for each in office.ada.dm() if QUESTION in each.text]
    assert asked
    assert all(
        f"{QUESTION} Grace Hopper (gracehopper@gmail.com), who you put forward" in each
        or "(grace.hopper@gmail.com)" in each
        for each in asked
    )
    assert not [each for each in office.bob.dm() if QUESTION in each.text]


def test_who_may_not_see_the_other_referral_is_not_asked(office: Office) -> None:
    """Kenji decides about one opening and Margaret about the other; no recruiter has a card."""
    post_opening(office, recruiter=None)
    refer_candidate(office.ada, email="gracehopper@gmail.com").closes()
    post_opening(office, "sofia", team="Design", recruiter=None)
    refer_candidate(office.bob, "DES-1", email="g.racehopper@gmail.com").closes()
    wait_until_settled(office)
    for reader in (office.margaret, office.person("sofia")):
        for message in reader.dm():
            assert QUESTION not in message.text


def test_the_question_goes_when_the_other_one_is_erased(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada, email="gracehopper@gmail.com", knows="Not yet").closes()
    refer_candidate(office.bob, email="grace.hopper@gmail.com").closes()
    wait_until_settled(office)
    card = office.linus.sees("@bob put Grace Hopper forward", where="dm")
    assert "gracehopper@gmail.com" in card.text
    with office.vouch.database.write() as transaction:
        actor = actor_for(transaction, office.vouch.workspace.id, "U0CAROL")
        context = context_for(transaction, actor, now=office.now())
        (candidate,) = candidates.claim_overdue(transaction, office.now() + timedelta(days=90), 9)
        assert consent.erase_candidate(context, candidate, Reason.AGREEMENT_UNKNOWN)
    office.vouch.wake_delivery.set()
    wait_until_settled(office)
    edited = card.reload()
    assert QUESTION not in edited.text
    assert "gracehopper@gmail.com" not in edited.text
