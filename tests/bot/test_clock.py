"""Clocks: the times they return, and that those who wait on them are woken."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import FollowingClock, SystemClock
from domain.clock import Clock
from tests.movable_clock import MovableClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PATIENCE = 10.0  # real seconds before a test gives up


class Waiter:
    """Waits on a clock in a thread of its own; `answer` is what the wait returned."""

    def __init__(self, clock: MovableClock, seconds: float) -> None:
        self.event = threading.Event()
        self.answer: bool | None = None
        self._thread = threading.Thread(target=self._wait, args=(clock, seconds), daemon=True)
        self._thread.start()
        _until(lambda: clock.next_wake() is not None)

    def _wait(self, clock: Clock, seconds: float) -> None:
        self.answer = clock.wait(self.event, seconds)

    def has_woken(self, within: float = PATIENCE) -> bool:
        self._thread.join(within)
        return not self._thread.is_alive()


def _until(true: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.005)):
        if true():
            return
        pause.wait(0.005)
    raise AssertionError("it never became true")


def test_the_system_clock_tells_aware_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_the_system_clock_waits_no_longer_than_told() -> None:
    assert SystemClock().wait(threading.Event(), 0.01) is False


def test_the_system_clock_does_not_wait_for_what_has_happened() -> None:
    event = threading.Event()
    event.set()
    assert SystemClock().wait(event, 3600) is True


@pytest.mark.parametrize("seconds", [0, -5])
@pytest.mark.parametrize("clock", [SystemClock(), MovableClock(NOON)], ids=["system", "movable"])
def test_nothing_to_wait_for_returns_at_once(clock: Clock, seconds: float) -> None:
    assert clock.wait(threading.Event(), seconds) is False


def test_a_movable_clock_stands_still_until_moved() -> None:
    clock = MovableClock(NOON)
    assert clock.now() == clock.now() == NOON
    assert clock.advance(timedelta(hours=1)) == NOON + timedelta(hours=1)
    assert clock.set(NOON + timedelta(days=1)) == clock.now() == NOON + timedelta(days=1)


def test_a_movable_clock_tells_utc_whatever_it_is_given() -> None:
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
        MovableClock(datetime(2026, 3, 2, 12))  # noqa: DTZ001 - the very thing that is refused


def test_moving_past_the_deadline_wakes_the_waiter() -> None:
    clock = MovableClock(NOON)
    waiter = Waiter(clock, seconds=60)
    assert clock.next_wake() == NOON + timedelta(seconds=60)
    clock.advance(timedelta(seconds=60))
    assert waiter.has_woken()
    assert waiter.answer is False
    assert clock.next_wake() is None


def test_moving_short_of_the_deadline_wakes_nobody() -> None:
    clock = MovableClock(NOON)
    waiter = Waiter(clock, seconds=60)
    clock.advance(timedelta(seconds=59))
    assert not waiter.has_woken(within=0.1)
    clock.advance(timedelta(seconds=1))
    assert waiter.has_woken()


def test_the_event_wakes_the_waiter_though_time_stands_still() -> None:
    clock = MovableClock(NOON)
    waiter = Waiter(clock, seconds=3600)
    waiter.event.set()
    assert waiter.has_woken()
    assert waiter.answer is True


def test_every_waiter_is_woken_at_its_own_time() -> None:
    clock = MovableClock(NOON)
    soon, later = Waiter(clock, seconds=10), Waiter(clock, seconds=20)
    _until(lambda: clock.next_wake() == NOON + timedelta(seconds=10))
    clock.advance(timedelta(seconds=10))
    assert soon.has_woken()
    assert not later.has_woken(within=0.1)
    clock.advance(timedelta(seconds=10))
    assert later.has_woken()


def test_no_step_is_lost_when_many_threads_move_the_clock() -> None:
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


def test_a_followed_clock_goes_with_its_source() -> None:
    source, asked = MovableClock(NOON), threading.Event()

    def now() -> datetime:
        moment = source.now()
        asked.set()
        return moment

    clock = FollowingClock(now)
    waiting = threading.Thread(target=clock.wait, args=(threading.Event(), 86_400), daemon=True)
    waiting.start()
    assert asked.wait(PATIENCE)  # the deadline is known from here on
    source.advance(timedelta(days=1))
    waiting.join(PATIENCE)
    assert not waiting.is_alive()
    assert clock.now() == NOON + timedelta(days=1)
