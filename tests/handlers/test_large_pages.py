"""Every page that is acknowledged as a small one is queued, so that it is filled."""

from __future__ import annotations

import pytest

from domain.limits import ACK_BYTES_MAX
from handlers.large_pages import queue_large_page
from handlers.protocol import Replace
from storage.engine import Database
from storage.tables.messages import OUTBOX
from tests.cast import ADA, TEAM_ID
from tests.contexts import actor_for, context_for
from tests.storage.rows import create_company
from views.block_kit import Block, count_bytes, mark_as_from_home
from views.notice import fit_acknowledgement, notice_modal


def page_of_bytes(size: int) -> Block:
    view = notice_modal("")
    return {**view, "padding": "x" * (size - count_bytes({**view, "padding": ""}))}


@pytest.mark.parametrize("from_home", [False, True])
@pytest.mark.parametrize("size", [ACK_BYTES_MAX - 40, ACK_BYTES_MAX, ACK_BYTES_MAX + 1])
def test_a_page_is_queued_when_the_acknowledgement_does_not_hold_it(
    database: Database, size: int, from_home: bool
) -> None:
    page = page_of_bytes(size)
    acknowledged = mark_as_from_home(page) if from_home else page
    workspace_id = create_company(database, TEAM_ID).ws
    with database.write() as transaction:
        context = context_for(transaction, actor_for(transaction, workspace_id, ADA.user_id))
        queue_large_page(context, "view:V1", Replace(page), from_home=from_home)
        queued = transaction.execute(OUTBOX.select()).all()
    is_small_page = fit_acknowledgement(acknowledged, "view:V1") is not acknowledged
    assert len(queued) == is_small_page
