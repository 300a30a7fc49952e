"""The date of an answer that an advocate reads is the true one, also after a hand-over."""

from __future__ import annotations

from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    hand_over,
    post_opening,
    refer_candidate,
    wait_until_settled,
)


def read_thanks(office: Office) -> str:
    wait_until_settled(office)
    return direct_messages(office.ada, "for putting Grace Hopper forward")[0].reload().text


def test_a_new_owner_has_their_own_time_and_a_passed_date_is_told(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada).closes()
    assert "@linus owns the answer and has until Wednesday 4 March." in read_thanks(office)
    advance_clock(office, days=1)
    come_to_work(office, "linus")
    hand_over(office.linus.sees("put Grace Hopper forward", where="dm"), office.linus, "priya")
    assert "@priya owns the answer and has until Thursday 5 March." in read_thanks(office)
    assert "@priya has until Thursday 5 March." in office.ada.opens_home().text

    advance_clock(office, days=2, hours=8)
    passed = "@priya owns the answer. No reply yet (due Thursday 5 March). I'll keep asking."
    assert passed in read_thanks(office)
    assert "No reply from @priya yet; it was due Thursday 5 March." in office.ada.opens_home().text


def test_everybody_reads_the_same_day_wherever_they_are(office: Office) -> None:
    """In New York it is still the evening before when the owner's day begins in India."""
    post_opening(office, recruiter="priya")
    advance_clock(office, hours=5)  # evening in India
    refer_candidate(office.ada).closes()
    come_to_work(office, "margaret")
    card = office.margaret.sees("put Grace Hopper forward", where="dm")
    assert "@priya has it: a first answer by Thursday 5 March." in card.text
    come_to_work(office, "priya")
    card = office.priya.sees("put Grace Hopper forward", where="dm")
    assert "a first answer by Thursday 5 March." in card.text
    assert "@priya owns the answer and has until Thursday 5 March." in read_thanks(office)
