"""Each kind of follow-up beyond the main job's four, with the file that knows it."""

from __future__ import annotations

from domain.follow_ups import FollowUpKind
from services.steps import asks, bench
from services.steps.consent import CONSENT
from services.steps.general import GENERAL
from services.steps.interview import INTERVIEW
from services.steps.say_more import SAY_MORE
from services.steps.step import Step

STEPS: dict[FollowUpKind, Step] = {
    FollowUpKind.ASK: asks.STEP,
    FollowUpKind.CHECK_IN: bench.CHECK_IN,
    FollowUpKind.MATCH: bench.MATCH,
    FollowUpKind.CONSENT: CONSENT,
    FollowUpKind.GENERAL_MATCH: GENERAL,
    FollowUpKind.SAY_MORE: SAY_MORE,
    FollowUpKind.INTERVIEW: INTERVIEW,
}
