"""The rate limiter: the sliding window of a minute and the two limits of posting."""

from __future__ import annotations

import pytest

from sandbox.rate_limits import CHANNEL_BURST, POSTS_PER_MINUTE, RateLimiter, calls_per_minute


class Seconds:
    """A monotonic clock that only the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def limiter(seconds: Seconds) -> RateLimiter:
    return RateLimiter(seconds=seconds)


@pytest.mark.parametrize(
    ("method", "maximum"), [("users.list", 20), ("chat.update", 50), ("views.open", 100)]
)
def test_a_call_above_the_tier_is_refused(
    limiter: RateLimiter, seconds: Seconds, method: str, maximum: int
) -> None:
    assert calls_per_minute(method) == maximum
    for _ in range(maximum):
        assert limiter.count_call(method, "T1") is None
    assert limiter.count_call(method, "T1") == 60
    seconds.now += 59.5
    assert limiter.count_call(method, "T1") == 1
    seconds.now += 0.5
    assert limiter.count_call(method, "T1") is None


def test_the_window_slides(limiter: RateLimiter, seconds: Seconds) -> None:
    for _ in range(20):
        assert limiter.count_call("users.list", "T1") is None
        seconds.now += 2
    assert limiter.count_call("users.list", "T1") == 20
    seconds.now += 20
    assert limiter.count_call("users.list", "T1") is None
    assert limiter.count_call("users.list", "T1") == 2


def test_methods_and_workspaces_have_separate_limits(limiter: RateLimiter) -> None:
    for _ in range(20):
        limiter.count_call("users.list", "T1")
    assert limiter.count_call("users.list", "T1") is not None
    assert limiter.count_call("users.list", "T2") is None
    assert limiter.count_call("conversations.list", "T1") is None


def test_a_channel_takes_a_short_burst_and_then_one_message_per_second(
    limiter: RateLimiter, seconds: Seconds
) -> None:
    for _ in range(CHANNEL_BURST):
        assert limiter.count_call("chat.postMessage", "T1", "C1") is None
    assert limiter.count_call("chat.postMessage", "T1", "C1") == 1
    assert limiter.count_call("chat.postMessage", "T1", "C2") is None
    for _ in range(10):
        seconds.now += 1
        assert limiter.count_call("chat.postMessage", "T1", "C1") is None
        assert limiter.count_call("chat.postMessage", "T1", "C1") == 1


def test_all_channels_of_a_workspace_share_a_limit_per_minute(
    limiter: RateLimiter, seconds: Seconds
) -> None:
    for n in range(POSTS_PER_MINUTE):
        assert limiter.count_call("chat.postMessage", "T1", f"D{n}") is None
    assert limiter.count_call("chat.postMessage", "T1", "D9999") == 60
    seconds.now += 60
    assert limiter.count_call("chat.postMessage", "T1", "D9999") is None


def test_a_refused_call_does_not_count(limiter: RateLimiter, seconds: Seconds) -> None:
    for _ in range(20):
        limiter.count_call("users.list", "T1")
    for _ in range(100):
        limiter.count_call("users.list", "T1")
    seconds.now += 60
    assert limiter.count_call("users.list", "T1") is None


def test_limits_can_be_disabled_and_reset(limiter: RateLimiter) -> None:
    for _ in range(20):
        limiter.count_call("users.list", "T1")
    limiter.enabled = False
    assert limiter.count_call("users.list", "T1") is None
    limiter.enabled = True
    assert limiter.count_call("users.list", "T1") is not None
    limiter.reset()
    assert limiter.count_call("users.list", "T1") is None
