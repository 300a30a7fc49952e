"""A day begins and ends at the place of the person whose day it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.members import Actor
from services import hot_openings
from storage.engine import Database
from tests.cast import CAROL, MONDAY, TEAM_ID
from tests.contexts import actor_for, context_for
from tests.storage.rows import create_company


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        ("Pacific/Kiritimati", datetime(2026, 3, 6, 10, tzinfo=UTC)),  # UTC+14
        ("Pacific/Chatham", datetime(2026, 3, 6, 10, 15, tzinfo=UTC)),  # UTC+13:45 in summer
        ("Pacific/Auckland", datetime(2026, 3, 6, 11, tzinfo=UTC)),
        ("Pacific/Honolulu", datetime(2026, 3, 7, 10, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2026, 3, 7, 11, tzinfo=UTC)),  # UTC-11
    ],
)
def test_a_hot_role_is_hot_until_the_day_that_was_chosen(
    database: Database, zone: str, end: datetime
) -> None:
    acme = create_company(database, TEAM_ID)
    with database.write() as transaction:
        carol = actor_for(transaction, acme.ws, CAROL.user_id)
        actor = Actor(replace(carol.member, tz=zone), carol.roles)
        context = context_for(transaction, actor, now=MONDAY)
        marked = hot_openings.mark_hot(context, acme.opening.id, date(2026, 3, 6))
        assert marked.hot_until == end
        assert marked.hot_last_day == date(2026, 3, 6)
        assert hot_openings.unmark_expired(transaction, end - timedelta(seconds=1), 9) == 0
        assert hot_openings.unmark_expired(transaction, end, 9) == 1
