"""What a nudge offers to someone after its follow-up was passed on to another person."""

from __future__ import annotations

from handlers.follow_ups import ANSWERS
from services.follow_up_kinds.table import KINDS
from views.nudges.copy import ANSWERS_OF_MEMBER


def test_only_what_the_member_alone_may_answer_is_left_out() -> None:
    passed_on = {kind for kind, entry in KINDS.items() if entry.find_next_member is not None}
    own_only = {
        action_id
        for action_id, answer in ANSWERS.items()
        if answer.own_only and (not answer.kinds or passed_on.intersection(answer.kinds))
    }
    assert own_only == ANSWERS_OF_MEMBER
