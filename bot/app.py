"""The composition root: the only place that knows every real thing. Nothing is opened at import."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from slack_bolt import App

from bot.dispatch.bolt_app import build_bolt_app
from bot.dispatch.dispatcher import Listening
from bot.dispatch.register import register_all
from bot.ops.instrumentation import Instrumentation
from bot.policy import policy_of
from bot.runners.startup import introduce, open_database, prepare
from bot.scheduler import Tick, build_ticks
from bot.settings import Settings
from delivery.rate_limits import Pace
from delivery.worker import Delivery
from domain.clock import Clock
from domain.members import Workspace
from domain.policy import Policy
from handlers.protocol import Registry
from slack_io.client import SlackClient, Timeouts
from storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouch:
    """Everything that runs, assembled and not started."""

    bolt: App
    listening: Listening
    registry: Registry
    database: Database
    delivery: Delivery
    ticks: list[Tick]
    wake: threading.Event
    slack: SlackClient
    workspace: Workspace
    policy: Policy
    instrumentation: Instrumentation
    clock: Clock


def build(
    settings: Settings,
    clock: Clock,
    *,
    signing_secret: str = "",
    pace: Pace | None = None,
    timeouts: Timeouts | None = None,
) -> Vouch:
    """Assembles the bot. `signing_secret` is needed for HTTP only.

    Raises `StartupError` with one line that says what is wrong and how to mend it.
    """
    database = open_database(settings.database_url.get_secret_value())
    prepare(database)
    observer = Instrumentation()
    slack = SlackClient(settings.bot_token, settings.slack_api_url, timeouts, observer)
    workspace, policy = introduce(database, slack), policy_of(settings)
    wake, registry = threading.Event(), register_all(policy)
    bolt = build_bolt_app(
        slack.bolt_client(), workspace, settings.bot_token, signing_secret, observer
    )
    listening = Listening(
        registry=registry,
        database=database,
        clock=clock,
        policy=policy,
        slack=slack,
        workspace=workspace,
        wake=wake,
        observer=observer,
    )
    listening.attach(bolt)
    delivery = Delivery(
        database=database,
        slack=slack,
        clock=clock,
        policy=policy,
        workspace=workspace,
        wake=wake,
        pace=pace,
        observer=observer,
    )
    ticks = build_ticks(
        database=database,
        slack=slack,
        clock=clock,
        policy=policy,
        workspace=workspace,
        wake=wake,
        every=settings.tick_seconds,
    )
    return Vouch(
        bolt=bolt,
        listening=listening,
        registry=registry,
        database=database,
        delivery=delivery,
        ticks=ticks,
        wake=wake,
        slack=slack,
        workspace=workspace,
        policy=policy,
        instrumentation=observer,
        clock=clock,
    )
