"""One referral from the opening to the outcome, on both databases and over both transports."""

from __future__ import annotations

from typing import Literal

import pytest

from tests.office import Office
from tests.stories.actions import (
    SAW,
    advance_clock,
    endorse_from_thanks,
    fill_lead_form,
    local_arrival,
    move_stage,
    post_opening,
    send_introduction,
    set_clock_and_settle,
    submit_and_expect,
    wait_until_settled,
)


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_a_referral_from_the_opening_to_the_outcome(
    database_url: str, mode: Literal["socket", "http"]
) -> None:
    with Office(database_url, mode=mode) as office:
        ada, linus = office.ada, office.linus

        # A hiring manager posts an opening, which is announced in #hiring.
        post_opening(office, "margaret")
        announcement = ada.sees("Staff Engineer, Storage", where="#hiring")
        assert "with @margaret" in announcement.text

        # An advocate refers someone from the announcement and endorses them at once.
        announcement.clicks("Refer someone")
        form = ada.modal("Refer someone")
        assert form.value("Opening") == "ENG-1 Staff Engineer, Storage"
        thanks = submit_and_expect(fill_lead_form(form), "Thank you")
        assert "@linus owns the answer and has until Wednesday" in thanks.text
        endorse_from_thanks(thanks, offers=["Introduce them to the team"])
        ada.sees("Thank you for putting Grace Hopper forward for ENG-1.", where="dm")

        # The recruiter reads the endorsement, takes the referral and asks a question.
        card = linus.sees(SAW, where="dm")
        assert card.buttons == ["I'll take it", "Ask the advocate", "Not now"]
        card.clicks("I'll take it")
        ada.sees("@linus has taken Grace Hopper for ENG-1", where="dm")
        card = linus.sees("You have it: in review since", where="dm")
        card.clicks("Ask the advocate")
        question = "What did she do when the plan fell apart?"
        assert linus.modal("Ask the advocate").fills("Your question", question).submits() is None

        # The advocate answers.
        ada.sees(question, where="dm").clicks("Answer")
        answer = "She wrote the new plan on the way to the meeting."
        assert ada.modal("Your answer").fills("Your answer", answer).submits() is None
        linus.sees("@ada answered you about Grace Hopper", where="dm")
        wait_until_settled(office)
        assert answer in card.reload().text

        # Three working days later, in the advocate's working hours, the nudge arrives.
        advance_clock(office, days=2, hours=12)
        ada.does_not_see("On Monday 2 March you offered")
        set_clock_and_settle(office, office.now().replace(day=5, hour=10, minute=30))
        nudge = ada.sees(
            "On Monday 2 March you offered to introduce Grace Hopper to the team", where="dm"
        )
        assert (local_arrival(nudge, "Europe/London").weekday(), nudge.buttons) == (
            3,
            ["Open the draft", "Later", "Not needed", "Settings"],
        )
        nudge.clicks("Open the draft")
        send_introduction(ada.modal("Your introduction"))
        wait_until_settled(office)
        assert "You introduced them. Thank you" in nudge.reload().text
        assert nudge.reload().buttons == ["Settings"]

        # The advocate is told about every stage up to the outcome.
        move_stage(linus.sees(answer, where="dm"), "Interviewing", linus)
        ada.sees("Grace Hopper is interviewing for ENG-1.", where="dm")
        wait_until_settled(office)
        move_stage(card.reload(), "Offer", linus)
        ada.sees("Grace Hopper has an offer for ENG-1.", where="dm")
        wait_until_settled(office)
        move_stage(card.reload(), "Hired", linus, note="She starts in May.")
        notice = ada.sees("Grace Hopper is hired for ENG-1!", where="dm")
        assert "She starts in May." in notice.text
