"""For `test_isolation`: what is held about candidates and their referrals, and thanks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from domain.follow_ups import FollowUpKind
from domain.referrals import Conviction, Evidence, Relationship
from storage import candidates, endorsements, erasure, follow_ups, referrals, thanks
from storage.engine import Transaction
from storage.tables.messages import OUTBOX
from storage.tables.thanks import THANKS
from tests.cast import ADA, BOB, GRACE, KATHERINE, MONDAY
from tests.storage.rows import Company, refer

MODULES = (erasure, thanks)
ADA_ID, BOB_ID = ADA.user_id, BOB.user_id
LONG_AGO = MONDAY.replace(year=2020)
Call = Callable[[Transaction, Any], Any]


def fill(transaction: Transaction, acme: Company) -> None:
    """A general referral, an endorsement with words in it, thanks."""
    refer(transaction, acme.ws, None, who=KATHERINE)
    endorsements.say(
        transaction,
        acme.ws,
        acme.referral.id,
        ADA_ID,
        called=GRACE.name,
        relationship=Relationship.WORKED_TOGETHER,
        evidence=Evidence(saw="She wrote it down.", conviction=Conviction.RECOMMEND),
        first=True,
        now=MONDAY,
    )
    give(transaction, acme.ws)


def give(transaction: Transaction, ws: int) -> Any:
    return thanks.give(
        transaction,
        ws,
        giver=ADA_ID,
        receiver=BOB_ID,
        day=MONDAY.date(),
        deed="Stayed late.",
        words="",
        now=MONDAY,
    )


def _given(transaction: Transaction) -> int:
    found = transaction.scalar(select(THANKS.c.id).order_by(THANKS.c.id))
    assert found is not None
    return found


def _grace(f: Any) -> int:
    return int(f.acme.referral.candidate.id)


READS: dict[str, Call] = {
    "candidates.find": lambda s, f: candidates.find(s, f.ws, _grace(f)),
    "erasure.messages": lambda s, f: [
        each
        for ids in erasure.messages(s, f.ws, _grace(f), [f.acme.referral.id], LONG_AGO)
        for each in ids
    ],
    "follow_ups.known": lambda s, f: follow_ups.known(
        s, f.ws, f.follow_up.kind, f.follow_up.subject_id
    ),
    "follow_ups.of_subject": lambda s, f: follow_ups.of_subject(
        s, f.ws, FollowUpKind.COMMITMENT, f.follow_up.subject_id, ADA_ID
    ),
    "referrals.of_candidate": lambda s, f: referrals.of_candidate(s, f.ws, _grace(f)),
    "referrals.general_open": lambda s, f: referrals.general_open(s, f.ws, after=0, limit=9),
    "thanks.find": lambda s, f: thanks.find(s, f.ws, _given(s)),
    "thanks.deepest": lambda s, f: thanks.deepest(s, f.ws, LONG_AGO, 9),
}

REFUSED: dict[str, Call] = {
    "candidates.agree": lambda s, f: candidates.agree(s, f.ws, _grace(f), MONDAY),
    "candidates.give_time": lambda s, f: candidates.give_time(s, f.ws, [_grace(f)], MONDAY),
    "erasure.claim": lambda s, f: erasure.claim(s, f.ws, _grace(f), MONDAY, unless_agreed=True),
    "erasure.words_about": lambda s, f: erasure.words_about(s, f.ws, [f.acme.referral.id]),
    "erasure.answers_kept": lambda s, f: erasure.answers_kept(s, f.ws),
    "erasure.drop": lambda s, f: erasure.drop(
        s, f.ws, s.scalars(select(OUTBOX.c.id)).all(), MONDAY
    ),
    "thanks.share": lambda s, f: thanks.share(s, f.ws, _given(s), MONDAY),
    "thanks.share_failed": lambda s, f: thanks.share_failed(s, f.ws, _given(s)),
}

OWN: dict[str, Call] = {"thanks.give": lambda s, f: give(s, f.ws)}
