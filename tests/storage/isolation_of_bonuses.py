"""Calls about bonuses, for `test_isolation`. Half of the bonus of Acme's referral is paid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from domain.bonus.clock import Hire, Payment
from domain.bonus.money import Money
from domain.bonus.rule import BonusRule, Milestone
from domain.congratulations import Congratulation
from storage import bonus, congratulations
from storage.engine import Transaction
from tests.cast import ADA, BOB, LINUS, MONDAY
from tests.storage.rows import Company

MODULES = (bonus, congratulations)
DAY = date(2026, 3, 2)
RULE = BonusRule(Money(200_000, "EUR"), (Milestone(0, 1), Milestone(90, 1)), frozenset())
PAYMENT = Payment(ADA.user_id, 0, Money(100_000, "EUR"), LINUS.user_id, MONDAY)
ASKED = Congratulation(0, ADA.user_id, BOB.user_id, "C0HIRING", MONDAY)


def add_bonus(transaction: Transaction, acme: Company) -> None:
    ws, id_ = acme.ws, acme.referral.id
    assert bonus.freeze_rule(transaction, ws, id_, RULE, MONDAY)
    assert bonus.add_share(transaction, ws, id_, ADA.user_id, None, MONDAY)
    assert bonus.add_payment(transaction, ws, id_, PAYMENT)
    bonus.save_hire(transaction, ws, id_, Hire(DAY))
    assert congratulations.add(transaction, ws, replace(ASKED, referral_id=id_))


def _agree_and_take_back(transaction: Transaction, ws: int, referral_id: int) -> bool:
    congratulations.answer(transaction, ws, referral_id, agreed=True)
    return congratulations.take_back(transaction, ws, referral_id, ADA.user_id)


Call = Callable[[Transaction, Any], Any]

READS: dict[str, Call] = {
    "bonus.find_cases": lambda t, f: bonus.find_cases(t, f.ws, [f.acme.referral.id]),
    "bonus.list_referral_ids": lambda t, f: bonus.list_referral_ids(t, f.ws, limit=9),
    "bonus.list_hired_ids": lambda t, f: bonus.list_hired_ids(t, f.ws, ADA.user_id),
    "bonus.has_any": lambda t, f: bonus.has_any(t, f.ws),
    "bonus.find_hires": lambda t, f: bonus.find_hires(t, f.ws, [f.acme.referral.id]),
    "bonus.find_hire": lambda t, f: bonus.find_hire(t, f.ws, f.acme.referral.id).started_on,
    "congratulations.find": lambda t, f: congratulations.find(t, f.ws, f.acme.referral.id),
    "congratulations.find_many": lambda t, f: congratulations.find_many(
        t, f.ws, [f.acme.referral.id]
    ),
}
CHANGES: dict[str, Call] = {
    "bonus.remove_payment": lambda t, f: bonus.remove_payment(
        t, f.ws, f.acme.referral.id, ADA.user_id, 0
    ),
    "bonus.set_advocate_left": lambda t, f: bonus.set_advocate_left(t, f.ws, ADA.user_id, DAY),
    "congratulations.answer": lambda t, f: congratulations.answer(
        t, f.ws, f.acme.referral.id, agreed=True
    ),
    "congratulations.set_posted": lambda t, f: congratulations.set_posted(
        t, f.ws, f.acme.referral.id, "1.2"
    ),
    "congratulations.set_refused": lambda t, f: congratulations.set_refused(
        t, f.ws, f.acme.referral.id
    ),
    "congratulations.take_back": lambda t, f: _agree_and_take_back(t, f.ws, f.acme.referral.id),
}
# Each of these names a referral, and a referral belongs to one workspace.
INSERTS: dict[str, Call] = {
    "bonus.freeze_rule": lambda t, f: bonus.freeze_rule(t, f.ws, f.acme.referral.id, RULE, MONDAY),
    "bonus.add_share": lambda t, f: bonus.add_share(
        t, f.ws, f.acme.referral.id, ADA.user_id, None, MONDAY
    ),
    "bonus.add_payment": lambda t, f: bonus.add_payment(
        t, f.ws, f.acme.referral.id, replace(PAYMENT, paid_by=BOB.user_id)
    ),
    "bonus.save_hire": lambda t, f: bonus.save_hire(t, f.ws, f.acme.referral.id, Hire(None, DAY)),
    "congratulations.add": lambda t, f: congratulations.add(
        t, f.ws, replace(ASKED, referral_id=f.acme.referral.id)
    ),
}
