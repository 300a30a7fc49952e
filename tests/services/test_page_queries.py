"""App Home, `/refer mine` and the desk ask the database as often for thirty rows as for twelve."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.asks import AskForm, AskKind
from domain.desk import DeskFilter, DeskScope
from domain.endorsements import CommitmentKind
from domain.figures.periods import PeriodChoice, recent_period
from domain.follow_ups import FollowUpKind, NewFollowUp
from domain.members import Profile, Role
from domain.stages import Stage
from services.advocate_pages import load_own_referrals
from services.context import Context
from services.desk_list import load_page
from services.figures import load_figures_page
from services.home_page import MAX_ON_DESK, MAX_SHOWN, load_home
from services.people import find_today
from storage import commitments, follow_ups, members, openings, questions
from storage.asks import asks
from storage.engine import Database
from tests.cast import ADA, BOB, LINUS, MARGARET, MONDAY, TEAM_ID, Outsider
from tests.contexts import actor_for, context_for
from tests.statements import recorded_statements
from tests.storage.rows import add_opening, add_referral, create_company

FEW, MANY = 12, 30
MANAGER = MARGARET.user_id
Load = Callable[[Context], object]


def load_year(context: Context) -> object:
    period = recent_period(PeriodChoice.YEAR, find_today(context))
    return load_figures_page(context, period)


def add_rows(database: Database, ws: int, count: int) -> None:
    """Adds `count` rows of everything that a page lists.

    These are openings, Ada's referrals with follow-ups, referrals that she owns, and her asks.
    """
    with database.write() as transaction:
        for number in range(count):
            someone = Outsider(
                f"Candidate {number}", f"c{number}@example.org", f"https://example.org/{number}"
            )
            opening = add_opening(transaction, ws)
            referral = add_referral(transaction, ws, opening, who=someone)
            add_referral(transaction, ws, opening, who=someone, by=BOB, owner=ADA)
            (commitment,) = commitments.add_missing(
                transaction,
                ws,
                referral.id,
                ADA.user_id,
                [CommitmentKind.INTRODUCTION],
                MONDAY,
            )
            question = questions.add(
                transaction,
                ws,
                referral.id,
                asked_by=LINUS.user_id,
                asked_of=ADA.user_id,
                text="When did you work together?",
                now=MONDAY,
            )
            colleague = f"U0COLLEAGUE{number}"
            members.save_profiles(transaction, ws, [Profile(colleague, "Someone", tz="Asia/Tokyo")])
            form = AskForm(AskKind.COLLEAGUE, colleague, opening.id, name=someone.name, why="Yes.")
            ask = asks.add(transaction, ws, ADA.user_id, form, closes_at=MONDAY, now=MONDAY)
            assert ask is not None
            subjects = {
                FollowUpKind.COMMITMENT: commitment.id,
                FollowUpKind.RECRUITER_ANSWER: referral.id,
                FollowUpKind.QUESTION: question.id,
                FollowUpKind.SAY_MORE: referral.id,
                FollowUpKind.CONSENT: referral.candidate.id,
                FollowUpKind.INTERVIEW: referral.id,
                FollowUpKind.ASK: ask.id,
                FollowUpKind.GENERAL_MATCH: opening.id,
            }
            new = [
                NewFollowUp(kind, subject, referral.id, ADA.user_id, MONDAY, f"{kind}{number}")
                for kind, subject in subjects.items()
            ]
            follow_ups.plan_many(transaction, ws, new, MONDAY)


def count_queries(database: Database, ws: int, load: Load) -> int:
    with database.read() as transaction:
        ada = actor_for(transaction, ws, ADA.user_id, Role.RECRUITER, Role.ADMIN)
        context = context_for(transaction, ada)
        with recorded_statements(database) as queries:
            load(context)
    return len(queries)


def load_desk(context: Context) -> object:
    page = load_page(context, DeskFilter(DeskScope.ALL))
    return load_page(context, page.filter, page.next_start)


def load_searched_desk(context: Context) -> object:
    """Every filter at once, and words that are in the names of all candidates."""
    opening = openings.list_by_manager(context.transaction, context.workspace.id, MANAGER, 1)[0]
    chosen = DeskFilter(
        DeskScope.ALL, Stage.NEW, opening_id=opening.id, advocate=BOB.user_id, words="candidate"
    )
    return load_page(context, chosen)


@pytest.mark.parametrize(
    "load", [load_home, load_own_referrals, load_desk, load_searched_desk, load_year]
)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    database: Database, load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    few, many = create_company(database, TEAM_ID), create_company(database, "T0LARGE")
    add_rows(database, few.ws, FEW)
    add_rows(database, many.ws, MANY)
    with_few, with_many = (count_queries(database, each.ws, load) for each in (few, many))
    with capsys.disabled():
        name = load.__name__
        print(f"\n{name}: {with_few} queries with {FEW} rows, {with_many} with {MANY}")  # noqa: T201 - the figures are wanted
    assert with_few == with_many


def test_all_kinds_of_rows_are_on_the_page(database: Database) -> None:
    """Without this, the test of the queries could pass with empty pages."""
    acme = create_company(database, TEAM_ID)
    add_rows(database, acme.ws, MANY)
    with database.read() as transaction:
        page = load_home(context_for(transaction, actor_for(transaction, acme.ws, ADA.user_id)))
    assert (len(page.own_referrals), len(page.desk_rows), len(page.openings)) == (
        MAX_SHOWN,
        MAX_ON_DESK,
        MAX_SHOWN,
    )
    assert len(page.asks) == MANY
    assert len({item.follow_up.kind for item in page.due_items}) > 1
