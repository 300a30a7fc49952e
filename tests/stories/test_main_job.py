"""The main job from end to end, on SQLite and PostgreSQL, over Socket Mode and over HTTP."""

from __future__ import annotations

from typing import Literal

import pytest

from tests.office import Office
from tests.stories.acts import (
    SAW,
    clock_at,
    fills_lead,
    introduces,
    later,
    local,
    moves,
    posts_opening,
    says_more,
    settled,
    submitted,
)


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_from_the_opening_to_the_outcome(
    database_url: str, mode: Literal["socket", "http"]
) -> None:
    with Office(database_url, mode=mode) as office:
        ada, linus = office.ada, office.linus

        # A hiring manager posts an opening; it stands in #hiring.
        posts_opening(office, "margaret")
        announcement = ada.sees("Staff Engineer, Storage", where="#hiring")
        assert "with @margaret" in announcement.text

        # An advocate refers from the button, and says more at once.
        announcement.clicks("Refer someone")
        form = ada.modal("Refer someone")
        assert form.value("Opening") == "ENG-1 Staff Engineer, Storage"
        thanks = submitted(fills_lead(form), "Thank you")
        assert "@linus owns the answer and has until Wednesday" in thanks.text
        says_more(thanks, offers=["Introduce them to the team"])
        ada.sees("Thank you for putting Grace Hopper forward for ENG-1.", where="dm")

        # The recruiter sees the evidence, takes it and asks a question.
        card = linus.sees(SAW, where="dm")
        assert card.buttons == ["I take it", "Ask the advocate", "Not now"]
        card.clicks("I take it")
        ada.sees("@linus has taken Grace Hopper for ENG-1", where="dm")
        card = linus.sees("You have it: in review since today.", where="dm")
        card.clicks("Ask the advocate")
        question = "What did she do when the plan fell apart?"
        assert linus.modal("Ask the advocate").fills("Your question", question).submits() is None

        # The advocate answers.
        ada.sees(question, where="dm").clicks("Answer")
        answer = "She wrote the new plan on the way to the meeting."
        assert ada.modal("Your answer").fills("Your answer", answer).submits() is None
        linus.sees("@ada answered you about Grace Hopper", where="dm")
        settled(office)
        assert answer in card.again().text

        # Three working days later the nudge comes at a civil hour of the advocate's day.
        later(office, days=2, hours=12)
        ada.does_not_see("On Monday you offered")
        clock_at(office, office.now().replace(day=5, hour=10, minute=30))
        nudge = ada.sees("On Monday you offered to introduce Grace Hopper to the team", where="dm")
        assert (local(nudge, "Europe/London").weekday(), nudge.buttons) == (
            3,
            ["Open the draft", "Later", "Not needed"],
        )
        nudge.clicks("Open the draft")
        introduces(ada.modal("Your introduction"))
        settled(office)
        assert "You introduced them. Thank you" in nudge.again().text
        assert nudge.again().buttons == []

        # The stage moves, and the advocate is told, up to the end.
        moves(linus.sees(answer, where="dm"), "Interviewing", linus)
        ada.sees("Grace Hopper is interviewing for ENG-1.", where="dm")
        settled(office)
        moves(card.again(), "Offer", linus)
        ada.sees("Grace Hopper has an offer for ENG-1.", where="dm")
        settled(office)
        moves(card.again(), "Hired", linus, note="She starts in May.")
        told = ada.sees("Grace Hopper is hired for ENG-1!", where="dm")
        assert "She starts in May." in told.text
