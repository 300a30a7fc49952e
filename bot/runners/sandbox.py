"""`vouch sandbox`: the local Slack and the bot side by side, seeded, kept in a folder.

The bot runs through exactly the code of `vouch run`; only its clock follows the sandbox's.
"""

from __future__ import annotations

import shutil
import sysconfig
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.app import Vouch, build
from bot.clock import FollowedClock
from bot.demo.company import COMPANY, RECRUITER_GROUP
from bot.demo.story import DEMO_CAST, tell
from bot.runners.lifecycle import Running, wait_for_signal
from bot.settings import Settings, load
from domain.clock import Clock
from nudges import members
from sandbox.server import Sandbox
from storage import follow_ups
from storage.outbox import intents as outbox

TICK_SECONDS = 1


def manifest_path() -> Path:
    """The app's manifest: beside the package in a checkout, in the data folder when installed."""
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
    """Read the members, then tell the story; how many openings were made."""
    members.step(vouch.database, vouch.slack, vouch.workspace, vouch.policy, clock.now())
    channel = next(c.id for c in sandbox.world.channels.values() if c.name == "hiring")
    return tell(vouch.database, vouch.workspace, DEMO_CAST, channel, vouch.policy, clock.now())


def next_stop(vouch: Vouch) -> datetime | None:
    """When the bot has something due next, for the page's clock."""
    with vouch.database.read() as transaction:
        moments = (follow_ups.next_due(transaction), outbox.next_due(transaction))
    return min((moment for moment in moments if moment is not None), default=None)


def run(folder: Path, port: int, *, fresh: bool, ready: Callable[[str], None]) -> None:
    """Until SIGTERM or SIGINT; `ready` gets the page's address. Raises OSError, `StartupError`."""
    if fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    started: list[Vouch] = []
    sandbox = Sandbox(
        manifest_path(),
        COMPANY,
        state_dir=folder / "slack",
        port=port,
        next_stop=lambda: next_stop(started[0]) if started else None,
    )
    sandbox.start()
    try:
        settings = settings_for(sandbox, folder)
        clock = FollowedClock(sandbox.clock.now)
        vouch = build(settings, clock)
        seed(vouch, sandbox, clock)
        running = Running(vouch)
        running.start_socket(settings.app_token)
        started.append(vouch)
        ready(sandbox.url)
        wait_for_signal()
        running.stop()
    finally:
        sandbox.stop()
