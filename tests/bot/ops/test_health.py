"""Health and metrics of an assembled bot: each part is reported with what is wrong with it."""

from __future__ import annotations

import httpx
import pytest

from bot.ops.endpoints import build_health_endpoints
from bot.ops.health import MAX_DELIVERY_SECONDS, Health
from bot.ops.instrumentation import Instrumentation
from bot.ops.metrics import Metrics
from bot.settings import SettingsError, load
from delivery.worker import OBSERVED_PART as DELIVERY
from domain.messages import AnnouncementPosted
from slack_io.http_receiver import SlackReceiver
from storage.engine import Database
from tests.quiet_bot import QuietBot


class Seconds:
    """A monotonic clock that the test sets, in seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def build_health(
    bot: QuietBot,
    instrumentation: Instrumentation,
    *,
    slack_problem: str | None = None,
    delivery_runs: bool = True,
    database: Database | None = None,
) -> Health:
    return Health(
        database or bot.vouch.database,
        instrumentation,
        bot.vouch.ticks,
        lambda: slack_problem,
        lambda: delivery_runs,
    )


def test_a_fresh_bot_is_ready_and_each_part_is_reported(bot: QuietBot) -> None:
    seconds = Seconds()
    instrumentation = Instrumentation(seconds)
    health = build_health(bot, instrumentation)
    assert set(health.check().values()) == {"ok"}
    unlinked = build_health(bot, instrumentation, slack_problem="no link")
    assert unlinked.check()["slack"] == "no link"
    undelivered = build_health(bot, instrumentation, delivery_runs=False)
    assert undelivered.check()["delivery"] == "has ended"
    gone = Database("postgresql+psycopg://vouch@127.0.0.1:1/none")
    without_database = build_health(bot, instrumentation, database=gone)
    assert "OperationalError" in without_database.check()["database"]
    seconds.now = MAX_DELIVERY_SECONDS + 1
    assert health.check()["delivery"] == "no turn for 301 s"
    instrumentation.record_turn(DELIVERY)
    assert health.check()["delivery"] == "ok"


def test_a_tick_that_does_not_end_is_noticed(bot: QuietBot) -> None:
    seconds = Seconds()
    instrumentation = Instrumentation(seconds)
    health = build_health(bot, instrumentation)
    seconds.now = 30 * 3 + 61.0  # A tick comes every 30 seconds by default.
    assert "has not ended a turn for 151 s" in health.check()["ticks"]
    for tick in bot.vouch.ticks:
        instrumentation.record_turn(tick.id)
    assert health.check()["ticks"] == "ok"


def test_a_429_a_sent_message_and_what_is_due_are_counted(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    vouch = bot.vouch
    metrics = Metrics(vouch.database, vouch.clock, vouch.instrumentation, lambda: None)

    def lines() -> list[str]:
        return metrics.render("")[0].decode().splitlines()

    bot.advance_clock(minutes=2)
    assert "vouch_outbox_due 1.0" in lines()
    assert "vouch_outbox_oldest_seconds 120.0" in lines()
    bot.slack.fail("chat.postMessage", "ratelimited", status=429, retry_after=1)
    bot.run_delivery()
    bot.advance_clock(minutes=1)
    bot.run_delivery()
    calls = 'vouch_slack_calls_total{method="chat.postMessage",outcome='
    assert f'{calls}"rate_limited"}} 1.0' in lines()
    assert f'{calls}"sent"}} 1.0' in lines()
    assert 'vouch_outbox_rows{state="sent"} 1.0' in lines()
    assert "vouch_outbox_due 0.0" in lines()
    assert opening.ref not in "\n".join(lines())
    assert [row.kind for row in bot.rows()] == [AnnouncementPosted.kind]


def test_acks_and_ticks_are_timed() -> None:
    seconds = Seconds()
    instrumentation = Instrumentation(seconds)
    value = instrumentation.registry.get_sample_value
    for _ in range(2):
        with instrumentation.time_ack():
            pass
    assert value("vouch_ack_seconds_count") == 2
    assert value("vouch_ack_seconds_bucket", {"le": "+Inf"}) == 2
    instrumentation.record_lag("asks", -0.1)
    instrumentation.record_turn("asks")
    seconds.now = 7.0
    assert value("vouch_tick_lag_seconds", {"tick": "asks"}) == 0.0
    assert value("vouch_tick_age_seconds", {"tick": "asks"}) == 7.0


def test_over_http_the_bot_s_own_address_answers_alive_and_ready(bot: QuietBot) -> None:
    endpoints = build_health_endpoints(build_health(bot, Instrumentation()))
    server = SlackReceiver(bot.vouch.bolt, bot.vouch.signatures, "127.0.0.1", 0, endpoints)
    base = f"http://127.0.0.1:{server.start()}"
    try:
        assert httpx.get(f"{base}/healthz").text == "ok\n"
        ready = httpx.get(f"{base}/readyz")
        assert (ready.status_code, ready.text.splitlines()[1]) == (200, "slack: ok")
        assert httpx.get(f"{base}/metrics").status_code == 404
        assert httpx.post(f"{base}/slack/events", content="{}").status_code == 401
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("given", "read"),
    [("127.0.0.1:9090", ("127.0.0.1", 9090)), ("[::1]:0", ("::1", 0)), ("", None)],
)
def test_the_metrics_port_is_an_address(given: str, read: tuple[str, int] | None) -> None:
    assert load({"VOUCH_METRICS": given}, env_file=None, mode="store").metrics == read


@pytest.mark.parametrize("given", ["9090", ":9090", "localhost", "localhost:http", "a:70000"])
def test_anything_else_is_refused_with_an_example(given: str) -> None:
    with pytest.raises(SettingsError, match=r"such as 127\.0\.0\.1:9090"):
        load({"VOUCH_METRICS": given}, env_file=None, mode="store")
