"""Unanswered asks are closed on their closing date, and their texts are erased a month later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.asks import OPEN_DURATION, RETENTION, AskState
from nudges.asks import step
from storage.asks import asks
from storage.engine import Database
from tests.cast import ADA, MONDAY
from tests.storage.isolation_of_asks import add_ask
from tests.storage.rows import create_company

ONE_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("delay", [timedelta(), timedelta(days=40)])
def test_an_ask_is_closed_once_and_its_text_erased_once(
    database: Database, delay: timedelta
) -> None:
    """`delay` is how long the bot was down after the closing date."""
    acme = create_company(database, "T0ACME")
    with database.write() as transaction:
        ask = add_ask(transaction, acme.ws, acme, closes_at=MONDAY + OPEN_DURATION)
    assert step(database, MONDAY + OPEN_DURATION - ONE_SECOND) is False
    closed_at = MONDAY + OPEN_DURATION + delay
    assert step(database, closed_at) is True
    assert step(database, closed_at + RETENTION - ONE_SECOND) is False
    with database.read() as transaction:
        closed = asks.find(transaction, acme.ws, ask.id)
        assert closed is not None
        assert closed.state is AskState.CLOSED
        assert closed.candidate_name
        assert asks.list_unfinished_by_asker(transaction, acme.ws, ADA.user_id) == []
    assert step(database, closed_at + RETENTION) is True
    assert step(database, closed_at + RETENTION) is False
