"""No workspace sees or changes another's rows: every storage function is tried from outside."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from domain.openings import AnnouncementState
from domain.outbox import IntentKind, IntentState
from domain.referrals import CommitmentKind, CommitmentState
from storage import (
    bench,
    candidates,
    commitments,
    drafts,
    endorsements,
    follow_ups,
    history,
    members,
    opening_search,
    opening_words,
    openings,
    questions,
    referrals,
    roundups,
    workspaces,
)
from storage import bench_matches as bench_looks
from storage import idempotency_keys as doors
from storage import interview_notes as heard
from storage.engine import Database, Session
from storage.outbox import intents as outbox
from storage.outbox import nudge_messages as nudged
from storage.schema import METADATA
from tests.cast import BOT_ID, MONDAY, OTHER_TEAM_ID
from tests.storage import ask_calls, bench_calls, isolation_of_candidates
from tests.storage.across import ADA_ID, LINUS_ID, OWN, READS, REFUSED, Full
from tests.storage.rows import Company, plan, queue

MODULES = (
    *ask_calls.MODULES,
    bench,
    bench_looks,
    candidates,
    commitments,
    doors,
    drafts,
    endorsements,
    follow_ups,
    heard,
    history,
    members,
    nudged,
    opening_search,
    opening_words,
    openings,
    outbox,
    questions,
    referrals,
    roundups,
    workspaces,
    *isolation_of_candidates.MODULES,
)
# A function that takes one of these belongs to the workspace that it names.
NAMING = {"workspace_id", "opening", "referral", "follow_up", "intent"}


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
        kept = bench_calls.fill(session, ws, opening.id)
        kinds = (
            CommitmentKind.INTRODUCTION,
            CommitmentKind.INTERVIEW_PREP,
            CommitmentKind.INTERNAL_CHANNELS,
        )
        made = commitments.make(session, ws, referral.id, ADA_ID, kinds, MONDAY)
        commitments.settle(session, ws, made[1].id, CommitmentState.DONE, MONDAY)
        told = made[2].id
        assert commitments.tell(session, ws, told, "C9")
        kind = CommitmentKind.INTERNAL_CHANNELS
        (post,) = commitments.make(session, ws, referral.id, LINUS_ID, (kind,), MONDAY)
        assert commitments.tell(session, ws, post.id, "C8")
        commitments.settle(session, ws, post.id, CommitmentState.DONE, MONDAY)
        heard.add(session, ws, referral.id, ADA_ID, "It went well.", MONDAY)
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
        isolation_of_candidates.fill(session, acme)
        asked = ask_calls.fill(session, acme)
        ids = (announcement, made[0].id, told, question.id)
        return Full(acme, other, *ids, follow_up, intent, kept, asked, said[1])


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
    found = {}
    for name, table in METADATA.tables.items():
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
