"""Referrals and endorsements: the first change wins, and no version is lost."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from domain.endorsements import (
    CommitmentKind,
    CommitmentState,
    Conflict,
    Conviction,
    Evidence,
    Relationship,
)
from domain.referrals import Referral
from domain.stages import Reason, Stage
from storage import commitments, endorsements, questions, referrals
from storage.engine import Database, Transaction
from storage.tables.core import ENDORSEMENT
from tests.cast import ADA, BOB, GRACE, KATHERINE, LINUS, MARGARET, MONDAY
from tests.storage.concurrency import run_overlapping
from tests.storage.rows import Company, add_endorsement, add_opening, add_referral

DAY = timedelta(days=1)
INTRO, WORD = CommitmentKind.INTRODUCTION, CommitmentKind.WORD_WITH_MANAGER


def reload(transaction: Transaction, referral: Referral) -> Referral:
    found = referrals.find(transaction, referral.workspace_id, referral.id)
    assert found is not None
    return found


def move(transaction: Transaction, referral: Referral, stage: Stage = Stage.IN_REVIEW) -> bool:
    return referrals.set_stage(transaction, referral, stage, reason=None, note="", now=MONDAY + DAY)


def test_a_referral_comes_with_its_candidate_and_opening(database: Database, acme: Company) -> None:
    with database.read() as transaction:
        found = reload(transaction, acme.referral)
        assert referrals.find(transaction, acme.ws, 404) is None
    assert found == acme.referral
    assert (found.candidate.name, found.candidate.email) == (GRACE.name, GRACE.email)
    assert (found.opening_ref, found.opening_title) == ("ENG-1", "Storage engineer")
    assert (found.stage, found.answered_at, found.version) == (Stage.NEW, None, 1)


def test_a_general_referral_has_no_opening(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        general = add_referral(transaction, acme.ws, None)
        latest = referrals.find_latest(transaction, acme.ws, general.candidate.id, None)
    assert (general.opening_id, general.opening_ref) == (None, None)
    assert latest == general


def test_the_newest_round_for_an_opening_is_found(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        second = add_referral(transaction, acme.ws, acme.opening, by=BOB)
        add_referral(transaction, acme.ws, add_opening(transaction, acme.ws))
        latest = referrals.find_latest(transaction, acme.ws, second.candidate.id, acme.opening.id)
    assert latest is not None
    assert (latest.id, latest.advocate) == (second.id, BOB.user_id)


def test_a_move_keeps_its_reason_and_the_first_answer(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        assert referrals.set_answered(transaction, acme.referral, MONDAY)
        answered = reload(transaction, acme.referral)
        assert referrals.set_stage(
            transaction,
            answered,
            Stage.NOT_NOW,
            reason=Reason.EXPERIENCE,
            note="more years in storage",
            now=MONDAY + DAY,
        )
        moved = reload(transaction, acme.referral)
    assert (moved.stage, moved.reason) == (Stage.NOT_NOW, Reason.EXPERIENCE)
    assert moved.note == "more years in storage"
    assert (moved.answered_at, moved.stage_at) == (MONDAY, MONDAY + DAY)


def test_the_second_of_two_moves_is_refused(database: Database, acme: Company) -> None:
    results = run_overlapping(
        database,
        lambda transaction: move(transaction, acme.referral, Stage.IN_REVIEW),
        lambda transaction: move(transaction, acme.referral, Stage.WITHDRAWN),
    )
    assert results == (True, False)
    with database.write() as transaction:
        assert reload(transaction, acme.referral).stage is Stage.IN_REVIEW
        assert not referrals.set_owner(transaction, acme.referral, BOB.user_id, MONDAY)
        assert not referrals.set_answered(transaction, acme.referral, MONDAY)
        reloaded = reload(transaction, acme.referral)
        assert referrals.set_owner(transaction, reloaded, BOB.user_id, MONDAY)
        handed_over = reload(transaction, acme.referral)
        assert (handed_over.owner, handed_over.owner_since) == (BOB.user_id, MONDAY)


def test_an_advocate_s_referrals_are_listed_ended_ones_last(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        ended = add_referral(
            transaction, acme.ws, acme.opening, who=KATHERINE, now=MONDAY + 2 * DAY
        )
        vouched = add_referral(transaction, acme.ws, None, who=KATHERINE, by=BOB, now=MONDAY + DAY)
        add_endorsement(transaction, acme.ws, vouched.id, ADA, first=False)
        add_referral(transaction, acme.ws, None, by=BOB)
        assert move(transaction, ended, Stage.HIRED)
        listed = referrals.list_by_advocate(transaction, acme.ws, ADA.user_id, 9)
        assert [referral.id for referral in listed] == [vouched.id, acme.referral.id, ended.id]
        assert len(referrals.list_by_advocate(transaction, acme.ws, ADA.user_id, 2)) == 2


def test_an_owner_s_referrals_are_listed_unanswered_ones_first(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        younger = add_referral(transaction, acme.ws, None, now=MONDAY + DAY)
        ended = add_referral(transaction, acme.ws, None, who=KATHERINE)
        add_referral(transaction, acme.ws, acme.opening, who=KATHERINE, owner=MARGARET)
        assert move(transaction, ended, Stage.WITHDRAWN)
        assert move(transaction, acme.referral)
        listed = referrals.list_by_owner(transaction, acme.ws, LINUS.user_id, 9)
        assert [referral.id for referral in listed] == [younger.id, acme.referral.id]
        found = referrals.find_many(transaction, acme.ws, [ended.id, younger.id, 404])
        assert sorted(found) == sorted([ended.id, younger.id])


# Endorsements


def test_earlier_versions_of_an_endorsement_are_kept(database: Database, acme: Company) -> None:
    ws, referral = acme.ws, acme.referral
    evidence = Evidence(
        saw="She rebuilt our on-call in a quarter.",
        why="This team has no on-call yet.",
        how_long="2019 to 2023",
        conviction=Conviction.MY_NAME_ON_IT,
        conflicts=(Conflict.HIRING_TEAM,),
    )
    with database.write() as transaction:
        stored = endorsements.add_version(
            transaction,
            ws,
            referral.id,
            ADA.user_id,
            candidate_name="Grace H.",
            relationship=Relationship.MANAGED,
            evidence=evidence,
            is_first=True,
            now=MONDAY + DAY,
        )
        assert endorsements.find_by_advocate(transaction, ws, referral.id, ADA.user_id) == stored
        versions = transaction.execute(select(ENDORSEMENT).order_by(ENDORSEMENT.c.version)).all()
    assert (stored.version, stored.evidence, stored.candidate_name) == (2, evidence, "Grace H.")
    assert [(row.version, row.current, row.saw) for row in versions] == [
        (1, False, ""),
        (2, True, evidence.saw),
    ]


def test_two_concurrent_versions_are_both_kept(database: Database, acme: Company) -> None:
    results = run_overlapping(
        database,
        lambda transaction: add_endorsement(transaction, acme.ws, acme.referral.id, saw="one"),
        lambda transaction: add_endorsement(transaction, acme.ws, acme.referral.id, saw="two"),
    )
    assert results == (2, 3)
    with database.read() as transaction:
        (current,) = endorsements.list_current(transaction, acme.ws, acme.referral.id)
    assert current.evidence.saw == "two"


def test_current_endorsements_have_their_commitments_first_voice_first(
    database: Database, acme: Company
) -> None:
    ws, referral = acme.ws, acme.referral.id
    with database.write() as transaction:
        add_endorsement(transaction, ws, referral, BOB, first=False)
        add_endorsement(transaction, ws, referral, ADA, saw="more")
        intro, word = commitments.add_missing(
            transaction, ws, referral, ADA.user_id, [INTRO, WORD], MONDAY
        )
        commitments.settle(transaction, ws, word.id, CommitmentState.NOT_NEEDED, MONDAY)
        current = endorsements.list_current(transaction, ws, referral)
        assert endorsements.find_by_advocate(transaction, ws, referral, LINUS.user_id) is None
    assert [
        (endorsement.advocate, endorsement.is_first, endorsement.evidence.commitments)
        for endorsement in current
    ] == [
        (ADA.user_id, True, (intro.kind,)),
        (BOB.user_id, False, ()),
    ]


# Commitments


def test_a_commitment_is_made_once(database: Database, acme: Company) -> None:
    ws, referral = acme.ws, acme.referral.id
    with database.write() as transaction:
        made = commitments.add_missing(
            transaction, ws, referral, ADA.user_id, [INTRO, INTRO], MONDAY
        )
        more = commitments.add_missing(
            transaction, ws, referral, ADA.user_id, [INTRO, WORD], MONDAY
        )
        assert commitments.list_by_member(transaction, ws, referral, ADA.user_id) == [*made, *more]
        assert commitments.list_by_member(transaction, ws, referral, BOB.user_id) == []
        assert commitments.find_many(transaction, ws, [made[0].id, 404]) == {made[0].id: made[0]}
    assert ([commitment.kind for commitment in made], [commitment.kind for commitment in more]) == (
        [INTRO],
        [WORD],
    )


def test_two_transactions_make_a_commitment_once(database: Database, acme: Company) -> None:
    first, second = run_overlapping(
        database,
        lambda s: commitments.add_missing(
            s, acme.ws, acme.referral.id, ADA.user_id, [INTRO], MONDAY
        ),
        lambda s: commitments.add_missing(
            s, acme.ws, acme.referral.id, ADA.user_id, [INTRO, WORD], MONDAY
        ),
    )
    assert [commitment.kind for commitment in first] == [INTRO]
    assert [commitment.kind for commitment in second] == [WORD]


def test_a_commitment_is_settled_once_and_deeds_are_counted(
    database: Database, acme: Company
) -> None:
    ws, referral = acme.ws, acme.referral.id
    with database.write() as transaction:
        intro_of_ada, word_of_ada = commitments.add_missing(
            transaction, ws, referral, ADA.user_id, [INTRO, WORD], MONDAY
        )
        (intro_of_bob,) = commitments.add_missing(
            transaction, ws, referral, BOB.user_id, [INTRO], MONDAY
        )
    results = run_overlapping(
        database,
        lambda s: commitments.settle(s, ws, intro_of_ada.id, CommitmentState.DONE, MONDAY),
        lambda s: commitments.settle(s, ws, intro_of_ada.id, CommitmentState.NOT_NEEDED, MONDAY),
    )
    assert results == (True, False)
    with database.write() as transaction:
        assert commitments.settle(transaction, ws, word_of_ada.id, CommitmentState.DONE, MONDAY)
        assert commitments.settle(
            transaction, ws, intro_of_bob.id, CommitmentState.NOT_NEEDED, MONDAY
        )
        fulfilled = commitments.list_fulfilled(transaction, ws, referral)
        assert [each.member for each in fulfilled] == [ADA.user_id, ADA.user_id]


# Questions


def test_a_question_is_answered_once(database: Database, acme: Company) -> None:
    ws = acme.ws
    with database.write() as transaction:
        asked = questions.add(
            transaction,
            ws,
            acme.referral.id,
            asked_by=LINUS.user_id,
            asked_of=ADA.user_id,
            text="Would she move to Lisbon?",
            now=MONDAY,
        )
    assert (asked.answer, asked.answered_at) == (None, None)
    results = run_overlapping(
        database,
        lambda transaction: questions.save_answer(transaction, ws, asked.id, "Yes", MONDAY + DAY),
        lambda transaction: questions.save_answer(transaction, ws, asked.id, "No", MONDAY + DAY),
    )
    assert results == (True, False)
    with database.read() as transaction:
        found = questions.find(transaction, ws, asked.id)
        assert found is not None
        assert (found.answer, found.answered_at) == ("Yes", MONDAY + DAY)
        assert questions.list_by_referral(transaction, ws, acme.referral.id) == [found]
        assert questions.find_many(transaction, ws, [asked.id, 404]) == {asked.id: found}
        assert questions.find(transaction, ws, 404) is None
