"""Calls about figures and about the large made-up company, for `test_isolation`."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from storage import large_company
from storage.engine import Transaction
from tests.cast import ADA, LINUS, MARGARET, MONDAY

MODULES = (large_company,)
CAST = SimpleNamespace(
    recruiters=[LINUS.user_id], managers=[MARGARET.user_id], advocates=[ADA.user_id]
)
SMALL = large_company.CompanySize(people=30, openings=40, referrals=240, open_referrals=60)

Call = Callable[[Transaction, Any], Any]

INSERTS: dict[str, Call] = {
    "large_company.add_large_company": lambda t, f: large_company.add_large_company(
        t, f.ws, CAST, MONDAY, SMALL
    ),
}
