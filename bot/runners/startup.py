"""The first words with Slack and the database: who we are, and is the schema there.

Ends in the workspace's row, or in one line that says what is wrong and how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import ArgumentError, DBAPIError

from domain.members import Workspace
from domain.outcomes import CallOutcome
from slack_io.client import SlackClient
from slack_io.results import CallResult
from storage import migrate, workspaces
from storage.engine import Database
from storage.process_lock import AlreadyRunningError


class StartupError(Exception):
    """One line for the person who started us."""


def open_database(url: str) -> Database:
    """Raises `StartupError` where the driver is missing or the file's folder cannot be made."""
    try:
        return Database(url)
    except ModuleNotFoundError as error:
        raise StartupError(
            f"PostgreSQL needs its driver ({error.name}): pip install 'vouch-bot[postgres]'."
        ) from None
    except (OSError, ArgumentError) as error:
        raise _not_opened(error) from None


def prepare(database: Database) -> None:
    """SQLite is migrated here; PostgreSQL by `vouch migrate`, as several replicas may start."""
    if database.is_sqlite:
        return bring_up(database)
    with opening():
        current = migrate.is_current(database)
    if not current:
        raise StartupError("The database is not at today's schema. Run `vouch migrate` once.")
    return None


def bring_up(database: Database) -> None:
    """Run the missing migrations. Raises `StartupError`."""
    with opening():
        migrate.upgrade(database)


@contextmanager
def opening() -> Iterator[None]:
    """What the database or its disk refuses, in one line. Raises `StartupError`."""
    try:
        yield
    except DBAPIError as error:
        raise _not_opened(error.orig or error) from None
    except (OSError, migrate.MigrationError) as error:
        raise _not_opened(error) from None


def _not_opened(error: BaseException) -> StartupError:
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    return StartupError(f"The database in DATABASE_URL cannot be opened: {reason}")


def in_use(held: AlreadyRunningError) -> str:
    who = f" (process {held.pid})" if held.pid else ""
    return f"A bot{who} is running on {held.file} already."


def introduce(database: Database, slack: SlackClient) -> Workspace:
    """Ask Slack who we are, and keep the workspace's row. Raises `StartupError`."""
    called = slack.fetch_identity()
    if not called.ok:
        raise StartupError(_why(called))
    who = called.data
    with (
        opening(),
        database.write() as transaction,
    ):  # the first that is written: a disk may be full
        return workspaces.save(
            transaction,
            team_id=str(who["team_id"]),
            enterprise_id=str(who["enterprise_id"]) if who.get("enterprise_id") else None,
            name=str(who.get("team") or ""),
            bot_user_id=str(who.get("user_id") or ""),
        )


def _why(called: CallResult) -> str:
    if called.outcome is CallOutcome.TOKEN_DEAD:
        return (
            f"Slack does not accept SLACK_BOT_TOKEN ({called.error}). Copy it anew from "
            '"OAuth & Permissions" of your app, after "Install to Workspace".'
        )
    return (
        f"Slack did not answer at SLACK_API_URL ({called.error}). Check the address and that this "
        "machine may reach it, then start again."
    )
