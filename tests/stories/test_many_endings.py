"""Fifty people, and five hundred, were put forward for an opening that ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from domain.endings import Ending, EndingKind
from domain.endorsements import Evidence, Relationship
from domain.openings import OpeningStatus
from domain.referrals import Consent, Lead
from domain.stages import Reason
from nudges import endings as ending_tick
from sandbox.driver.client import wait_for
from sandbox.driver.person import Modal
from services import ending_form
from services import openings as opening_service
from services.context import Context
from storage import candidates, endorsements, opening_referrals, openings, referrals
from storage.engine import Database, Transaction
from storage.tables.core import REFERRAL
from storage.tables.messages import OUTBOX
from tests.cast import ADA, BOB, LINUS, MONDAY
from tests.contexts import actor_for, context_for
from tests.office import Office
from tests.storage.rows import create_company
from tests.stories.actions import (
    WAIT_SECONDS,
    post_opening,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.test_endings import end_opening
from views import endings as view

NEWS = "stage_changed"
ADVOCATES = (ADA.user_id, BOB.user_id)


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with Office(database_url) as office:
        yield office


def seed_referrals(transaction: Transaction, workspace_id: int, ref: str, count: int) -> None:
    """Referrals for the opening by two advocates in turn, with an endorsement each."""
    opening = openings.find_by_ref(transaction, workspace_id, ref)
    assert opening is not None
    for number in range(count):
        email, name = f"c{number}@example.com", f"Candidate {number}"
        relationship = Relationship.WORKED_TOGETHER
        lead = Lead(opening.id, name, email, None, relationship, Consent.AGREED)
        candidate = candidates.add(transaction, workspace_id, lead, MONDAY, decide_by=None)
        assert candidate is not None
        advocate = ADVOCATES[number % 2]
        referral = referrals.add(
            transaction,
            workspace_id,
            candidate=candidate,
            opening=opening,
            advocate=advocate,
            owner=LINUS.user_id,
            bonus_rule="",
            now=MONDAY,
        )
        endorsements.add_version(
            transaction,
            workspace_id,
            referral.id,
            advocate,
            candidate_name=name,
            relationship=relationship,
            evidence=Evidence(saw="Calm."),
            is_first=True,
            email=email,
            profile_url=None,
            now=MONDAY,
            is_new_referral=True,
        )


def change_first_of_page(page: Modal, choice: str) -> Modal:
    page.clicks("Change")
    one = page.sees("What happens to this one?").fills("What happens to this one?", choice)
    return submit_and_expect(one, "One by one")


def test_fifty_end_with_one_decision_and_exceptions_on_several_pages(office: Office) -> None:
    post_opening(office)
    with office.vouch.database.write() as transaction:
        seed_referrals(transaction, 1, "ENG-1", 50)
    form = end_opening(office)
    assert "50 people put forward for it have no answer yet." in form.text
    form.clicks("Decide some one by one")
    page = office.linus.modal("One by one")
    assert "Page 1 of 5." in page.text
    page.clicks("Next ten")
    page = change_first_of_page(page.sees("Page 2 of 5."), "Hired")
    page.sees("Page 2 of 5.").clicks("Next ten")
    page = page.sees("Page 3 of 5.")
    page.clicks("Next ten")
    page.sees("Page 4 of 5.").clicks("Previous ten")
    page.sees("Page 3 of 5.").clicks("Previous ten")
    assert "Hired." in page.sees("Page 2 of 5.").text  # the exception survives paging
    page.clicks("Back to everyone")
    form = office.linus.modal("Who hears what?")
    assert "I'll tell the advocates of all 50" in submit_and_expect(form, "Who hears what?").text
    assert wait_for(lambda: count_open(office) == 0, WAIT_SECONDS)
    with office.vouch.database.read() as transaction:
        told = transaction.scalars(select(OUTBOX.c.recipient).where(OUTBOX.c.kind == NEWS))
        assert Counter(told) == Counter(dict.fromkeys(ADVOCATES, 25))
    wait_until_settled(office)
    office.ada.sees("Candidate 10 is hired for ENG-1", where="dm")


def count_open(office: Office) -> int:
    with office.vouch.database.read() as transaction:
        return len(opening_referrals.list_open_by_opening(transaction, 1, 1))


def decide_for_all(context: Context, opening_id: int) -> int:
    """One decision for all, and the last referral of the last page was hired."""
    page = ending_form.load_endings(context, opening_id)
    numbers = [view.endings_list(page, number)["blocks"][0]["text"]["text"] for number in (0, 49)]
    assert "Page 1 of 50." in numbers[0]
    assert "Page 50 of 50." in numbers[1]
    hired, rest = page.referrals[-1].id, Ending(EndingKind.NOT_NOW, Reason.FILLED)
    ending_form.save_exception(context, opening_id, hired, Ending(EndingKind.HIRED))
    ending_form.save_rest(context, opening_id, hired, rest)
    return ending_form.submit(context, opening_id)


@pytest.mark.parametrize(("count", "decided"), [(500, True), (50, False)])
def test_all_end_within_two_working_days(database: Database, count: int, decided: bool) -> None:
    """The pages, the decision and the ends of all, without Slack; or nothing is decided."""
    company = create_company(database, "T0ACME")
    ws, opening_id = company.ws, company.opening.id
    with database.write() as transaction:
        seed_referrals(transaction, ws, company.opening.ref, count - 1)
        linus = actor_for(transaction, ws, LINUS.user_id)
        context = context_for(transaction, linus)
        opening_service.set_status(context, opening_id, OpeningStatus.FILLED)
        if decided:
            assert decide_for_all(context, opening_id) == count
    now = MONDAY if decided else MONDAY.replace(day=4, hour=18)
    while ending_tick.step(database, now):
        pass
    with database.read() as transaction:
        assert opening_referrals.list_open_by_opening(transaction, ws, opening_id) == []
        stages = Counter(transaction.scalars(select(REFERRAL.c.stage)))
        told = transaction.scalar(
            select(func.count()).select_from(OUTBOX).where(OUTBOX.c.kind == NEWS)
        )
    assert told == count
    hired = 1 if decided else 0
    assert stages == Counter(not_now=count - hired, hired=hired)
