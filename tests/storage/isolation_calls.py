"""A call of every storage function that takes a workspace. `test_isolation` executes them.

`READS` return something in the workspace itself and nothing in another. `CHANGES` change rows of
the workspace itself and none of another. `INSERTS` use keys that the other workspace has as well.
In every call, `t` is a transaction and `f` is a `TwoWorkspaces`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from typing import Any

from domain.endorsements import CommitmentKind, CommitmentState
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState, NewFollowUp
from domain.messages import PAYLOADS, ReferralReceived
from domain.openings import AnnouncementState, OpeningStatus
from domain.outbox import Intent, IntentState, NewIntent
from domain.own_settings import OwnSettings
from domain.policy import Policy
from domain.stages import Stage
from storage import (
    announcements,
    bench_matches,
    candidates,
    channel_ids,
    commitments,
    drafts,
    endorsements,
    follow_ups,
    held_follow_ups,
    history,
    idempotency_keys,
    interview_notes,
    members,
    openings,
    outbox,
    questions,
    recall_prompts,
    referrals,
    reopening,
    roundups,
    settings,
    team_prefixes,
)
from storage.engine import Transaction
from storage.outbox import replies
from tests.cast import ADA, GRACE, LINUS, MARGARET, MONDAY
from tests.storage import (
    isolation_of_asks,
    isolation_of_benches,
    isolation_of_bonuses,
    isolation_of_candidates,
    isolation_of_departures,
    isolation_of_desk,
    isolation_of_endings,
    isolation_of_figures,
)
from tests.storage.rows import FORM, Company, add_endorsement, plan_follow_up

ADA_ID, LINUS_ID, MARGARET_ID = ADA.user_id, LINUS.user_id, MARGARET.user_id
TUESDAY = MONDAY.replace(day=3)


@dataclass(frozen=True, slots=True)
class TwoWorkspaces:
    """Acme has a row in every table. `ws` is the other workspace, which has none."""

    acme: Company
    ws: int
    announcement: int
    commitment: int
    told: int
    question: int
    follow_up: FollowUp
    intent: Intent
    bench: isolation_of_benches.FilledBench
    asked: isolation_of_asks.FilledAsks
    repeated: Intent  # the second of two announcements, the first of which is being sent


Call = Callable[[Transaction, TwoWorkspaces], Any]


def _benches(calls: dict[str, isolation_of_benches.Call]) -> dict[str, Call]:
    return {
        name: (lambda t, f, call=call: call(t, f.ws, ADA_ID, f.bench))  # type: ignore[misc]
        for name, call in calls.items()
    }


READS: dict[str, Call] = {
    **isolation_of_asks.READS,
    **_benches(isolation_of_benches.READS),
    **isolation_of_candidates.READS,
    **isolation_of_desk.READS,
    **isolation_of_departures.READS,
    **isolation_of_bonuses.READS,
    **isolation_of_endings.READS,
    **isolation_of_figures.READS,
    "bench_matches.list_owners": lambda t, f: bench_matches.list_owners(t, f.ws, "", 9),
    "commitments.find": lambda t, f: commitments.find(t, f.ws, f.commitment),
    "commitments.find_many": lambda t, f: commitments.find_many(t, f.ws, [f.commitment]),
    "commitments.list_by_member": lambda t, f: commitments.list_by_member(
        t, f.ws, f.acme.referral.id, ADA_ID
    ),
    "commitments.list_by_referrals": lambda t, f: commitments.list_by_referrals(
        t, f.ws, [f.acme.referral.id]
    )[f.acme.referral.id],
    "commitments.list_fulfilled": lambda t, f: commitments.list_fulfilled(
        t, f.ws, f.acme.referral.id
    ),
    "channel_ids.find_current": lambda t, f: channel_ids.find_current(t, f.ws, "C0OLD") == "C0NEW",
    "commitments.list_ids_sent_to": lambda t, f: commitments.list_ids_sent_to(t, f.ws, "C9"),
    "commitments.list_post_ids": lambda t, f: commitments.list_post_ids(t, f.ws, f.acme.opening.id),
    "endorsements.find_depths": lambda t, f: endorsements.find_depths(
        t, f.ws, [f.acme.referral.id]
    ),
    "interview_notes.list_by_referrals": lambda t, f: interview_notes.list_by_referrals(
        t, f.ws, [f.acme.referral.id]
    )[f.acme.referral.id],
    "interview_notes.list_by_referral": lambda t, f: interview_notes.list_by_referral(
        t, f.ws, f.acme.referral.id
    ),
    "idempotency_keys.find_answer": lambda t, f: idempotency_keys.find_answer(t, f.ws, "E1"),
    "idempotency_keys.find_request": lambda t, f: [
        each for each in astuple(idempotency_keys.find_request(t, f.ws, "E1", MARGARET_ID)) if each
    ],
    "drafts.find": lambda t, f: drafts.find(t, f.ws, ADA_ID, "post"),
    "endorsements.list_current": lambda t, f: endorsements.list_current(
        t, f.ws, f.acme.referral.id
    ),
    "endorsements.list_current_by_referrals": lambda t, f: endorsements.list_current_by_referrals(
        t, f.ws, [f.acme.referral.id]
    )[f.acme.referral.id],
    "endorsements.find_by_advocate": lambda t, f: endorsements.find_by_advocate(
        t, f.ws, f.acme.referral.id, ADA_ID
    ),
    "follow_ups.find": lambda t, f: follow_ups.find(t, f.ws, f.follow_up.id),
    "follow_ups.list_by_subjects": lambda t, f: any(
        follow_ups.list_by_subjects(t, f.ws, f.follow_up.kind, [f.follow_up.subject_id]).values()
    ),
    "follow_ups.list_by_subject": lambda t, f: follow_ups.list_by_subject(
        t, f.ws, f.follow_up.kind, f.follow_up.subject_id
    ),
    "follow_ups.find_many": lambda t, f: follow_ups.find_many(t, f.ws, [f.follow_up.id]),
    "follow_ups.list_open": lambda t, f: follow_ups.list_open(
        t, f.ws, ADA_ID, 9, kinds=list(FollowUpKind)
    ),
    "history.list_lines": lambda t, f: history.list_lines(t, f.ws, "referral", f.acme.referral.id),
    "members.find": lambda t, f: members.find(t, f.ws, ADA_ID),
    "members.list_colleague_ids": lambda t, f: members.list_colleague_ids(t, f.ws, 10),
    "members.find_many": lambda t, f: members.find_many(t, f.ws, [ADA_ID]),
    "members.is_new_or_changed": lambda t, f: not members.is_new_or_changed(t, f.ws, ADA.profile),
    "members.manages_openings": lambda t, f: members.manages_openings(t, f.ws, MARGARET_ID),
    "members.list_recruiters_and_admins": lambda t, f: [
        *members.list_recruiters_and_admins(t, f.ws, [LINUS_ID], [ADA_ID])[0],
        *members.list_recruiters_and_admins(t, f.ws, [LINUS_ID], [ADA_ID])[1],
    ],
    "candidates.find_many": lambda t, f: candidates.find_many(
        t, f.ws, [f.acme.referral.candidate.id]
    ),
    "referrals.list_by_candidates": lambda t, f: any(
        referrals.list_by_candidates(t, f.ws, [f.acme.referral.candidate.id]).values()
    ),
    "recall_prompts.list_stale": lambda t, f: recall_prompts.list_stale(t, f.ws, TUESDAY, 9),
    "openings.list_inactive": lambda t, f: openings.list_inactive(t, f.ws, None, TUESDAY, 9),
    "openings.find": lambda t, f: openings.find(t, f.ws, f.acme.opening.id),
    "openings.find_many": lambda t, f: openings.find_many(t, f.ws, [f.acme.opening.id]),
    "openings.find_by_ref": lambda t, f: openings.find_by_ref(t, f.ws, f.acme.opening.ref),
    "openings.search_choices": lambda t, f: openings.search_choices(t, f.ws, "", limit=9),
    "openings.search": lambda t, f: openings.search(t, f.ws, "", limit=9),
    "openings.count_open": lambda t, f: openings.count_open(t, f.ws),
    "openings.list_opened_since": lambda t, f: openings.list_opened_since(
        t, f.ws, MONDAY.replace(year=2025), 9
    ),
    "openings.list_refs": lambda t, f: openings.list_refs(t, f.ws),
    "openings.list_by_person_in_charge": lambda t, f: openings.list_by_person_in_charge(
        t, f.ws, MARGARET_ID
    ),
    "team_prefixes.list_teams_by_prefix": lambda t, f: team_prefixes.list_teams_by_prefix(t, f.ws),
    "announcements.list_by_opening": lambda t, f: announcements.list_by_opening(
        t, f.ws, f.acme.opening.id
    ),
    "announcements.list_in_channel": lambda t, f: announcements.list_in_channel(t, f.ws, "C2"),
    "announcements.find": lambda t, f: announcements.find(t, f.ws, f.announcement),
    "find.find_intent": lambda t, f: outbox.find_intent(t, f.ws, f.intent.id),
    "find.has_unsettled_announcement": lambda t, f: outbox.has_unsettled_announcement(
        t, replace(f.repeated, workspace_id=f.ws)
    ),
    "find.list_nudges_by_recipient": lambda t, f: outbox.list_nudges_by_recipient(
        t, f.ws, [ADA_ID], MONDAY.replace(year=2020)
    ),
    "find.list_nudge_times": lambda t, f: outbox.list_nudge_times(
        t, f.ws, ADA_ID, MONDAY.replace(year=2025)
    ),
    "replies.find_posted": lambda t, f: replies.find_posted(
        t, f.ws, ADA_ID, [f.intent.kind], "1.1"
    ),
    "replies.lock_intent": lambda t, f: replies.lock_intent(t, f.ws, f.intent.id),
    "questions.find": lambda t, f: questions.find(t, f.ws, f.question),
    "questions.find_many": lambda t, f: questions.find_many(t, f.ws, [f.question]),
    "questions.list_by_referral": lambda t, f: questions.list_by_referral(
        t, f.ws, f.acme.referral.id
    ),
    "referrals.find": lambda t, f: referrals.find(t, f.ws, f.acme.referral.id),
    "referrals.find_latest": lambda t, f: referrals.find_latest(
        t, f.ws, f.acme.referral.candidate.id, f.acme.opening.id
    ),
    "referrals.list_by_advocate": lambda t, f: referrals.list_by_advocate(t, f.ws, ADA_ID, 9),
    "referrals.list_by_owner": lambda t, f: referrals.list_by_owner(t, f.ws, LINUS_ID, 9),
    "referrals.find_progress": lambda t, f: referrals.find_progress(t, f.ws, [f.acme.referral.id]),
    "referrals.find_many": lambda t, f: referrals.find_many(t, f.ws, [f.acme.referral.id]),
    "roundups.list_unplanned_channels": lambda t, f: roundups.list_unplanned_channels(t, f.ws),
    "roundups.list_openings": lambda t, f: roundups.list_openings(t, f.ws, "C3", MONDAY),
    "settings.find_policy": lambda t, f: (
        settings.find_policy(t, f.ws).dms_per_week != Policy().dms_per_week
    ),
}

# Each call names a row of Acme, but another workspace, in which it finds nothing to change.
CHANGES: dict[str, Call] = {
    **isolation_of_asks.CHANGES,
    **isolation_of_departures.CHANGES,
    **isolation_of_bonuses.CHANGES,
    **isolation_of_desk.CHANGES,
    **isolation_of_figures.CHANGES,
    **isolation_of_endings.CHANGES,
    **_benches(isolation_of_benches.CHANGES),
    **isolation_of_candidates.CHANGES,
    "replies.save_details": lambda t, f: replies.save_details(t, f.ws, f.intent.id, {"a": 1}),
    "bench_matches.queue_opening": lambda t, f: bench_matches.queue_opening(
        t, f.ws, f.acme.opening.id
    ),
    "recall_prompts.rotate_prompt": lambda t, f: recall_prompts.rotate_prompt(
        t, replace(f.acme.opening, workspace_id=f.ws), MONDAY
    ),
    "commitments.settle": lambda t, f: commitments.settle(
        t, f.ws, f.commitment, CommitmentState.DONE, MONDAY
    ),
    "commitments.save_text": lambda t, f: commitments.save_text(t, f.ws, f.commitment, "x"),
    "commitments.set_sent_to": lambda t, f: commitments.set_sent_to(t, f.ws, f.commitment, "C1"),
    "commitments.clear_sent_to": lambda t, f: commitments.clear_sent_to(t, f.ws, f.told),
    "commitments.save_reply": lambda t, f: commitments.save_reply(
        t, f.ws, f.commitment, "x", MONDAY
    ),
    "drafts.delete_draft": lambda t, f: drafts.delete_draft(t, f.ws, ADA_ID, "post"),
    "follow_ups.mark_nudged": lambda t, f: follow_ups.mark_nudged(
        t, replace(f.follow_up, workspace_id=f.ws), next_due=None
    ),
    "follow_ups.set_member": lambda t, f: follow_ups.set_member(
        t, replace(f.follow_up, workspace_id=f.ws), LINUS_ID
    ),
    "held_follow_ups.release": lambda t, f: held_follow_ups.release(t, f.ws, ADA_ID, TUESDAY),
    "follow_ups.snooze": lambda t, f: follow_ups.snooze(t, f.ws, f.follow_up.id, TUESDAY, MONDAY),
    "follow_ups.settle": lambda t, f: follow_ups.settle(
        t, f.ws, f.follow_up.id, FollowUpState.DONE, MONDAY
    ),
    "follow_ups.settle_matching": lambda t, f: follow_ups.settle_matching(
        t, f.ws, FollowUpState.DONE, MONDAY
    ),
    "members.save_own_settings": lambda t, f: members.save_own_settings(
        t, f.ws, ADA_ID, OwnSettings("Asia/Tokyo"), None
    ),
    "members.set_inactive": lambda t, f: members.set_inactive(t, f.ws, ADA_ID),
    "members.set_dm_channel": lambda t, f: members.set_dm_channel(t, f.ws, ADA_ID, "D9"),
    "members.set_recruiter_group": lambda t, f: members.set_recruiter_group(t, f.ws, [ADA_ID]),
    "edits.queue_nudge_edits": lambda t, f: outbox.queue_nudge_edits(
        t, f.ws, [ADA_ID], [1], MONDAY
    ),
    "openings.update_form": lambda t, f: openings.update_form(
        t, replace(f.acme.opening, workspace_id=f.ws), FORM, now=MONDAY
    ),
    "openings.set_status": lambda t, f: openings.set_status(
        t, replace(f.acme.opening, workspace_id=f.ws), OpeningStatus.PAUSED, now=MONDAY
    ),
    "openings.set_people": lambda t, f: openings.set_people(
        t, replace(f.acme.opening, workspace_id=f.ws), hiring_manager=ADA_ID, recruiter=None
    ),
    "announcements.settle": lambda t, f: announcements.settle(
        t, f.ws, f.announcement, AnnouncementState.POSTED, ts="9.9"
    ),
    "channel_ids.replace": lambda t, f: channel_ids.replace(t, f.ws, "C2", "C22"),
    "announcements.forget_message": lambda t, f: announcements.forget_message(
        t, f.ws, f.announcement
    ),
    "settle.settle_intent": lambda t, f: outbox.settle_intent(
        t, replace(f.intent, workspace_id=f.ws), IntentState.DEAD, MONDAY
    ),
    "settle.requeue_intent": lambda t, f: outbox.requeue_intent(
        t, replace(f.intent, workspace_id=f.ws), MONDAY
    ),
    "settle.postpone_reconciling": lambda t, f: outbox.postpone_reconciling(
        t, replace(f.intent, workspace_id=f.ws), MONDAY, "x"
    ),
    "edits.queue_edits": lambda t, f: outbox.queue_edits(
        t, f.ws, list(PAYLOADS), f.acme.referral.id, MONDAY
    ),
    "edits.queue_edit": lambda t, f: outbox.queue_edit(t, f.ws, f.intent.id, MONDAY),
    "edits.delete_old_edits": lambda t, f: outbox.delete_old_edits(t, f.ws, TUESDAY, 9),
    "settle.release_deferred": lambda t, f: outbox.release_deferred(t, f.ws, ADA_ID, MONDAY),
    "settle.drop_queued_to": lambda t, f: outbox.drop_queued_to(t, f.ws, ADA_ID, MONDAY, "x"),
    "questions.save_answer": lambda t, f: questions.save_answer(t, f.ws, f.question, "x", MONDAY),
    "referrals.set_stage": lambda t, f: referrals.set_stage(
        t,
        replace(f.acme.referral, workspace_id=f.ws),
        Stage.HIRED,
        reason=None,
        note="",
        now=MONDAY,
    ),
    "referrals.set_owner": lambda t, f: referrals.set_owner(
        t, replace(f.acme.referral, workspace_id=f.ws), ADA_ID, MONDAY
    ),
    "referrals.set_answered": lambda t, f: referrals.set_answered(
        t, replace(f.acme.referral, workspace_id=f.ws), MONDAY
    ),
    "reopening.reopen": lambda t, f: reopening.reopen(
        t, replace(f.acme.referral, workspace_id=f.ws), ADA_ID, MONDAY
    ),
}

# These insert rows into the given workspace, with keys that Acme has as well.
INSERTS: dict[str, Call] = {
    **isolation_of_figures.INSERTS,
    **isolation_of_asks.INSERTS,
    **_benches(isolation_of_benches.INSERTS),
    "candidates.add": lambda t, f: candidates.add(t, f.ws, GRACE.lead(), MONDAY),
    **isolation_of_candidates.INSERTS,
    **isolation_of_departures.INSERTS,
    **isolation_of_bonuses.INSERTS,
    **isolation_of_desk.INSERTS,
    **isolation_of_endings.INSERTS,
    "candidates.find_or_add": lambda t, f: candidates.find_or_add(t, f.ws, GRACE.lead(), MONDAY),
    "commitments.add_missing": lambda t, f: commitments.add_missing(
        t, f.ws, f.acme.referral.id, ADA_ID, list(CommitmentKind), MONDAY
    ),
    "commitments.add_or_reopen": lambda t, f: commitments.add_or_reopen(
        t, f.ws, f.acme.referral.id, ADA_ID, CommitmentKind.INTRODUCTION, MONDAY
    ),
    "interview_notes.add": lambda t, f: interview_notes.add(
        t, f.ws, f.acme.referral.id, ADA_ID, "x", MONDAY
    ),
    "idempotency_keys.save_answer": lambda t, f: idempotency_keys.save_answer(
        t, f.ws, "E1", {"ok": False}, MONDAY
    ),
    "drafts.save": lambda t, f: drafts.save(t, f.ws, ADA_ID, "post", {"title": "y"}, MONDAY),
    "endorsements.add_version": lambda t, f: add_endorsement(
        t, f.ws, f.acme.referral.id, saw="elsewhere"
    ),
    "follow_ups.plan": lambda t, f: plan_follow_up(
        t, replace(f.acme, ws=f.ws), f.follow_up.subject_id, member=LINUS
    ),
    "follow_ups.plan_many": lambda t, f: follow_ups.plan_many(
        t,
        f.ws,
        [NewFollowUp(f.follow_up.kind, f.follow_up.subject_id, f.acme.referral.id, LINUS_ID, None)],
        MONDAY,
    ),
    "history.add_lines": lambda t, f: history.add_lines(t, f.ws, ADA_ID, "x", "y", MONDAY, [{}]),
    "history.add_line": lambda t, f: history.add_line(t, f.ws, ADA_ID, "x", "referral", 1, MONDAY),
    "members.save_profiles": lambda t, f: members.save_profiles(
        t, f.ws, [replace(ADA.profile, name="Another Ada", active=False)]
    ),
    "openings.add": lambda t, f: openings.add(
        t, f.ws, FORM, ref=f.acme.opening.ref, posted_by=ADA_ID, now=MONDAY
    ),
    "announcements.add": lambda t, f: announcements.add(t, f.ws, f.acme.opening.id, "C1"),
    "team_prefixes.take_next_number": lambda t, f: team_prefixes.take_next_number(
        t, f.ws, "ENG", "Engineering"
    ),
    "queue.queue_intent": lambda t, f: outbox.queue_intent(
        t, f.ws, NewIntent(ReferralReceived.kind, ADA_ID, 1, "waits"), MONDAY
    ),
    "queue.queue_again": lambda t, f: outbox.queue_again(
        t, replace(f.intent, workspace_id=f.ws), MONDAY
    ),
    "queue.queue_intents": lambda t, f: outbox.queue_intents(
        t, f.ws, [NewIntent(ReferralReceived.kind, ADA_ID, 1, "waits")], MONDAY
    ),
    "questions.add": lambda t, f: questions.add(
        t, f.ws, f.acme.referral.id, asked_by=ADA_ID, asked_of=ADA_ID, text="?", now=MONDAY
    ),
    "referrals.add": lambda t, f: referrals.add(
        t,
        f.ws,
        candidate=candidates.find_or_add(t, f.ws, GRACE.lead(), MONDAY),
        opening=None,
        advocate=ADA_ID,
        owner=LINUS_ID,
        bonus_rule="",
        now=MONDAY,
    ),
    "settings.save_policy": lambda t, f: settings.save_policy(
        t, f.ws, Policy(dms_per_week=5), MONDAY, changed_by=ADA_ID
    ),
}
