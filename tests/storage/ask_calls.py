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
from storage.asks import asks
from storage.asks import closing as asks_over
from storage.engine import Transaction
from tests.cast import ADA, GRACE, LINUS, MARGARET, MONDAY
from tests.storage.rows import Company

MODULES = (asks, asks_over)


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
    "commitments.kept": lambda s, f: commitments.kept(s, f.ws, f.acme.referral.id),
    "endorsements.count": lambda s, f: endorsements.count(s, f.ws, f.acme.referral.id),
    "asks.find": lambda s, f: asks.find(s, f.ws, f.asked.open.id),
    "asks.count_open": lambda s, f: asks.count_open(s, f.ws, ADA.user_id),
    "asks_over.about": lambda s, f: asks_over.about(
        s, f.ws, [f.acme.referral.id], GRACE.email, None
    ),
    "asks.alive_of": lambda s, f: asks.alive_of(s, f.ws, ADA.user_id),
    "asks.alive_with": lambda s, f: asks.alive_with(s, f.ws, LINUS.user_id),
    "asks.of_referral": lambda s, f: asks.of_referral(s, f.ws, f.acme.referral.id),
    "asks.some": lambda s, f: asks.some(s, f.ws, [f.asked.open.id]),
    "asks.of_referrals": lambda s, f: any(
        asks.of_referrals(s, f.ws, [f.acme.referral.id]).values()
    ),
    "asks.referral_behind": lambda s, f: asks.referral_behind(s, f.ws, f.asked.open),
    "asks.vouched_for": lambda s, f: asks.vouched_for(
        s, f.ws, f.acme.referral.id, MARGARET.user_id
    ),
}

REFUSED: dict[str, Call] = {
    "asks.settle": lambda s, f: asks.settle(s, f.ws, f.asked.open.id, AskState.PASSED, MONDAY),
    "asks.decide": lambda s, f: asks.decide(s, f.ws, f.asked.vouched.id, Decision.GO_AHEAD),
    "asks.bind": lambda s, f: asks.bind(s, f.ws, f.asked.open.id, None),
    "asks_over.forget": lambda s, f: asks_over.forget(s, f.ws, [f.asked.open.id]),
    "asks_over.overtake_for": lambda s, f: asks_over.overtake_for(
        s, f.ws, f.acme.opening.id, MONDAY
    ),
    "asks_over.overtake": lambda s, f: asks_over.overtake(s, f.ws, f.acme.referral.id, MONDAY),
}

OWN: dict[str, Call] = {
    "asks.add": lambda s, f: add(s, f.ws, f.acme),
}
