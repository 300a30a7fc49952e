"""Undoes a change of stage that was entered by mistake, within a day.

The referral gets its former stage back, and its former owner unless it was handed over since. Its
advocates are told that the change was a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from domain.corrections import CORRECTION_PERIOD, StageEntry
from domain.errors import NotFoundError, StaleError
from domain.follow_ups import HIRE_KINDS, FollowUpKind, FollowUpState
from domain.messages import (
    CandidateDeclined,
    QuestionAsked,
    ReferralForManager,
    StageChanged,
    StageCorrected,
    WordToManager,
)
from domain.referrals import Referral
from domain.stages import ENDED_STAGES, STAGE_PATH, Reason, Stage
from services import (
    consent,
    ending_plans,
    follow_ups,
    history,
    interview,
    outbox,
    own_moves,
    returns,
)
from services.context import Context
from services.desk import close_answer_reminders, find_answerable_referral
from services.first_answers import count_answer_days
from services.people import find_opening_of
from storage import (
    candidates,
    commitments,
    endorsements,
    openings,
    questions,
    referrals,
    reopening,
)
from storage import history as stored_history
from storage import outbox as stored_outbox
from storage.referral_facts import replace_first_answer

ValueT = TypeVar("ValueT")
# The verbs of lines in the history that say that a stage changed.
MOVED = "referral.moved"
CORRECTED = "referral.put_right"
MOVED_TO_OPENING = "referral.to_opening"
STAGE_VERBS = (MOVED, "referral.reopened", MOVED_TO_OPENING, CORRECTED)
# The follow-ups that only a referral that has ended can have.
_KINDS_AFTER_THE_END = (FollowUpKind.RETURN, FollowUpKind.OUTCOME_NOTE, *HIRE_KINDS)
_KINDS_BEFORE_THE_END = tuple(set(FollowUpKind).difference(_KINDS_AFTER_THE_END))


def find_correctable_change(context: Context, referral: Referral) -> StageEntry | None:
    """The last change of stage if it can still be undone, else None."""
    # Most referrals have a stage for longer, and need no query.
    if context.now - referral.stage_at >= CORRECTION_PERIOD:
        return None
    entry = _find_last_entry(context, referral)
    return entry if entry is not None and entry.is_correctable(context.now) else None


def _find_last_entry(context: Context, referral: Referral) -> StageEntry | None:
    """The last change of stage, however old, or None if changes of its kind cannot be undone.

    Two kinds cannot be undone, because their history lines store nothing but the stages: the
    withdrawal of a referral for which nobody vouches any more, and changes by old releases.
    """
    line = stored_history.find_last_line(
        context.transaction, referral.workspace_id, "referral", referral.id, STAGE_VERBS
    )
    if line is None or line.verb != MOVED or "owner_before" not in line.detail:
        return None
    detail = line.detail
    if detail["after"] != referral.stage.value:  # A later change left no line with these verbs.
        return None
    return StageEntry(
        history_id=line.id,
        entered_at=line.at,
        stage=referral.stage,
        stage_before=Stage(detail["before"]),
        reason_before=_parse_if_any(Reason, detail["reason_before"]),
        stage_at_before=datetime.fromisoformat(detail["stage_at_before"]),
        answered_at_before=_parse_if_any(datetime.fromisoformat, detail["answered_at_before"]),
        owner_before=detail["owner_before"],
        return_on_before=_parse_if_any(date.fromisoformat, detail["return_on_before"]),
        took_part=detail["took_part"],
    )


def _parse_if_any(parse: Callable[[str], ValueT], text: str | None) -> ValueT | None:
    return parse(text) if text else None


def find_former_opening(context: Context, referral: Referral) -> str | None:
    """The ref of the opening from which the referral was moved when that opening ended.

    None if the referral was not moved or has left the stage NEW since.
    """
    if referral.stage is not Stage.NEW or referral.stage_at <= referral.created_at:
        return None
    found = stored_history.find_last_line(
        context.transaction, referral.workspace_id, "referral", referral.id, STAGE_VERBS
    )
    if found is None or found.verb != MOVED_TO_OPENING or found.detail["before"] is None:
        return None
    former = openings.find(context.transaction, referral.workspace_id, found.detail["before"])
    return former.ref if former else None


def correct_stage(context: Context, referral_id: int, history_id: int) -> Referral:
    """Undoes the change of stage that the history line `history_id` records. Tells the advocates.

    Raises `NotFoundError` if there is no such referral or the change can no longer be undone,
    `NotAllowedError` if the actor may not answer the referral, and `StaleError` if the stage has
    changed since then.
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
    _restore_messages(context, restored, entry, advocates)
    for advocate in advocates:
        if advocate != context.actor.user_id:
            payload = StageCorrected(restored.id, history_id, entry.stage, context.actor.user_id)
            outbox.queue(context, payload, to=advocate, occasion=f"{advocate}:{history_id}")
    own_moves.tell_askers(context, restored, correction)  # if the candidate is a colleague
    follow_ups.queue_edits_of_all(context, restored)
    return restored


def _restore(context: Context, referral: Referral, entry: StageEntry) -> bool:
    """Gives the referral its former values. Returns False if someone else has changed it by now."""
    if entry.took_part:
        candidates.clear_took_part(
            context.transaction, referral.workspace_id, referral.candidate.id
        )
    asked_at = _find_question_since(context, referral, entry)
    days = None
    if asked_at is not None:
        context_then = replace(context, now=asked_at)
        referral_then = replace(referral, answered_at=entry.answered_at_before)
        days = count_answer_days(context_then, referral_then)
    return referrals.change(
        context.transaction,
        referral,
        stage=entry.stage_before.value,
        reason=entry.reason_before.value if entry.reason_before else None,
        note="",
        stage_at=entry.stage_at_before,
        answered_at=entry.answered_at_before or asked_at,
        owner=_find_restored_owner(referral, entry),
        return_on=entry.return_on_before,
        furthest_stage=_find_furthest_stage(context, referral).value,
        **replace_first_answer(entry.entered_at, asked_at, days),
    )


def _find_question_since(
    context: Context, referral: Referral, entry: StageEntry
) -> datetime | None:
    """The time of the first question to an advocate after the mistake (UTC), or None.

    A question counts as the answer to the referral.
    """
    asked = questions.list_by_referral(context.transaction, referral.workspace_id, referral.id)
    return min((each.asked_at for each in asked if each.asked_at >= entry.entered_at), default=None)


def _find_restored_owner(referral: Referral, entry: StageEntry) -> str:
    """The owner before the mistake, unless the referral was handed over after it."""
    since = referral.owner_since
    if since is not None and since > entry.entered_at:
        return referral.owner
    return entry.owner_before


def _find_furthest_stage(context: Context, referral: Referral) -> Stage:
    """The furthest stage that the referral has reached, without the changes that were mistakes."""
    stages = [Stage.NEW]
    for line in stored_history.list_lines(
        context.transaction, referral.workspace_id, "referral", referral.id
    ):
        if line.verb == MOVED:
            stages.append(Stage(line.detail["after"]))
        elif line.verb == CORRECTED:  # The change before this line was a mistake.
            stages.pop()
    stages.pop()  # The newest change is the mistake that is corrected now.
    return max((each for each in stages if each in STAGE_PATH), key=STAGE_PATH.index)


def _plan_again(
    context: Context, restored: Referral, entry: StageEntry, advocates: list[str]
) -> None:
    """Plans the follow-ups of the restored stage, and reopens those that the mistake cancelled."""
    close_answer_reminders(context, restored)
    interview.update_follow_ups(context, restored, advocates)
    if restored.ended:
        follow_ups.close_matching(
            context, FollowUpState.CANCELLED, referral=restored, kinds=_KINDS_BEFORE_THE_END
        )
        returns.plan_return(context, restored)
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
        if restored.candidate.awaits_agreement:
            follow_ups.plan_consent_question(context, restored.candidate, advocate)
    if entry.took_part:
        consent.refresh_messages(context, restored.candidate)
    opening = find_opening_of(context, restored)
    if opening is not None and opening.ended:
        ending_plans.plan_endings(context, opening)


def _restore_messages(
    context: Context, restored: Referral, entry: StageEntry, advocates: Sequence[str]
) -> None:
    """Drops news of the mistake that has not been sent yet.

    Messages that were dropped because the mistake had ended the referral are queued again.
    """
    transaction, workspace_id, now = context.transaction, context.workspace.id, context.now
    news = StageChanged(restored.id, entry.stage, changed_by="")
    keys = [news.dedupe_key(each, f"{each}:{entry.history_id}") for each in advocates]
    stored_outbox.drop_queued_with_keys(transaction, workspace_id, keys, now, "put_right")
    if entry.stage not in ENDED_STAGES or restored.ended:
        return
    asked = questions.list_by_referral(transaction, workspace_id, restored.id)
    made = commitments.list_by_referrals(transaction, workspace_id, [restored.id])[restored.id]
    for kind, ids in (
        (QuestionAsked.kind, [each.id for each in asked]),
        (WordToManager.kind, [each.id for each in made]),
        (ReferralForManager.kind, [restored.id]),
        (CandidateDeclined.kind, [restored.id]),
    ):
        stored_outbox.queue_dropped_again(
            transaction, workspace_id, kind, ids, now, reason="ended", since=entry.entered_at
        )
