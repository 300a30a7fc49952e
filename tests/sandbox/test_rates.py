"""Rate limits in given seconds: a full minute, its sliding edge, and the two rules of posting."""

from __future__ import annotations

import pytest

from sandbox.rate_limits import CHANNEL_BURST, POSTS_PER_MINUTE, RateLimiter, limit_of


class Seconds:
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
    ("method", "most"), [("users.list", 20), ("chat.update", 50), ("views.open", 100)]
)
def test_the_call_after_the_last_of_its_tier_waits(
    limiter: RateLimiter, seconds: Seconds, method: str, most: int
) -> None:
    assert limit_of(method) == most
    for _ in range(most):
        assert limiter.hit(method, "T1") is None
    assert limiter.hit(method, "T1") == 60
    seconds.now += 59.5
    assert limiter.hit(method, "T1") == 1
    seconds.now += 0.5
    assert limiter.hit(method, "T1") is None


def test_the_window_slides(limiter: RateLimiter, seconds: Seconds) -> None:
    for _ in range(20):
        assert limiter.hit("users.list", "T1") is None
        seconds.now += 2
    assert limiter.hit("users.list", "T1") == 20
    seconds.now += 20
    assert limiter.hit("users.list", "T1") is None
    assert limiter.hit("users.list", "T1") == 2


def test_methods_and_workspaces_do_not_share(limiter: RateLimiter) -> None:
    for _ in range(20):
        limiter.hit("users.list", "T1")
    assert limiter.hit("users.list", "T1") is not None
    assert limiter.hit("users.list", "T2") is None
    assert limiter.hit("conversations.list", "T1") is None


def test_a_channel_takes_a_short_burst_then_one_a_second(
    limiter: RateLimiter, seconds: Seconds
) -> None:
    for _ in range(CHANNEL_BURST):
        assert limiter.hit("chat.postMessage", "T1", "C1") is None
    assert limiter.hit("chat.postMessage", "T1", "C1") == 1
    assert limiter.hit("chat.postMessage", "T1", "C2") is None
    for _ in range(10):
        seconds.now += 1
        assert limiter.hit("chat.postMessage", "T1", "C1") is None
        assert limiter.hit("chat.postMessage", "T1", "C1") == 1


def test_a_workspace_takes_its_messages_a_minute_whatever_the_channel(
    limiter: RateLimiter, seconds: Seconds
) -> None:
    for n in range(POSTS_PER_MINUTE):
        assert limiter.hit("chat.postMessage", "T1", f"D{n}") is None
    assert limiter.hit("chat.postMessage", "T1", "D9999") == 60
    seconds.now += 60
    assert limiter.hit("chat.postMessage", "T1", "D9999") is None


def test_a_refused_call_costs_nothing(limiter: RateLimiter, seconds: Seconds) -> None:
    for _ in range(20):
        limiter.hit("users.list", "T1")
    for _ in range(100):
        limiter.hit("users.list", "T1")
    seconds.now += 60
    assert limiter.hit("users.list", "T1") is None


def test_switched_off_and_forgotten(limiter: RateLimiter) -> None:
    for _ in range(20):
        limiter.hit("users.list", "T1")
    limiter.enabled = False
    assert limiter.hit("users.list", "T1") is None
    limiter.enabled = True
    assert limiter.hit("users.list", "T1") is not None
    limiter.reset()
    assert limiter.hit("users.list", "T1") is None
