"""The notes on a card stand in the order in which they were written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.endorsements import CommitmentState
from tests.views.samples import NOW, SAMPLES
from views.desk.evidence import MAX_NOTES_ON_CARD, latest_notes


def test_a_newer_reply_stands_after_older_interview_notes() -> None:
    sample = SAMPLES["normal"]
    page = sample.desk_page()
    word = sample.commitment(state=CommitmentState.DONE, sent_to="U0MARGARET", reply="Newest")
    old_notes = (replace(sample.interview_note(), written_at=NOW - timedelta(days=1)),)
    page = replace(
        page,
        fulfilled=(replace(word, replied_at=NOW),),
        interview_notes=old_notes * MAX_NOTES_ON_CARD,
    )
    blocks = latest_notes(page)
    assert len(blocks) == 2 * MAX_NOTES_ON_CARD
    assert "Newest" in str(blocks[-1])
