"""No storage function reads or changes rows of another workspace: each one is called."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select

from domain.endorsements import CommitmentKind, CommitmentState
from domain.messages import AnnouncementPosted, MessageEdit, Nudge
from domain.openings import AnnouncementState, OpeningStatus
from domain.outbox import IntentState
from domain.policy import Policy
from storage import (
    announcements,
    bench,
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
    readings,
    recall_prompts,
    referrals,
    reopening,
    roundups,
    settings,
    team_prefixes,
    weekly_messages,
    workspaces,
)
from storage.engine import Database, Transaction
from storage.outbox import claim, edits, find, replies, settle
from storage.outbox import queue as outbox_queue
from storage.schema import METADATA
from storage.weekly_messages import WeeklyMessage
from tests.cast import BOT_ID, MONDAY, OTHER_TEAM_ID
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
from tests.storage.isolation_calls import ADA_ID, CHANGES, INSERTS, LINUS_ID, READS, TwoWorkspaces
from tests.storage.rows import Company, add_opening, plan_follow_up, queue_message

MODULES = (
    *isolation_of_asks.MODULES,
    announcements,
    channel_ids,
    bench,
    bench_matches,
    candidates,
    commitments,
    idempotency_keys,
    drafts,
    endorsements,
    follow_ups,
    held_follow_ups,
    interview_notes,
    history,
    members,
    openings,
    claim,
    edits,
    find,
    outbox_queue,
    replies,
    settle,
    questions,
    readings,
    recall_prompts,
    referrals,
    reopening,
    roundups,
    settings,
    team_prefixes,
    workspaces,
    *isolation_of_bonuses.MODULES,
    *isolation_of_candidates.MODULES,
    *isolation_of_departures.MODULES,
    *isolation_of_desk.MODULES,
    *isolation_of_endings.MODULES,
    *isolation_of_figures.MODULES,
)
# A function that takes one of these belongs to the workspace that it names.
WORKSPACE_PARAMETERS = {"workspace_id", "opening", "referral", "follow_up", "intent"}


@pytest.fixture
def full(database: Database, acme: Company) -> TwoWorkspaces:
    ws, referral, opening = acme.ws, acme.referral, acme.opening
    with database.write() as transaction:
        other = workspaces.save(
            transaction,
            team_id=OTHER_TEAM_ID,
            enterprise_id=None,
            name="Globex",
            bot_user_id=BOT_ID,
        ).id
        announcement = announcements.add(transaction, ws, opening.id, "C1").id
        announcements.settle(transaction, ws, announcement, AnnouncementState.QUEUED, ts="0.9")
        for channel in ("C2", "C3"):
            posted = announcements.add(transaction, ws, opening.id, channel)
            announcements.settle(transaction, ws, posted.id, AnnouncementState.POSTED, ts="1.1")
        change = (channel_ids.CHANGED, channel_ids.SUBJECT, channel_ids.NO_SUBJECT_ID)
        history.add_line(transaction, ws, "slack", *change, MONDAY, before="C0OLD", after="C0NEW")
        add_opening(transaction, ws, recall_prompts=("One?", "Two?"))
        paused = add_opening(transaction, ws)
        openings.set_status(transaction, paused, OpeningStatus.PAUSED, now=MONDAY)
        weekly_messages.plan_first(transaction, ws, WeeklyMessage.ROUNDUP, "C3", MONDAY, MONDAY)
        bench_rows = isolation_of_benches.add_bench(transaction, ws, opening.id)
        kinds = (
            CommitmentKind.INTRODUCTION,
            CommitmentKind.INTERVIEW_PREP,
            CommitmentKind.INTERNAL_CHANNELS,
        )
        made = commitments.add_missing(transaction, ws, referral.id, ADA_ID, kinds, MONDAY)
        commitments.settle(transaction, ws, made[1].id, CommitmentState.DONE, MONDAY)
        told = made[2].id
        assert commitments.set_sent_to(transaction, ws, told, "C9")
        kind = CommitmentKind.INTERNAL_CHANNELS
        (channel_post,) = commitments.add_missing(
            transaction, ws, referral.id, LINUS_ID, (kind,), MONDAY
        )
        assert commitments.set_sent_to(transaction, ws, channel_post.id, "C8")
        commitments.settle(transaction, ws, channel_post.id, CommitmentState.DONE, MONDAY)
        interview_notes.add(transaction, ws, referral.id, ADA_ID, "It went well.", MONDAY)
        question = questions.add(
            transaction, ws, referral.id, asked_by=LINUS_ID, asked_of=ADA_ID, text="?", now=MONDAY
        )
        history.add_line(
            transaction, ws, ADA_ID, "referral.submitted", "referral", referral.id, MONDAY
        )
        drafts.save(transaction, ws, ADA_ID, "post", {"title": "x"}, MONDAY)
        settings.save_policy(transaction, ws, Policy(dms_per_week=7), MONDAY, changed_by=None)
        idempotency_keys.save_answer(transaction, ws, "E1", {"ok": True}, MONDAY)
        queue_message(transaction, ws, "waits", kind=Nudge.kind, subject_id=referral.id)
        nudge = outbox.find_intent(
            transaction, ws, queue_message(transaction, ws, "nudged", kind=Nudge.kind)
        )
        edit = outbox.find_intent(
            transaction, ws, queue_message(transaction, ws, "edit", kind=MessageEdit.kind)
        )
        assert edit is not None
        outbox.settle_intent(transaction, edit, IntentState.SENT, MONDAY)
        assert nudge is not None
        outbox.settle_intent(transaction, nudge, IntentState.SENT, MONDAY, channel="D1", ts="1.0")
        intent = outbox.find_intent(
            transaction, ws, queue_message(transaction, ws, "stands", subject_id=referral.id)
        )
        assert intent is not None
        outbox.settle_intent(transaction, intent, IntentState.SENT, MONDAY, channel="D1", ts="1.1")
        announcement_intents = [
            outbox.find_intent(
                transaction,
                ws,
                queue_message(transaction, ws, dedupe, kind=AnnouncementPosted.kind),
            )
            for dedupe in ("announced", "announced again")
        ]
        assert announcement_intents[0] is not None
        assert announcement_intents[1] is not None
        outbox.settle_intent(transaction, announcement_intents[0], IntentState.SENDING, MONDAY)
        follow_up = plan_follow_up(transaction, acme, made[0].id)
        isolation_of_candidates.add_second_role(transaction, acme)
        isolation_of_bonuses.add_bonus(transaction, acme)
        held_follow_ups.postpone(transaction, [follow_up.id], MONDAY)
        deferred = outbox.find_intent(transaction, ws, queue_message(transaction, ws, "deferred"))
        assert deferred is not None
        outbox.requeue_intent(transaction, deferred, MONDAY + timedelta(days=1), reason="hours")
        isolation_of_candidates.add_candidate_rows(transaction, acme)
        isolation_of_departures.add_departure(transaction, acme)
        isolation_of_desk.add_desk_rows(transaction, acme)
        isolation_of_endings.add_ending(transaction, acme)
        isolation_of_figures.add_facts(transaction, acme)
        asked = isolation_of_asks.add_asks(transaction, acme)
        ids = (announcement, made[0].id, told, question.id)
        return TwoWorkspaces(
            acme, other, *ids, follow_up, intent, bench_rows, asked, announcement_intents[1]
        )


CALLS_ABOUT_THE_WORKSPACE_ROW = {  # They read or change the row of the given workspace only.
    "workspaces.get",
    "readings.claim_members",
    "readings.claim_recruiters",
    "readings.find_recruiter_group",
    "readings.finish_members",
    "readings.has_read_members",
    "readings.request_recruiters",
    "readings.save_members_progress",
    "readings.save_recruiter_group",
}


def functions_that_name_a_workspace() -> set[str]:
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in MODULES
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
        and WORKSPACE_PARAMETERS & set(inspect.signature(function).parameters)
    }


SELECT_ROWS = {
    name: select(table)
    .where((table.c.id if name == "workspace" else table.c.workspace_id) == bindparam("ws"))
    .order_by(*table.primary_key.columns)
    for name, table in METADATA.tables.items()
}


def rows_of(transaction: Transaction, ws: int) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of a workspace, by table."""
    return {
        name: [tuple(row) for row in transaction.execute(statement, {"ws": ws})]
        for name, statement in SELECT_ROWS.items()
    }


def committed_rows_of(database: Database, ws: int) -> dict[str, list[tuple[Any, ...]]]:
    with database.read() as transaction:
        return rows_of(transaction, ws)


def test_every_function_that_names_a_workspace_is_tried_here() -> None:
    assert functions_that_name_a_workspace() == {
        *READS,
        *CHANGES,
        *INSERTS,
        *CALLS_ABOUT_THE_WORKSPACE_ROW,
    }


def test_acme_has_rows_in_every_table(database: Database, full: TwoWorkspaces) -> None:
    with database.read() as transaction:
        assert [name for name, rows in rows_of(transaction, full.acme.ws).items() if not rows] == []


def test_no_function_reads_another_workspace(database: Database, full: TwoWorkspaces) -> None:
    for name, call in READS.items():
        with database.read() as transaction:
            own = call(transaction, replace(full, ws=full.acme.ws))
            read = call(transaction, full)
        assert own, f"{name} finds nothing in the workspace itself, so this test proves nothing"
        assert not read, f"{name} reads another workspace: {read}"


def test_no_function_changes_another_workspace(database: Database, full: TwoWorkspaces) -> None:
    before = committed_rows_of(database, full.acme.ws)
    for name, call in CHANGES.items():
        # Nothing is committed, so that each call finds every row.
        with database.read() as transaction:
            result = call(transaction, full)
            assert not result, f"{name} reports a change: {result}"
            assert rows_of(transaction, full.acme.ws) == before, name
            assert all(
                not rows
                for table, rows in rows_of(transaction, full.ws).items()
                if table != "workspace"
            ), name


def test_each_change_works_in_its_own_workspace(database: Database, full: TwoWorkspaces) -> None:
    before = committed_rows_of(database, full.acme.ws)
    for name, call in CHANGES.items():
        with database.read() as transaction:
            call(transaction, replace(full, ws=full.acme.ws))
            assert rows_of(transaction, full.acme.ws) != before, (
                f"{name} changes nothing, so this test proves nothing"
            )


def test_the_same_keys_are_free_in_each_workspace(database: Database, full: TwoWorkspaces) -> None:
    before = committed_rows_of(database, full.acme.ws)
    for name, call in INSERTS.items():
        with database.read() as transaction:
            call(transaction, full)
            assert rows_of(transaction, full.acme.ws) == before, name


def test_a_referral_never_shows_another_workspace_s_candidate(
    database: Database, full: TwoWorkspaces
) -> None:
    with database.read() as transaction, pytest.raises(AssertionError):
        referrals.add(
            transaction,
            full.ws,
            candidate=full.acme.referral.candidate,
            opening=None,
            advocate=ADA_ID,
            owner=LINUS_ID,
            bonus_rule="",
            now=MONDAY,
        )
