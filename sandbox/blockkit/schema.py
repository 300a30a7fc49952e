"""A tiny language for payload shapes: `Text(3000)`, `ListOf(...)`, `Obj({...})`, `Tagged({...})`.

The tables of elements and blocks are written in it. A shape yields a `Problem` for each thing
that is wrong; wording follows Slack's own answers where they are known from issue threads.
Lengths are counted in code points (Slack does not document its unit).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Problem:
    """`error` is Slack's error name, `pointer` a JSON pointer into the payload."""

    error: str
    pointer: str
    message: str


class Shape(Protocol):
    """Yields (pointer, message) for each thing wrong with `value`, found at pointer `at`."""

    def check(self, value: Any, at: str) -> Iterator[tuple[str, str]]: ...


Rule = Callable[[Mapping[str, Any], str], Iterator[tuple[str, str]]]
"""A rule between the keys of one object, run when the keys themselves are fine."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string of `least` to `most` characters, optionally of a pattern called `what`."""

    most: int | None = None
    least: int = 1
    pattern: str | None = None
    what: str = "valid text"

    def check(self, value: Any, at: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, str):
            yield at, "must provide a string"
        elif len(value) < self.least:
            yield at, f"must be more than {self.least - 1} characters"
        elif self.most is not None and len(value) > self.most:
            yield at, f"must be less than {self.most + 1} characters"
        elif self.pattern and not re.fullmatch(self.pattern, value, re.DOTALL):
            yield at, f"must provide {self.what}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number, whole unless `decimals`; never a bool."""

    least: float | None = None
    most: float | None = None
    decimals: bool = False

    def check(self, value: Any, at: str) -> Iterator[tuple[str, str]]:
        kinds = (int, float) if self.decimals else (int,)
        if isinstance(value, bool) or not isinstance(value, kinds):
            yield at, "must provide a number" if self.decimals else "must provide an integer"
        elif self.least is not None and value < self.least:
            yield at, f"must be at least {self.least}"
        elif self.most is not None and value > self.most:
            yield at, f"must be at most {self.most}"


@dataclass(frozen=True, slots=True)
class Flag:
    def check(self, value: Any, at: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, bool):
            yield at, "must provide a boolean"


@dataclass(frozen=True, slots=True)
class Among:
    """One of a few words or numbers."""

    values: tuple[Any, ...]

    def check(self, value: Any, at: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, bool) or value not in self.values:
            yield at, f"must be one of {', '.join(map(str, self.values))}"


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Shape
    most: int | None = None
    least: int = 1

    def check(self, value: Any, at: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, list):
            yield at, "must provide an array"
            return
        if len(value) < self.least:
            yield at, f"no fewer than {self.least} items allowed"
        if self.most is not None and len(value) > self.most:
            yield at, f"no more than {self.most} items allowed"
            return
        for n, item in enumerate(value):
            yield from self.item.check(item, f"{at}/{n}")


@dataclass(frozen=True, slots=True)
class Obj:
    """An object: keys that must and that may be there, no others, and rules between them."""

    required: Mapping[str, Shape] = field(default_factory=dict)
    optional: Mapping[str, Shape] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    open: bool = False
    """True: further keys are let through."""

    def check(self, value: Any, at: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, dict):
            yield at, "must provide an object"
            return
        found = False
        for key in self.required:
            if key not in value:
                found = True
                yield at, f"missing required field: {key}"
        for key, item in value.items():
            shape = self.required.get(key) or self.optional.get(key)
            if shape is None:
                if not self.open and key != "type":
                    found = True
                    yield at, f"invalid additional property: {key}"
                continue
            for problem in shape.check(item, f"{at}/{key}"):
                found = True
                yield problem
        if not found:
            for rule in self.rules:
                yield from rule(value, at)


@dataclass(frozen=True, slots=True)
class Tagged:
    """An object whose `type` names its shape; only the types of `shapes` may be here."""

    shapes: Mapping[str, Shape]

    def check(self, value: Any, at: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, dict):
            yield at, "must provide an object"
            return
        kind = value.get("type")
        if kind is None:
            yield at, "missing required field: type"
        elif not isinstance(kind, str) or kind not in self.shapes:
            yield f"{at}/type", f"unsupported type: {kind}"
        else:
            yield from self.shapes[kind].check(value, at)

    def only(self, *kinds: str) -> Tagged:
        """The same with fewer types."""
        return Tagged({kind: self.shapes[kind] for kind in kinds})


@dataclass(frozen=True, slots=True)
class Late:
    """A shape that is named before it is built (cards hold buttons, containers hold blocks)."""

    build: Callable[[], Shape]

    def check(self, value: Any, at: str) -> Iterator[tuple[str, str]]:
        return self.build().check(value, at)


def one_of(*keys: str) -> Rule:
    """Exactly one of the keys."""

    def rule(value: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
        given = [key for key in keys if key in value]
        if not given:
            yield at, f"missing required field: {' or '.join(keys)}"
        elif len(given) > 1:
            yield at, f"only one of {', '.join(keys)} allowed"

    return rule


def any_of(*keys: str) -> Rule:
    """At least one of the keys."""

    def rule(value: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
        if not any(key in value for key in keys):
            yield at, f"missing required field: {' or '.join(keys)}"

    return rule
