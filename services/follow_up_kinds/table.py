"""The behaviour of each kind of follow-up, and functions that take follow-ups of several kinds."""

from __future__ import annotations

from collections.abc import Sequence

from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.pages import NudgeItem, Viewer
from services.context import Context
from services.follow_up_kinds.asks import ASK
from services.follow_up_kinds.bench import CHECK_IN, MATCH
from services.follow_up_kinds.commitments import COMMITMENT
from services.follow_up_kinds.congratulation import CONGRATULATION
from services.follow_up_kinds.consent import CONSENT
from services.follow_up_kinds.general import GENERAL_MATCH
from services.follow_up_kinds.hires import BONUS_DUE, BONUS_NEWS, FIRST_DAY, HIRE_CHECK_IN
from services.follow_up_kinds.interview import INTERVIEW
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.outcome_note import OUTCOME_NOTE
from services.follow_up_kinds.owner import HEARTBEAT, QUESTION, RECRUITER_ANSWER
from services.follow_up_kinds.pause import PAUSE
from services.follow_up_kinds.returning import RETURN
from services.follow_up_kinds.roles import HOT_ROLE, ROLES
from services.follow_up_kinds.say_more import SAY_MORE
from services.follow_up_kinds.stage import STAGE

KINDS: dict[FollowUpKind, KindOfFollowUp] = {
    FollowUpKind.COMMITMENT: COMMITMENT,
    FollowUpKind.RECRUITER_ANSWER: RECRUITER_ANSWER,
    FollowUpKind.STAGE: STAGE,
    FollowUpKind.QUESTION: QUESTION,
    FollowUpKind.HEARTBEAT: HEARTBEAT,
    FollowUpKind.SAY_MORE: SAY_MORE,
    FollowUpKind.CONSENT: CONSENT,
    FollowUpKind.INTERVIEW: INTERVIEW,
    FollowUpKind.ASK: ASK,
    FollowUpKind.CHECK_IN: CHECK_IN,
    FollowUpKind.MATCH: MATCH,
    FollowUpKind.GENERAL_MATCH: GENERAL_MATCH,
    FollowUpKind.OUTCOME_NOTE: OUTCOME_NOTE,
    FollowUpKind.RETURN: RETURN,
    FollowUpKind.PAUSE: PAUSE,
    FollowUpKind.ROLES: ROLES,
    FollowUpKind.HOT_ROLE: HOT_ROLE,
    FollowUpKind.FIRST_DAY: FIRST_DAY,
    FollowUpKind.BONUS_DUE: BONUS_DUE,
    FollowUpKind.BONUS_NEWS: BONUS_NEWS,
    FollowUpKind.HIRE_CHECK_IN: HIRE_CHECK_IN,
    FollowUpKind.CONGRATULATION: CONGRATULATION,
}
# The kinds that App Home and `/refer mine` list.
LISTED_KINDS = tuple(kind for kind, entry in KINDS.items() if entry.is_listed)


def find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups that are open and still apply.

    Callers check this when a follow-up is due, and again when its nudge is sent.
    """
    open_follow_ups = [each for each in follow_ups if each.state is FollowUpState.OPEN]
    applicable: set[int] = set()
    for kind, group in _group_by_kind(open_follow_ups).items():
        applicable |= KINDS[kind].find_applicable(context, group)
    return applicable


def load_items(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> tuple[NudgeItem, ...]:
    """What a nudge shows of each follow-up, in the given order.

    A follow-up is left out if what it is about no longer exists.
    """
    items: dict[int, NudgeItem] = {}
    for kind, group in _group_by_kind(follow_ups).items():
        items.update(KINDS[kind].load_items(context, viewer, group))
    return tuple(items[each.id] for each in follow_ups if each.id in items)


def _group_by_kind(follow_ups: Sequence[FollowUp]) -> dict[FollowUpKind, list[FollowUp]]:
    grouped: dict[FollowUpKind, list[FollowUp]] = {}
    for each in follow_ups:
        grouped.setdefault(each.kind, []).append(each)
    return grouped
