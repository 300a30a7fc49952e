"""`vouch status`: how it stands, in one table. Exit code 1 where somebody should look.

Starts from the database alone: it needs no token, and works beside a running bot.
"""

from __future__ import annotations

from datetime import datetime

import typer

from bot.clock import SystemClock
from bot.ops.console import age, out, plainly, table
from bot.ops.database import database_url, is_current, must_exist, told
from bot.runners.startup import open_database
from domain.operators import MEMBERS_STALE_AFTER, STUCK_STATES, Backlog, Pending, is_late
from domain.outbox import IntentState
from storage.engine import Database
from storage.outbox import operators as rows


def status() -> None:
    """How it stands with database, workspace and messages; exit code 1: somebody should look."""
    with plainly():
        database = open_database(database_url())
        try:
            must_exist(database)
            current = is_current(database)
            shown, worries = _look(database, current)
        finally:
            database.close()
    listed = table("", "")
    listed.show_header = False
    for name, value in shown:
        listed.add_row(name, value)
    console = out()
    console.print(listed)
    for worry in worries:
        console.print(worry, style="red", markup=False, soft_wrap=True)
    if worries:
        raise typer.Exit(1)


def _look(database: Database, current: bool) -> tuple[list[tuple[str, str]], list[str]]:
    """Lines to show, and what is wrong in a sentence each."""
    where = database.url.render_as_string(hide_password=True)
    shown = [("database", where), ("schema", "today's" if current else "of another version")]
    if not current:
        return shown, ["The database is not at today's schema. Run `vouch migrate` once."]
    now = SystemClock().now()
    with told(), database.read() as transaction:
        read = rows.members_read(transaction)
        standing = rows.standing(transaction, now)
    worries = [] if read else ["No workspace yet: `vouch run` has not reached Slack."]
    for team, name, read_at in read:
        shown.append(("workspace", f"{name} ({team})"))
        shown.append(("members read", f"{age(now - read_at)} ago" if read_at else "never"))
        if read_at is None or now - read_at > MEMBERS_STALE_AFTER:
            worries.append(
                f"The members of {team} were not read lately. Is the bot running, and does its log "
                "say tick_failed?"
            )
    shown += _standing(standing, now)
    if is_late(standing, now):
        worries.append("What is due is not worked off. Is the bot running? See its log.")
    if any(standing.rows.get(state) for state in STUCK_STATES):
        worries.append("Some messages could not be said: `vouch outbox list` shows which.")
    return shown, worries


def _standing(standing: Backlog, now: datetime) -> list[tuple[str, str]]:
    counts = standing.rows
    return [
        ("to be said", _waiting(standing.queued, now)),
        *(
            (state.value, str(counts.get(state, 0)))
            for state in IntentState
            if state is not IntentState.QUEUED
        ),
        ("follow-ups", _waiting(standing.follow_ups, now)),
    ]


def _waiting(waiting: Pending, now: datetime) -> str:
    due = f", {waiting.due} due" if waiting.due else ""
    since = f", the oldest for {age(now - waiting.oldest)}" if waiting.oldest else ""
    return f"{waiting.count}{due}{since}"
