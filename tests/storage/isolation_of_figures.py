"""Calls about figures and about the large made-up company, for `test_isolation`."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from domain.exports.rows import Export
from domain.figures.periods import Period
from domain.files import DELETED_AFTER, CopyContent, ExportContent
from domain.stages import Stage
from storage import bonus, exports, figures, follow_ups, large_company, referrals, sent_files
from storage.engine import Transaction
from tests.cast import ADA, KATHERINE, LINUS, MARGARET, MONDAY
from tests.storage.rows import Company, add_referral, plan_follow_up

MODULES = (exports, figures, large_company, sent_files)
REFERRALS_FILE = ExportContent(Export.REFERRALS, Period(MONDAY.date(), MONDAY.date()))
EVER = figures.FiguresFilter(MONDAY.replace(year=2020), MONDAY.replace(year=2030))
CAST = SimpleNamespace(
    recruiters=[LINUS.user_id], managers=[MARGARET.user_id], advocates=[ADA.user_id]
)
SMALL = large_company.CompanySize(people=30, openings=40, referrals=240, open_referrals=60)

Call = Callable[[Transaction, Any], Any]


def add_facts(transaction: Transaction, acme: Company) -> None:
    """Figures count a referral with an answer, and a follow-up with a reminder.

    Ada shares in the bonus for someone who was hired.

    Three files are requested, uploaded and shared, and a copy of an attached file is shared.
    """
    answered = add_referral(transaction, acme.ws, acme.opening, who=KATHERINE)
    assert referrals.set_stage(
        transaction, answered, Stage.HIRED, reason=None, note="", now=MONDAY, answer_days=1
    )
    assert bonus.add_share(transaction, acme.ws, answered.id, ADA.user_id, None, MONDAY)
    reminder = plan_follow_up(transaction, acme, 99)
    assert follow_ups.mark_nudged(transaction, reminder, next_due=None)
    for _ in range(3):
        sent_files.add(transaction, acme.ws, REFERRALS_FILE, LINUS.user_id, MONDAY)
    for file_id in (2, 3):
        assert sent_files.set_uploaded(transaction, acme.ws, file_id, f"F{file_id}")
    assert sent_files.set_shared(transaction, acme.ws, 3, MONDAY + DELETED_AFTER)
    copy = sent_files.add(transaction, acme.ws, CopyContent(1, "1.1"), LINUS.user_id, MONDAY)
    assert sent_files.set_uploaded(transaction, acme.ws, copy.id, "F4")
    assert sent_files.set_shared(transaction, acme.ws, copy.id, None)


READS: dict[str, Call] = {
    "sent_files.find": lambda t, f: sent_files.find(t, f.ws, 1),
    "sent_files.count_asked_for": lambda t, f: sent_files.count_asked_for(
        t, f.ws, LINUS.user_id, MONDAY
    ),
    "sent_files.has_copy": lambda t, f: sent_files.has_copy(t, f.ws, 1, LINUS.user_id),
    "sent_files.find_shown_copy": lambda t, f: sent_files.find_shown_copy(t, f.ws, "F0OWN"),
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
CHANGES: dict[str, Call] = {
    "sent_files.set_uploaded": lambda t, f: sent_files.set_uploaded(t, f.ws, 1, "F1"),
    "sent_files.set_shared": lambda t, f: sent_files.set_shared(t, f.ws, 2, MONDAY),
    "sent_files.set_deleting": lambda t, f: sent_files.set_deleting(t, f.ws, 2),
    "sent_files.set_deleted": lambda t, f: sent_files.set_deleted(t, f.ws, 3),
    "sent_files.claim_copies": lambda t, f: sent_files.claim_copies(t, f.ws, [1]),
    "sent_files.claim_exports": lambda t, f: sent_files.claim_exports(t, f.ws, MONDAY),
}
INSERTS: dict[str, Call] = {
    "sent_files.add": lambda t, f: sent_files.add(t, f.ws, REFERRALS_FILE, LINUS.user_id, MONDAY),
    "large_company.add_large_company": lambda t, f: large_company.add_large_company(
        t, f.ws, CAST, MONDAY, SMALL
    ),
}
