"""A tick does as much work among many follow-ups as among few, whatever their kind.

SQLite chooses the order of tables in a query itself. Where it begins with all follow-ups of the
workspace, a tick of a large company takes minutes. The test counts the instructions of SQLite's
virtual machine, whose number is the same on every machine.
"""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import event, select, update

from domain.follow_ups import FollowUpKind, NewFollowUp
from domain.referrals import Referral
from nudges.follow_ups import step
from storage import follow_ups, members, referrals, workspaces
from storage.engine import Database
from storage.large_company import CompanySize, add_large_company
from storage.tables.core import FOLLOW_UP, REFERRAL
from tests import databases
from tests.cast import BOT_ID, EVERYBODY, MONDAY, TEAM_ID

CAST = SimpleNamespace(
    recruiters=["U0LINUS"], managers=["U0MARGARET", "U0SOFIA"], advocates=["U0ADA"]
)
FEW = CompanySize(people=2_000, openings=40, referrals=200, open_referrals=100)
MANY = CompanySize(people=2_000, openings=400, referrals=2_000, open_referrals=1_000)
DUE = 20  # follow-ups of the kind, in one tick
LIMIT = 3  # Ten times as many follow-ups are ten times the work if all are read.
ABOUT_OPENINGS = (FollowUpKind.PAUSE, FollowUpKind.HOT_ROLE)
IN_TWO_MONTHS = MONDAY + timedelta(days=60)
INSTRUCTIONS_EACH = 100  # SQLite calls a progress handler once for so many


def test_a_tick_does_not_read_the_follow_ups_of_others(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    few, many = (
        count_instructions(add_company(migrated_sqlite, tmp_path / f"{size.referrals}.db", size))
        for size in (FEW, MANY)
    )
    grown = {
        kind: f"{few[kind]} -> {many[kind]}"
        for kind in FollowUpKind
        if many[kind] > LIMIT * few[kind]
    }
    assert grown == {}


def add_company(migrated: Path, file: Path, size: CompanySize) -> Database:
    """Create a database in `file` in which every referral has an open follow-up of every kind."""
    shutil.copy(migrated, file)
    database = Database(databases.sqlite_url(file))
    with database.write() as transaction:
        workspace_id = workspaces.save(
            transaction, team_id=TEAM_ID, enterprise_id=None, name=TEAM_ID, bot_user_id=BOT_ID
        ).id
        members.save_profiles(transaction, workspace_id, [each.profile for each in EVERYBODY])
        add_large_company(transaction, workspace_id, CAST, MONDAY, size)
        ids = transaction.scalars(select(REFERRAL.c.id)).all()
        planned = [
            NewFollowUp(
                kind,
                find_subject(kind, referral),
                referral.id,
                referral.advocate,
                IN_TWO_MONTHS,
                period=str(referral.id),
            )
            for referral in referrals.find_many(transaction, workspace_id, ids).values()
            for kind in FollowUpKind
        ]
        follow_ups.plan_many(transaction, workspace_id, planned, MONDAY)
        transaction.execute(update(FOLLOW_UP).values(due_at=IN_TWO_MONTHS))
    return database


def find_subject(kind: FollowUpKind, referral: Referral) -> int:
    """Return the id of what the follow-up is about: an opening, or mostly a referral."""
    return referral.opening_id or 0 if kind in ABOUT_OPENINGS else referral.id


def count_instructions(database: Database) -> dict[FollowUpKind, int]:
    """Return, for each kind, the instructions of a tick that finds some of that kind due.

    They are counted in units of `INSTRUCTIONS_EACH`.
    """
    counts = dict.fromkeys(FollowUpKind, 0)
    counted: list[FollowUpKind] = []

    def count() -> int:
        for kind in counted:
            counts[kind] += 1
        return 0  # Any other number would interrupt the query.

    def count_on(connection: sqlite3.Connection, *_: Any) -> None:
        connection.set_progress_handler(count, INSTRUCTIONS_EACH)

    for engine in (database.engine, database.write_engine):
        event.listen(engine, "checkout", count_on)
    for kind in FollowUpKind:
        make_due(database, kind)
        counted.append(kind)
        assert step(database, MONDAY)
        counted.clear()
    database.close()
    return counts


def make_due(database: Database, kind: FollowUpKind) -> None:
    """Make the newest follow-ups of the kind due. In a company of either size they are alike."""
    newest = select(FOLLOW_UP.c.id).where(FOLLOW_UP.c.kind == kind.value)
    with database.write() as transaction:
        ids = transaction.scalars(newest.order_by(FOLLOW_UP.c.id.desc()).limit(DUE)).all()
        transaction.execute(update(FOLLOW_UP).where(FOLLOW_UP.c.id.in_(ids)).values(due_at=MONDAY))
