"""The first words with Slack and the database: who we are, and is the schema there.

Ends in the workspace's row, or in one line that says what is wrong and how to mend it.
"""

from __future__ import annotations

from sqlalchemy.exc import OperationalError

from bot.slack import Called, Slack
from domain.members import Workspace
from domain.slack_errors import Outcome
from storage import migrate, workspaces
from storage.engine import Database


class CannotStart(Exception):  # noqa: N818 - what happened, as the person reads it
    """One line for the person who started us."""


def prepare(database: Database) -> None:
    """SQLite is migrated here; PostgreSQL by `vouch migrate`, as several replicas may start."""
    try:
        if database.is_sqlite:
            migrate.upgrade(database)
        elif not migrate.is_current(database):
            raise CannotStart("The database is not at today's schema. Run `vouch migrate` once.")
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise CannotStart(f"The database in DATABASE_URL cannot be opened: {reason}") from None


def introduce(database: Database, slack: Slack) -> Workspace:
    """Ask Slack who we are, and keep the workspace's row. Raises `CannotStart`."""
    called = slack.who_am_i()
    if not called.ok:
        raise CannotStart(_why(called))
    who = called.data
    with database.write() as session:
        return workspaces.save(
            session,
            team_id=str(who["team_id"]),
            enterprise_id=str(who["enterprise_id"]) if who.get("enterprise_id") else None,
            name=str(who.get("team") or ""),
            bot_user_id=str(who.get("user_id") or ""),
        )


def _why(called: Called) -> str:
    if called.outcome is Outcome.TOKEN_DEAD:
        return (
            f"Slack does not accept SLACK_BOT_TOKEN ({called.error}). Copy it anew from "
            '"OAuth & Permissions" of your app, after "Install to Workspace".'
        )
    return (
        f"Slack did not answer at SLACK_API_URL ({called.error}). Check the address and that this "
        "machine may reach it, then start again."
    )
