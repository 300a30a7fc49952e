"""No workspace sees or changes another's rows: every storage function is tried from outside."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select

from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState, NewFollowUp
from domain.openings import AnnouncementState, OpeningStatus
from domain.outbox import Intent, IntentKind, IntentState, NewIntent
from domain.referrals import CommitmentKind, CommitmentState, Stage
from storage import (
    candidates,
    commitments,
    doors,
    drafts,
    endorsements,
    follow_ups,
    history,
    members,
    nudged,
    openings,
    outbox,
    questions,
    referrals,
    roundups,
    workspaces,
)
from storage.engine import Database, Session
from storage.tables import Base
from tests.cast import ADA, BOT_ID, GRACE, LINUS, MARGARET, MONDAY, OTHER_TEAM_ID
from tests.storage.rows import FORM, Company, plan, queue, say

MODULES = (
    candidates,
    commitments,
    doors,
    drafts,
    endorsements,
    follow_ups,
    history,
    members,
    nudged,
    openings,
    outbox,
    questions,
    referrals,
    roundups,
    workspaces,
)
# A function that takes one of these belongs to the workspace that it names.
NAMING = {"workspace_id", "opening", "referral", "follow_up", "intent"}
ADA_ID, LINUS_ID, MARGARET_ID = ADA.user_id, LINUS.user_id, MARGARET.user_id
TUESDAY = MONDAY.replace(day=3)


@dataclass(frozen=True, slots=True)
class Full:
    """Acme's rows, one of each kind at least; `ws` is the other workspace, which has none."""

    acme: Company
    ws: int
    announcement: int
    commitment: int
    question: int
    follow_up: FollowUp
    intent: Intent
    repeated: Intent  # the second of two announcements, the first of which is being sent


@pytest.fixture
def full(database: Database, acme: Company) -> Full:
    ws, referral, opening = acme.ws, acme.referral, acme.opening
    with database.write() as session:
        other = workspaces.save(
            session, team_id=OTHER_TEAM_ID, enterprise_id=None, name="Globex", bot_user_id=BOT_ID
        ).id
        announcement = openings.add_announcement(session, ws, opening.id, "C1").id
        for channel in ("C2", "C3"):
            stands = openings.add_announcement(session, ws, opening.id, channel)
            openings.settle_announcement(session, ws, stands.id, AnnouncementState.POSTED, ts="1.1")
        roundups.begin(session, ws, "C3", MONDAY, MONDAY)
        kinds = (CommitmentKind.INTRODUCTION, CommitmentKind.INTERVIEW_PREP)
        made = commitments.make(session, ws, referral.id, ADA_ID, kinds, MONDAY)
        commitments.settle(session, ws, made[1].id, CommitmentState.DONE, MONDAY)
        question = questions.ask(
            session, ws, referral.id, asked_by=LINUS_ID, asked_of=ADA_ID, text="?", now=MONDAY
        )
        history.note(session, ws, ADA_ID, "referral.submitted", "referral", referral.id, MONDAY)
        drafts.save(session, ws, ADA_ID, "post", {"title": "x"}, MONDAY)
        doors.remember(session, ws, "E1", {"ok": True}, MONDAY)
        queue(session, ws, "waits", kind=IntentKind.NUDGE, subject_id=referral.id)
        nudge = outbox.find(session, ws, queue(session, ws, "nudged", kind=IntentKind.NUDGE))
        assert nudge is not None
        outbox.settle(session, nudge, IntentState.SENT, MONDAY, channel="D1", ts="1.0")
        intent = outbox.find(session, ws, queue(session, ws, "stands", subject_id=referral.id))
        assert intent is not None
        outbox.settle(session, intent, IntentState.SENT, MONDAY, channel="D1", ts="1.1")
        said = [
            outbox.find(session, ws, queue(session, ws, dedupe, kind=IntentKind.ANNOUNCEMENT))
            for dedupe in ("announced", "announced again")
        ]
        assert said[0] is not None
        assert said[1] is not None
        outbox.settle(session, said[0], IntentState.SENDING, MONDAY)
        follow_up = plan(session, acme, made[0].id)
        return Full(acme, other, announcement, made[0].id, question.id, follow_up, intent, said[1])


Call = Callable[[Session, Full], Any]

READS: dict[str, Call] = {
    "commitments.some": lambda s, f: commitments.some(s, f.ws, [f.commitment]),
    "commitments.of_member": lambda s, f: commitments.of_member(
        s, f.ws, f.acme.referral.id, ADA_ID
    ),
    "commitments.of_referrals": lambda s, f: commitments.of_referrals(
        s, f.ws, [f.acme.referral.id]
    )[f.acme.referral.id],
    "commitments.deeds": lambda s, f: commitments.deeds(s, f.ws, f.acme.referral.id),
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
    "openings.choices": lambda s, f: openings.choices(s, f.ws, "", limit=9),
    "openings.search": lambda s, f: openings.search(s, f.ws, "", limit=9),
    "openings.count_open": lambda s, f: openings.count_open(s, f.ws),
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
    "referrals.some": lambda s, f: referrals.some(s, f.ws, [f.acme.referral.id]),
    "roundups.new_channels": lambda s, f: roundups.new_channels(s, f.ws),
    "roundups.due": lambda s, f: roundups.due(s, f.ws, MONDAY, 9),
    "roundups.openings_in": lambda s, f: roundups.openings_in(s, f.ws, "C3", MONDAY),
}

# Each tries to change Acme's row from outside: it says that there was nothing to change.
REFUSED: dict[str, Call] = {
    "commitments.settle": lambda s, f: commitments.settle(
        s, f.ws, f.commitment, CommitmentState.DONE, MONDAY
    ),
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
    "candidates.add": lambda s, f: candidates.add(s, f.ws, GRACE.lead(), MONDAY),
    "candidates.save": lambda s, f: candidates.save(s, f.ws, GRACE.lead(), MONDAY),
    "commitments.make": lambda s, f: commitments.make(
        s, f.ws, f.acme.referral.id, ADA_ID, list(CommitmentKind), MONDAY
    ),
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
}

ITSELF = {  # about the workspace's own row: nothing of another one can be named
    "workspaces.by_id",
    "workspaces.claim_members_reading",
    "workspaces.members_were_read",
    "workspaces.release_members_reading",
}


def functions_that_name_a_workspace() -> set[str]:
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in MODULES
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
        and NAMING & set(inspect.signature(function).parameters)
    }


def rows_of(session: Session, ws: int) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is stored of a workspace, by table."""
    session.flush()
    found = {}
    for name, table in Base.metadata.tables.items():
        owner = table.c.id if name == "workspace" else table.c.workspace_id
        rows = session.execute(
            select(table).where(owner == ws).order_by(*table.primary_key.columns)
        )
        found[name] = [tuple(row) for row in rows]
    return found


def test_every_function_that_names_a_workspace_is_tried_here() -> None:
    assert functions_that_name_a_workspace() == {*READS, *REFUSED, *OWN, *ITSELF}


def test_acme_has_rows_in_every_table(database: Database, full: Full) -> None:
    with database.read() as session:
        assert [name for name, rows in rows_of(session, full.acme.ws).items() if not rows] == []


def test_nothing_is_read_across(database: Database, full: Full) -> None:
    for name, call in READS.items():
        with database.read() as session:
            own = call(session, replace(full, ws=full.acme.ws))
            seen = call(session, full)
        assert own, f"{name} finds nothing in the workspace itself: a poor test"
        assert not seen, f"{name} reads another workspace: {seen}"


def test_nothing_is_changed_across(database: Database, full: Full) -> None:
    for name, call in REFUSED.items():
        with database.read() as session:  # nothing is kept, so that each finds all of it
            before = rows_of(session, full.acme.ws)
            said = call(session, full)
            assert not said, f"{name} says that it changed something: {said}"
            assert rows_of(session, full.acme.ws) == before, name
            assert all(
                not rows
                for table, rows in rows_of(session, full.ws).items()
                if table != "workspace"
            ), name


def test_each_of_those_changes_would_have_worked_at_home(database: Database, full: Full) -> None:
    for name, call in REFUSED.items():
        with database.read() as session:
            before = rows_of(session, full.acme.ws)
            call(session, replace(full, ws=full.acme.ws))
            assert rows_of(session, full.acme.ws) != before, f"{name} changes nothing: a poor test"


def test_the_same_keys_are_free_in_each_workspace(database: Database, full: Full) -> None:
    for name, call in OWN.items():
        with database.read() as session:
            before = rows_of(session, full.acme.ws)
            call(session, full)
            assert rows_of(session, full.acme.ws) == before, name


def test_a_referral_never_shows_another_workspace_s_candidate(
    database: Database, full: Full
) -> None:
    with database.read() as session, pytest.raises(AssertionError):
        referrals.add(
            session,
            full.ws,
            candidate=full.acme.referral.candidate,
            opening=None,
            advocate=ADA_ID,
            owner=LINUS_ID,
            bonus_rule="",
            now=MONDAY,
        )
