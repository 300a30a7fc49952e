"""Figures: a recruiter sees all, a hiring manager their openings, an advocate their own words."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from storage import workspaces
from storage.large_company import CompanySize, add_large_company
from tests.office import Office
from tests.stories.actions import advance_clock, submit_and_expect, submit_and_expect_errors

SIZE = CompanySize(people=30, openings=40, referrals=1_000, open_referrals=250)
CAST = SimpleNamespace(
    recruiters=["U0LINUS"], managers=["U0MARGARET", "U0SOFIA"], advocates=["U0ADA"]
)


@pytest.fixture
def busy_office(office: Office) -> Office:
    """Yield an office with 1,000 referrals within a year. Ten of them are Ada's."""
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
    figures.sees("1,000 referrals from ")
    figures.sees("By team")
    figures.sees("nine in ten within")
    # Between two days of one's own, with every mistake that can be made.
    figures.chooses("figures.period", "Between two days")
    figures = office.linus.modal("Figures")
    wrong = submit_and_expect_errors(
        figures.fills("From", date(2026, 3, 3)).fills("Until", date(2015, 3, 1)),
        {
            "From": "That day hasn't come yet. Choose today or earlier.",
            "Until": "That's more than 5 years ago. Choose a later day.",
        },
    )
    wrong = submit_and_expect_errors(
        wrong.fills("From", date(2026, 2, 3)).fills("Until", date(2026, 2, 2)),
        {"Until": "That's before the first day. Choose the same day or a later one."},
    )
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
    assert "1,000 referrals" not in figures.text
    figures.closes()
    # Kenji runs no opening, so his figures are empty and have no chart.
    figures = office.person("kenji").types("/refer stats").modal("Figures")
    figures.sees("Referrals for your openings")
    figures.sees("Nobody was put forward in this time. A longer period may show more.")
    assert "Send me the charts" not in figures.text
    figures = office.ada.types("/refer stats").modal("Figures")
    figures.sees("Your own referrals")
    figures.sees("from five outcomes on, you'll see here how the people you vouched for fared")
    assert "By team" not in figures.text
    figures.chooses("figures.period", "The last 12 months")
    own = office.ada.modal("Figures")
    own.sees("you vouched for 10 people")
    assert "Send me the charts" not in own.text


def test_charts_come_as_a_message_and_as_words_where_slack_refuses_them(
    busy_office: Office,
) -> None:
    office = busy_office
    figures = office.linus.types("/refer stats").modal("Figures")
    figures.clicks("Send me the charts")
    office.linus.modal("Figures").sees("They're on their way to your direct messages with me.")
    charts = office.linus.sees("All referrals, 3 December 2025 to 2 March 2026", where="dm")
    kinds = [block["type"] for block in charts.message["blocks"]]
    assert kinds == ["section", *["data_visualization"] * 2, "data_table", "context"]
    assert "How far they came" in charts.text
    # A period for which Slack draws no chart: the numbers come in words.
    office.slack.fail("chat.postMessage", "invalid_blocks", times=1)
    figures.chooses("figures.period", "The last 12 months")
    office.linus.modal("Figures").clicks("Send me the charts")
    words = office.linus.sees("All referrals, 3 March 2025 to 2 March 2026", where="dm")
    assert not words.message.get("blocks")
    assert "1,000 referrals from " in words.text
    assert "Lead: " in words.text


def test_whoever_may_no_longer_see_figures_is_sent_none(busy_office: Office) -> None:
    office = busy_office
    office.slack.fail("chat.postMessage", "ratelimited", times=1, retry_after=60)
    figures = office.margaret.types("/refer stats").modal("Figures")
    figures.clicks("Send me the charts")
    office.margaret.modal("Figures").sees("They're on their way")
    office.slack.make_guest("margaret")
    advance_clock(office, hours=1)
    office.margaret.does_not_see("Referrals for your openings", where="dm")
    office.margaret.types("/refer stats")
    office.margaret.sees("Only people who work here can see the figures.")
    # What was put forward for her openings stays counted.
    all_figures = office.linus.types("/refer stats").modal("Figures")
    all_figures.chooses("figures.period", "The last 12 months")
    office.linus.modal("Figures").sees("1,000 referrals from ")
