"""Idempotency keys, drafts and the history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from storage import drafts, history, idempotency_keys, members
from storage.engine import Database, Transaction
from tests.cast import ADA, BOB, LINUS, MARGARET, MONDAY
from tests.storage.concurrency import run_overlapping
from tests.storage.rows import Company

DAY = timedelta(days=1)


def first_answer(transaction: Transaction, company: Company, key: str) -> dict[str, Any] | None:
    return idempotency_keys.find_request(transaction, company.ws, key, ADA.user_id).first_answer


def test_a_duplicate_request_finds_the_first_answer(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        assert first_answer(transaction, acme, "view:V1") is None
        idempotency_keys.save_answer(
            transaction, acme.ws, "view:V1", {"close": True, "n": [1, None]}, MONDAY
        )
    with database.write() as transaction:
        assert first_answer(transaction, acme, "view:V1") == {"close": True, "n": [1, None]}
        assert first_answer(transaction, acme, "view:V2") is None


def test_a_request_finds_its_sender_and_whether_they_manage_openings(
    database: Database, acme: Company
) -> None:
    with database.read() as transaction:
        ada, margaret, nobody = (
            idempotency_keys.find_request(transaction, acme.ws, "view:V1", user)
            for user in (ADA.user_id, MARGARET.user_id, "U0NOBODY")
        )
        assert ada.member == members.find(transaction, acme.ws, ADA.user_id)
        assert (ada.manages_openings, margaret.manages_openings) == (False, True)
    assert nobody == idempotency_keys.KnownRequest(None, None, False)


def test_an_empty_answer_is_an_answer(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        idempotency_keys.save_answer(transaction, acme.ws, "view:V1", {}, MONDAY)
        assert first_answer(transaction, acme, "view:V1") == {}


def test_a_duplicate_request_rolls_back_its_changes(database: Database, acme: Company) -> None:
    def arrive(who: str) -> None:
        with database.write() as transaction:
            drafts.save(transaction, acme.ws, who, "post", {}, MONDAY)
            idempotency_keys.save_answer(transaction, acme.ws, "view:V1", {"by": who}, MONDAY)

    arrive(ADA.user_id)
    with pytest.raises(idempotency_keys.DuplicateRequestError):
        arrive(BOB.user_id)
    with database.read() as transaction:
        assert first_answer(transaction, acme, "view:V1") == {"by": ADA.user_id}
        assert drafts.find(transaction, acme.ws, BOB.user_id, "post") is None


def test_a_concurrent_duplicate_waits_and_is_refused(database: Database, acme: Company) -> None:
    with pytest.raises(idempotency_keys.DuplicateRequestError):
        run_overlapping(
            database,
            lambda transaction: idempotency_keys.save_answer(
                transaction, acme.ws, "view:V1", {"n": 1}, MONDAY
            ),
            lambda transaction: idempotency_keys.save_answer(
                transaction, acme.ws, "view:V1", {"n": 2}, MONDAY
            ),
        )
    with database.read() as transaction:
        assert first_answer(transaction, acme, "view:V1") == {"n": 1}


def test_old_keys_are_deleted(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        idempotency_keys.save_answer(transaction, acme.ws, "old", {}, MONDAY)
        idempotency_keys.save_answer(transaction, acme.ws, "new", {}, MONDAY + DAY)
        assert idempotency_keys.delete_older(transaction, MONDAY) == 0
        assert idempotency_keys.delete_older(transaction, MONDAY + DAY) == 1
        assert first_answer(transaction, acme, "old") is None
        assert first_answer(transaction, acme, "new") == {}


def test_a_draft_is_kept_for_each_person_and_kind(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        drafts.save(transaction, acme.ws, ADA.user_id, "post", {"title": "one"}, MONDAY)
        drafts.save(transaction, acme.ws, ADA.user_id, "ask", {"title": "two"}, MONDAY)
        drafts.save(transaction, acme.ws, BOB.user_id, "post", {"title": "three"}, MONDAY)
        drafts.save(transaction, acme.ws, ADA.user_id, "post", {"title": "四"}, MONDAY + DAY)
        assert drafts.find(transaction, acme.ws, ADA.user_id, "post") == {"title": "四"}
        drafts.delete_draft(transaction, acme.ws, ADA.user_id, "post")
        drafts.delete_draft(transaction, acme.ws, ADA.user_id, "post")
        assert drafts.find(transaction, acme.ws, ADA.user_id, "post") is None
        assert drafts.find(transaction, acme.ws, ADA.user_id, "ask") == {"title": "two"}
        assert drafts.find(transaction, acme.ws, BOB.user_id, "post") == {"title": "three"}


def test_of_two_drafts_at_once_the_later_stays(database: Database, acme: Company) -> None:
    run_overlapping(
        database,
        lambda s: drafts.save(s, acme.ws, ADA.user_id, "post", {"n": 1}, MONDAY),
        lambda s: drafts.save(s, acme.ws, ADA.user_id, "post", {"n": 2}, MONDAY),
    )
    with database.read() as transaction:
        assert drafts.find(transaction, acme.ws, ADA.user_id, "post") == {"n": 2}


def test_history_tells_what_happened_the_oldest_first(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        lines = [
            history.add_line(
                transaction, acme.ws, who, verb, "referral", 7, MONDAY + n * DAY, step=n
            )
            for n, (who, verb) in enumerate(
                [(ADA.user_id, "referral.submitted"), (LINUS.user_id, "referral.moved")]
            )
        ]
        history.add_line(transaction, acme.ws, ADA.user_id, "opening.posted", "opening", 7, MONDAY)
    assert lines == sorted(set(lines))
    with database.read() as transaction:
        assert history.list_lines(transaction, acme.ws, "referral", 7) == [
            (MONDAY, ADA.user_id, "referral.submitted", {"step": 0}),
            (MONDAY + DAY, LINUS.user_id, "referral.moved", {"step": 1}),
        ]
