"""Every storage function that names a workspace, called for a workspace that is not its own.

`test_isolation` runs them: what is read must be nothing, what is changed must be one's own.
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
from domain.policy import Policy
from domain.stages import Stage
from storage import (
    announcements,
    bench_matches,
    candidates,
    commitments,
    drafts,
    endorsements,
    follow_ups,
    history,
    idempotency_keys,
    interview_notes,
    members,
    openings,
    outbox,
    questions,
    referrals,
    roundups,
    settings,
    team_prefixes,
)
from storage.engine import Transaction
from tests.cast import ADA, GRACE, LINUS, MARGARET, MONDAY
from tests.storage import ask_calls, bench_calls, isolation_of_candidates
from tests.storage.rows import FORM, Company, plan, say

ADA_ID, LINUS_ID, MARGARET_ID = ADA.user_id, LINUS.user_id, MARGARET.user_id
TUESDAY = MONDAY.replace(day=3)


@dataclass(frozen=True, slots=True)
class Full:
    """Acme's rows, one of each kind at least; `ws` is the other workspace, which has none."""

    acme: Company
    ws: int
    announcement: int
    commitment: int
    told: int
    question: int
    follow_up: FollowUp
    intent: Intent
    kept: bench_calls.Kept
    asked: ask_calls.Asked
    repeated: Intent  # the second of two announcements, the first of which is being sent


Call = Callable[[Transaction, Full], Any]


def _benches(calls: dict[str, bench_calls.Call]) -> dict[str, Call]:
    return {
        name: (lambda s, f, call=call: call(s, f.ws, ADA_ID, f.kept))  # type: ignore[misc]
        for name, call in calls.items()
    }


READS: dict[str, Call] = {
    **ask_calls.READS,
    **_benches(bench_calls.READS),
    **isolation_of_candidates.READS,
    "bench_matches.list_owners": lambda s, f: bench_matches.list_owners(s, f.ws, "", 9),
    "commitments.find_many": lambda s, f: commitments.find_many(s, f.ws, [f.commitment]),
    "commitments.find_open_ids": lambda s, f: commitments.find_open_ids(s, f.ws, [f.commitment]),
    "commitments.list_by_member": lambda s, f: commitments.list_by_member(
        s, f.ws, f.acme.referral.id, ADA_ID
    ),
    "commitments.list_by_referrals": lambda s, f: commitments.list_by_referrals(
        s, f.ws, [f.acme.referral.id]
    )[f.acme.referral.id],
    "commitments.list_fulfilled": lambda s, f: commitments.list_fulfilled(
        s, f.ws, f.acme.referral.id
    ),
    "commitments.list_post_ids": lambda s, f: commitments.list_post_ids(s, f.ws, f.acme.opening.id),
    "endorsements.find_depths": lambda s, f: endorsements.find_depths(
        s, f.ws, [f.acme.referral.id]
    ),
    "interview_notes.list_by_referrals": lambda s, f: interview_notes.list_by_referrals(
        s, f.ws, [f.acme.referral.id]
    )[f.acme.referral.id],
    "interview_notes.list_by_referral": lambda s, f: interview_notes.list_by_referral(
        s, f.ws, f.acme.referral.id
    ),
    "idempotency_keys.find_request": lambda s, f: [
        each for each in astuple(idempotency_keys.find_request(s, f.ws, "E1", MARGARET_ID)) if each
    ],
    "drafts.find": lambda s, f: drafts.find(s, f.ws, ADA_ID, "post"),
    "endorsements.list_current": lambda s, f: endorsements.list_current(
        s, f.ws, f.acme.referral.id
    ),
    "endorsements.list_current_by_referrals": lambda s, f: endorsements.list_current_by_referrals(
        s, f.ws, [f.acme.referral.id]
    )[f.acme.referral.id],
    "endorsements.find_by_advocate": lambda s, f: endorsements.find_by_advocate(
        s, f.ws, f.acme.referral.id, ADA_ID
    ),
    "follow_ups.find": lambda s, f: follow_ups.find(s, f.ws, f.follow_up.id),
    "follow_ups.list_by_subjects": lambda s, f: any(
        follow_ups.list_by_subjects(s, f.ws, f.follow_up.kind, [f.follow_up.subject_id]).values()
    ),
    "follow_ups.list_by_subject": lambda s, f: follow_ups.list_by_subject(
        s, f.ws, f.follow_up.kind, f.follow_up.subject_id
    ),
    "follow_ups.find_many": lambda s, f: follow_ups.find_many(s, f.ws, [f.follow_up.id]),
    "follow_ups.list_open": lambda s, f: follow_ups.list_open(
        s, f.ws, ADA_ID, 9, kinds=list(FollowUpKind)
    ),
    "history.list_lines": lambda s, f: history.list_lines(s, f.ws, "referral", f.acme.referral.id),
    "members.find": lambda s, f: members.find(s, f.ws, ADA_ID),
    "members.list_colleague_ids": lambda s, f: members.list_colleague_ids(s, f.ws, 10),
    "members.find_many": lambda s, f: members.find_many(s, f.ws, [ADA_ID]),
    "members.manages_openings": lambda s, f: members.manages_openings(s, f.ws, MARGARET_ID),
    "members.list_recruiters_and_admins": lambda s, f: [
        *members.list_recruiters_and_admins(s, f.ws, [LINUS_ID], [ADA_ID])[0],
        *members.list_recruiters_and_admins(s, f.ws, [LINUS_ID], [ADA_ID])[1],
    ],
    "candidates.find_many": lambda s, f: candidates.find_many(
        s, f.ws, [f.acme.referral.candidate.id]
    ),
    "referrals.list_by_candidates": lambda s, f: any(
        referrals.list_by_candidates(s, f.ws, [f.acme.referral.candidate.id]).values()
    ),
    "openings.list_stale": lambda s, f: openings.list_stale(s, f.ws, TUESDAY, 9),
    "openings.find": lambda s, f: openings.find(s, f.ws, f.acme.opening.id),
    "openings.find_many": lambda s, f: openings.find_many(s, f.ws, [f.acme.opening.id]),
    "openings.find_by_ref": lambda s, f: openings.find_by_ref(s, f.ws, f.acme.opening.ref),
    "openings.search_choices": lambda s, f: openings.search_choices(s, f.ws, "", limit=9),
    "openings.search": lambda s, f: openings.search(s, f.ws, "", limit=9),
    "openings.count_open": lambda s, f: openings.count_open(s, f.ws),
    "openings.list_opened_since": lambda s, f: openings.list_opened_since(
        s, f.ws, MONDAY.replace(year=2025), 9
    ),
    "openings.list_refs": lambda s, f: openings.list_refs(s, f.ws),
    "openings.list_run_by": lambda s, f: openings.list_run_by(s, f.ws, MARGARET_ID),
    "team_prefixes.list_teams_by_prefix": lambda s, f: team_prefixes.list_teams_by_prefix(s, f.ws),
    "announcements.list_by_opening": lambda s, f: announcements.list_by_opening(
        s, f.ws, f.acme.opening.id
    ),
    "announcements.find": lambda s, f: announcements.find(s, f.ws, f.announcement),
    "find.find_intent": lambda s, f: outbox.find_intent(s, f.ws, f.intent.id),
    "find.has_unsettled_announcement": lambda s, f: outbox.has_unsettled_announcement(
        s, replace(f.repeated, workspace_id=f.ws)
    ),
    "find.list_nudge_times_by_recipient": lambda s, f: outbox.list_nudge_times_by_recipient(
        s, f.ws, [ADA_ID], MONDAY.replace(year=2020)
    ),
    "find.list_nudge_times": lambda s, f: outbox.list_nudge_times(
        s, f.ws, ADA_ID, MONDAY.replace(year=2025)
    ),
    "questions.find": lambda s, f: questions.find(s, f.ws, f.question),
    "questions.find_many": lambda s, f: questions.find_many(s, f.ws, [f.question]),
    "questions.list_by_referral": lambda s, f: questions.list_by_referral(
        s, f.ws, f.acme.referral.id
    ),
    "referrals.find": lambda s, f: referrals.find(s, f.ws, f.acme.referral.id),
    "referrals.find_latest": lambda s, f: referrals.find_latest(
        s, f.ws, f.acme.referral.candidate.id, f.acme.opening.id
    ),
    "referrals.list_by_advocate": lambda s, f: referrals.list_by_advocate(s, f.ws, ADA_ID, 9),
    "referrals.list_by_owner": lambda s, f: referrals.list_by_owner(s, f.ws, LINUS_ID, 9),
    "referrals.has_endorsed": lambda s, f: referrals.has_endorsed(
        s, f.ws, ADA_ID, f.acme.opening.id, email=GRACE.email, profile_url=None
    ),
    "referrals.find_progress": lambda s, f: referrals.find_progress(s, f.ws, [f.acme.referral.id]),
    "referrals.find_many": lambda s, f: referrals.find_many(s, f.ws, [f.acme.referral.id]),
    "roundups.list_unplanned_channels": lambda s, f: roundups.list_unplanned_channels(s, f.ws),
    "roundups.list_due": lambda s, f: roundups.list_due(s, f.ws, MONDAY, 9),
    "roundups.list_openings": lambda s, f: roundups.list_openings(s, f.ws, "C3", MONDAY),
    "settings.find_policy": lambda s, f: (
        settings.find_policy(s, f.ws).dms_per_week != Policy().dms_per_week
    ),
}

# Each tries to change Acme's row from outside: it says that there was nothing to change.
REFUSED: dict[str, Call] = {
    **ask_calls.REFUSED,
    **_benches(bench_calls.REFUSED),
    **isolation_of_candidates.REFUSED,
    "bench_matches.queue_opening": lambda s, f: bench_matches.queue_opening(
        s, f.ws, f.acme.opening.id
    ),
    "openings.rotate_prompt": lambda s, f: openings.rotate_prompt(
        s, replace(f.acme.opening, workspace_id=f.ws), MONDAY
    ),
    "commitments.settle": lambda s, f: commitments.settle(
        s, f.ws, f.commitment, CommitmentState.DONE, MONDAY
    ),
    "commitments.save_text": lambda s, f: commitments.save_text(s, f.ws, f.commitment, "x"),
    "commitments.set_sent_to": lambda s, f: commitments.set_sent_to(s, f.ws, f.commitment, "C1"),
    "commitments.clear_sent_to": lambda s, f: commitments.clear_sent_to(s, f.ws, f.told),
    "commitments.save_reply": lambda s, f: commitments.save_reply(
        s, f.ws, f.commitment, "x", MONDAY
    ),
    "drafts.delete_draft": lambda s, f: drafts.delete_draft(s, f.ws, ADA_ID, "post"),
    "follow_ups.mark_nudged": lambda s, f: follow_ups.mark_nudged(
        s, replace(f.follow_up, workspace_id=f.ws), next_due=None
    ),
    "follow_ups.set_member": lambda s, f: follow_ups.set_member(
        s, replace(f.follow_up, workspace_id=f.ws), LINUS_ID
    ),
    "follow_ups.snooze": lambda s, f: follow_ups.snooze(s, f.ws, f.follow_up.id, TUESDAY),
    "follow_ups.settle": lambda s, f: follow_ups.settle(
        s, f.ws, f.follow_up.id, FollowUpState.DONE, MONDAY
    ),
    "follow_ups.settle_matching": lambda s, f: follow_ups.settle_matching(
        s, f.ws, FollowUpState.DONE, MONDAY
    ),
    "members.set_inactive": lambda s, f: members.set_inactive(s, f.ws, ADA_ID),
    "members.set_dm_channel": lambda s, f: members.set_dm_channel(s, f.ws, ADA_ID, "D9"),
    "members.set_recruiter_group": lambda s, f: members.set_recruiter_group(s, f.ws, [ADA_ID]),
    "edits.queue_nudge_edits": lambda s, f: outbox.queue_nudge_edits(
        s, f.ws, [ADA_ID], [1], MONDAY
    ),
    "openings.update_form": lambda s, f: openings.update_form(
        s, replace(f.acme.opening, workspace_id=f.ws), FORM, now=MONDAY
    ),
    "openings.set_status": lambda s, f: openings.set_status(
        s, replace(f.acme.opening, workspace_id=f.ws), OpeningStatus.PAUSED, now=MONDAY
    ),
    "openings.set_people": lambda s, f: openings.set_people(
        s, replace(f.acme.opening, workspace_id=f.ws), hiring_manager=ADA_ID, recruiter=None
    ),
    "announcements.settle": lambda s, f: announcements.settle(
        s, f.ws, f.announcement, AnnouncementState.POSTED, ts="9.9"
    ),
    "settle.settle_intent": lambda s, f: outbox.settle_intent(
        s, replace(f.intent, workspace_id=f.ws), IntentState.DEAD, MONDAY
    ),
    "settle.requeue_intent": lambda s, f: outbox.requeue_intent(
        s, replace(f.intent, workspace_id=f.ws), MONDAY
    ),
    "settle.postpone_reconciling": lambda s, f: outbox.postpone_reconciling(
        s, replace(f.intent, workspace_id=f.ws), MONDAY, "x"
    ),
    "edits.queue_edits": lambda s, f: outbox.queue_edits(
        s, f.ws, list(PAYLOADS), f.acme.referral.id, MONDAY
    ),
    "edits.queue_edit": lambda s, f: outbox.queue_edit(s, f.ws, f.intent.id, MONDAY),
    "settle.drop_queued_to": lambda s, f: outbox.drop_queued_to(s, f.ws, ADA_ID, MONDAY, "x"),
    "questions.save_answer": lambda s, f: questions.save_answer(s, f.ws, f.question, "x", MONDAY),
    "referrals.set_stage": lambda s, f: referrals.set_stage(
        s,
        replace(f.acme.referral, workspace_id=f.ws),
        Stage.HIRED,
        reason=None,
        note="",
        now=MONDAY,
    ),
    "referrals.set_owner": lambda s, f: referrals.set_owner(
        s, replace(f.acme.referral, workspace_id=f.ws), ADA_ID
    ),
    "referrals.set_answered": lambda s, f: referrals.set_answered(
        s, replace(f.acme.referral, workspace_id=f.ws), MONDAY
    ),
    "roundups.claim": lambda s, f: roundups.claim(s, f.ws, "C3", MONDAY, TUESDAY, MONDAY),
}

# These write rows of the workspace that is named, with keys that Acme has as well.
OWN: dict[str, Call] = {
    **ask_calls.OWN,
    **_benches(bench_calls.OWN),
    "candidates.add": lambda s, f: candidates.add(s, f.ws, GRACE.lead(), MONDAY),
    **isolation_of_candidates.OWN,
    "candidates.find_or_add": lambda s, f: candidates.find_or_add(s, f.ws, GRACE.lead(), MONDAY),
    "commitments.add_missing": lambda s, f: commitments.add_missing(
        s, f.ws, f.acme.referral.id, ADA_ID, list(CommitmentKind), MONDAY
    ),
    "commitments.add_or_reopen": lambda s, f: commitments.add_or_reopen(
        s, f.ws, f.acme.referral.id, ADA_ID, CommitmentKind.INTRODUCTION, MONDAY
    ),
    "heard.add": lambda s, f: interview_notes.add(s, f.ws, f.acme.referral.id, ADA_ID, "x", MONDAY),
    "idempotency_keys.save_answer": lambda s, f: idempotency_keys.save_answer(
        s, f.ws, "E1", {"ok": False}, MONDAY
    ),
    "drafts.save": lambda s, f: drafts.save(s, f.ws, ADA_ID, "post", {"title": "y"}, MONDAY),
    "endorsements.add_version": lambda s, f: say(s, f.ws, f.acme.referral.id, saw="elsewhere"),
    "follow_ups.plan": lambda s, f: plan(
        s, replace(f.acme, ws=f.ws), f.follow_up.subject_id, member=LINUS
    ),
    "follow_ups.plan_many": lambda s, f: follow_ups.plan_many(
        s,
        f.ws,
        [NewFollowUp(f.follow_up.kind, f.follow_up.subject_id, f.acme.referral.id, LINUS_ID, None)],
        MONDAY,
    ),
    "history.add_lines": lambda s, f: history.add_lines(s, f.ws, ADA_ID, "x", "y", MONDAY, [{}]),
    "history.add_line": lambda s, f: history.add_line(s, f.ws, ADA_ID, "x", "referral", 1, MONDAY),
    "members.save_profiles": lambda s, f: members.save_profiles(
        s, f.ws, [replace(ADA.profile, name="Another Ada", active=False)]
    ),
    "openings.add": lambda s, f: openings.add(
        s, f.ws, FORM, ref=f.acme.opening.ref, by=ADA_ID, now=MONDAY
    ),
    "announcements.add": lambda s, f: announcements.add(s, f.ws, f.acme.opening.id, "C1"),
    "team_prefixes.take_next_number": lambda s, f: team_prefixes.take_next_number(
        s, f.ws, "ENG", "Engineering"
    ),
    "queue.queue_intent": lambda s, f: outbox.queue_intent(
        s, f.ws, NewIntent(ReferralReceived.kind, ADA_ID, 1, "waits"), MONDAY
    ),
    "queue.queue_intents": lambda s, f: outbox.queue_intents(
        s, f.ws, [NewIntent(ReferralReceived.kind, ADA_ID, 1, "waits")], MONDAY
    ),
    "questions.add": lambda s, f: questions.add(
        s, f.ws, f.acme.referral.id, asked_by=ADA_ID, asked_of=ADA_ID, text="?", now=MONDAY
    ),
    "referrals.add": lambda s, f: referrals.add(
        s,
        f.ws,
        candidate=candidates.find_or_add(s, f.ws, GRACE.lead(), MONDAY),
        opening=None,
        advocate=ADA_ID,
        owner=LINUS_ID,
        bonus_rule="",
        now=MONDAY,
    ),
    "roundups.plan_first": lambda s, f: roundups.plan_first(s, f.ws, "C3", TUESDAY, MONDAY),
    "settings.save_policy": lambda s, f: settings.save_policy(
        s, f.ws, Policy(dms_per_week=5), MONDAY, changed_by=ADA_ID
    ),
}
