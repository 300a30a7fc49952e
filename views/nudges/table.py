"""The copy of every kind of follow-up: one entry for each."""

from __future__ import annotations

from domain.follow_ups import FollowUpKind
from views.nudges import (
    asks,
    bench,
    commitments,
    congratulation,
    consent,
    general,
    hires,
    interview,
    outcome_note,
    owner,
    pause,
    returning,
    roles,
    say_more,
)
from views.nudges.copy import NudgeCopy

NUDGE_COPIES: dict[FollowUpKind, NudgeCopy] = {
    FollowUpKind.COMMITMENT: commitments.COMMITMENT,
    FollowUpKind.SAY_MORE: say_more.SAY_MORE,
    FollowUpKind.INTERVIEW: interview.INTERVIEW,
    FollowUpKind.RECRUITER_ANSWER: owner.RECRUITER_ANSWER,
    FollowUpKind.STAGE: owner.STAGE,
    FollowUpKind.QUESTION: owner.QUESTION,
    FollowUpKind.HEARTBEAT: owner.HEARTBEAT,
    FollowUpKind.ASK: asks.ASK,
    FollowUpKind.CHECK_IN: bench.CHECK_IN,
    FollowUpKind.MATCH: bench.MATCH,
    FollowUpKind.CONSENT: consent.CONSENT,
    FollowUpKind.GENERAL_MATCH: general.GENERAL_MATCH,
    FollowUpKind.OUTCOME_NOTE: outcome_note.OUTCOME_NOTE,
    FollowUpKind.RETURN: returning.RETURN,
    FollowUpKind.PAUSE: pause.PAUSE,
    FollowUpKind.ROLES: roles.ROLES,
    FollowUpKind.HOT_ROLE: roles.HOT_ROLE,
    FollowUpKind.FIRST_DAY: hires.FIRST_DAY,
    FollowUpKind.BONUS_DUE: hires.BONUS_DUE,
    FollowUpKind.BONUS_NEWS: hires.BONUS_NEWS,
    FollowUpKind.HIRE_CHECK_IN: hires.HIRE_CHECK_IN,
    FollowUpKind.CONGRATULATION: congratulation.CONGRATULATION,
}
