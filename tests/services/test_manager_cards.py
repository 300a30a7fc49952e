"""A hiring manager hears of a referral that is moved to their opening."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.desk_messages import ReferralForManager
from services.endings import move_referral
from storage.engine import Database
from storage.tables.messages import OUTBOX
from tests.cast import ADA, CAROL, LINUS, TEAM_ID, Person
from tests.contexts import actor_for, context_for
from tests.storage.rows import add_opening, create_company


@pytest.mark.parametrize(
    ("manager", "readers"),
    [(CAROL, [CAROL.user_id]), (LINUS, []), (ADA, [])],
    ids=["someone else", "the owner", "the advocate"],
)
def test_the_manager_of_the_other_opening_gets_a_card(
    database: Database, manager: Person, readers: list[str]
) -> None:
    acme = create_company(database, TEAM_ID)
    with database.write() as transaction:
        target = add_opening(transaction, acme.ws, hiring_manager=manager.user_id)
        context = context_for(transaction, actor_for(transaction, acme.ws, LINUS.user_id))
        assert move_referral(context, acme.referral, target.id)
        cards = select(OUTBOX.c.recipient).where(OUTBOX.c.kind == ReferralForManager.kind)
        assert list(transaction.scalars(cards)) == readers
