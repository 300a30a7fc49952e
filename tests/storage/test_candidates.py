"""Candidates: one row for a person, however often and by whomever they are referred."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from domain.referrals import Candidate, Consent, Lead, Referral
from storage import candidates, referrals
from storage.engine import Database, Transaction
from storage.tables.core import CANDIDATE
from tests.cast import BOB, GRACE, KATHERINE, LINUS, MONDAY
from tests.storage.concurrency import run_overlapping
from tests.storage.rows import Company

EMAIL_ONLY = replace(KATHERINE.lead(), profile_url=None)
LINK_ONLY = replace(KATHERINE.lead(), email=None)
BOTH = KATHERINE.lead()


def save(database: Database, company: Company, lead: Lead) -> Candidate:
    with database.write() as transaction:
        return candidates.find_or_add(transaction, company.ws, lead, MONDAY)


@pytest.mark.parametrize("later", [EMAIL_ONLY, LINK_ONLY, BOTH])
def test_an_address_or_a_link_tells_who_it_is(
    database: Database, acme: Company, later: Lead
) -> None:
    first = save(database, acme, BOTH)
    assert save(database, acme, replace(later, name="K. Johnson")) == first
    assert first.name == KATHERINE.name


@pytest.mark.parametrize("first", [EMAIL_ONLY, LINK_ONLY])
def test_what_was_missing_is_filled_in(database: Database, acme: Company, first: Lead) -> None:
    known = save(database, acme, first)
    found = save(database, acme, BOTH)
    assert found.id == known.id
    assert (found.email, found.profile_url) == (KATHERINE.email, KATHERINE.profile_url)


def test_what_was_said_before_is_not_overwritten(database: Database, acme: Company) -> None:
    first = save(database, acme, BOTH)
    moved = replace(BOTH, profile_url="https://github.com/kjohnson", name="Kate")
    assert save(database, acme, moved) == first


def test_an_agreement_that_was_given_stays(database: Database, acme: Company) -> None:
    assert save(database, acme, BOTH).consent is Consent.WILL_ASK
    with database.write() as transaction:
        known = candidates.find_or_add(
            transaction, acme.ws, replace(BOTH, consent=Consent.AGREED), MONDAY
        )
        assert known.awaits_agreement, "someone else's word on it is weighed by the service"
        assert candidates.set_agreed(transaction, acme.ws, known.id, MONDAY)
        assert not candidates.set_agreed(transaction, acme.ws, known.id, MONDAY)
    assert save(database, acme, replace(BOTH, consent=Consent.NOT_YET)).consent is Consent.AGREED


def test_a_link_that_belongs_to_somebody_else_stays_with_them(
    database: Database, acme: Company
) -> None:
    grace = save(database, acme, GRACE.lead())
    katherine = save(database, acme, EMAIL_ONLY)
    mixed = save(database, acme, replace(EMAIL_ONLY, profile_url=GRACE.profile_url))
    assert mixed == katherine
    assert mixed.profile_url is None
    assert save(database, acme, GRACE.lead()) == grace


def test_people_of_one_name_are_two(database: Database, acme: Company) -> None:
    one = save(database, acme, replace(EMAIL_ONLY, email="k1@example.org"))
    other = save(database, acme, replace(EMAIL_ONLY, email="k2@example.org"))
    assert one.id != other.id


@pytest.mark.parametrize("second", [BOTH, EMAIL_ONLY, LINK_ONLY])
def test_two_who_name_the_same_person_at_once_name_one(
    database: Database, acme: Company, second: Lead
) -> None:
    first, later = run_overlapping(
        database,
        lambda transaction: candidates.find_or_add(transaction, acme.ws, BOTH, MONDAY),
        lambda transaction: candidates.find_or_add(transaction, acme.ws, second, MONDAY),
    )
    assert first == later


def test_a_link_taken_at_this_moment_stays_with_who_took_it(
    database: Database, acme: Company
) -> None:
    save(database, acme, EMAIL_ONLY)
    first, later = run_overlapping(
        database,
        lambda transaction: candidates.find_or_add(transaction, acme.ws, LINK_ONLY, MONDAY),
        lambda transaction: candidates.find_or_add(transaction, acme.ws, BOTH, MONDAY),
    )
    assert first.id != later.id
    assert (first.profile_url, later.profile_url) == (KATHERINE.profile_url, None)


def test_who_refers_somebody_at_the_same_moment_sees_the_first_voice(
    database: Database, acme: Company
) -> None:
    def submit(transaction: Transaction) -> Referral | None:
        """What a service does: the candidate, then whether a colleague was first."""
        candidate = candidates.find_or_add(transaction, acme.ws, BOTH, MONDAY)
        earlier = referrals.find_latest(transaction, acme.ws, candidate.id, acme.opening.id)
        if earlier is None:
            referrals.add(
                transaction,
                acme.ws,
                candidate=candidate,
                opening=acme.opening,
                advocate=BOB.user_id,
                owner=LINUS.user_id,
                bonus_rule="",
                now=MONDAY,
            )
        return earlier

    save(database, acme, BOTH)
    first, second = run_overlapping(database, submit, submit)
    assert first is None
    assert second is not None


def test_a_change_that_fails_leaves_the_rest_of_the_transaction(
    database: Database, acme: Company
) -> None:
    save(database, acme, EMAIL_ONLY)
    with database.write() as transaction:
        grace = candidates.find_or_add(transaction, acme.ws, GRACE.lead(), MONDAY)
        assert candidates.set_agreed(transaction, acme.ws, grace.id, MONDAY)
        candidates.find_or_add(
            transaction, acme.ws, replace(EMAIL_ONLY, profile_url=GRACE.profile_url), MONDAY
        )
    with database.read() as transaction:
        row = transaction.execute(select(CANDIDATE).where(CANDIDATE.c.email == GRACE.email)).one()
        assert row.consent == Consent.AGREED.value
