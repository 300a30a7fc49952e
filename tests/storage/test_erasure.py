"""Erasure: its rule covers every column and message, and one caller claims each erasure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import JSON, String, Text, update

from domain.consent import ERASED_TEXT
from domain.endorsements import CommitmentKind, Conviction, Depth, Evidence, Relationship
from domain.message_payload import Subject
from domain.messages import PAYLOADS, Nudge, kinds_with_subject
from domain.openings import OpeningStatus
from domain.outbox import IntentState
from domain.referrals import Consent
from storage import (
    candidate_messages,
    candidates,
    commitments,
    endorsements,
    erasure,
    follow_ups,
    general_matches,
    interview_notes,
    openings,
    outbox,
    questions,
    thanks,
)
from storage.engine import Database, Transaction
from storage.schema import METADATA
from storage.tables.core import NO_CANDIDATES
from storage.tables.messages import OUTBOX
from tests.cast import ADA, BOB, GRACE, KATHERINE, LINUS, MONDAY
from tests.storage.concurrency import run_at_once, run_overlapping
from tests.storage.rows import Company, add_referral, plan_follow_up, queue_message

PRIVACY = Path(__file__).parents[2] / "docs" / "privacy.md"


def test_every_column_of_text_is_erased_or_kept_and_it_is_known_which() -> None:
    texts = {
        (table.name, column.name)
        for table in METADATA.sorted_tables
        if table.info != NO_CANDIDATES
        for column in table.columns
        if isinstance(column.type, String | Text | JSON)
    }
    erased = {(table, name) for table, names in erasure.ERASED.items() for name in names}
    retained = {(table, name) for table, names in erasure.RETAINED.items() for name in names}
    assert erased | retained == texts
    assert not erased & retained


def test_every_message_is_found_by_what_it_is_about() -> None:
    """Each payload class names its subject, so that a new kind cannot be overlooked."""
    assert [name for name, payload in PAYLOADS.items() if "subject" not in vars(payload)] == []
    found = sorted(kind for subject in Subject for kind in kinds_with_subject(subject))
    assert found == sorted(PAYLOADS)


def test_the_page_about_privacy_speaks_of_every_table() -> None:
    page = PRIVACY.read_text(encoding="utf-8")
    phrases = {
        "candidate": "the candidate",
        "referral": "word with a stage",
        "endorsement": "endorsements",
        "question": "questions",
        "ask": "asks of colleagues",
        "commitment": "introductions",
        "heard": "heard after an interview",
        "ending": "how a referral is to end",
        "desk_note": "notes of the desk",
        "attachment": "attached",
        "open_window": "open window of the desk",
        "seen": "answers to clicks",
    }
    assert set(phrases) == set(erasure.ERASED)
    assert [phrase for phrase in phrases.values() if phrase not in page] == []
    emptied_or_deleted = {*erasure.ERASED, "congratulation", "draft"}
    missing = {name for name in emptied_or_deleted if f"VACUUM FULL {name};" not in page}
    assert not missing, "the commands for PostgreSQL leave old versions of these on the disk"


def test_texts_are_erased_and_the_depth_is_retained(database: Database, acme: Company) -> None:
    ws, referral = acme.ws, acme.referral.id
    with database.write() as transaction:
        for evidence in (
            Evidence(saw="She wrote it down."),
            Evidence(why="Storage.", trust="Keys.", conviction=Conviction.RECOMMEND),
        ):
            endorsements.add_version(
                transaction,
                ws,
                referral,
                ADA.user_id,
                candidate_name=GRACE.name,
                relationship=Relationship.WORKED_TOGETHER,
                evidence=evidence,
                is_first=True,
                now=MONDAY,
            )
        asked = questions.add(
            transaction, ws, referral, asked_by=LINUS.user_id, asked_of=ADA.user_id, text="?",
            now=MONDAY,
        )  # fmt: skip
        kinds = (
            CommitmentKind.INTRODUCTION,
            CommitmentKind.WORD_WITH_MANAGER,
            CommitmentKind.INTERNAL_CHANNELS,
        )
        letter, word, post = commitments.add_missing(
            transaction, ws, referral, ADA.user_id, kinds, MONDAY
        )
        for commitment in (letter, post):
            assert commitments.save_text(transaction, ws, commitment.id, "Meet.")
        assert commitments.save_reply(transaction, ws, word.id, "Gladly.", MONDAY)
        interview_notes.add(transaction, ws, referral, ADA.user_id, "She liked it.", MONDAY)
        assert erasure.erase_candidate_row(
            transaction, ws, acme.referral.candidate.id, MONDAY, unless_agreed=True
        )
        erasure.erase_texts(transaction, ws, [referral])
    with database.read() as transaction:
        (endorsement,) = endorsements.list_current(transaction, ws, referral)
        assert (endorsement.candidate_name, endorsement.evidence.why, endorsement.evidence.saw) == (
            ERASED_TEXT,
            ERASED_TEXT,
            "",
        )
        assert (endorsement.evidence.trust, endorsement.evidence.lifts) == (ERASED_TEXT, "")
        assert endorsement.depth is Depth.RECOMMENDED
        made = commitments.find_many(transaction, ws, [letter.id, word.id, post.id])
        assert [made[each.id].text for each in (letter, word, post)] == [ERASED_TEXT, "", "Meet."]
        assert [made[each.id].reply for each in (letter, word)] == [None, ERASED_TEXT]
        assert [
            note.text for note in interview_notes.list_by_referral(transaction, ws, referral)
        ] == [ERASED_TEXT]
        question = questions.find(transaction, ws, asked.id)
        assert question is not None
        assert (question.text, question.answer) == (ERASED_TEXT, None)
        erased_candidate = candidates.find(transaction, ws, acme.referral.candidate.id)
        assert erased_candidate is not None
        assert (erased_candidate.name, erased_candidate.email, erased_candidate.profile_url) == (
            ERASED_TEXT,
            None,
            None,
        )
        assert erased_candidate.erased_at == MONDAY


def test_a_nudge_is_found_after_its_follow_up_changed_hands(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        follow_up = plan_follow_up(transaction, acme, 3)
        message_ids = [
            queue_message(transaction, acme.ws, dedupe, kind=Nudge.kind, subject_id=follow_up.id)
            for dedupe in ("stands", "waits")
        ]
        for intent_id in message_ids:
            intent = outbox.find_intent(transaction, acme.ws, intent_id)
            assert intent is not None
            _set_follow_ups(transaction, intent_id, [follow_up.id])
            if intent_id == message_ids[0]:
                outbox.settle_intent(
                    transaction, intent, IntentState.SENT, MONDAY, channel="D1", ts="1.1"
                )
        follow_ups.set_member(transaction, follow_up, BOB.user_id)
        found = candidate_messages.find_message_ids(
            transaction,
            acme.ws,
            since=MONDAY,
            candidate_id=acme.referral.candidate.id,
            referral_ids=[acme.referral.id],
        )
        assert found == ([message_ids[0]], [message_ids[1]])
        candidate_messages.drop_messages(transaction, acme.ws, found.to_drop, MONDAY)
        dropped = outbox.find_intent(transaction, acme.ws, message_ids[1])
        assert dropped is not None
        assert dropped.state is IntentState.DROPPED


def _set_follow_ups(transaction: Transaction, intent_id: int, planned: list[int]) -> None:
    transaction.execute(
        update(OUTBOX).where(OUTBOX.c.id == intent_id).values(about={"follow_ups": planned})
    )


def test_one_caller_claims_an_erasure(database: Database, acme: Company) -> None:
    candidate = acme.referral.candidate.id

    def erases(_: int) -> bool:
        with database.write() as transaction:
            return erasure.erase_candidate_row(
                transaction, acme.ws, candidate, MONDAY, unless_agreed=True
            )

    assert sorted(run_at_once(4, erases)) == [False, False, False, True]


def test_who_agrees_at_the_last_moment_is_not_erased_and_the_other_way_round(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        other = add_referral(transaction, acme.ws, None, who=KATHERINE).candidate.id
    grace = acme.referral.candidate.id
    assert run_overlapping(
        database,
        lambda transaction: candidates.set_agreed(transaction, acme.ws, grace, MONDAY),
        lambda transaction: erasure.erase_candidate_row(
            transaction, acme.ws, grace, MONDAY, unless_agreed=True
        ),
    ) == (True, False)
    assert run_overlapping(
        database,
        lambda transaction: erasure.erase_candidate_row(
            transaction, acme.ws, other, MONDAY, unless_agreed=True
        ),
        lambda transaction: candidates.set_agreed(transaction, acme.ws, other, MONDAY),
    ) == (True, False)


def test_only_who_is_undecided_and_late_is_overdue(database: Database, acme: Company) -> None:
    day = timedelta(days=1)
    with database.write() as transaction:
        late = candidates.find_or_add(
            transaction, acme.ws, KATHERINE.lead(), MONDAY, decide_by=MONDAY
        )
        agreed = replace(KATHERINE.lead(consent=Consent.AGREED), email="k@x.org", profile_url=None)
        assert (
            candidates.find_or_add(transaction, acme.ws, agreed, MONDAY, decide_by=MONDAY).decide_by
            is None
        )
        assert [each.id for each in candidates.claim_overdue(transaction, MONDAY, 9)] == [late.id]
        assert candidates.claim_overdue(transaction, MONDAY - day, 9) == []
        assert [each.id for each in candidates.claim_undated(transaction, 9)] == [
            acme.referral.candidate.id
        ]
        candidates.set_decide_by(transaction, acme.ws, [acme.referral.candidate.id], MONDAY + day)
        assert candidates.claim_undated(transaction, 9) == []
        assert candidates.set_agreed(transaction, acme.ws, late.id, MONDAY)
        assert candidates.claim_overdue(transaction, MONDAY, 9) == []


def test_an_erased_candidate_who_is_referred_again_is_a_new_one(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        erasure.erase_candidate_row(
            transaction, acme.ws, acme.referral.candidate.id, MONDAY, unless_agreed=False
        )
        reload = candidates.find_or_add(transaction, acme.ws, GRACE.lead(), MONDAY)
    assert reload.id != acme.referral.candidate.id
    assert reload.awaits_agreement


def test_an_opening_is_matched_once_each_time_it_opens(database: Database, acme: Company) -> None:
    def claims(_: int) -> int | None:
        with database.write() as transaction:
            found = general_matches.claim_opening_to_match(transaction, MONDAY)
            return found.id if found else None

    claimed = run_at_once(3, claims)
    assert sorted(map(str, claimed)) == sorted(["None", "None", str(acme.opening.id)])
    with database.write() as transaction:
        paused = openings.set_status(transaction, acme.opening, OpeningStatus.PAUSED, now=MONDAY)
        assert paused is not None
        assert general_matches.claim_opening_to_match(transaction, MONDAY) is None
        assert openings.set_status(transaction, paused, OpeningStatus.OPEN, now=MONDAY)
        assert general_matches.claim_opening_to_match(transaction, MONDAY) is not None


def test_thanks_come_once_a_day_and_are_shared_once(database: Database, acme: Company) -> None:
    def gives(day: int) -> int | None:
        with database.write() as transaction:
            given = thanks.add(
                transaction,
                acme.ws,
                giver=ADA.user_id,
                receiver=BOB.user_id,
                day=MONDAY.date().replace(day=day),
                deed="Stayed late.",
                words="",
                now=MONDAY,
            )
            return given.id if given else None

    first, *others = sorted(run_at_once(3, lambda _: gives(2)), key=lambda each: each is None)
    assert first is not None
    assert others == [None, None]
    assert gives(3) is not None

    def shares(_: int) -> bool:
        with database.write() as transaction:
            return thanks.mark_shared(transaction, acme.ws, first, MONDAY)

    assert sorted(run_at_once(3, shares)) == [False, False, True]
    with database.write() as transaction:
        thanks.mark_share_failed(transaction, acme.ws, first)
        assert thanks.mark_shared(transaction, acme.ws, first, MONDAY)


def test_recognition_is_by_depth_and_then_by_name(database: Database, acme: Company) -> None:
    long_ago = MONDAY - timedelta(days=30)
    with database.write() as transaction:
        for who, advocate in ((KATHERINE, BOB), (GRACE, ADA)):
            general = add_referral(transaction, acme.ws, None, who=who, by=advocate)
            endorsements.add_version(
                transaction,
                acme.ws,
                general.id,
                advocate.user_id,
                candidate_name=who.name,
                relationship=Relationship.STUDIED,
                evidence=Evidence(saw="Much.", conviction=Conviction.WORTH_A_LOOK),
                is_first=True,
                now=MONDAY,
            )
        both = [(ADA.user_id, Depth.RECOMMENDED), (BOB.user_id, Depth.RECOMMENDED)]
        assert thanks.list_deepest_advocates(transaction, acme.ws, long_ago, 9) == both
        assert thanks.list_deepest_advocates(transaction, acme.ws, long_ago, 1) == both[:1]
        assert thanks.list_deepest_advocates(transaction, acme.ws, MONDAY, 9) == []
