"""An advocate puts somebody forward for the opening that suits them."""

from __future__ import annotations

from domain.policy import Policy
from handlers.nudge_answers import NudgeAnswer, Nudged
from handlers.protocol import Request
from services import general
from storage.engine import Transaction
from views import general as view


def _put_forward(
    request: Request, transaction: Transaction, nudged: Nudged, policy: Policy
) -> None:
    general.put_forward(transaction, request.actor, nudged.step, policy, request.now)


ANSWERS = {view.PUT_FORWARD: NudgeAnswer(_put_forward)}
