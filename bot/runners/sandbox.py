"""Runs `vouch sandbox`: a local Slack and the bot in one process, with their data in one folder.

The bot is assembled and started as by `vouch run`, except that it uses the clock of the sandbox.
"""

from __future__ import annotations

import shutil
import sysconfig
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.app import Vouch, build
from bot.clock import FollowingClock
from bot.demo.company import COMPANY, RECRUITER_GROUP
from bot.runners.lifecycle import RunningBot, exit_on_stop_signal, set_event_on_stop_signal
from bot.settings import Settings, load
from domain.clock import Clock
from nudges import members
from sandbox.server import Sandbox
from services.examples import DEMO_CAST, seed_examples
from storage import follow_ups, outbox

TICK_SECONDS = 1  # short, so that a person who tries Vouch does not wait for a message


def manifest_path() -> Path:
    """Returns the path of `manifest.yml`, in the checkout or in an installed package."""
    checkout = Path(__file__).parent.parent.parent / "manifest.yml"
    installed = Path(sysconfig.get_path("data")) / "share" / "vouch" / "manifest.yml"
    return checkout if checkout.exists() else installed


def settings_for(sandbox: Sandbox, folder: Path) -> Settings:
    return load(
        {
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": f"sqlite:///{folder / 'vouch.db'}",
            "VOUCH_RECRUITER_GROUP": RECRUITER_GROUP,
            "VOUCH_TICK_SECONDS": str(TICK_SECONDS),
        },
        env_file=None,
    )


def seed(vouch: Vouch, sandbox: Sandbox, clock: Clock) -> int:
    """Reads the members from Slack, then stores example openings if the workspace has no openings.

    Returns how many openings were stored.
    """
    members.read_all(vouch.database, vouch.slack, clock.now())
    channels = sandbox.world.channels.values()
    hiring_channel = next(channel.id for channel in channels if channel.name == "hiring")
    return seed_examples(vouch.database, vouch.workspace, DEMO_CAST, hiring_channel, clock.now())


def find_next_due_time(vouch: Vouch) -> datetime | None:
    """Returns when a follow-up or a message is due next (UTC), or None if nothing waits."""
    with vouch.database.read() as transaction:
        due_times = (follow_ups.next_due_at(transaction), outbox.next_due_at(transaction))
    return min((due_at for due_at in due_times if due_at is not None), default=None)


def run(folder: Path, port: int, *, fresh: bool, on_ready: Callable[[str], None]) -> None:
    """Runs until SIGTERM or SIGINT. `fresh` deletes the folder first.

    `on_ready` gets the URL of the sandbox's page. Raises OSError and `StartupError`.
    """
    exit_on_stop_signal()
    if fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    bot: RunningBot | None = None
    with Sandbox(
        manifest_path(),
        COMPANY,
        state_dir=folder / "slack",
        port=port,
        # The sandbox starts before the bot, so its page may ask while there is no bot yet.
        next_due_time=lambda: find_next_due_time(bot.vouch) if bot else None,
    ) as sandbox:
        settings = settings_for(sandbox, folder)
        clock = FollowingClock(sandbox.clock.now)
        bot = RunningBot(build(settings, clock))
        try:
            seed(bot.vouch, sandbox, clock)
            bot.start_socket(settings.app_token)
            set_event_on_stop_signal(bot.stop_requested)
            on_ready(sandbox.url)
            bot.stop_requested.wait()
        finally:
            bot.stop()
