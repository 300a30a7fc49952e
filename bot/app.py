"""The composition root: builds every part of the bot, which `bot/runners` then start."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from slack_bolt import App

from bot.dispatch.bolt_app import build_bolt_app
from bot.dispatch.dispatcher import Dispatcher
from bot.dispatch.register import register_all
from bot.ops.instrumentation import Instrumentation
from bot.runners.startup import identify_workspace, open_database, prepare_schema
from bot.scheduler import Tick, build_ticks
from bot.settings import Settings
from delivery.worker import DeliveryWorker
from domain.clock import Clock
from domain.members import Workspace
from handlers.protocol import Registry
from slack_io.client import SlackClient, Timeouts
from slack_io.signatures import SignatureMonitor
from storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouch:
    """Every part of the bot, assembled but not started."""

    bolt: App
    dispatcher: Dispatcher
    registry: Registry
    database: Database
    delivery: DeliveryWorker
    ticks: list[Tick]  # the jobs that run at intervals
    wake_delivery: threading.Event  # set when a message may have been queued
    slack: SlackClient
    workspace: Workspace
    instrumentation: Instrumentation
    signatures: SignatureMonitor
    clock: Clock


def build(
    settings: Settings, clock: Clock, *, signing_secret: str = "", timeouts: Timeouts | None = None
) -> Vouch:
    """Assembles the bot. `signing_secret` is only needed for HTTP. Raises `StartupError`."""
    database = open_database(settings.database_url.get_secret_value())
    prepare_schema(database)
    instrumentation = Instrumentation()
    slack = SlackClient(settings.bot_token, settings.slack_api_url, timeouts, instrumentation)
    workspace = identify_workspace(database, slack, settings.policy(), clock.now())
    wake_delivery, registry = threading.Event(), register_all()
    bolt = build_bolt_app(slack, workspace, settings.bot_token, signing_secret, instrumentation)
    dispatcher = Dispatcher(
        registry=registry,
        database=database,
        clock=clock,
        slack=slack,
        wake_delivery=wake_delivery,
        observer=instrumentation,
    )
    dispatcher.attach(bolt, workspace.team_id)
    delivery = DeliveryWorker(
        database=database, slack=slack, clock=clock, wake=wake_delivery, observer=instrumentation
    )
    ticks = build_ticks(
        database=database,
        slack=slack,
        clock=clock,
        wake_delivery=wake_delivery,
        interval=settings.tick_seconds,
    )
    return Vouch(
        bolt=bolt,
        dispatcher=dispatcher,
        registry=registry,
        database=database,
        delivery=delivery,
        ticks=ticks,
        wake_delivery=wake_delivery,
        slack=slack,
        workspace=workspace,
        instrumentation=instrumentation,
        signatures=SignatureMonitor(signing_secret, instrumentation),
        clock=clock,
    )
