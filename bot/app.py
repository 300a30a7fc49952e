"""The composition root: the only place that knows every real thing. Nothing is opened at import."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.dispatch.dispatcher import Listening
from bot.dispatch.register import register_all
from bot.ops.instrumentation import Signs
from bot.ops.watched import WatchedApp, WatchedDelivery, WatchedSlack
from bot.policy import policy_of
from bot.runners.startup import introduce, open_database, prepare
from bot.scheduler import Tick, table
from bot.settings import Settings
from delivery.rate_limits import Pace
from domain.clock import Clock
from domain.members import Workspace
from domain.policy import Policy
from handlers.protocol import Registry
from slack_io.client import Slack, Timeouts
from storage.engine import Database


@dataclass(frozen=True, slots=True)
class Vouch:
    """Everything that runs, assembled and not started."""

    bolt: App
    listening: Listening
    registry: Registry
    database: Database
    delivery: WatchedDelivery
    ticks: list[Tick]
    wake: threading.Event
    slack: Slack
    workspace: Workspace
    policy: Policy
    signs: Signs
    clock: Clock


def build(
    settings: Settings,
    clock: Clock,
    *,
    signing_secret: str = "",
    pace: Pace | None = None,
    patience: Timeouts | None = None,
) -> Vouch:
    """Raises `StartupError` with one line that says what is wrong and how to mend it.

    `signing_secret` is needed for HTTP only; Socket Mode's payloads come authenticated. `pace` is
    Slack's published one unless given, and `patience` with its answers the usual one.
    """
    database = open_database(settings.database_url.get_secret_value())
    prepare(database)
    signs = Signs()
    slack = WatchedSlack(signs, settings.bot_token, settings.slack_api_url, patience)
    workspace = introduce(database, slack)
    policy, wake = policy_of(settings), threading.Event()
    registry = register_all(policy)
    bolt = WatchedApp(
        signs,
        name="vouch",  # or Bolt looks for its caller's file, through every module there is
        client=slack.client,
        signing_secret=signing_secret or "unused-in-socket-mode",
        # `introduce` has asked already: Bolt's own way would ask Slack again at the first click.
        authorize=lambda: AuthorizeResult(
            enterprise_id=workspace.enterprise_id,
            team_id=workspace.team_id,
            bot_user_id=workspace.bot_user_id,
            bot_token=settings.bot_token,
        ),
        process_before_response=True,  # the ack leaves after the commit
    )
    listening = Listening(
        registry=registry,
        database=database,
        clock=clock,
        policy=policy,
        slack=slack,
        workspace=workspace,
        wake=wake,
        on_fault=signs.faulted,
    )
    listening.attach(bolt)
    delivery = WatchedDelivery(
        signs,
        database=database,
        slack=slack,
        clock=clock,
        policy=policy,
        workspace=workspace,
        wake=wake,
        pace=pace,
    )
    ticks = table(
        database=database,
        slack=slack,
        clock=clock,
        policy=policy,
        workspace=workspace,
        wake=wake,
        every=settings.tick_seconds,
    )
    return Vouch(
        bolt,
        listening,
        registry,
        database,
        delivery,
        ticks,
        wake,
        slack,
        workspace,
        policy,
        signs,
        clock,
    )
