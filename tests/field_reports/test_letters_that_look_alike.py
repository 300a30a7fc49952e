"""ß is not ss: two addresses that differ in such a letter belong to two people.

IDNA 2008 and UTS 46 (https://www.unicode.org/reports/tr46/) keep ß and the Greek final sigma. IDNA
2003 and the folding of case replaced them, and made one person of two.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.channel_post import find_candidate_mention
from domain.contact import Email, parse_contact
from domain.errors import FormError
from domain.members import Actor, Role
from domain.referrals import Candidate, Consent
from services import referrals
from storage import candidates, members
from storage.engine import Database
from tests.cast import ADA, GRACE, MONDAY
from tests.contexts import actor_for, context_for
from tests.storage.conftest import acme as acme  # the fixture of the storage tests
from tests.storage.rows import Company


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("grace@straße.de", "grace@strasse.de"),
        ("strauß@example.com", "strauss@example.com"),
        ("a@βόλος.com", "a@βόλοσ.com"),
    ],
)
def test_two_addresses_are_two_candidates(
    database: Database, acme: Company, one: str, other: str
) -> None:
    found = []
    for typed in (one, other):
        contact = parse_contact(typed)
        lead = replace(GRACE.lead(), email=contact.value, profile_url=None)
        with database.write() as transaction:
            found.append(candidates.find_or_add(transaction, acme.ws, lead, MONDAY).id)
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a@STRASSE.de", "a@strasse.de"),
        ("a@STRAẞE.de", "a@xn--strae-oqa.de"),
        ("a@straße.de", "a@xn--strae-oqa.de"),
        ("a@xn--strae-oqa.de", "a@xn--strae-oqa.de"),
        ("a@BÜCHER.example", "a@xn--bcher-kva.example"),
        ("STRAUẞ@example.com", "strauß@example.com"),
        ("ÄDA@example.com", "äda@example.com"),
        ("ada@example。com", "ada@example.com"),
        ("a@ΒΌΛΟΣ.com", "a@xn--nxasmq6b.com"),
        ("a@βόλος.com", "a@xn--nxasmm1c.com"),
    ],
)
def test_other_spellings_of_an_address_are_one(typed: str, stored: str) -> None:
    assert parse_contact(typed) == Email(stored)


@pytest.mark.parametrize(
    ("in_slack", "typed"),
    [
        ("Ada@Bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@straße.de", "ada@STRAẞE.de"),
        ("Strauß@example.com", "strauß@example.com"),
    ],
)
def test_ones_own_address_is_known_in_every_spelling(
    database: Database, acme: Company, in_slack: str, typed: str
) -> None:
    with database.write() as transaction:
        profile = replace(ADA.profile, email=in_slack)
        members.save_profiles(transaction, acme.ws, [profile])
        actor = actor_for(transaction, acme.ws, ADA.user_id)
        lead = replace(GRACE.lead(), email=parse_contact(typed).value)
        with pytest.raises(FormError) as refused:
            referrals.submit_lead(context_for(transaction, actor), lead)
    assert [each.problem for each in refused.value.fields] == ["own_email"]


def test_a_colleagues_address_is_not_ones_own(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        members.save_profiles(
            transaction, acme.ws, [replace(ADA.profile, email="ada@strasse.example")]
        )
        actor = actor_for(transaction, acme.ws, ADA.user_id)
        referrals.check_lead(
            actor, replace(GRACE.lead(), email=parse_contact("ada@straße.example").value)
        )


def test_a_row_of_an_earlier_version_is_still_ones_own(database: Database, acme: Company) -> None:
    """Until Slack's list is read again, the stored address is as it was folded before."""
    with database.write() as transaction:
        actor = actor_for(transaction, acme.ws, ADA.user_id)
        before = replace(actor.member, email="ada@bücher.example")
        lead = replace(GRACE.lead(), email="ada@xn--bcher-kva.example")
        with pytest.raises(FormError):
            referrals.check_lead(Actor(before, frozenset({Role.MEMBER})), lead)


@pytest.mark.parametrize("written", ["grace@bücher.example", "Grace@STRASSE.de"])
def test_a_post_does_not_name_the_address_in_another_spelling(written: str) -> None:
    email = parse_contact(written).value
    candidate = Candidate(1, 1, "Zoë Q", email, None, Consent.AGREED)
    assert find_candidate_mention(f"Write to {written}!", "Zoë Q", candidate) == email
