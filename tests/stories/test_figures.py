"""Figures: a recruiter sees all, a hiring manager their openings, an advocate their own words."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from storage import workspaces
from storage.large_company import CompanySize, add_large_company
from tests.office import Office
from tests.stories.actions import submit_and_expect

SIZE = CompanySize(people=30, openings=40, referrals=240, open_referrals=60)
CAST = SimpleNamespace(
    recruiters=["U0LINUS"], managers=["U0MARGARET", "U0SOFIA"], advocates=["U0ADA", "U0BOB"]
)


@pytest.fixture
def busy_office(office: Office) -> Office:
    """An office with 240 referrals within a year."""
    database = office.vouch.database
    with database.write() as transaction:
        (workspace,) = workspaces.list_all(transaction)
        add_large_company(transaction, workspace.id, CAST, office.now(), SIZE)
    return office


def test_a_recruiter_sees_all_figures_of_a_period(busy_office: Office) -> None:
    office = busy_office
    figures = office.linus.types("/refer stats").modal("Figures")
    figures.sees("All referrals, 3 December 2025 to 2 March 2026")
    figures.chooses("figures.period", "The last 12 months")
    figures = office.linus.modal("Figures")
    figures.sees("240 referrals from ")
    figures.sees("By team")
    figures.sees("nine in ten within")
    # Between two days of one's own, with every mistake that can be made.
    figures.chooses("figures.period", "Between two days")
    figures = office.linus.modal("Figures")
    wrong = figures.fills("From", date(2026, 3, 3)).fills("Until", date(2015, 3, 1)).submits()
    assert wrong is not None
    assert wrong.errors == {
        "From": "That day is still to come. Choose today or earlier.",
        "Until": "That's more than 5 years ago. Choose a later day.",
    }
    wrong = wrong.fills("From", date(2026, 2, 3)).fills("Until", date(2026, 2, 2)).submits()
    assert wrong is not None
    assert wrong.errors == {
        "Until": "That's before the first day. Choose the same day or a later one."
    }
    figures = submit_and_expect(wrong.fills("Until", date(2026, 2, 28)), "Figures")
    figures.sees("All referrals, 3 February 2026 to 28 February 2026")
    figures.fills("From", date(2025, 2, 1)).fills("Until", date(2025, 2, 2))
    figures = submit_and_expect(figures, "Figures")
    figures.sees("Nobody was put forward in this time.")


def test_others_see_only_what_is_theirs(busy_office: Office) -> None:
    office = busy_office
    home = office.margaret.opens_home()
    home.clicks("Figures")
    figures = office.margaret.modal("Figures")
    figures.sees("Referrals for your openings")
    assert "240 referrals" not in figures.text
    figures.closes()
    figures = office.ada.types("/refer stats").modal("Figures")
    figures.sees("Your own referrals")
    figures.sees("from five outcomes on, you'll see here how the people you vouched for fared")
    assert "By team" not in figures.text
