"""An advocate puts somebody forward for the opening that suits them."""

from __future__ import annotations

from handlers.nudge_answers import NudgeAnswer, Nudged
from handlers.protocol import Request
from services import general_referrals
from services.context import Context
from views.nudges import general as general_nudge


def _put_forward(context: Context, _request: Request, nudged: Nudged) -> None:
    general_referrals.put_forward_for_opening(context, nudged.step)


ANSWERS = {general_nudge.PUT_FORWARD: NudgeAnswer(_put_forward)}
