"""Holds what every measurement needs: a stub of Slack, databases, and amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.databases import Databases
from benchmarks.slack_stub import SlackStub


@dataclass(frozen=True, slots=True)
class BenchmarkRun:
    """One run of the benchmarks.

    With `quick` the amounts are small and there are two rounds: this tests that a measurement
    works, and its ratio means little. `database_kinds` holds "sqlite", "postgresql" or both.
    """

    slack: SlackStub
    databases: Databases
    quick: bool = False
    database_kinds: Sequence[str] = ("sqlite", "postgresql")

    def amount(self, full: int, quick: int) -> int:
        """`full`, or `quick` in a quick run."""
        return quick if self.quick else full

    def rounds(self, full: int) -> int:
        """How many rounds to measure: `full`, or two in a quick run."""
        return 2 if self.quick else full
