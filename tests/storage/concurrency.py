"""Concurrency: threads that start at the same moment, and a transaction that stays open."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TypeVar

from storage.engine import Database, Transaction

T = TypeVar("T")
WAIT_SECONDS = 0.15  # Long enough to see whether `second` returns or waits.


def run_at_once(threads: int, work: Callable[[int], T]) -> list[T]:
    """Return the results of `work(number)` in threads that start at the same moment."""
    start = threading.Barrier(threads)

    def run(number: int) -> T:
        start.wait(timeout=10)
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


@contextmanager
def hold_open(database: Database, work: Callable[[Transaction], T]) -> Iterator[T]:
    """Do `work` in a transaction that is committed when the block ends."""
    with database.write() as transaction:
        result = work(transaction)
        yield result


def run_overlapping(
    database: Database, first: Callable[[Transaction], T], second: Callable[[Transaction], T]
) -> tuple[T, T]:
    """Start `second` when `first` is done and not committed, and return both results.

    `second` may wait until `first` commits (on SQLite it always does), or return at once.
    """

    def run() -> T:
        with database.write() as transaction:
            return second(transaction)

    second_result: Future[T]
    with ThreadPoolExecutor(1) as pool:
        with hold_open(database, first) as first_result:
            second_result = pool.submit(run)
            with suppress(TimeoutError):
                second_result.result(timeout=WAIT_SECONDS)
        return first_result, second_result.result(timeout=10)
