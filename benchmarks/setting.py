"""What a measurement is given: the wire, databases, and how much there is time for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.databases import Databases
from benchmarks.wire import Wire


@dataclass(frozen=True, slots=True)
class Setting:
    """`quick`: small amounts, two rounds. It shows that a row runs; its ratio says little."""

    wire: Wire
    databases: Databases
    quick: bool = False
    kinds: Sequence[str] = ("sqlite", "postgresql")

    def many(self, full: int, quick: int) -> int:
        return quick if self.quick else full

    def rounds(self, full: int) -> int:
        return 2 if self.quick else full
