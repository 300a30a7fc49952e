"""In a company of 5,000 people with 20,000 referrals every page opens, within Slack's limits.

It asks the database as often for each page as in a company of 300. By which way Slack's requests
come makes no difference, so this is not among the stories, which run by both ways.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import event, select, update

from domain.exports.rows import Export
from nudges import manager_digests, roundup
from sandbox.driver.person import Person, SeenMessage
from services import exports
from storage import openings, referrals, workspaces
from storage.large_company import LARGE, CompanySize, add_large_company
from storage.tables.core import REFERRAL, opening_key
from tests import databases
from tests.contexts import actor_for, context_for
from tests.office import Office
from tests.stories.actions import (
    come_to_work,
    post_opening,
    set_clock_and_settle,
    submit_and_expect,
    wait_until_acknowledged,
    wait_until_settled,
)

SMALL = CompanySize(people=300, openings=120, referrals=4_000, open_referrals=1_000)
CAST = SimpleNamespace(
    recruiters=["U0LINUS"], managers=["U0MARGARET", "U0SOFIA"], advocates=["U0ADA"]
)
NO_TICKS = {"VOUCH_TICK_SECONDS": "600"}
ENDING = 500  # referrals for the opening that is closed
FIRST_TUESDAY, NEXT_TUESDAY = (datetime(2026, 3, day, 16, 0, tzinfo=UTC) for day in (3, 10))


class PageCounter:
    """Records the queries of the bot's handlers for each page, without those of the delivery."""

    def __init__(self, office: Office) -> None:
        self.queries: dict[str, list[str]] = {}
        self._office = office
        self._all: list[str] = []
        database = office.vouch.database
        for engine in (database.engine, database.write_engine):
            event.listen(engine, "before_cursor_execute", self._record_query)

    def _record_query(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        thread = threading.current_thread()
        if thread is not threading.main_thread() and thread.name not in ("delivery", "sender"):
            self._all.append(statement)

    @contextmanager
    def count(self, page: str) -> Iterator[None]:
        known = len(self._all)
        yield
        wait_until_acknowledged(self._office)
        self.queries[page] = self._all[known:]


def add_company(office: Office, size: CompanySize) -> str:
    """Add the company and an opening with `ENDING` open referrals; return its ref."""
    database = office.vouch.database
    office.stop_bot()  # SQLite has one writer, who takes some seconds here.
    with database.write() as transaction:
        (workspace,) = workspaces.list_all(transaction)
        add_large_company(transaction, workspace.id, CAST, office.now(), size)
    database.close()
    office.start_bot()
    ref = post_opening(office)
    database = office.vouch.database
    with database.write() as transaction:
        opening = openings.find_by_ref(transaction, workspace.id, ref)
        assert opening is not None
        is_open = REFERRAL.c.stage.not_in(referrals.ended_stages())
        chosen = select(REFERRAL.c.id).where(is_open).order_by(REFERRAL.c.id).limit(ENDING)
        transaction.execute(
            update(REFERRAL)
            .where(REFERRAL.c.id.in_(chosen))
            .values(opening_id=opening.id, opening_key=opening_key(opening.id))
        )
    wait_until_settled(office)
    return ref


def open_desk_pages(pages: PageCounter, linus: Person) -> None:
    with pages.count("the desk"):
        desk = linus.types("/refer desk").modal("The desk")
    with pages.count("the desk of everybody"):
        desk.fills("desk.scope", "With anyone")
    with pages.count("the next ten"):
        desk.clicks("Next ten")
    with pages.count("the first ten again"):
        desk.clicks("Previous ten")
    with pages.count("a card"):
        desk.clicks("Open")
        window = linus.modal("Referral")
    with pages.count("its history"):
        window.clicks("History")
        linus.modal("History").closes(clear=True)
    for field, value in (
        ("desk.filter_stage", "Interviewing"),
        ("desk.filter_stage", "No answer in time"),
        ("Any opening or team", "Engineering"),
        ("Any advocate", "ada"),
        ("Search", "grace garcia"),
        ("Search", "candidate nobody"),
    ):
        desk = linus.types("/refer desk").modal("The desk").fills("desk.scope", "With anyone")
        with pages.count(f"the desk, {field}: {value}"):
            desk.fills(field, value)
        assert desk.errors == {}
        desk.closes(clear=True)


def open_pages_of_figures(pages: PageCounter, linus: Person) -> None:
    with pages.count("the figures"):
        figures = linus.types("/refer stats").modal("Figures")
    with pages.count("the figures of a year"):
        figures.chooses("figures.period", "The last 12 months")
    linus.modal("Figures").clicks("Send me the charts")
    linus.sees("All referrals, 3 March 2025 to 2 March 2026", where="dm")
    linus.modal("Figures").closes(clear=True)


def open_pages_of_commands(pages: PageCounter, office: Office) -> None:
    for person, command in (
        (office.ada, "jobs"),
        (office.ada, "jobs engineer"),
        (office.ada, "jobs all"),
        (office.ada, "mine"),
        (office.ada, "search grace"),
        (office.linus, "search grace"),
        (office.linus, "jobs"),
        (office.ada, "privacy"),
    ):
        known = len(person.ephemerals())
        with pages.count(f"/refer {command} of {person.handle}"):
            person.types(f"/refer {command}")
        assert len(person.ephemerals()) == known + 1, command
    for person, command, title in (
        (office.ada, "bench", "Your bench"),
        (office.ada, "ask", "Ask a colleague"),
        (office.ada, "thanks", "Thank a colleague"),
        (office.linus, "post", "Post an opening"),
    ):
        with pages.count(f"/refer {command}"):
            form = person.types(f"/refer {command}").modal(title)
        form.closes(clear=True)
    with pages.count("typing into the form"):
        form = office.ada.types("/refer").modal("Refer someone")
        assert form.options("Opening", "engineer")
    form.closes(clear=True)


def close_opening(pages: PageCounter, linus: Person, announcement: SeenMessage) -> None:
    announcement.clicks("Details")
    linus.modal("Opening").clicks("Manage")
    manage = linus.modal("Manage opening").fills("Change it to", "Close: not filled")
    with pages.count("closing an opening"):
        form = submit_and_expect(manage, "Who hears what?")
    assert f"{ENDING} people put forward for it have no answer yet." in form.text
    with pages.count("one by one"):
        form.clicks("Decide some one by one")
        page = linus.modal("One by one")
    with pages.count("the next ten of them"):
        page.clicks("Next ten")
    page.sees("Page 2 of 50.").clicks("Back to everyone")
    linus.modal("Who hears what?").closes(clear=True)


def write_exports(office: Office) -> None:
    with office.vouch.database.read() as transaction:
        (workspace,) = workspaces.list_all(transaction)
        context = context_for(
            transaction, actor_for(transaction, workspace.id, "U0CAROL"), now=office.now()
        )
        period = exports.choose_period(context, None, None)
        for export in Export:
            assert exports.build_csv(context, export, period)


def read_weekly_messages(office: Office) -> None:
    """The round-up of the channel, and the digest of a hiring manager with many referrals."""
    database = office.vouch.database
    for moment in (FIRST_TUESDAY, NEXT_TUESDAY):
        for step in (roundup.step, manager_digests.step):
            step(database, office.now())
        post_opening(office, title=f"Designer by {moment:%d %B}", team="Design")
        set_clock_and_settle(office, moment)
    for step in (roundup.step, manager_digests.step):
        step(database, office.now())
    come_to_work(office, "margaret")
    office.margaret.sees("for your openings are new or waiting", where="dm")
    office.ada.sees("The week in open roles", where="#hiring")


def open_every_page(folder: Path, migrated: Path, size: CompanySize) -> dict[str, list[str]]:
    """Return the queries of each page."""
    file = folder / f"{size.referrals}.db"
    file.write_bytes(migrated.read_bytes())
    with Office(databases.sqlite_url(file), settings=NO_TICKS) as office:
        announcement = office.linus.sees(add_company(office, size), where="#hiring")
        pages = PageCounter(office)
        for person in (office.ada, office.linus, office.margaret, office.carol):
            with pages.count(f"App Home of {person.handle}"):
                person.opens_home()
        open_desk_pages(pages, office.linus)
        open_pages_of_figures(pages, office.linus)
        open_pages_of_commands(pages, office)
        write_exports(office)
        read_weekly_messages(office)
        close_opening(pages, office.linus, announcement)
        return pages.queries


def test_every_page_opens_with_as_many_queries_as_in_a_small_company(
    tmp_path: Path, migrated_sqlite: Path
) -> None:
    small = open_every_page(tmp_path, migrated_sqlite, SMALL)
    large = open_every_page(tmp_path, migrated_sqlite, LARGE)
    for page, queries in large.items():
        assert len(queries) == len(small[page]), (page, set(queries) ^ set(small[page]))
