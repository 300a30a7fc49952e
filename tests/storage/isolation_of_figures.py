"""Calls about figures and about the large made-up company, for `test_isolation`."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from domain.stages import Stage
from storage import exports, figures, follow_ups, large_company, referrals
from storage.engine import Transaction
from tests.cast import ADA, KATHERINE, LINUS, MARGARET, MONDAY
from tests.storage.rows import Company, add_referral, plan_follow_up

MODULES = (exports, figures, large_company)
EVER = figures.FiguresFilter(MONDAY.replace(year=2020), MONDAY.replace(year=2030))
CAST = SimpleNamespace(
    recruiters=[LINUS.user_id], managers=[MARGARET.user_id], advocates=[ADA.user_id]
)
SMALL = large_company.CompanySize(people=30, openings=40, referrals=240, open_referrals=60)

Call = Callable[[Transaction, Any], Any]


def add_facts(transaction: Transaction, acme: Company) -> None:
    """Figures count a referral with an answer, and a follow-up with a reminder."""
    answered = add_referral(transaction, acme.ws, acme.opening, who=KATHERINE)
    assert referrals.set_stage(
        transaction, answered, Stage.HIRED, reason=None, note="", now=MONDAY, answer_days=1
    )
    reminder = plan_follow_up(transaction, acme, 99)
    assert follow_ups.mark_nudged(transaction, reminder, next_due=None)


READS: dict[str, Call] = {
    "exports.list_referrals": lambda t, f: exports.list_referrals(t, f.ws),
    "exports.list_openings": lambda t, f: exports.list_openings(t, f.ws),
    "exports.list_names": lambda t, f: exports.list_names(t, f.ws),
    "figures.count_outcomes": lambda t, f: figures.count_outcomes(t, f.ws, EVER),
    "figures.count_points": lambda t, f: figures.count_points(t, f.ws, EVER, []),
    "figures.count_advocates": lambda t, f: figures.count_advocates(t, f.ws, EVER).people,
    "figures.count_nudges": lambda t, f: figures.count_nudges(t, f.ws, EVER).sent,
    "figures.list_waiting": lambda t, f: figures.list_waiting(t, f.ws, EVER),
    "figures.list_opening_names": lambda t, f: figures.list_opening_names(t, f.ws),
}
INSERTS: dict[str, Call] = {
    "large_company.add_large_company": lambda t, f: large_company.add_large_company(
        t, f.ws, CAST, MONDAY, SMALL
    ),
}
