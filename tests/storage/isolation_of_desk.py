"""Calls of the functions of the desk, for `test_isolation`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from datetime import timedelta
from typing import Any

from domain.attachments import ChosenFile, NewAttachment
from domain.desk import DeskFilter, DeskPlace, DeskQuery, DeskScope
from domain.own_settings import OwnSettings
from domain.topics import RoundupChoice
from domain.windows import OpenWindow, WindowKind
from storage import (
    attachments,
    desk,
    desk_notes,
    held_data,
    hot_openings,
    manager_digests,
    members,
    openings,
    questions,
    roundups,
    weekly_messages,
    windows,
)
from storage.engine import Transaction
from storage.weekly_messages import DueMessage, WeeklyMessage
from tests.cast import ADA, GRACE, LINUS, MARGARET, MONDAY
from tests.storage.rows import Company

MODULES = (
    attachments,
    desk,
    desk_notes,
    held_data,
    hot_openings,
    manager_digests,
    weekly_messages,
    windows,
)
Call = Callable[[Transaction, Any], Any]
QUERY = DeskQuery(
    LINUS.user_id,
    sees_all=True,
    filter=DeskFilter(DeskScope.ALL),
    hides_undecided=False,
    late_since=MONDAY,
)
LAST = DeskPlace(2**31 - 1, 2**31 - 1)

CV = NewAttachment("https://cv.example.com/grace", ChosenFile("F0OWN", "pdf"))
WINDOW = OpenWindow(LINUS.user_id, WindowKind.HOME, "", "")
DIGEST = WeeklyMessage.MANAGER_DIGEST
DUE = DueMessage(LINUS.user_id, MONDAY, MONDAY)


def add_desk_rows(transaction: Transaction, acme: Company) -> None:
    """Add a note, an attachment and an open window, so that every table has a row."""
    attachments.add(transaction, acme.ws, acme.referral.id, ADA.user_id, CV, MONDAY)
    desk_notes.add(transaction, acme.ws, acme.referral.id, LINUS.user_id, "Berlin?", MONDAY)
    windows.save(transaction, acme.ws, WINDOW, MONDAY)
    weekly_messages.plan_first(transaction, acme.ws, DIGEST, LINUS.user_id, MONDAY, MONDAY)
    own = OwnSettings(topics=("Storage",), roundup=RoundupChoice.HOT_TOO)
    members.save_own_settings(transaction, acme.ws, LINUS.user_id, own, None)


READS: dict[str, Call] = {
    "attachments.find": lambda t, f: attachments.find(t, f.ws, 1),
    "attachments.list_by_referral": lambda t, f: attachments.list_by_referral(
        t, f.ws, f.acme.referral.id
    ),
    "desk.list_page": lambda t, f: desk.list_page(t, f.ws, QUERY, None, 9),
    "desk.find_previous_start": lambda t, f: desk.find_previous_start(t, f.ws, QUERY, LAST, 9),
    "desk.owns_any": lambda t, f: desk.owns_any(t, f.ws, LINUS.user_id) or None,
    "desk.count": lambda t, f: desk.count(t, f.ws, QUERY),
    "desk.count_by_openings": lambda t, f: desk.count_by_openings(t, f.ws, [f.acme.opening.id]),
    "openings.list_by_manager": lambda t, f: openings.list_by_manager(t, f.ws, MARGARET.user_id, 9),
    "desk_notes.list_by_referral": lambda t, f: desk_notes.list_by_referral(
        t, f.ws, f.acme.referral.id, 9
    ),
    "held_data.count_held": lambda t, f: [
        count for count in astuple(held_data.count_held(t, f.ws, ADA.user_id, GRACE.email)) if count
    ],
    "hot_openings.list_advocates_of_openings": lambda t, f: hot_openings.list_advocates_of_openings(
        t, f.ws, [f.acme.opening.id]
    ),
    "hot_openings.list_subscribers": lambda t, f: hot_openings.list_subscribers(t, f.ws),
    "manager_digests.list_unplanned_managers": lambda t, f: manager_digests.list_unplanned_managers(
        t, f.ws, 9
    ),
    "weekly_messages.list_due": lambda t, f: weekly_messages.list_due(t, f.ws, DIGEST, MONDAY, 9),
    "weekly_messages.list_due_to": lambda t, f: weekly_messages.list_due_to(
        t, f.ws, DIGEST, [LINUS.user_id], MONDAY
    ),
    "manager_digests.list_referrals": lambda t, f: manager_digests.list_referrals(
        t, f.ws, MARGARET.user_id, MONDAY, 9
    ),
    "roundups.find_ids_with_referrals": lambda t, f: roundups.find_ids_with_referrals(
        t, f.ws, [f.acme.opening.id], MONDAY.replace(day=1)
    ),
    "questions.find_unanswered": lambda t, f: questions.find_unanswered(
        t, f.ws, ADA.user_id, [f.acme.referral.id]
    ),
    "windows.find": lambda t, f: windows.find(t, f.ws, LINUS.user_id, WindowKind.HOME),
}

CHANGES: dict[str, Call] = {
    "attachments.erase": lambda t, f: attachments.erase(t, f.ws, [f.acme.referral.id]),
    "hot_openings.set_hot": lambda t, f: hot_openings.set_hot(
        t, replace(f.acme.opening, workspace_id=f.ws), MONDAY, MONDAY.date()
    ),
    "desk.save_depths": lambda t, f: desk.save_depths(t, f.ws, [f.acme.referral.id]),
    "weekly_messages.postpone": lambda t, f: weekly_messages.postpone(
        t, f.ws, DIGEST, DUE, MONDAY.replace(day=9)
    ),
    "weekly_messages.claim": lambda t, f: weekly_messages.claim(
        t, f.ws, DIGEST, DUE, MONDAY.replace(day=9), MONDAY
    ),
    "windows.queue_refreshes": lambda t, f: windows.queue_refreshes(
        t, f.ws, [LINUS.user_id], MONDAY
    ),
    "windows.queue_refreshes_of_seen": lambda t, f: windows.queue_refreshes_of_seen(
        t, f.ws, LINUS.user_id, MONDAY - timedelta(hours=1), MONDAY
    ),
    "windows.queue_refreshes_of_referral": lambda t, f: windows.queue_refreshes_of_referral(
        t, f.ws, f.acme.referral.id, MONDAY
    ),
}

INSERTS: dict[str, Call] = {
    "attachments.add": lambda t, f: attachments.add(
        t, f.ws, f.acme.referral.id, ADA.user_id, CV, MONDAY
    ),
    "desk_notes.add": lambda t, f: desk_notes.add(
        t, f.ws, f.acme.referral.id, LINUS.user_id, "x", MONDAY
    ),
    "weekly_messages.plan_first": lambda t, f: weekly_messages.plan_first(
        t, f.ws, DIGEST, LINUS.user_id, MONDAY.replace(day=9), MONDAY
    ),
    "windows.save": lambda t, f: windows.save(t, f.ws, WINDOW, MONDAY),
}
