"""Clocks: the time that they return, and when a wait on them ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import FollowingClock, SystemClock
from domain.clock import Clock
from tests.movable_clock import MovableClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TIMEOUT_SECONDS = 10.0  # real seconds before a test fails


class Waiter:
    """Waits on a clock in a thread of its own. `wait_result` is None until the wait has ended."""

    def __init__(self, clock: MovableClock, seconds: float) -> None:
        self.event = threading.Event()
        self.wait_result: bool | None = None
        self._thread = threading.Thread(target=self._wait, args=(clock, seconds), daemon=True)
        self._thread.start()
        _wait_until(lambda: clock.next_wake() is not None)

    def _wait(self, clock: Clock, seconds: float) -> None:
        self.wait_result = clock.wait(self.event, seconds)

    def has_woken(self, within: float = TIMEOUT_SECONDS) -> bool:
        self._thread.join(within)
        return not self._thread.is_alive()


def _wait_until(condition: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(int(TIMEOUT_SECONDS / 0.005)):
        if condition():
            return
        pause.wait(0.005)
    raise AssertionError("the condition did not become true")


def test_the_system_clock_returns_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_wait_on_the_system_clock_ends_after_the_given_time() -> None:
    assert SystemClock().wait(threading.Event(), 0.01) is False


def test_a_wait_for_an_event_that_is_set_returns_at_once() -> None:
    event = threading.Event()
    event.set()
    assert SystemClock().wait(event, 3600) is True


@pytest.mark.parametrize("seconds", [0, -5])
@pytest.mark.parametrize("clock", [SystemClock(), MovableClock(NOON)], ids=["system", "movable"])
def test_a_wait_of_no_time_returns_at_once(clock: Clock, seconds: float) -> None:
    assert clock.wait(threading.Event(), seconds) is False


def test_a_movable_clock_stands_still_until_moved() -> None:
    clock = MovableClock(NOON)
    assert clock.now() == clock.now() == NOON
    assert clock.advance(timedelta(hours=1)) == NOON + timedelta(hours=1)
    assert clock.set(NOON + timedelta(days=1)) == clock.now() == NOON + timedelta(days=1)


def test_a_movable_clock_converts_its_time_to_utc() -> None:
    clock = MovableClock(NOON.astimezone(timezone(timedelta(hours=9))))
    assert clock.now() == NOON
    assert clock.now().utcoffset() == timedelta(0)


def test_time_only_moves_ahead() -> None:
    clock = MovableClock(NOON)
    with pytest.raises(ValueError, match="only moves ahead"):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="only moves ahead"):
        clock.set(NOON - timedelta(days=1))
    assert clock.now() == NOON


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        MovableClock(datetime(2026, 3, 2, 12))  # noqa: DTZ001 - the clock has to refuse it


def test_moving_the_clock_to_the_deadline_ends_the_wait() -> None:
    clock = MovableClock(NOON)
    waiter = Waiter(clock, seconds=60)
    assert clock.next_wake() == NOON + timedelta(seconds=60)
    clock.advance(timedelta(seconds=60))
    assert waiter.has_woken()
    assert waiter.wait_result is False
    assert clock.next_wake() is None


def test_moving_the_clock_to_before_the_deadline_does_not_end_the_wait() -> None:
    clock = MovableClock(NOON)
    waiter = Waiter(clock, seconds=60)
    clock.advance(timedelta(seconds=59))
    assert not waiter.has_woken(within=0.1)
    clock.advance(timedelta(seconds=1))
    assert waiter.has_woken()


def test_the_event_ends_the_wait_while_the_clock_is_not_moved() -> None:
    clock = MovableClock(NOON)
    waiter = Waiter(clock, seconds=3600)
    waiter.event.set()
    assert waiter.has_woken()
    assert waiter.wait_result is True


def test_every_wait_ends_at_its_own_deadline() -> None:
    clock = MovableClock(NOON)
    soon, later = Waiter(clock, seconds=10), Waiter(clock, seconds=20)
    _wait_until(lambda: clock.next_wake() == NOON + timedelta(seconds=10))
    clock.advance(timedelta(seconds=10))
    assert soon.has_woken()
    assert not later.has_woken(within=0.1)
    clock.advance(timedelta(seconds=10))
    assert later.has_woken()


def test_no_move_is_lost_when_many_threads_move_the_clock() -> None:
    clock = MovableClock(NOON)

    def move() -> None:
        for _ in range(200):
            clock.advance(timedelta(seconds=1))

    threads = [threading.Thread(target=move) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clock.now() == NOON + timedelta(seconds=1600)


def test_a_wait_on_a_following_clock_ends_when_its_source_jumps() -> None:
    source, source_was_read = MovableClock(NOON), threading.Event()

    def now() -> datetime:
        moment = source.now()
        source_was_read.set()
        return moment

    clock = FollowingClock(now)
    waiting = threading.Thread(target=clock.wait, args=(threading.Event(), 86_400), daemon=True)
    waiting.start()
    assert source_was_read.wait(TIMEOUT_SECONDS)  # so the wait has computed its deadline
    source.advance(timedelta(days=1))
    waiting.join(TIMEOUT_SECONDS)
    assert not waiting.is_alive()
    assert clock.now() == NOON + timedelta(days=1)
