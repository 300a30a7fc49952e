"""`vouch status`: a table of the state of the database, its workspaces and their messages.

The command only reads the database, so it needs no token and works beside a running bot.
"""

from __future__ import annotations

from datetime import datetime

import typer

from bot.clock import SystemClock
from bot.ops.console import build_table, explain_errors, format_age, stdout_console
from bot.ops.database import NO_ANSWER, database_url, is_current, require_existing_file
from bot.runners.startup import explain_database_errors, open_database
from domain.operators import (
    MEMBERS_STALE_AFTER,
    STUCK_STATES,
    Backlog,
    Pending,
    WorkspaceStatus,
    is_late,
)
from domain.outbox import IntentState
from domain.scopes import find_missing_scopes
from storage.engine import Database
from storage.outbox import operators


def status() -> None:
    """Show the state of the database and the messages. Exit code 1: someone should look."""
    with explain_errors():
        database = open_database(database_url())
        try:
            require_existing_file(database)
            rows, problems = _inspect(database, schema_is_current=is_current(database))
        finally:
            database.close()
    table = build_table("", "", header=False)
    for name, value in rows:
        table.add_row(name, value)
    console = stdout_console()
    console.print(table)
    for problem in problems:
        console.print(problem, style="red", markup=False, soft_wrap=True)
    if problems:
        raise typer.Exit(1)


def _inspect(
    database: Database, *, schema_is_current: bool
) -> tuple[list[tuple[str, str]], list[str]]:
    """Returns the table's rows, and a sentence about each problem."""
    url = database.url.render_as_string(hide_password=True)
    schema = "current" if schema_is_current else "of another version"
    rows = [("database", url), ("schema", schema)]
    if not schema_is_current:
        return rows, ["The database has another version's schema. Run `vouch migrate` once."]
    now = SystemClock().now()
    with explain_database_errors(NO_ANSWER), database.read() as transaction:
        workspaces = operators.list_workspace_statuses(transaction)
        backlog = operators.find_backlog(transaction, now)
    problems: list[str] = []
    if not workspaces:
        problems.append("There's no workspace yet: `vouch run` hasn't reached Slack.")
    for workspace in workspaces:
        rows += _describe_workspace(workspace, now)
        problems += _find_workspace_problems(workspace, now)
    rows += _describe_backlog(backlog, now)
    if is_late(backlog, now):
        problems.append("Something has been due for 15 minutes. Is the bot running? See its log.")
    if any(backlog.counts_by_state.get(state) for state in STUCK_STATES):
        problems.append("Some messages couldn't be sent: `vouch outbox list` shows which.")
    return rows, problems


def _describe_workspace(workspace: WorkspaceStatus, now: datetime) -> list[tuple[str, str]]:
    read_at = workspace.members_read_at
    members_read = f"{format_age(now - read_at)} ago" if read_at else "never"
    if workspace.is_reading_members:
        members_read += ", still reading"
    return [
        ("workspace", f"{workspace.name} ({workspace.team_id})"),
        ("members read", members_read),
        *(
            (f"without {scope}", effect)
            for scope, effect in find_missing_scopes(workspace.granted_scopes).items()
        ),
    ]


def _find_workspace_problems(workspace: WorkspaceStatus, now: datetime) -> list[str]:
    problems = []
    read_at = workspace.members_read_at
    if read_at is None or now - read_at > MEMBERS_STALE_AFTER:
        problems.append(
            f"The members of {workspace.team_id} haven't been read for a day. Is the bot running, "
            "and does its log say members_not_read?"
        )
    if workspace.recruiter_group_error:
        problems.append(
            f"Slack refuses the recruiters' group {workspace.recruiter_group} "
            f"({workspace.recruiter_group_error}), so only the people in VOUCH_RECRUITERS are "
            "recruiters. It is tried again every hour."
        )
    return problems


def _describe_backlog(backlog: Backlog, now: datetime) -> list[tuple[str, str]]:
    counts = backlog.counts_by_state
    other_states = [state for state in IntentState if state is not IntentState.QUEUED]
    return [
        ("to be sent", _describe_pending(backlog.queued, now)),
        *((state.value, str(counts.get(state, 0))) for state in other_states),
        ("follow-ups", _describe_pending(backlog.follow_ups, now)),
    ]


def _describe_pending(pending: Pending, now: datetime) -> str:
    due = f", {pending.due_count} due" if pending.due_count else ""
    oldest_due = pending.oldest_due_at
    since = f", the oldest for {format_age(now - oldest_due)}" if oldest_due else ""
    return f"{pending.count}{due}{since}"
