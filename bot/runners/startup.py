"""The steps before the bot runs: open the database, check its schema, find the Slack workspace.

If a step fails, a `StartupError` says in one line what is wrong and, if we know, how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog
from sqlalchemy.exc import ArgumentError, DBAPIError

from domain.members import Workspace
from domain.policy import Policy
from domain.scopes import find_missing_scopes
from slack_io.client import SlackClient
from slack_io.identity import IdentityError, read_identity
from storage import migrate, settings, workspaces
from storage.engine import Database
from storage.process_lock import AlreadyRunningError

log = structlog.get_logger(__name__)

_NOT_OPENED = "cannot be opened"  # completes "The database in DATABASE_URL …"


class StartupError(Exception):
    """Why Vouch cannot start, in one line for the person who started it."""


def open_database(url: str) -> Database:
    """Sets up the database, which connects later.

    Raises `StartupError` for an unusable URL, a missing driver or a folder that cannot be made.
    """
    try:
        return Database(url)
    except ModuleNotFoundError as error:
        raise StartupError(
            f"PostgreSQL needs its driver ({error.name}): pip install 'vouch-bot[postgres]'."
        ) from None
    except (OSError, ArgumentError) as error:
        raise _database_error(_NOT_OPENED, error) from None


def prepare_schema(database: Database) -> None:
    """Migrates SQLite if needed. For an outdated PostgreSQL it raises `StartupError`.

    Several replicas may start at once on PostgreSQL, so `vouch migrate` must run before them.
    """
    with explain_database_errors():
        if migrate.is_current(database):
            return
    if not database.is_sqlite:
        raise StartupError("The database has another version's schema. Run `vouch migrate` once.")
    migrate_database(database)


def migrate_database(database: Database) -> None:
    """Runs the missing migrations and checks the tables. Raises `StartupError`."""
    with explain_database_errors():
        migrate.upgrade(database)
        migrate.check_schema(database)


@contextmanager
def explain_database_errors(problem: str = _NOT_OPENED) -> Iterator[None]:
    """Turns database errors into `StartupError("The database in DATABASE_URL {problem}: …")`."""
    try:
        yield
    except DBAPIError as error:
        raise _database_error(problem, error.orig or error) from None
    except (OSError, migrate.MigrationError) as error:
        raise _database_error(problem, error) from None


def _database_error(problem: str, error: BaseException) -> StartupError:
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]  # not the SQL after it
    return StartupError(f"The database in DATABASE_URL {problem}: {reason}")


def describe_lock_holder(error: AlreadyRunningError) -> str:
    process = f" (process {error.pid})" if error.pid else ""
    return f"A bot{process} is running on {error.file} already."


def identify_workspace(
    database: Database, slack: SlackClient, policy: Policy, now: datetime
) -> Workspace:
    """Asks Slack which workspace the token belongs to, and stores the workspace.

    `policy` holds the settings of the environment. They are stored too, except for those that an
    admin of the workspace has changed. Raises `StartupError`.
    """
    try:
        identity = read_identity(slack.fetch_identity())
    except IdentityError as error:
        raise StartupError(str(error)) from None
    # These are the first rows that a start writes, and the disk may be full.
    with explain_database_errors(), database.write() as transaction:
        workspace = workspaces.save(
            transaction,
            team_id=identity.team_id,
            enterprise_id=identity.enterprise_id,
            name=identity.name,
            bot_user_id=identity.bot_user_id,
            granted_scopes=identity.scopes,
        )
        settings.save_policy(transaction, workspace.id, policy, now, changed_by=None)
    for scope, effect in find_missing_scopes(identity.scopes).items():
        log.warning("scope_not_granted", scope=scope, without_it=effect)
    return workspace
