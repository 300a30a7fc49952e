"""What was read ahead for a whole lot, so that one message of it is not asked for on its own.

Only in a transaction that changes nothing: what is on a shelf is not looked at again.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

from storage.engine import Transaction, kept

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_SHELVES = "read_ahead"


def begin(transaction: Transaction) -> None:
    """From now on this transaction keeps what it reads of a lot. It must not change anything."""
    kept(transaction)[_SHELVES] = {}


class Shelf(Generic[K, V]):
    """One kind of thing, by its key, of one transaction."""

    def __init__(self, name: str) -> None:
        self._name = name

    def put(self, transaction: Transaction, workspace_id: int, found: Mapping[K, V]) -> None:
        """Keeps nothing where nobody has begun to read ahead."""
        shelves = kept(transaction).get(_SHELVES)
        if shelves is not None:
            shelves.setdefault((self._name, workspace_id), {}).update(found)

    def get(self, transaction: Transaction, workspace_id: int, key: K) -> V | None:
        """None where it was not read ahead; it may be there all the same."""
        shelves = kept(transaction).get(_SHELVES)
        found: V | None = shelves.get((self._name, workspace_id), {}).get(key) if shelves else None
        return found
