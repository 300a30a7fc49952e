"""Asks: two at once keep the limit, each ask ends once, and private ones stay private."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.asks import MAX_OPEN_ASKS, Ask, AskForm, AskKind, AskState, Decision, VouchText
from domain.endorsements import CommitmentKind, Conviction, Evidence, Relationship
from domain.errors import FieldError, FormError
from domain.members import Actor, Role
from domain.policy import Policy
from services.asks import closing as ask_ends
from services.asks import new_asks as service
from storage import members
from storage.asks import ask_closing, asks
from storage.engine import Database, Transaction
from tests.cast import ADA, BOB, CAROL, GRACE, LINUS, MARGARET, MONDAY, Person
from tests.contexts import context_for
from tests.storage.concurrency import run_at_once, run_overlapping
from tests.storage.rows import Company

CLOSES = MONDAY + timedelta(days=14)
FORM = AskForm(
    AskKind.COLLEAGUE, BOB.user_id, None, name=GRACE.name, email=GRACE.email, why="Calm."
)
VOUCH_TEXT = VouchText(
    Relationship.MANAGED,
    Evidence(
        saw="She rebuilt it.",
        conviction=Conviction.RECOMMEND,
        commitments=(CommitmentKind.INTRODUCTION,),
    ),
)


def add_ask(
    transaction: Transaction, acme: Company, form: AskForm = FORM, asker: Person = ADA
) -> Ask | None:
    return asks.add(transaction, acme.ws, asker.user_id, form, closes_at=CLOSES, now=MONDAY)


def store_ask(database: Database, acme: Company, form: AskForm = FORM, asker: Person = ADA) -> Ask:
    with database.write() as transaction:
        made = add_ask(transaction, acme, form, asker)
    assert made is not None
    return made


def form_for(asked_person: Person) -> AskForm:
    return replace(FORM, asked=asked_person.user_id)


def store_own_ask(database: Database, acme: Company) -> Ask:
    """Store that Ada asked for herself and that Margaret vouched for her."""
    form = replace(form_for(MARGARET), kind=AskKind.OWN, opening_id=acme.opening.id)
    made = store_ask(database, acme, form)
    with database.write() as transaction:
        assert asks.settle(
            transaction, acme.ws, made.id, AskState.VOUCHED, MONDAY, vouch_text=VOUCH_TEXT
        )
    return made


def ask_through_the_service(
    database: Database, acme: Company, asked_person: Person, policy: Policy | None = None
) -> str:
    """Make an ask as the form does. Returns "made", or the code of the refusal."""
    with database.write() as transaction:
        member = members.find(transaction, acme.ws, ADA.user_id)
        assert member is not None
        actor = Actor(member, frozenset({Role.MEMBER}))
        try:
            service.make_ask(
                context_for(transaction, actor, policy or Policy(), now=MONDAY),
                replace(FORM, asked=asked_person.user_id),
            )
        except FormError as error:
            return error.fields[0].problem
        except FieldError as error:
            return error.problem
    return "made"


def test_one_open_ask_to_the_same_person_also_for_two_at_once(
    database: Database, acme: Company
) -> None:
    first, second = run_overlapping(
        database, lambda s: add_ask(s, acme), lambda s: add_ask(s, acme)
    )
    assert first is not None
    assert second is None


def test_asked_again_once_it_is_over(database: Database, acme: Company) -> None:
    made = store_ask(database, acme)
    with database.write() as transaction:
        assert asks.settle(transaction, acme.ws, made.id, AskState.PASSED, MONDAY)
    assert store_ask(database, acme).id != made.id


def test_three_open_asks_also_for_many_at_once(database: Database, acme: Company) -> None:
    people = (BOB, LINUS, MARGARET, CAROL)
    results = run_at_once(4, lambda n: ask_through_the_service(database, acme, people[n]))
    assert sorted(results) == ["made"] * MAX_OPEN_ASKS + ["most_open"]
    with database.read() as transaction:
        assert asks.count_open(transaction, acme.ws, ADA.user_id) == MAX_OPEN_ASKS


def test_two_clicks_at_once_ask_once(database: Database, acme: Company) -> None:
    results = run_at_once(3, lambda _: ask_through_the_service(database, acme, BOB))
    assert sorted(results) == ["asked_already", "asked_already", "made"]


def test_nobody_can_be_asked_if_unsolicited_messages_are_off(
    database: Database, acme: Company
) -> None:
    no_messages = Policy(dms_per_week=0)
    assert ask_through_the_service(database, acme, BOB, no_messages) == "unreachable"


def test_of_concurrent_answers_one_is_stored(database: Database, acme: Company) -> None:
    made = store_ask(database, acme)
    states = (AskState.PASSED, AskState.MENTION, AskState.WITHDRAWN, AskState.CLOSED)

    def answer(number: int) -> bool:
        with database.write() as transaction:
            return asks.settle(transaction, acme.ws, made.id, states[number], MONDAY)

    assert sum(run_at_once(4, answer)) == 1


def test_an_ask_is_closed_by_one_replica(database: Database, acme: Company) -> None:
    made = [store_ask(database, acme, replace(FORM, asked=who.user_id)) for who in (BOB, LINUS)]
    with database.write() as transaction:
        assert ask_closing.close_due(transaction, CLOSES - timedelta(seconds=1), 10) == []

    def close(_: int) -> list[int]:
        with database.write() as transaction:
            return [ask.id for ask in ask_closing.close_due(transaction, CLOSES, 10)]

    closed = [id_ for ids in run_at_once(3, close) for id_ in ids]
    assert sorted(closed) == [ask.id for ask in made]


def test_a_vouch_text_is_stored_and_erased_with_its_ask(database: Database, acme: Company) -> None:
    made = store_own_ask(database, acme)
    with database.write() as transaction:
        kept = asks.find(transaction, acme.ws, made.id)
        assert kept is not None
        assert kept.vouch_text == VOUCH_TEXT
        assert kept.awaits_asker
        assert kept.is_private
        vouched = AskState.VOUCHED
        assert asks.settle(
            transaction, acme.ws, made.id, AskState.WITHDRAWN, MONDAY, expected=vouched
        )
        erased = asks.find(transaction, acme.ws, made.id)
        assert erased is not None
        assert erased.vouch_text is None


def test_going_ahead_happens_once_and_leaves_no_copy_of_the_words(
    database: Database, acme: Company
) -> None:
    made = store_own_ask(database, acme)
    with database.write() as transaction:
        assert asks.save_decision(transaction, acme.ws, made.id, Decision.NOT_NOW)
    first, second = run_overlapping(
        database,
        lambda s: asks.save_decision(s, acme.ws, made.id, Decision.GO_AHEAD),
        lambda s: asks.save_decision(s, acme.ws, made.id, Decision.GO_AHEAD),
    )
    assert (first, second) == (True, False)
    with database.read() as transaction:
        ahead = asks.find(transaction, acme.ws, made.id)
        assert ahead is not None
        assert ahead.vouch_text is None
        assert not ahead.is_private


def test_a_referral_never_shows_what_somebody_asked_for_themselves(
    database: Database, acme: Company
) -> None:
    made = store_own_ask(database, acme)
    desk = replace(FORM, kind=AskKind.DESK, referral_id=acme.referral.id)
    card = store_ask(database, acme, desk, asker=LINUS)
    with database.write() as transaction:
        asks.set_referral(transaction, acme.ws, made.id, acme.referral.id)
        shown = asks.list_by_referral(transaction, acme.ws, acme.referral.id)
        assert [ask.id for ask in shown] == [card.id]


def test_texts_of_ended_asks_are_erased(database: Database, acme: Company) -> None:
    over, still, waits = (
        store_ask(database, acme),
        store_ask(database, acme, form_for(LINUS)),
        store_own_ask(database, acme),
    )
    with database.write() as transaction:
        asks.settle(transaction, acme.ws, over.id, AskState.PASSED, MONDAY)
        assert ask_closing.erase_due(transaction, MONDAY - timedelta(seconds=1), 10) == []

    def forget(_: int) -> list[int]:
        with database.write() as transaction:
            return [ask.id for ask in ask_closing.erase_due(transaction, MONDAY, 10)]

    assert [id_ for ids in run_at_once(3, forget) for id_ in ids] == [over.id]
    with database.read() as transaction:
        kept = asks.find(transaction, acme.ws, over.id)
        assert kept is not None
        texts = (kept.candidate_name, kept.email, kept.why, kept.shared, kept.help_text, kept.draft)
        assert not any(texts)
        for ask in (still, waits):
            assert (found := asks.find(transaction, acme.ws, ask.id)) is not None
            assert found.candidate_name == GRACE.name


def test_an_erased_candidate_is_in_no_ask(database: Database, acme: Company) -> None:
    """Asks are found by referral or by address. An ask about another person is not changed."""
    ask_by_referral = store_ask(
        database, acme, replace(form_for(LINUS), referral_id=acme.referral.id, email=None)
    )
    ask_by_address = store_ask(database, acme)
    other = store_ask(
        database, acme, replace(form_for(CAROL), name="Alan", email="alan@example.org")
    )
    with database.write() as transaction:
        ask_ends.erase_asks_about_candidate(
            context_for(transaction, acme.ws, now=MONDAY), [acme.referral.id], GRACE.email, None
        )
        for ask in (ask_by_referral, ask_by_address):
            erased = asks.find(transaction, acme.ws, ask.id)
            assert erased is not None
            assert (erased.candidate_name, erased.email, erased.state) == (
                "",
                None,
                AskState.OVERTAKEN,
            )
        stays = asks.find(transaction, acme.ws, other.id)
        assert stays == other


def test_the_askers_own_referral_is_found_by_the_candidates_address(
    database: Database, acme: Company
) -> None:
    ask_of_ada = store_ask(database, acme, replace(FORM, opening_id=acme.opening.id))
    ask_without_opening = store_ask(database, acme, replace(FORM, asked=LINUS.user_id))
    with database.read() as transaction:
        assert asks.find_referral_of_asker(transaction, acme.ws, ask_of_ada) == acme.referral.id
        assert asks.find_referral_of_asker(transaction, acme.ws, ask_without_opening) is None
        ask_of_bob = replace(ask_of_ada, asker=BOB.user_id)
        assert asks.find_referral_of_asker(transaction, acme.ws, ask_of_bob) is None
