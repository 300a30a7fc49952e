"""The local Slack of the demo company, and the settings with which a bot connects to it."""

from __future__ import annotations

from typing import Final

from bot.demo.company import COMPANY
from bot.runners.sandbox import manifest_path
from sandbox.manifest import Manifest
from sandbox.server import Sandbox

MANIFEST: Final = Manifest.load(manifest_path())  # Reading it takes as long as a short test.


def demo_slack() -> Sandbox:
    """Return a sandbox that starts as a context manager. It has no rate limits."""
    return Sandbox(MANIFEST, dict(COMPANY), rate_limits=False)


def connection_settings(slack: Sandbox, database_url: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
    }
