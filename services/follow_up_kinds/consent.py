"""Has the candidate agreed to be put forward? Asked of each advocate who has not said so."""

from __future__ import annotations

from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Reader
from services.consent import behind
from services.context import Context
from services.follow_up_kinds.kind import Step
from storage import candidates, endorsements


def asks(context: Context, step: FollowUp) -> bool:
    """While they are undecided, and something that this advocate stands behind is open."""
    candidate = candidates.find(context.transaction, step.workspace_id, step.subject_id)
    if candidate is None or not candidate.undecided:
        return False
    return any(not referral.ended for referral in behind(context, candidate, step.member))


def item(context: Context, _reader: Reader, step: FollowUp) -> NudgeItem | None:
    candidate = candidates.find(context.transaction, step.workspace_id, step.subject_id)
    theirs = behind(context, candidate, step.member) if candidate else []
    if not theirs:
        return None
    shown = next((referral for referral in theirs if not referral.ended), theirs[0])
    mine = endorsements.find_by_advocate(context.transaction, step.workspace_id, shown.id, step.member)
    return NudgeItem(step, shown, mine.candidate_name if mine else shown.candidate.name)


CONSENT = Step(asks, item)
