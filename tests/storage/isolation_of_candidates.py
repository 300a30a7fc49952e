"""Calls of the functions about erasure, candidates and thanks, for `test_isolation`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import insert, select, update

from domain.copy_erasures import HomeErasure
from domain.endorsements import Conviction, Evidence, Relationship
from domain.follow_ups import FollowUpKind, FollowUpState, NewFollowUp
from domain.messages import PAYLOADS
from domain.outbox import IntentState
from storage import (
    candidate_messages,
    candidates,
    endorsements,
    erasure,
    follow_up_dates,
    follow_ups,
    general_matches,
    history,
    outbox,
    referrals,
    reopening,
    same_people,
    thanks,
)
from storage.engine import Transaction
from storage.outbox import erasures
from storage.outbox.edits import VISIBLE_STATES
from storage.tables.core import CANDIDATE
from storage.tables.messages import OUTBOX
from storage.tables.same_people import MERGED_REFERRAL
from storage.tables.thanks import THANKS
from tests.cast import ADA, BOB, GRACE, KATHERINE, MONDAY
from tests.storage.rows import Company, add_referral, queue_message


def add_second_role(transaction: Transaction, acme: Company) -> None:
    """Ada has a follow-up about the candidate for another role as well."""
    second = add_referral(transaction, acme.ws, None)
    follow_ups.plan(
        transaction,
        acme.ws,
        FollowUpKind.COMMITMENT,
        12345,
        referral_id=second.id,
        member=ADA_ID,
        due_at=MONDAY.replace(day=3),  # not that of the follow-up about the first role
        now=MONDAY,
    )


MODULES = (
    candidate_messages,
    erasure,
    erasures,
    follow_up_dates,
    general_matches,
    same_people,
    thanks,
)
ADA_ID, BOB_ID = ADA.user_id, BOB.user_id
LONG_AGO = MONDAY.replace(year=2020)
Call = Callable[[Transaction, Any], Any]


def add_candidate_rows(transaction: Transaction, acme: Company) -> None:
    """Add a general referral, an endorsement with texts, and thanks."""
    interviewed = add_referral(transaction, acme.ws, None, who=KATHERINE).candidate
    transaction.execute(
        update(CANDIDATE)
        .where(CANDIDATE.c.id == interviewed.id)
        .values(took_part_at=MONDAY, asked_at=MONDAY, asked_by=ADA_ID)
    )
    cancelled = NewFollowUp(
        FollowUpKind.SAY_MORE, acme.referral.id, acme.referral.id, BOB_ID, MONDAY, period=BOB_ID
    )
    follow_ups.plan_many(transaction, acme.ws, [cancelled], MONDAY)
    follow_ups.settle_matching(
        transaction,
        acme.ws,
        FollowUpState.CANCELLED,
        MONDAY,
        member=BOB_ID,
        kinds=[FollowUpKind.SAY_MORE],
    )
    endorsements.add_version(
        transaction,
        acme.ws,
        acme.referral.id,
        ADA_ID,
        candidate_name=GRACE.name,
        relationship=Relationship.WORKED_TOGETHER,
        evidence=Evidence(saw="She wrote it down.", conviction=Conviction.RECOMMEND),
        is_first=True,
        email=GRACE.email,
        now=MONDAY,
    )
    pair = (acme.referral.candidate.id, interviewed.id)
    same_people.add_different(transaction, acme.ws, pair, ADA_ID, MONDAY)
    transaction.execute(
        insert(MERGED_REFERRAL).values(
            workspace_id=acme.ws, old_id=9999, referral_id=acme.referral.id
        )
    )
    history.add_line(
        transaction, acme.ws, ADA_ID, "referral.submitted", "referral", acme.referral.id, MONDAY
    )
    add_thanks(transaction, acme.ws)
    refused = queue_message(transaction, acme.ws, "refused", kind=HomeErasure.kind)
    transaction.execute(
        update(OUTBOX).where(OUTBOX.c.id == refused).values(state=IntentState.DEAD.value)
    )


def add_thanks(transaction: Transaction, ws: int) -> Any:
    return thanks.add(
        transaction,
        ws,
        giver=ADA_ID,
        receiver=BOB_ID,
        day=MONDAY.date(),
        deed="Stayed late.",
        words="",
        now=MONDAY,
    )


def _first_thanks_id(transaction: Transaction) -> int:
    found = transaction.scalar(select(THANKS.c.id).order_by(THANKS.c.id))
    assert found is not None
    return found


def _message_ids(transaction: Transaction) -> Sequence[int]:
    return transaction.scalars(select(OUTBOX.c.id)).all()


def _katherine_id(transaction: Transaction) -> int:
    """The candidate who takes part in interviews."""
    found = transaction.scalar(select(CANDIDATE.c.id).where(CANDIDATE.c.took_part_at.is_not(None)))
    return found or 0


def _grace_id(f: Any) -> int:
    return int(f.acme.referral.candidate.id)


def _sent_message(transaction: Transaction) -> tuple[list[str], int, str]:
    """Kind, subject and recipient of a message that was sent."""
    row = transaction.execute(
        select(OUTBOX).where(OUTBOX.c.state == "sent", OUTBOX.c.settled_at.is_not(None))
    ).first()
    return ([row.kind], row.subject_id, row.recipient) if row else ([], 0, "")


def _posted_key(transaction: Transaction) -> str:
    """The key of a message that may be in Slack."""
    key = transaction.scalar(select(OUTBOX.c.dedupe).where(OUTBOX.c.state.in_(VISIBLE_STATES)))
    return key or ""


def _is_superseded(transaction: Transaction, f: Any) -> bool | None:
    """Whether the oldest message of a person is superseded by whatever they got after it."""
    rows = transaction.execute(
        select(OUTBOX).where(OUTBOX.c.workspace_id == f.acme.ws).order_by(OUTBOX.c.id)
    ).all()
    places = [(row.subject_id, row.recipient) for row in rows]
    oldest = next(row for row in rows if places.count((row.subject_id, row.recipient)) > 1)
    kinds = {row.kind for row in rows}
    return outbox.is_superseded(transaction, f.ws, oldest.id, kinds) or None


READS: dict[str, Call] = {
    "find.is_superseded": _is_superseded,
    "find.may_be_in_slack": lambda t, f: outbox.may_be_in_slack(t, f.ws, _posted_key(t)),
    "find.find_queue_times": lambda t, f: outbox.find_queue_times(t, f.ws, f.intent.id),
    "find.find_first_sent_at": lambda t, f: outbox.find_first_sent_at(t, f.ws, *_sent_message(t)),
    "endorsements.find_version": lambda t, f: endorsements.find_version(
        t, f.ws, f.acme.referral.id, ADA_ID, 1
    ),
    "find.list_arrivals": lambda t, f: outbox.list_arrivals(
        t, f.ws, [f.intent.kind], [f.intent.subject_id]
    ),
    "find.is_sent_or_queued": lambda t, f: outbox.is_sent_or_queued(
        t, f.ws, [f.intent.kind], f.intent.subject_id, f.intent.recipient
    ),
    "history.find_last_line": lambda t, f: history.find_last_line(
        t, f.ws, "referral", f.acme.referral.id, ["referral.submitted"]
    ),
    "history.find_subjects_with_line": lambda t, f: history.find_subjects_with_line(
        t, f.ws, "referral", [f.acme.referral.id], "referral.submitted"
    ),
    "same_people.list_different": lambda t, f: same_people.list_different(t, f.ws, _grace_id(f)),
    "candidates.find_many": lambda t, f: candidates.find_many(t, f.ws, [_grace_id(f)]),
    "candidates.is_contact_given": lambda t, f: candidates.is_contact_given(t, f.ws, GRACE.lead()),
    "candidates.lock": lambda t, f: candidates.lock(t, f.ws, _grace_id(f)),
    "endorsements.list_given_contacts": lambda t, f: endorsements.list_given_contacts(
        t, f.ws, [f.acme.referral.id]
    ),
    "candidates.find": lambda t, f: candidates.find(t, f.ws, _grace_id(f)),
    "candidate_messages.find_message_ids": lambda t, f: [
        each
        for ids in candidate_messages.find_message_ids(
            t,
            f.ws,
            since=LONG_AGO,
            candidate_id=_grace_id(f),
            referral_ids=[f.acme.referral.id],
        )
        for each in ids
    ],
    "candidate_messages.find_viewers": lambda t, f: candidate_messages.find_viewers(
        t, f.ws, _grace_id(f), [f.acme.referral.id], _message_ids(t), []
    ),
    "endorsements.promote_next_voice": lambda t, f: endorsements.promote_next_voice(
        t, f.ws, f.acme.referral.id
    ),
    "erasures.list_unreached": lambda t, f: erasures.list_unreached(t, f.ws, 9),
    "follow_ups.find_states": lambda t, f: follow_ups.find_states(
        t, f.ws, f.follow_up.kind, f.follow_up.subject_id
    ),
    "follow_ups.find_by_subject": lambda t, f: follow_ups.find_by_subject(
        t, f.ws, FollowUpKind.COMMITMENT, f.follow_up.subject_id, ADA_ID
    ),
    "referrals.list_by_candidates": lambda t, f: any(
        referrals.list_by_candidates(t, f.ws, [_grace_id(f)]).values()
    ),
    "referrals.list_ids_of_same_candidates": lambda t, f: referrals.list_ids_of_same_candidates(
        t, f.ws, [f.acme.referral.id]
    ),
    "follow_up_dates.find_members_with_due": lambda t, f: follow_up_dates.find_members_with_due(
        t, f.ws, [f.follow_up.member], f.follow_up.due_at
    ),
    "follow_up_dates.find_later_similar": lambda t, f: follow_up_dates.find_later_similar(
        t, f.ws, range(1, 100)
    ),
    "follow_up_dates.find_dates_of_similar": lambda t, f: follow_up_dates.find_dates_of_similar(
        t, f.ws, [f.follow_up.id]
    ),
    "referrals.list_by_candidate": lambda t, f: referrals.list_by_candidate(t, f.ws, _grace_id(f)),
    "general_matches.list_open_general": lambda t, f: general_matches.list_open_general(
        t, f.ws, after=0, limit=9
    ),
    "thanks.find": lambda t, f: thanks.find(t, f.ws, _first_thanks_id(t)),
    "thanks.list_deepest_advocates": lambda t, f: thanks.list_deepest_advocates(
        t, f.ws, LONG_AGO, 9
    ),
}

CHANGES: dict[str, Call] = {
    "follow_up_dates.continue_with_similar": lambda t, f: follow_up_dates.continue_with_similar(
        t, f.ws, f.acme.referral.id, FollowUpKind.COMMITMENT
    ),
    "edits.queue_edits_of_many": lambda t, f: outbox.queue_edits_of_many(
        t, f.ws, list(PAYLOADS), [f.acme.referral.id], MONDAY
    ),
    "endorsements.correct_contact": lambda t, f: endorsements.correct_contact(
        t, f.ws, [f.acme.referral.id], ADA_ID, (None, None), ("a@example.com", None)
    ),
    "endorsements.set_first_voice": lambda t, f: endorsements.set_first_voice(
        t, f.ws, f.acme.referral.id, "U0SOFIA"
    ),
    "candidates.set_agreed": lambda t, f: candidates.set_agreed(t, f.ws, _grace_id(f), MONDAY),
    "reopening.reopen_cancelled_follow_ups": lambda t, f: reopening.reopen_cancelled_follow_ups(
        t, f.ws, f.acme.referral.id, MONDAY
    ),
    "candidates.set_asked": lambda t, f: candidates.set_asked(
        t, f.ws, _grace_id(f), ADA_ID, MONDAY
    ),
    "candidates.forget_asked": lambda t, f: candidates.forget_asked(
        t, f.ws, _katherine_id(t), ADA_ID
    ),
    "candidates.set_took_part": lambda t, f: candidates.set_took_part(
        t, f.ws, _grace_id(f), MONDAY
    ),
    "candidates.clear_took_part": lambda t, f: candidates.clear_took_part(
        t, f.ws, _katherine_id(t)
    ),
    "candidates.set_decide_by": lambda t, f: candidates.set_decide_by(
        t, f.ws, [_grace_id(f)], MONDAY
    ),
    "erasure.erase_candidate_row": lambda t, f: erasure.erase_candidate_row(
        t, f.ws, _grace_id(f), MONDAY, unless_agreed=True
    ),
    "erasure.erase_texts": lambda t, f: erasure.erase_texts(t, f.ws, [f.acme.referral.id]),
    "erasure.erase_words_of_advocate": lambda t, f: erasure.erase_words_of_advocate(
        t, f.ws, [f.acme.referral.id], ADA_ID, MONDAY
    ),
    "referrals.set_advocate": lambda t, f: referrals.set_advocate(
        t, f.ws, f.acme.referral.id, BOB_ID
    ),
    "erasure.erase_stored_answers": lambda t, f: erasure.erase_stored_answers(t, f.ws),
    "candidate_messages.drop_messages": lambda t, f: candidate_messages.drop_messages(
        t, f.ws, _message_ids(t), MONDAY
    ),
    "erasures.queue_copy_erasures": lambda t, f: erasures.queue_copy_erasures(
        t, f.ws, _message_ids(t), "again", MONDAY
    ),
    "erasures.retry_unreached": lambda t, f: erasures.retry_unreached(t, f.ws, [ADA_ID], MONDAY),
    "erasures.drop_unreached": lambda t, f: erasures.drop_unreached(t, f.ws, ADA_ID, MONDAY, "x"),
    "thanks.mark_shared": lambda t, f: thanks.mark_shared(t, f.ws, _first_thanks_id(t), MONDAY),
    "thanks.mark_share_failed": lambda t, f: thanks.mark_share_failed(t, f.ws, _first_thanks_id(t)),
}

INSERTS: dict[str, Call] = {
    "thanks.add": lambda t, f: add_thanks(t, f.ws),
    "same_people.add_different": lambda t, f: same_people.add_different(
        t, f.ws, (_grace_id(f), _katherine_id(t)), ADA_ID, MONDAY
    ),
}
