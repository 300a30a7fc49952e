"""Calls about planned endings, for `test_isolation`. Acme's referral has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from domain.endings import Ending, EndingKind
from storage import endings, opening_referrals, referrals
from storage.engine import Transaction
from tests.cast import ADA, GRACE, LINUS, MONDAY
from tests.storage.rows import Company

MODULES = (endings, opening_referrals)
HIRED = Ending(EndingKind.HIRED)


def add_ending(transaction: Transaction, acme: Company) -> None:
    assert endings.plan_for_opening(transaction, acme.ws, acme.opening.id, MONDAY) == 1


Call = Callable[[Transaction, Any], Any]

READS: dict[str, Call] = {
    "opening_referrals.has_endorsed": lambda t, f: opening_referrals.has_endorsed(
        t, f.ws, ADA.user_id, f.acme.opening.id, email=GRACE.email, profile_url=None
    ),
    "opening_referrals.list_open_by_opening": lambda t, f: opening_referrals.list_open_by_opening(
        t, f.ws, f.acme.opening.id
    ),
    "endings.count_undecided": lambda t, f: endings.count_undecided(t, f.ws, [f.acme.opening.id]),
    "endings.list_by_opening": lambda t, f: endings.list_by_opening(t, f.ws, f.acme.opening.id),
}
CHANGES: dict[str, Call] = {
    "referrals.change": lambda t, f: referrals.change(
        t, replace(f.acme.referral, workspace_id=f.ws), owner=LINUS.user_id
    ),
    "opening_referrals.move_to_opening": lambda t, f: opening_referrals.move_to_opening(
        t, replace(f.acme.referral, workspace_id=f.ws), None, LINUS.user_id, MONDAY
    ),
    "endings.cancel_for_opening": lambda t, f: endings.cancel_for_opening(
        t, f.ws, f.acme.opening.id
    ),
    "endings.save_decisions": lambda t, f: endings.save_decisions(
        t, f.ws, {f.acme.referral.id: (HIRED, MONDAY)}, LINUS.user_id
    ),
    "endings.delete_planned": lambda t, f: endings.delete_planned(t, f.ws, f.acme.referral.id),
}
INSERTS: dict[str, Call] = {
    "endings.plan_for_opening": lambda t, f: endings.plan_for_opening(
        t, f.ws, f.acme.opening.id, MONDAY
    ),
}
