"""A nudge offers an opening for a general referral, and the advocate puts the candidate forward."""

from __future__ import annotations

from domain.follow_ups import FollowUpKind
from handlers.nudge_answers import AnsweredNudge, NudgeAnswer
from handlers.protocol import Request
from services import general_referrals
from services.context import Context
from views.nudges import general as general_nudge


def _put_forward(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    general_referrals.put_forward_for_opening(context, answered.follow_up)


ANSWERS = {
    general_nudge.PUT_FORWARD: NudgeAnswer(_put_forward, kinds=(FollowUpKind.GENERAL_MATCH,))
}
