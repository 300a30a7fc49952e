"""An advocate puts somebody forward for the opening that suits them."""

from __future__ import annotations

from domain.policy import Policy
from handlers.nudge_answers import NudgeAnswer, Nudged
from handlers.protocol import Click
from services import general
from storage.engine import Session
from views import general as view


def _put_forward(click: Click, session: Session, nudged: Nudged, policy: Policy) -> None:
    general.put_forward(session, click.actor, nudged.step, policy, click.now)


ANSWERS = {view.PUT_FORWARD: NudgeAnswer(_put_forward)}
