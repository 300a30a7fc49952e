"""The composition root: the only place that knows every real thing. Nothing is opened at import."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App

from bot import scheduler
from bot.clock import Clock
from bot.delivery import Delivery
from bot.listeners import Listening
from bot.policy import policy_of
from bot.register import register_all
from bot.settings import Settings
from bot.slack import Slack
from bot.starting import introduce, prepare
from domain.members import Workspace
from domain.policy import Policy
from handlers.listening import Registry
from storage.engine import Database


@dataclass(frozen=True, slots=True)
class Vouch:
    """Everything that runs, assembled and not started."""

    bolt: App
    registry: Registry
    database: Database
    delivery: Delivery
    ticks: BackgroundScheduler
    wake: threading.Event
    slack: Slack
    workspace: Workspace
    policy: Policy


def build(settings: Settings, clock: Clock, *, signing_secret: str = "") -> Vouch:
    """Raises `CannotStart` with one line that says what is wrong and how to mend it.

    `signing_secret` is needed for HTTP only; Socket Mode's payloads come authenticated.
    """
    database = Database(settings.database_url.get_secret_value())
    prepare(database)
    slack = Slack(settings.bot_token, settings.slack_api_url)
    workspace = introduce(database, slack)
    policy, wake = policy_of(settings), threading.Event()
    registry = register_all(policy)
    bolt = App(
        client=slack.client,
        signing_secret=signing_secret or "unused-in-socket-mode",
        token_verification_enabled=False,  # `introduce` has asked already
        process_before_response=True,  # the ack leaves after the commit
    )
    Listening(
        registry=registry,
        database=database,
        clock=clock,
        policy=policy,
        slack=slack,
        workspace=workspace,
        wake=wake,
    ).attach(bolt)
    delivery = Delivery(
        database=database, slack=slack, clock=clock, policy=policy, workspace=workspace, wake=wake
    )
    ticks = scheduler.build(
        scheduler.table(
            database=database,
            slack=slack,
            clock=clock,
            policy=policy,
            workspace=workspace,
            wake=wake,
            every=settings.tick_seconds,
        )
    )
    return Vouch(bolt, registry, database, delivery, ticks, wake, slack, workspace, policy)
