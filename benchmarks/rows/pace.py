"""Measures how long a burst of messages takes, against the least time by Slack's rate limits."""

from __future__ import annotations

from benchmarks.results import Row
from benchmarks.run import BenchmarkRun
from tests.faults.burst import deliver_burst


def pace_vs_bound(run: BenchmarkRun) -> list[Row]:
    """Deliver a burst on a simulated clock, which enforces Slack's limits without real waiting.

    Raises RuntimeError if not all messages are sent.
    """
    messages, people = run.amount(2_000, 60), run.amount(500, 20)
    burst = deliver_burst(
        run.databases.create_migrated("sqlite"), messages=messages, user_count=people, dms_open=True
    )
    if burst.sent != burst.messages:
        raise RuntimeError(f"{burst.sent} of {burst.messages} messages were sent")
    method = (
        f"{burst.messages} messages to {people} people and 5 channels on a simulated clock, until "
        f"the last one is sent, against Slack's published rates; {burst.rate_limited} calls "
        "answered 429"
    )
    bar = "" if run.quick else "at most 1.05"
    row = Row(
        "pace_vs_bound",
        ours=burst.seconds,
        peer=burst.bound,
        ratio=burst.ratio,
        unit="s",
        method=method,
        bar=bar,
    )
    return [row]
