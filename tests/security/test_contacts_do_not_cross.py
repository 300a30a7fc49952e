"""An address that one advocate gave never reaches another advocate's draft or mail link."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from domain.follow_ups import FollowUpKind
from domain.referrals import Consent, Lead
from services import bench, declined, referrals
from services.people import find_own_candidates
from storage import candidates, endorsements, follow_ups
from storage.engine import Database
from storage.tables.core import CANDIDATE
from tests.cast import ADA, BOB, GRACE, LINUS, MARGARET
from tests.contexts import actor_for, context_for
from tests.office import Office
from tests.storage.conftest import acme as acme  # the fixture of the storage tests
from tests.storage.rows import Company
from tests.stories.actions import (
    advance_clock,
    endorse_from_thanks,
    post_opening,
    refer_candidate,
    submit_and_expect,
    wait_until_settled,
)

LINK = "https://www.linkedin.com/in/grace"
BOBS = "grace@bobs-phone-book.example"


def introduce(office: Office) -> str:
    """Ada opens the draft of her introduction and says how to send it. Returns the page."""
    advance_clock(office, days=3, hours=1)
    office.ada.sees("you offered to introduce", where="dm").clicks("Open the draft")
    form = office.ada.modal("Your introduction")
    form.fills("Your introduction", "Margaret, meet Grace. Grace, Margaret leads the team.")
    return submit_and_expect(form, "Ready to send").text


@pytest.mark.parametrize("adas", [None, "grace@example.com"])
def test_the_address_of_a_second_advocate_is_not_in_the_first_ones_draft(
    office: Office, adas: str | None
) -> None:
    post_opening(office)
    thanks = refer_candidate(office.ada, email=adas, profile=LINK)
    endorse_from_thanks(thanks, offers=["Introduce them to the team"])
    refer_candidate(office.bob, email=BOBS, profile=LINK).closes()
    wait_until_settled(office)
    card = office.linus.sees("put Grace Hopper forward", where="dm")
    assert BOBS in card.text
    if adas:
        assert adas in card.text
        assert f"{BOBS} (from @bob)" in card.text
    page = introduce(office)
    assert BOBS not in page
    assert (adas or "I have no e-mail address for Grace Hopper") in page


def test_the_address_of_the_first_advocate_is_not_in_the_second_ones_note(
    office: Office,
) -> None:
    post_opening(office)
    refer_candidate(office.ada, email="grace@example.com", profile=LINK, knows="Not yet").closes()
    refer_candidate(office.bob, email=None, profile=LINK, knows="Not yet").closes()
    wait_until_settled(office)
    thanks = office.bob.sees("They haven't said yes yet.", where="dm")
    thanks.clicks("Open a note to ask them")
    note = office.bob.modal("Ask for their yes")
    assert "Open it as a mail" not in note.text
    assert "grace@example.com" not in note.text


# What is stored -----------------------------------------------------------------------------------


def submit(database: Database, acme: Company, who: str, lead: Lead) -> referrals.SubmittedLead:
    with database.write() as transaction:
        actor = actor_for(transaction, acme.ws, who)
        return referrals.submit_lead(context_for(transaction, actor), lead)


def test_a_second_address_of_the_same_advocate_is_kept(database: Database, acme: Company) -> None:
    """A later referral by that address, or by another advocate, finds the same candidate."""
    lead = replace(GRACE.lead(acme.opening.id), email="grace@home.example")
    known = submit(database, acme, ADA.user_id, lead)
    assert known.result is referrals.LeadResult.KNOWN
    assert known.referral.candidate.email == GRACE.email
    assert known.endorsement.email == "grace@home.example"
    by_new_address = replace(lead, profile_url=None, name="G. Hopper")
    second = submit(database, acme, BOB.user_id, by_new_address)
    assert second.result is referrals.LeadResult.SECOND_VOUCH
    assert second.referral.candidate.id == acme.referral.candidate.id
    with database.read() as transaction:
        assert len(transaction.execute(select(CANDIDATE)).all()) == 1
        found = endorsements.list_current(transaction, acme.ws, acme.referral.id)
    assert [(each.advocate, each.email, each.profile_url) for each in found] == [
        (ADA.user_id, "grace@home.example", GRACE.profile_url),
        (BOB.user_id, "grace@home.example", None),
    ]


def test_a_bench_draft_has_only_the_own_address(database: Database, acme: Company) -> None:
    second = submit(database, acme, BOB.user_id, replace(GRACE.lead(acme.opening.id), email=None))
    with database.read() as transaction:
        context = context_for(transaction, actor_for(transaction, acme.ws, BOB.user_id))
        form, _ = bench.draft_bench_form(context, second.referral, second.endorsement)
    assert (form.email, form.profile_url) == (None, GRACE.profile_url)


def test_a_recruiter_known_by_a_second_address_is_still_the_candidate(
    database: Database, acme: Company
) -> None:
    """Linus is put forward by his private address, and then by the company's."""
    private = Lead(
        acme.opening.id, "Linus", "l@home.example", None, GRACE.lead().relationship, Consent.AGREED
    )
    first = submit(database, acme, MARGARET.user_id, replace(private, profile_url=LINK))
    again = submit(
        database, acme, BOB.user_id, replace(private, email=LINUS.email, profile_url=LINK)
    )
    assert again.referral.id == first.referral.id
    with database.read() as transaction:
        context = context_for(transaction, actor_for(transaction, acme.ws, BOB.user_id))
        assert LINUS.user_id in find_own_candidates(context, [again.referral])[first.referral.id]


def test_an_address_goes_with_the_words_of_who_gave_it(database: Database, acme: Company) -> None:
    """Bob alone gave the address, and takes back what he said."""
    undecided = Lead(
        acme.opening.id, "Ida", None, LINK, GRACE.lead().relationship, Consent.WILL_ASK
    )
    submit(database, acme, ADA.user_id, undecided)
    bobs = submit(database, acme, BOB.user_id, replace(undecided, email=BOBS))
    candidate = bobs.referral.candidate
    assert candidate.email == BOBS
    with database.write() as transaction:
        context = context_for(transaction, actor_for(transaction, acme.ws, BOB.user_id))
        follow_up = follow_ups.find_by_subject(
            transaction, acme.ws, FollowUpKind.CONSENT, candidate.id, BOB.user_id
        )
        assert follow_up is not None
        declined.answer_declined(context, follow_up)
    with database.read() as transaction:
        left = candidates.find(transaction, acme.ws, candidate.id)
    assert left is not None
    assert (left.email, left.profile_url) == (None, LINK)
