"""Several people vouch for a hire: they share the bonus, and one of them leaves the company."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    fill_opening_form,
    refer_candidate,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account
from tests.stories.test_bonus import own_list


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with Office(sqlite_url, settings={"VOUCH_BONUS_SHARING": "equal"}) as office:
        yield office


def test_voices_share_a_bonus_and_a_leaver_keeps_what_was_due(office: Office) -> None:
    form = office.margaret.types("/refer post").modal("Post an opening")
    preview = submit_and_expect(fill_opening_form(form, bonus="2,000.01 EUR"), "Preview")
    assert "Everyone who vouches for them gets an equal share." in preview.text
    submit_and_expect(preview, "Posted").closes()
    wait_until_settled(office)
    refer_candidate(office.ada).closes()
    assert "Bonus 2,000.01 EUR pending" in own_list(office.ada), "nobody shares it yet"
    for person in (office.bob, office.priya):
        refer_candidate(person).closes()
    assert "Bonus 1,000.01 EUR pending" in own_list(office.ada), "the first voice gets the cent"
    assert "Bonus 1,000 EUR pending" in own_list(office.bob)
    assert "void: it isn't for recruiters." in own_list(office.priya)

    come_to_work(office, "linus")
    card = office.linus.sees("put Grace Hopper forward for ENG-1", where="dm")
    card.reload().clicks("Move stage")
    form = office.linus.modal("Move stage").fills("Move to", "Hired")
    assert form.fills("Their first day", date(2026, 3, 3)).submits() is None
    wait_until_settled(office)
    advance_clock(office, days=1)
    assert "due: it fell due on Tuesday 3 March" in own_list(office.bob)

    change_account(office, "bob", deleted=True)
    advance_clock(office, hours=2)  # An hour later the bot has confirmed that he left.
    office.carol.opens_home().clicks("Bonuses")
    payroll = office.carol.modal("Bonuses").text
    assert "from @bob" in payroll
    assert "void: the advocate left before it was due." in payroll
    assert "500" in own_list(office.ada), "what lapses is not shared out again"
    assert "void" not in own_list(office.ada)

    # After more than a month he is back. What lapsed stays so, and what was due is still his.
    advance_clock(office, days=40)
    change_account(office, "bob", deleted=False)
    wait_until_settled(office)
    own = own_list(office.bob)
    assert "due: it fell due on Tuesday 3 March" in own
    assert "void: you left the company before it was due." in own
