"""Every storage function that names a workspace, called for a workspace that is not its own.

`test_isolation` runs them: what is read must be nothing, what is changed must be one's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from typing import Any

from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState, NewFollowUp
from domain.openings import AnnouncementState, OpeningStatus
from domain.outbox import Intent, IntentKind, IntentState, NewIntent
from domain.policy import Policy
from domain.referrals import CommitmentKind, CommitmentState, Stage
from storage import bench_matches as bench_looks
from storage import (
    candidates,
    commitments,
    drafts,
    endorsements,
    follow_ups,
    history,
    members,
    openings,
    questions,
    referrals,
    roundups,
    settings,
)
from storage import idempotency_keys as doors
from storage import interview_notes as heard
from storage.engine import Transaction
from storage.outbox import intents as outbox
from storage.outbox import nudge_messages as nudged
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
    "bench_looks.keepers": lambda s, f: bench_looks.keepers(s, f.ws, "", 9),
    "commitments.some": lambda s, f: commitments.some(s, f.ws, [f.commitment]),
    "commitments.still_open": lambda s, f: commitments.still_open(s, f.ws, [f.commitment]),
    "commitments.of_member": lambda s, f: commitments.of_member(
        s, f.ws, f.acme.referral.id, ADA_ID
    ),
    "commitments.of_referrals": lambda s, f: commitments.of_referrals(
        s, f.ws, [f.acme.referral.id]
    )[f.acme.referral.id],
    "commitments.kept": lambda s, f: commitments.kept(s, f.ws, f.acme.referral.id),
    "commitments.posts_about": lambda s, f: commitments.posts_about(s, f.ws, f.acme.opening.id),
    "endorsements.depths": lambda s, f: endorsements.depths(s, f.ws, [f.acme.referral.id]),
    "heard.of_referrals": lambda s, f: heard.of_referrals(s, f.ws, [f.acme.referral.id])[
        f.acme.referral.id
    ],
    "heard.of_referral": lambda s, f: heard.of_referral(s, f.ws, f.acme.referral.id),
    "doors.look": lambda s, f: [
        each for each in astuple(doors.look(s, f.ws, "E1", MARGARET_ID)) if each
    ],
    "drafts.find": lambda s, f: drafts.find(s, f.ws, ADA_ID, "post"),
    "endorsements.current": lambda s, f: endorsements.current(s, f.ws, f.acme.referral.id),
    "endorsements.current_of": lambda s, f: endorsements.current_of(s, f.ws, [f.acme.referral.id])[
        f.acme.referral.id
    ],
    "endorsements.by": lambda s, f: endorsements.by(s, f.ws, f.acme.referral.id, ADA_ID),
    "follow_ups.find": lambda s, f: follow_ups.find(s, f.ws, f.follow_up.id),
    "follow_ups.about": lambda s, f: follow_ups.about(
        s, f.ws, f.follow_up.kind, f.follow_up.subject_id
    ),
    "follow_ups.some": lambda s, f: follow_ups.some(s, f.ws, [f.follow_up.id]),
    "follow_ups.open_for": lambda s, f: follow_ups.open_for(
        s, f.ws, ADA_ID, 9, kinds=list(FollowUpKind)
    ),
    "history.of": lambda s, f: history.of(s, f.ws, "referral", f.acme.referral.id),
    "members.find": lambda s, f: members.find(s, f.ws, ADA_ID),
    "members.colleagues": lambda s, f: members.colleagues(s, f.ws, 10),
    "members.some": lambda s, f: members.some(s, f.ws, [ADA_ID]),
    "members.manages_openings": lambda s, f: members.manages_openings(s, f.ws, MARGARET_ID),
    "members.recruiters_and_admins": lambda s, f: [
        *members.recruiters_and_admins(s, f.ws, [LINUS_ID], [ADA_ID])[0],
        *members.recruiters_and_admins(s, f.ws, [LINUS_ID], [ADA_ID])[1],
    ],
    "openings.find": lambda s, f: openings.find(s, f.ws, f.acme.opening.id),
    "openings.some": lambda s, f: openings.some(s, f.ws, [f.acme.opening.id]),
    "openings.by_ref": lambda s, f: openings.by_ref(s, f.ws, f.acme.opening.ref),
    "openings.search_choices": lambda s, f: openings.search_choices(s, f.ws, "", limit=9),
    "openings.search": lambda s, f: openings.search(s, f.ws, "", limit=9),
    "openings.count_open": lambda s, f: openings.count_open(s, f.ws),
    "openings.opened_since": lambda s, f: openings.opened_since(
        s, f.ws, MONDAY.replace(year=2025), 9
    ),
    "openings.refs": lambda s, f: openings.refs(s, f.ws),
    "openings.run_by": lambda s, f: openings.run_by(s, f.ws, MARGARET_ID),
    "openings.prefixes": lambda s, f: openings.prefixes(s, f.ws),
    "openings.announcements": lambda s, f: openings.announcements(s, f.ws, f.acme.opening.id),
    "openings.find_announcement": lambda s, f: openings.find_announcement(s, f.ws, f.announcement),
    "outbox.find": lambda s, f: outbox.find(s, f.ws, f.intent.id),
    "outbox.is_unsettled": lambda s, f: outbox.is_unsettled(
        s, replace(f.repeated, workspace_id=f.ws)
    ),
    "outbox.nudges_to": lambda s, f: outbox.nudges_to(s, f.ws, [ADA_ID], MONDAY.replace(year=2020)),
    "outbox.nudges_since": lambda s, f: outbox.nudges_since(
        s, f.ws, ADA_ID, MONDAY.replace(year=2025)
    ),
    "questions.find": lambda s, f: questions.find(s, f.ws, f.question),
    "questions.some": lambda s, f: questions.some(s, f.ws, [f.question]),
    "questions.of_referral": lambda s, f: questions.of_referral(s, f.ws, f.acme.referral.id),
    "referrals.find": lambda s, f: referrals.find(s, f.ws, f.acme.referral.id),
    "referrals.latest": lambda s, f: referrals.latest(
        s, f.ws, f.acme.referral.candidate.id, f.acme.opening.id
    ),
    "referrals.of_advocate": lambda s, f: referrals.of_advocate(s, f.ws, ADA_ID, 9),
    "referrals.owned_by": lambda s, f: referrals.owned_by(s, f.ws, LINUS_ID, 9),
    "referrals.vouched_for": lambda s, f: referrals.vouched_for(
        s, f.ws, ADA_ID, f.acme.opening.id, email=GRACE.email, profile_url=None
    ),
    "referrals.progress": lambda s, f: referrals.progress(s, f.ws, [f.acme.referral.id]),
    "referrals.some": lambda s, f: referrals.some(s, f.ws, [f.acme.referral.id]),
    "roundups.new_channels": lambda s, f: roundups.new_channels(s, f.ws),
    "roundups.due": lambda s, f: roundups.due(s, f.ws, MONDAY, 9),
    "roundups.openings_in": lambda s, f: roundups.openings_in(s, f.ws, "C3", MONDAY),
    "settings.find_policy": lambda s, f: (
        settings.find_policy(s, f.ws).dms_per_week != Policy().dms_per_week
    ),
}

# Each tries to change Acme's row from outside: it says that there was nothing to change.
REFUSED: dict[str, Call] = {
    **ask_calls.REFUSED,
    **_benches(bench_calls.REFUSED),
    **isolation_of_candidates.REFUSED,
    "bench_looks.ask": lambda s, f: bench_looks.ask(s, f.ws, f.acme.opening.id),
    "openings.rotate_prompt": lambda s, f: openings.rotate_prompt(
        s, replace(f.acme.opening, workspace_id=f.ws), MONDAY
    ),
    "commitments.settle": lambda s, f: commitments.settle(
        s, f.ws, f.commitment, CommitmentState.DONE, MONDAY
    ),
    "commitments.word": lambda s, f: commitments.word(s, f.ws, f.commitment, "x"),
    "commitments.tell": lambda s, f: commitments.tell(s, f.ws, f.commitment, "C1"),
    "commitments.untell": lambda s, f: commitments.untell(s, f.ws, f.told),
    "commitments.reply": lambda s, f: commitments.reply(s, f.ws, f.commitment, "x", MONDAY),
    "drafts.drop": lambda s, f: drafts.drop(s, f.ws, ADA_ID, "post"),
    "follow_ups.nudged": lambda s, f: follow_ups.nudged(
        s, replace(f.follow_up, workspace_id=f.ws), next_due=None
    ),
    "follow_ups.hand_to": lambda s, f: follow_ups.hand_to(
        s, replace(f.follow_up, workspace_id=f.ws), LINUS_ID
    ),
    "follow_ups.snooze": lambda s, f: follow_ups.snooze(s, f.ws, f.follow_up.id, TUESDAY),
    "follow_ups.settle": lambda s, f: follow_ups.settle(
        s, f.ws, f.follow_up.id, FollowUpState.DONE, MONDAY
    ),
    "follow_ups.settle_all": lambda s, f: follow_ups.settle_all(
        s, f.ws, FollowUpState.DONE, MONDAY
    ),
    "members.set_inactive": lambda s, f: members.set_inactive(s, f.ws, ADA_ID),
    "members.set_dm_channel": lambda s, f: members.set_dm_channel(s, f.ws, ADA_ID, "D9"),
    "members.set_recruiter_group": lambda s, f: members.set_recruiter_group(s, f.ws, [ADA_ID]),
    "nudged.refresh": lambda s, f: nudged.refresh(s, f.ws, [ADA_ID], [1], MONDAY),
    "openings.change": lambda s, f: openings.change(
        s, replace(f.acme.opening, workspace_id=f.ws), FORM, now=MONDAY
    ),
    "openings.set_status": lambda s, f: openings.set_status(
        s, replace(f.acme.opening, workspace_id=f.ws), OpeningStatus.PAUSED, now=MONDAY
    ),
    "openings.set_people": lambda s, f: openings.set_people(
        s, replace(f.acme.opening, workspace_id=f.ws), hiring_manager=ADA_ID, recruiter=None
    ),
    "openings.settle_announcement": lambda s, f: openings.settle_announcement(
        s, f.ws, f.announcement, AnnouncementState.POSTED, ts="9.9"
    ),
    "outbox.settle": lambda s, f: outbox.settle(
        s, replace(f.intent, workspace_id=f.ws), IntentState.DEAD, MONDAY
    ),
    "outbox.put_back": lambda s, f: outbox.put_back(
        s, replace(f.intent, workspace_id=f.ws), MONDAY
    ),
    "outbox.keep_unknown": lambda s, f: outbox.keep_unknown(
        s, replace(f.intent, workspace_id=f.ws), MONDAY, "x"
    ),
    "outbox.refresh": lambda s, f: outbox.refresh(
        s, f.ws, list(IntentKind), f.acme.referral.id, MONDAY
    ),
    "outbox.refresh_one": lambda s, f: outbox.refresh_one(s, f.ws, f.intent.id, MONDAY),
    "outbox.drop_for": lambda s, f: outbox.drop_for(s, f.ws, ADA_ID, MONDAY, "x"),
    "questions.answer": lambda s, f: questions.answer(s, f.ws, f.question, "x", MONDAY),
    "referrals.move": lambda s, f: referrals.move(
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
    "candidates.save": lambda s, f: candidates.save(s, f.ws, GRACE.lead(), MONDAY),
    "commitments.make": lambda s, f: commitments.make(
        s, f.ws, f.acme.referral.id, ADA_ID, list(CommitmentKind), MONDAY
    ),
    "commitments.take_up": lambda s, f: commitments.take_up(
        s, f.ws, f.acme.referral.id, ADA_ID, CommitmentKind.INTRODUCTION, MONDAY
    ),
    "heard.add": lambda s, f: heard.add(s, f.ws, f.acme.referral.id, ADA_ID, "x", MONDAY),
    "doors.remember": lambda s, f: doors.remember(s, f.ws, "E1", {"ok": False}, MONDAY),
    "drafts.save": lambda s, f: drafts.save(s, f.ws, ADA_ID, "post", {"title": "y"}, MONDAY),
    "endorsements.say": lambda s, f: say(s, f.ws, f.acme.referral.id, saw="elsewhere"),
    "follow_ups.plan": lambda s, f: plan(
        s, replace(f.acme, ws=f.ws), f.follow_up.subject_id, member=LINUS
    ),
    "follow_ups.plan_all": lambda s, f: follow_ups.plan_all(
        s,
        f.ws,
        [NewFollowUp(f.follow_up.kind, f.follow_up.subject_id, f.acme.referral.id, LINUS_ID, None)],
        MONDAY,
    ),
    "history.note_all": lambda s, f: history.note_all(s, f.ws, ADA_ID, "x", "y", MONDAY, [{}]),
    "history.note": lambda s, f: history.note(s, f.ws, ADA_ID, "x", "referral", 1, MONDAY),
    "members.save": lambda s, f: members.save(
        s, f.ws, [replace(ADA.profile, name="Another Ada", active=False)]
    ),
    "openings.add": lambda s, f: openings.add(
        s, f.ws, FORM, ref=f.acme.opening.ref, by=ADA_ID, now=MONDAY
    ),
    "openings.add_announcement": lambda s, f: openings.add_announcement(
        s, f.ws, f.acme.opening.id, "C1"
    ),
    "openings.next_number": lambda s, f: openings.next_number(s, f.ws, "ENG", "Engineering"),
    "outbox.queue": lambda s, f: outbox.queue(
        s, f.ws, NewIntent(IntentKind.RECEIVED, ADA_ID, 1, "waits"), MONDAY
    ),
    "outbox.queue_all": lambda s, f: outbox.queue_all(
        s, f.ws, [NewIntent(IntentKind.RECEIVED, ADA_ID, 1, "waits")], MONDAY
    ),
    "questions.ask": lambda s, f: questions.ask(
        s, f.ws, f.acme.referral.id, asked_by=ADA_ID, asked_of=ADA_ID, text="?", now=MONDAY
    ),
    "referrals.add": lambda s, f: referrals.add(
        s,
        f.ws,
        candidate=candidates.save(s, f.ws, GRACE.lead(), MONDAY),
        opening=None,
        advocate=ADA_ID,
        owner=LINUS_ID,
        bonus_rule="",
        now=MONDAY,
    ),
    "roundups.begin": lambda s, f: roundups.begin(s, f.ws, "C3", TUESDAY, MONDAY),
    "settings.save_policy": lambda s, f: settings.save_policy(
        s, f.ws, Policy(dms_per_week=5), MONDAY, changed_by=ADA_ID
    ),
}
