"""`vouch seed`: stores example openings and referrals for a workspace.

Real members of the workspace get messages about the examples: use a test workspace.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice

from bot.runners.startup import StartupError, identify_workspace, open_database, prepare_schema
from bot.settings import Settings
from domain.clock import Clock
from domain.policy import Policy
from nudges import members as members_tick
from services.examples import Cast, seed_examples
from slack_io.client import SlackClient
from storage import members
from storage.engine import Transaction
from storage.large_company import add_large_company

MAX_COLLEAGUES = 200


def seed(settings: Settings, clock: Clock, *, large: bool = False) -> int:
    """Stores the examples of a small or `large` company. Returns the number of new openings.

    Raises `SettingsError` and `StartupError`.
    """
    slack = SlackClient(settings.bot_token, settings.slack_api_url)
    database = open_database(settings.database_url.get_secret_value())
    try:
        prepare_schema(database)
        policy = settings.policy()
        workspace = identify_workspace(database, slack, policy, clock.now())
        if not members_tick.read_all(database, slack, clock.now()):
            raise StartupError("Slack has not listed all members yet. Try again in a minute.")
        with database.read() as transaction:
            cast = choose_cast(transaction, workspace.id, policy)
        if large:
            with database.write() as transaction:
                return add_large_company(transaction, workspace.id, cast, clock.now())
        return seed_examples(database, workspace, cast, channel="", now=clock.now())
    finally:
        database.close()


def choose_cast(transaction: Transaction, workspace_id: int, policy: Policy) -> Cast:
    """Chooses members as recruiters, hiring managers and advocates of the examples.

    Members who have a role already are chosen for it first. In a small workspace, one person has
    several roles. Raises `StartupError` if the workspace has no members.
    """
    colleagues = members.list_colleague_ids(transaction, workspace_id, MAX_COLLEAGUES)
    if not colleagues:
        raise StartupError("There is nobody in this workspace who could play a part.")
    recruiters, admins = members.list_recruiters_and_admins(
        transaction, workspace_id, policy.recruiters, policy.admins
    )
    managers = [user for user in colleagues if user in policy.hiring_managers]
    with_roles = {*recruiters, *admins, *managers}
    others = [user for user in colleagues if user not in with_roles]
    cast_recruiters = _pick(2, recruiters, admins, others)
    cast_managers = _pick(3, managers, admins, others)
    advocates = _pick(4, [user for user in others if user not in cast_managers], others, colleagues)
    return Cast(
        recruiters=(cast_recruiters[0], cast_recruiters[1]),
        managers=(cast_managers[0], cast_managers[1], cast_managers[2]),
        advocates=(advocates[0], advocates[1], advocates[2], advocates[3]),
    )


def _pick(count: int, *groups: Sequence[str]) -> list[str]:
    """Picks `count` people from the first group that has any, repeatedly if it has too few."""
    return list(islice(cycle(next(group for group in groups if group)), count))
