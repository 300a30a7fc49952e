"""A channel gets another id, for instance when it is shared: the bot goes on using it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import Office
from tests.stories.actions import (
    fill_opening_form,
    open_edit_form,
    post_opening,
    wait_until_settled,
)


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with Office(sqlite_url) as office:
        office.carol.invites("bot", "#recruiting")
        yield office


def test_an_announcement_is_edited_in_the_channel_with_the_new_id(office: Office) -> None:
    post_opening(office, "linus", channels=["#recruiting"])
    office.linus.sees("ENG-1", where="#recruiting")
    office.slack.change_channel_id("recruiting")
    wait_until_settled(office)
    form = open_edit_form(office.linus, where="#recruiting")
    assert form.fills("Title", "Principal Engineer").submits() is None
    office.linus.sees("Principal Engineer", where="#recruiting")
    posts = [each for each in office.linus.channel("#recruiting") if "ENG-1" in each.text]
    assert len(posts) == 1
    assert not [each for each in office.linus.dm() if "ENG-1" in each.text]


def test_a_draft_and_a_queued_announcement_go_to_the_new_id(office: Office) -> None:
    linus = office.linus
    form = linus.types("/refer post").modal("Post an opening")
    preview = fill_opening_form(form, channels=["#recruiting"]).submits()
    assert preview is not None
    office.slack.change_channel_id("recruiting")
    wait_until_settled(office)
    assert preview.submits() is not None
    linus.sees("ENG-1", where="#recruiting")
