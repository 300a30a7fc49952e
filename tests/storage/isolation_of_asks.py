"""Calls of the functions about asks, for `test_isolation`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.asks import Ask, AskForm, AskKind, AskState, Decision
from storage import commitments, endorsements, own_candidates
from storage.asks import ask_closing, asks
from storage.engine import Transaction
from tests.cast import ADA, GRACE, LINUS, MARGARET, MONDAY
from tests.storage.rows import Company

MODULES = (asks, ask_closing, own_candidates)


@dataclass(frozen=True, slots=True)
class FilledAsks:
    """Ada's asks: an open one about Grace, and one for herself, for which Margaret vouched."""

    open: Ask
    vouched: Ask


def ask_form(company: Company, kind: AskKind = AskKind.COLLEAGUE) -> AskForm:
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


def add_ask(
    transaction: Transaction,
    ws: int,
    company: Company,
    kind: AskKind = AskKind.COLLEAGUE,
    closes_at: datetime = MONDAY,
) -> Ask:
    asked = ask_form(company, kind)
    made = asks.add(transaction, ws, ADA.user_id, asked, closes_at=closes_at, now=MONDAY)
    assert made is not None
    return made


def add_asks(transaction: Transaction, company: Company) -> FilledAsks:
    open_, own = (
        add_ask(transaction, company.ws, company, kind) for kind in (AskKind.COLLEAGUE, AskKind.OWN)
    )
    asks.settle(transaction, company.ws, own.id, AskState.VOUCHED, MONDAY)
    return FilledAsks(open_, own)


Call = Callable[[Transaction, Any], Any]

READS: dict[str, Call] = {
    "own_candidates.has_colleague_with_address": lambda t, f: (
        own_candidates.has_colleague_with_address(t, f.ws, "ada@acme.test")
    ),
    "own_candidates.list_own_candidates": lambda t, f: own_candidates.list_own_candidates(
        t, f.ws, ["ada@acme.test", "grace@example.org"], [1, 2, 3, 4]
    ),
    "commitments.list_fulfilled": lambda t, f: commitments.list_fulfilled(
        t, f.ws, f.acme.referral.id
    ),
    "endorsements.count_advocates": lambda t, f: endorsements.count_advocates(
        t, f.ws, f.acme.referral.id
    ),
    "asks.find": lambda t, f: asks.find(t, f.ws, f.asked.open.id),
    "asks.count_open": lambda t, f: asks.count_open(t, f.ws, ADA.user_id),
    "ask_closing.list_about_candidate": lambda t, f: ask_closing.list_about_candidate(
        t, f.ws, [f.acme.referral.id], GRACE.email, None
    ),
    "asks.list_unfinished_by_asker": lambda t, f: asks.list_unfinished_by_asker(
        t, f.ws, ADA.user_id
    ),
    "asks.list_unfinished_involving": lambda t, f: asks.list_unfinished_involving(
        t, f.ws, LINUS.user_id
    ),
    "asks.list_by_referral": lambda t, f: asks.list_by_referral(t, f.ws, f.acme.referral.id),
    "asks.list_own_by_referral": lambda t, f: asks.list_own_by_referral(
        t, f.ws, f.acme.referral.id
    ),
    "asks.find_many": lambda t, f: asks.find_many(t, f.ws, [f.asked.open.id]),
    "asks.list_by_referrals": lambda t, f: any(
        asks.list_by_referrals(t, f.ws, [f.acme.referral.id]).values()
    ),
    "asks.find_referral_of_asker": lambda t, f: asks.find_referral_of_asker(t, f.ws, f.asked.open),
    "asks.find_ask_vouched_by": lambda t, f: asks.find_ask_vouched_by(
        t, f.ws, f.acme.referral.id, MARGARET.user_id
    ),
}

CHANGES: dict[str, Call] = {
    "asks.settle": lambda t, f: asks.settle(t, f.ws, f.asked.open.id, AskState.PASSED, MONDAY),
    "asks.save_decision": lambda t, f: asks.save_decision(
        t, f.ws, f.asked.vouched.id, Decision.GO_AHEAD
    ),
    "asks.set_referral": lambda t, f: asks.set_referral(t, f.ws, f.asked.open.id, None),
    "ask_closing.erase_texts": lambda t, f: ask_closing.erase_texts(t, f.ws, [f.asked.open.id]),
    "ask_closing.overtake_by_opening": lambda t, f: ask_closing.overtake_by_opening(
        t, f.ws, f.acme.opening.id, MONDAY
    ),
    "ask_closing.overtake_by_referral": lambda t, f: ask_closing.overtake_by_referral(
        t, f.ws, f.acme.referral.id, MONDAY
    ),
}

INSERTS: dict[str, Call] = {
    "asks.add": lambda t, f: add_ask(t, f.ws, f.acme),
}
