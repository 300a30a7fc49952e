"""Each kind of follow-up beyond the main job's four, with the file that knows it."""

from __future__ import annotations

from domain.follow_ups import FollowUpKind
from services.follow_up_kinds import asks, bench
from services.follow_up_kinds.consent import CONSENT
from services.follow_up_kinds.general import GENERAL
from services.follow_up_kinds.interview import INTERVIEW
from services.follow_up_kinds.kind import Step
from services.follow_up_kinds.say_more import SAY_MORE

STEPS: dict[FollowUpKind, Step] = {
    FollowUpKind.ASK: asks.STEP,
    FollowUpKind.CHECK_IN: bench.CHECK_IN,
    FollowUpKind.MATCH: bench.MATCH,
    FollowUpKind.CONSENT: CONSENT,
    FollowUpKind.GENERAL_MATCH: GENERAL,
    FollowUpKind.SAY_MORE: SAY_MORE,
    FollowUpKind.INTERVIEW: INTERVIEW,
}
