"""Two or more at the same moment: threads that start together, and a transaction left open."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TypeVar

from storage.engine import Database, Transaction

T = TypeVar("T")
PATIENCE = 0.15  # seconds in which the second either comes back or is seen to wait


def at_once(threads: int, work: Callable[[int], T]) -> list[T]:
    """What `work(number)` gave in each of the threads, which start at the same moment."""
    start = threading.Barrier(threads)

    def run(number: int) -> T:
        start.wait(timeout=10)
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


@contextmanager
def while_open(database: Database, work: Callable[[Transaction], T]) -> Iterator[T]:
    """`work` has been done and is not committed before the block ends."""
    with database.write() as transaction:
        result = work(transaction)
        yield result


def overlapping(
    database: Database, first: Callable[[Transaction], T], second: Callable[[Transaction], T]
) -> tuple[T, T]:
    """Both results; `second` begins when `first` is done, and `first` commits after that.

    The second may wait for the first (and always does on SQLite) or come back at once.
    """

    def run() -> T:
        with database.write() as transaction:
            return second(transaction)

    later: Future[T]
    with ThreadPoolExecutor(1) as pool:
        with while_open(database, first) as early:
            later = pool.submit(run)
            with suppress(TimeoutError):
                later.result(timeout=PATIENCE)
        return early, later.result(timeout=10)
