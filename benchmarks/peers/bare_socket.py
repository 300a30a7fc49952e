"""The bare Bolt app by Socket Mode, with the same command and Bolt's own handler."""

from __future__ import annotations

import os

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from benchmarks.peers.bare import app

if __name__ == "__main__":
    web = WebClient(token=os.environ["SLACK_APP_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"], web_client=web).start()  # type: ignore[no-untyped-call]
