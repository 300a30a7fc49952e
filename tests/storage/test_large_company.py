"""The large made-up company has the rows that it promises, and writes to nobody."""

from __future__ import annotations

from sqlalchemy import func, select

from domain.openings import ENDED_STATUSES
from storage import desk, general_matches, openings, referrals, workspaces
from storage.engine import Database, Transaction
from storage.large_company import add_large_company
from storage.schema import METADATA
from storage.tables.core import FOLLOW_UP, MEMBER, OPENING, REFERRAL
from tests.cast import BOT_ID, MONDAY, TEAM_ID
from tests.storage.isolation_of_figures import CAST, SMALL


def _count(transaction: Transaction, table: str) -> int:
    return transaction.scalar(select(func.count()).select_from(METADATA.tables[table])) or 0


def test_a_large_company_is_as_large_as_it_says(database: Database) -> None:
    with database.write() as transaction:
        ws = workspaces.save(
            transaction, team_id=TEAM_ID, enterprise_id=None, name="Acme", bot_user_id=BOT_ID
        ).id
        assert add_large_company(transaction, ws, CAST, MONDAY, SMALL) == SMALL.openings
        assert add_large_company(transaction, ws, CAST, MONDAY, SMALL) == 0

    with database.write() as transaction:
        assert _count(transaction, "member") == SMALL.people
        assert _count(transaction, "opening") == SMALL.openings
        assert _count(transaction, "referral") == SMALL.referrals
        is_open = REFERRAL.c.stage.not_in(referrals.ended_stages())
        open_rows = transaction.execute(
            select(REFERRAL.c.id, OPENING.c.status).outerjoin(OPENING).where(is_open)
        ).all()
        assert len(open_rows) == SMALL.open_referrals
        assert not {row.status for row in open_rows} & {each.value for each in ENDED_STATUSES}
        assert not transaction.scalars(
            select(REFERRAL.c.id).where(REFERRAL.c.stage_at > MONDAY)
        ).all()
        refs = transaction.scalars(select(OPENING.c.ref)).all()
        assert len(set(refs)) == SMALL.openings
        assert transaction.scalar(select(func.count(MEMBER.c.email.distinct()))) == SMALL.people
        # The desk lists them as deep as they are.
        ids = transaction.scalars(select(REFERRAL.c.id).where(REFERRAL.c.workspace_id == ws)).all()
        places = transaction.scalars(select(REFERRAL.c.desk_order).order_by(REFERRAL.c.id)).all()
        desk.save_depths(transaction, ws, ids)
        kept = transaction.scalars(select(REFERRAL.c.desk_order).order_by(REFERRAL.c.id)).all()
        assert places == kept
        # Nobody is written to.
        assert _count(transaction, "outbox") == 0
        assert openings.list_paused_without_date(transaction, 9) == []
        assert general_matches.claim_opening_to_match(transaction, MONDAY) is None
        assert transaction.scalar(select(func.count(FOLLOW_UP.c.due_at))) == 0
