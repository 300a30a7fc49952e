"""Undoes a change of stage that was entered by mistake, within a day.

The referral becomes as it was before, and every advocate who was told of the change gets a
correction.
"""

from __future__ import annotations

from datetime import date, datetime

from domain.corrections import CORRECTION_PERIOD, StageEntry
from domain.errors import NotFoundError, StaleError
from domain.follow_ups import HIRE_KINDS, FollowUpKind, FollowUpState
from domain.messages import StageCorrected
from domain.referrals import Referral
from domain.stages import STAGE_PATH, Reason, Stage
from services import consent, ending_plans, follow_ups, history, interview, outbox, own_moves
from services.context import Context
from services.desk import close_answer_reminders, find_answerable_referral
from services.people import find_opening_of
from storage import candidates, endorsements, referrals, reopening
from storage import history as stored_history
from storage.referral_facts import forget_first_answer

MOVED = "referral.moved"
CORRECTED = "referral.put_right"
# The verbs of history lines about a change of stage.
STAGE_VERBS = (MOVED, "referral.reopened", "referral.to_opening", CORRECTED)
_KINDS_AFTER_THE_END = (FollowUpKind.RETURN, FollowUpKind.OUTCOME_NOTE, *HIRE_KINDS)


def find_correctable(context: Context, referral: Referral) -> StageEntry | None:
    """The last change of stage if it can still be undone, else None."""
    if context.now - referral.stage_at >= CORRECTION_PERIOD:
        return None
    entry = _find_last_entry(context, referral)
    return entry if entry is not None and entry.is_correctable(context.now) else None


def _find_last_entry(context: Context, referral: Referral) -> StageEntry | None:
    """The last change of stage, or None if it cannot be undone.

    The withdrawal of a referral for which nobody vouches any more cannot be undone, and neither can
    a change by an old release, which stored nothing but the stages.
    """
    found = stored_history.find_last_line(
        context.transaction, referral.workspace_id, "referral", referral.id, STAGE_VERBS
    )
    if found is None or found.verb != MOVED or "owner_before" not in found.detail:
        return None
    detail = found.detail
    if detail["after"] != referral.stage.value:
        return None
    return StageEntry(
        history_id=found.id,
        entered_at=found.at,
        stage=referral.stage,
        stage_before=Stage(detail["before"]),
        reason_before=Reason(detail["reason_before"]) if detail["reason_before"] else None,
        stage_at_before=datetime.fromisoformat(detail["stage_at_before"]),
        answered_at_before=(
            datetime.fromisoformat(detail["answered_at_before"])
            if detail["answered_at_before"]
            else None
        ),
        owner_before=detail["owner_before"],
        return_on_before=(
            date.fromisoformat(detail["return_on_before"]) if detail["return_on_before"] else None
        ),
        took_part=detail["took_part"],
    )


def correct_stage(context: Context, referral_id: int, history_id: int) -> Referral:
    """Undoes the change of stage that has this line in the history, and tells the advocates.

    Raises `NotFoundError` if there is no such referral or the change is more than a day old,
    `NotAllowedError`, and `StaleError` if the stage was corrected or changed in the meantime.
    """
    referral = find_answerable_referral(context, referral_id)
    entry = _find_last_entry(context, referral)
    if entry is None or entry.history_id != history_id:
        raise StaleError("referral", referral.stage.value)
    if not entry.is_correctable(context.now):
        raise NotFoundError("correction")
    if not _restore(context, referral, entry):
        raise StaleError("referral", referral.stage.value)
    correction = history.add_line(
        context,
        CORRECTED,
        "referral",
        referral.id,
        before=entry.stage.value,
        after=entry.stage_before.value,
        line=history_id,
    )
    restored = referrals.find(context.transaction, referral.workspace_id, referral.id)
    assert restored is not None  # noqa: S101 - changed in this transaction
    advocates = [
        each.advocate
        for each in endorsements.list_current(
            context.transaction, referral.workspace_id, referral.id
        )
    ]
    _plan_again(context, restored, entry, advocates)
    for advocate in advocates:
        if advocate != context.actor.user_id:
            payload = StageCorrected(restored.id, history_id, entry.stage, context.actor.user_id)
            outbox.queue(context, payload, to=advocate, occasion=f"{advocate}:{history_id}")
    own_moves.tell_askers(context, restored, correction)
    follow_ups.queue_edits_of_all(context, restored)
    return restored


def _restore(context: Context, referral: Referral, entry: StageEntry) -> bool:
    if entry.took_part:
        candidates.forget_taking_part(
            context.transaction, referral.workspace_id, referral.candidate.id
        )
    return referrals.change(
        context.transaction,
        referral,
        stage=entry.stage_before.value,
        reason=entry.reason_before.value if entry.reason_before else None,
        note="",
        stage_at=entry.stage_at_before,
        answered_at=entry.answered_at_before,
        owner=entry.owner_before,
        return_on=entry.return_on_before,
        furthest_stage=_find_furthest_stage(context, referral).value,
        **forget_first_answer(entry.entered_at),
    )


def _find_furthest_stage(context: Context, referral: Referral) -> Stage:
    """The furthest stage that was reached, not counting changes that were mistakes.

    The newest change is the mistake that is corrected now. Earlier mistakes were corrected before.
    """
    entered = [Stage.NEW]
    for line in stored_history.list_lines(
        context.transaction, referral.workspace_id, "referral", referral.id
    ):
        if line.verb == MOVED:
            entered.append(Stage(line.detail["after"]))
        elif line.verb == CORRECTED:
            entered.pop()
    return max((each for each in entered[:-1] if each in STAGE_PATH), key=STAGE_PATH.index)


def _plan_again(
    context: Context, restored: Referral, entry: StageEntry, advocates: list[str]
) -> None:
    """Plans the follow-ups of the restored stage, and reopens those that the mistake had ended."""
    close_answer_reminders(context, restored)
    interview.update_follow_ups(context, restored, advocates)
    if restored.ended:
        follow_ups.close_matching(context, FollowUpState.CANCELLED, referral=restored)
        return
    follow_ups.close_matching(
        context, FollowUpState.CANCELLED, referral=restored, kinds=_KINDS_AFTER_THE_END
    )
    if restored.stage is Stage.NEW and restored.answered_at is None:
        follow_ups.plan_answer_reminder(context, restored)
    else:
        follow_ups.plan_stage_reminder(context, restored)
    reopening.reopen_cancelled_follow_ups(
        context.transaction, restored.workspace_id, restored.id, entry.entered_at
    )
    for advocate in advocates:
        follow_ups.plan_heartbeat(context, restored, advocate)
        if restored.candidate.undecided:
            follow_ups.plan_consent_question(context, restored.candidate, advocate)
    if entry.took_part:
        consent.refresh_messages(context, restored.candidate)
    opening = find_opening_of(context, restored)
    if opening is not None and opening.ended:
        ending_plans.plan_endings(context, opening)
