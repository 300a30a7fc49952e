"""`vouch sandbox`: the local Slack and the bot side by side, with example data, kept in a folder.

The bot is assembled and started as by `vouch run`, except that its clock follows the sandbox's.
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
from bot.runners.lifecycle import RunningBot, end_on_stop_signal, set_on_stop_signal
from bot.settings import Settings, load
from domain.clock import Clock
from nudges import members
from sandbox.server import Sandbox
from services.examples import DEMO_CAST, seed_examples
from storage import follow_ups, outbox

TICK_SECONDS = 1


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
    """Reads the members, then stores example openings. Returns how many there are."""
    members.read_all(vouch.database, vouch.slack, clock.now())
    channels = sandbox.world.channels.values()
    hiring = next(channel.id for channel in channels if channel.name == "hiring")
    return seed_examples(vouch.database, vouch.workspace, DEMO_CAST, hiring, clock.now())


def find_next_due_time(vouch: Vouch) -> datetime | None:
    """Returns when something is due next, for the clock on the sandbox's page."""
    with vouch.database.read() as transaction:
        due_times = (follow_ups.next_due_at(transaction), outbox.next_due_at(transaction))
    return min((due_at for due_at in due_times if due_at is not None), default=None)


def run(folder: Path, port: int, *, fresh: bool, on_ready: Callable[[str], None]) -> None:
    """Runs until SIGTERM or SIGINT; `on_ready` is called with the page's address.

    Raises OSError and `StartupError`.
    """
    end_on_stop_signal()
    if fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    started: list[Vouch] = []  # holds the bot once it runs; the sandbox has to start before it
    sandbox = Sandbox(
        manifest_path(),
        COMPANY,
        state_dir=folder / "slack",
        port=port,
        next_stop=lambda: find_next_due_time(started[0]) if started else None,
    )
    sandbox.start()
    try:
        settings = settings_for(sandbox, folder)
        clock = FollowingClock(sandbox.clock.now)
        vouch = build(settings, clock)
        seed(vouch, sandbox, clock)
        bot = RunningBot(vouch)
        bot.start_socket(settings.app_token)
        started.append(vouch)
        set_on_stop_signal(bot.stop_requested)
        on_ready(sandbox.url)
        bot.stop_requested.wait()
        bot.stop()
    finally:
        sandbox.stop()
