"""Vouch's delivery, with everything queued already and no pace to keep; prints the seconds.

python -m benchmarks.delivered      (settings from the environment)
"""

from __future__ import annotations

import json
import time
from datetime import timedelta

from rich.console import Console

from bot import garbage
from bot.app import build
from bot.clock import SystemClock
from bot.ops import logging as logs
from bot.settings import load
from delivery.rate_limits import Pace
from domain.outbox import IntentState
from storage.outbox import intents as outbox


def main() -> None:
    settings = load(env_file=None, mode="http")
    logs.configure(settings.log_level, settings.log_json)
    unlimited = Pace(per_channel=timedelta(0), per_minute=10**9)
    vouch = build(settings, SystemClock(), pace=unlimited)
    garbage.from_now_on()  # as `vouch run` does before it delivers
    begun = time.perf_counter()
    while vouch.delivery.step():
        pass
    seconds = time.perf_counter() - begun
    with vouch.database.read() as transaction:
        counts = outbox.counts(transaction)
    assert set(counts) == {IntentState.SENT}, counts  # noqa: S101 - else nothing was measured
    vouch.database.close()
    Console(soft_wrap=True, highlight=False).print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
