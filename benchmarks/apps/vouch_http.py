"""Vouch answering clicks over HTTP, without delivery and ticks: other rows measure those.

The settings and PORT come from the environment.
"""

from __future__ import annotations

import os
import threading

from bot.app import build
from bot.clock import SystemClock
from bot.ops.logging import configure_logging
from bot.runners.lifecycle import set_event_on_stop_signal
from bot.settings import load
from slack_io.http_receiver import SlackReceiver


def main() -> None:
    settings = load(env_file=None, mode="http")
    configure_logging(settings.log_level, settings.log_json)
    vouch = build(settings, SystemClock(), signing_secret=settings.signing_secret)
    server = SlackReceiver(vouch.bolt, vouch.signatures, "127.0.0.1", int(os.environ["PORT"]))
    server.start()
    stop_requested = threading.Event()
    set_event_on_stop_signal(stop_requested)
    stop_requested.wait()
    server.stop()
    vouch.database.close()


if __name__ == "__main__":
    main()
