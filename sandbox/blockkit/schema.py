"""Schemas that check Block Kit payloads: `Text(3000)`, `ListOf(...)`, `Object({...})` and others.

The tables of blocks and elements are built from these schemas. Error messages have Slack's own
words where public issues quote them. Lengths are counted in code points, because Slack does not
document its unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a payload. `error` is Slack's error code, `pointer` a JSON pointer."""

    error: str
    pointer: str
    message: str


class Schema(Protocol):
    """Checks one value of a payload."""

    def check(self, value: Any, pointer: str) -> Iterator[tuple[str, str]]:
        """Yields (pointer, message) for each thing wrong with `value`, which is at `pointer`."""
        ...


Rule = Callable[[Mapping[str, Any], str], Iterator[tuple[str, str]]]
"""Checks several keys of an object together. It takes and yields what `Schema.check` does, and runs
only if each key is valid by itself."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string of `minimum` to `maximum` characters.

    The whole string must match `pattern` if there is one. `expected` describes it in the message.
    """

    maximum: int | None = None
    minimum: int = 1
    pattern: str | None = None
    expected: str = "valid text"

    def check(self, value: Any, pointer: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, str):
            yield pointer, "must provide a string"
        elif len(value) < self.minimum:
            # "more than" and "less than" are Slack's wording, hence the numbers.
            yield pointer, f"must be more than {self.minimum - 1} characters"
        elif self.maximum is not None and len(value) > self.maximum:
            yield pointer, f"must be less than {self.maximum + 1} characters"
        elif self.pattern and not re.fullmatch(self.pattern, value, re.DOTALL):
            yield pointer, f"must provide {self.expected}"


@dataclass(frozen=True, slots=True)
class Number:
    """An integer, or with `decimals` any number. A bool is not a number here."""

    minimum: float | None = None
    maximum: float | None = None
    decimals: bool = False

    def check(self, value: Any, pointer: str) -> Iterator[tuple[str, str]]:
        kinds = (int, float) if self.decimals else (int,)
        if isinstance(value, bool) or not isinstance(value, kinds):
            yield pointer, "must provide a number" if self.decimals else "must provide an integer"
        elif self.minimum is not None and value < self.minimum:
            yield pointer, f"must be at least {self.minimum}"
        elif self.maximum is not None and value > self.maximum:
            yield pointer, f"must be at most {self.maximum}"


@dataclass(frozen=True, slots=True)
class Boolean:
    def check(self, value: Any, pointer: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, bool):
            yield pointer, "must provide a boolean"


@dataclass(frozen=True, slots=True)
class Literals:
    """One of the given strings or numbers."""

    values: tuple[Any, ...]

    def check(self, value: Any, pointer: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, bool) or value not in self.values:
            yield pointer, f"must be one of {', '.join(map(str, self.values))}"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of `minimum` to `maximum` items."""

    item: Schema
    maximum: int | None = None
    minimum: int = 1

    def check(self, value: Any, pointer: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, list):
            yield pointer, "must provide an array"
            return
        if len(value) < self.minimum:
            yield pointer, f"no fewer than {self.minimum} items allowed"
        if self.maximum is not None and len(value) > self.maximum:
            yield pointer, f"no more than {self.maximum} items allowed"
            return  # The items of a list that is too long are not checked.
        for index, item in enumerate(value):
            yield from self.item.check(item, f"{pointer}/{index}")


@dataclass(frozen=True, slots=True)
class Object:
    """An object with required and optional keys. Other keys are refused, except `type`.

    `TaggedUnion` checks `type`. Each of the `rules` is about several keys.
    """

    required: Mapping[str, Schema] = field(default_factory=dict)
    optional: Mapping[str, Schema] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    def check(self, value: Any, pointer: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, dict):
            yield pointer, "must provide an object"
            return
        has_problem = False
        for key in self.required:
            if key not in value:
                has_problem = True
                yield pointer, f"missing required field: {key}"
        for key, item in value.items():
            schema = self.required.get(key) or self.optional.get(key)
            if schema is not None:
                for problem in schema.check(item, f"{pointer}/{key}"):
                    has_problem = True
                    yield problem
            elif key != "type":
                has_problem = True
                yield pointer, f"invalid additional property: {key}"
        if not has_problem:
            for rule in self.rules:
                yield from rule(value, pointer)


@dataclass(frozen=True, slots=True)
class TaggedUnion:
    """An object whose `type` selects its schema. All other types are refused."""

    schemas: Mapping[str, Schema]

    def check(self, value: Any, pointer: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, dict):
            yield pointer, "must provide an object"
            return
        kind = value.get("type")
        if kind is None:
            yield pointer, "missing required field: type"
        elif not isinstance(kind, str) or kind not in self.schemas:
            yield f"{pointer}/type", f"unsupported type: {kind}"
        else:
            yield from self.schemas[kind].check(value, pointer)

    def subset(self, *kinds: str) -> TaggedUnion:
        """A union of only these types."""
        return TaggedUnion({kind: self.schemas[kind] for kind in kinds})


@dataclass(frozen=True, slots=True)
class Lazy:
    """A schema that is built at each check, for a block that may contain blocks of its own type."""

    build: Callable[[], Schema]

    def check(self, value: Any, pointer: str) -> Iterator[tuple[str, str]]:
        return self.build().check(value, pointer)


def exactly_one_of(*keys: str) -> Rule:
    """Builds the rule that exactly one of the keys is present."""

    def rule(value: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
        given = [key for key in keys if key in value]
        if not given:
            yield pointer, f"missing required field: {' or '.join(keys)}"
        elif len(given) > 1:
            yield pointer, f"only one of {', '.join(keys)} allowed"

    return rule


def at_least_one_of(*keys: str) -> Rule:
    """Builds the rule that at least one of the keys is present."""

    def rule(value: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
        if not any(key in value for key in keys):
            yield pointer, f"missing required field: {' or '.join(keys)}"

    return rule
