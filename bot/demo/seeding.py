"""`vouch seed`: the demo's story told in the workspace that the settings point to.

Its people are the workspace's own, so it belongs into a test workspace: they will be written to.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice

from bot.demo.story import Cast, tell
from bot.runners.startup import StartupError, identify_workspace, open_database, prepare_schema
from bot.settings import Settings
from domain.clock import Clock
from domain.policy import Policy
from nudges import members as reading
from slack_io.client import SlackClient
from slack_io.results import SlackReadError
from storage import members
from storage.engine import Transaction

MOST_PEOPLE = 200


def seed(settings: Settings, clock: Clock) -> int:
    """How many openings were made; 0 when there are some already.

    Raises `SettingsError`, `StartupError`.
    """
    slack = SlackClient(settings.bot_token, settings.slack_api_url)
    database = open_database(settings.database_url.get_secret_value())
    try:
        prepare_schema(database)
        policy = settings.policy()
        workspace = identify_workspace(database, slack, policy, clock.now())
        try:
            reading.step(database, slack, clock.now())
        except SlackReadError as failed:
            raise StartupError(f"Slack does not tell who is in the workspace ({failed}).") from None
        with database.read() as transaction:
            cast = choose_cast(transaction, workspace.id, policy)
        return tell(database, workspace, cast, "", clock.now())
    finally:
        database.close()


def choose_cast(transaction: Transaction, workspace_id: int, policy: Policy) -> Cast:
    """Recruiters and admins in their own roles, anybody else as advocate; few play several parts.

    Raises `StartupError` in an empty workspace.
    """
    here = members.list_colleague_ids(transaction, workspace_id, MOST_PEOPLE)
    if not here:
        raise StartupError("There is nobody in this workspace who could play a part.")
    recruiters, admins = members.list_recruiters_and_admins(
        transaction, workspace_id, policy.recruiters, policy.admins
    )
    managers = [user for user in here if user in policy.hiring_managers]
    answering = {*recruiters, *admins, *managers}
    others = [user for user in here if user not in answering]
    recruiting = _enough(2, recruiters, admins, others)
    managing = _enough(3, managers, admins, others)
    advocates = _enough(4, [user for user in others if user not in managing], others, here)
    return Cast(
        recruiters=(recruiting[0], recruiting[1]),
        managers=(managing[0], managing[1], managing[2]),
        advocates=(advocates[0], advocates[1], advocates[2], advocates[3]),
    )


def _enough(count: int, *choices: Sequence[str]) -> list[str]:
    """So many people of the first choices that name anybody, again from the start if too few."""
    first = next(choice for choice in choices if choice)
    return list(islice(cycle(first), count))
