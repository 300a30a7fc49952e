"""Every function about asks, and what the view of several voices reads, for a workspace.

Used by the test of workspaces (`test_isolation`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.asks import Ask, AskForm, AskKind, AskState, Decision
from storage import commitments, endorsements
from storage.asks import ask_closing, asks
from storage.engine import Transaction
from tests.cast import ADA, GRACE, LINUS, MARGARET, MONDAY
from tests.storage.rows import Company

MODULES = (asks, ask_closing)


@dataclass(frozen=True, slots=True)
class Asked:
    """By Ada, about Grace: an open ask, and one on her own behalf to which Margaret said yes."""

    open: Ask
    vouched: Ask


def form(company: Company, kind: AskKind = AskKind.COLLEAGUE) -> AskForm:
    asked = MARGARET if kind is AskKind.OWN else LINUS
    return AskForm(
        kind,
        asked.user_id,
        company.opening.id,
        company.referral.id,
        name=GRACE.name,
        email=GRACE.email,
        why="Calm.",
    )


def add(
    transaction: Transaction,
    ws: int,
    company: Company,
    kind: AskKind = AskKind.COLLEAGUE,
    closes_at: datetime = MONDAY,
) -> Ask:
    asked = form(company, kind)
    made = asks.add(transaction, ws, ADA.user_id, asked, closes_at=closes_at, now=MONDAY)
    assert made is not None
    return made


def fill(transaction: Transaction, company: Company) -> Asked:
    open_, own = (
        add(transaction, company.ws, company, kind) for kind in (AskKind.COLLEAGUE, AskKind.OWN)
    )
    asks.settle(transaction, company.ws, own.id, AskState.VOUCHED, MONDAY)
    return Asked(open_, own)


Call = Callable[[Transaction, Any], Any]

READS: dict[str, Call] = {
    "commitments.list_fulfilled": lambda s, f: commitments.list_fulfilled(
        s, f.ws, f.acme.referral.id
    ),
    "endorsements.count_advocates": lambda s, f: endorsements.count_advocates(
        s, f.ws, f.acme.referral.id
    ),
    "asks.find": lambda s, f: asks.find(s, f.ws, f.asked.open.id),
    "asks.count_open": lambda s, f: asks.count_open(s, f.ws, ADA.user_id),
    "ask_closing.list_about_candidate": lambda s, f: ask_closing.list_about_candidate(
        s, f.ws, [f.acme.referral.id], GRACE.email, None
    ),
    "asks.list_unfinished_by_asker": lambda s, f: asks.list_unfinished_by_asker(
        s, f.ws, ADA.user_id
    ),
    "asks.list_unfinished_with": lambda s, f: asks.list_unfinished_with(s, f.ws, LINUS.user_id),
    "asks.list_by_referral": lambda s, f: asks.list_by_referral(s, f.ws, f.acme.referral.id),
    "asks.find_many": lambda s, f: asks.find_many(s, f.ws, [f.asked.open.id]),
    "asks.list_by_referrals": lambda s, f: any(
        asks.list_by_referrals(s, f.ws, [f.acme.referral.id]).values()
    ),
    "asks.find_referral_of_asker": lambda s, f: asks.find_referral_of_asker(s, f.ws, f.asked.open),
    "asks.find_vouched": lambda s, f: asks.find_vouched(
        s, f.ws, f.acme.referral.id, MARGARET.user_id
    ),
}

REFUSED: dict[str, Call] = {
    "asks.settle": lambda s, f: asks.settle(s, f.ws, f.asked.open.id, AskState.PASSED, MONDAY),
    "asks.save_decision": lambda s, f: asks.save_decision(
        s, f.ws, f.asked.vouched.id, Decision.GO_AHEAD
    ),
    "asks.set_referral": lambda s, f: asks.set_referral(s, f.ws, f.asked.open.id, None),
    "ask_closing.erase_texts": lambda s, f: ask_closing.erase_texts(s, f.ws, [f.asked.open.id]),
    "ask_closing.overtake_by_opening": lambda s, f: ask_closing.overtake_by_opening(
        s, f.ws, f.acme.opening.id, MONDAY
    ),
    "ask_closing.overtake_by_referral": lambda s, f: ask_closing.overtake_by_referral(
        s, f.ws, f.acme.referral.id, MONDAY
    ),
}

OWN: dict[str, Call] = {
    "asks.add": lambda s, f: add(s, f.ws, f.acme),
}
