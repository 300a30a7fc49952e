"""An advocate's own card names no other advocate, even if the referral's history does."""

from __future__ import annotations

import json
from datetime import timedelta

from domain.members import Role
from domain.referrals import Consent, Lead
from domain.stages import Reason, Stage
from services import advocate_pages, advocate_questions, desk, desk_window, referrals
from services.context import Context
from storage import members
from storage.engine import Database, Transaction
from tests.cast import ADA, BOB, GRACE, LINUS, MONDAY, Person
from tests.contexts import actor_for, context_for
from tests.statements import recorded_statements
from tests.storage.conftest import acme as acme  # the fixture of the storage tests
from tests.storage.rows import Company
from views.acknowledgement import own_card_modal

NOTE, QUESTION = "Ask for the second opinion first.", "What did you see of the outage?"


def context_of(transaction: Transaction, acme: Company, who: Person, days: int = 0) -> Context:
    actor = actor_for(transaction, acme.ws, who.user_id)
    return context_for(transaction, actor, now=MONDAY + timedelta(days=days))


def own_card(database: Database, acme: Company, who: Person) -> tuple[str, int]:
    """The JSON of the card, and the number of queries that it took."""
    with database.read() as transaction, recorded_statements(database) as queries:
        context = context_of(transaction, acme, who, days=6)
        page = advocate_pages.load_own_card(context, acme.referral.id)
        return json.dumps(own_card_modal(page), ensure_ascii=False), len(queries)


def test_a_card_has_the_desks_changes_and_nothing_of_another_advocate(
    database: Database, acme: Company
) -> None:
    """Bob vouches, is asked, answers, and later asks again; he is a recruiter by then.

    Linus owns the answer and writes a note for the desk.
    """
    card, queries_before = own_card(database, acme, ADA)
    assert "Latest changes" not in card
    lead = Lead(
        acme.opening.id, GRACE.name, GRACE.email, None, GRACE.lead().relationship, Consent.AGREED
    )
    referral_id = acme.referral.id
    with database.write() as transaction:
        by_bob = context_of(transaction, acme, BOB)
        referrals.submit_lead(by_bob, lead)
        by_linus = context_of(transaction, acme, LINUS, days=1)
        desk.take_referral(by_linus, referral_id)
        desk_window.add_note(by_linus, referral_id, NOTE)
        asked = advocate_questions.ask_advocate(by_linus, referral_id, BOB.user_id, QUESTION)
        advocate_questions.answer_question(by_bob, asked.id, "All of it.")
    card, _ = own_card(database, acme, ADA)
    assert f"<@{LINUS.user_id}> took it." in card
    assert "question" not in card
    with database.write() as transaction:
        recruiter = actor_for(transaction, acme.ws, BOB.user_id, Role.RECRUITER)
        by_bob = context_for(transaction, recruiter, now=MONDAY + timedelta(days=2))
        desk.move_stage(by_bob, referral_id, Stage.CONTACTED, None, "")
        by_linus = context_of(transaction, acme, LINUS, days=3)
        desk.move_stage(by_linus, referral_id, Stage.NOT_NOW, Reason.TIMING, "")
        referrals.submit_lead(context_of(transaction, acme, BOB, days=5), lead)
        bob = members.find(transaction, acme.ws, BOB.user_id)
        assert bob is not None
    card, queries_after = own_card(database, acme, ADA)
    assert "A colleague moved it to “Contacted”." in card
    assert "A colleague put them forward again." in card
    for secret in (BOB.user_id, bob.name, NOTE, QUESTION, "All of it."):
        assert secret not in card
    assert queries_after == queries_before
    card, _ = own_card(database, acme, BOB)
    assert "You put them forward again." in card
    assert ADA.user_id not in card
