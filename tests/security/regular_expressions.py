"""Every regular expression of Vouch on texts of 100,000 characters; run by a test in a process.

    python -m tests.security.regular_expressions

It prints the place of each expression before it is tried. An expression that takes too long ends
the process, so that the last line names it. Expressions are found in the values of all modules, and
in the calls of `re` in their functions. Each is tried with the methods that the source calls.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import pkgutil
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
PACKAGES = (
    *("bot", "handlers", "nudges", "delivery", "services", "views"),
    *("storage", "slack_io", "domain"),
)
LENGTH = 100_000
# CPU time for one expression with all texts. It usually takes a second. If its time grows with the
# square of the length, it takes a minute for a single text.
MAX_CPU_SECONDS = 20
# Examples of the patterns that Vouch builds while it runs.
EXAMPLES = {
    "domain/channel_post.py": r"(?<!\w)grace\ hopper(?!\w)",
    "domain/matching/vocabulary.py": r"c\+\+|c\#|node\.js",
}
METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub")
REPEATED_SEARCHES = ("split", "findall", "finditer", "sub")
# One character of each kind that a character class may match, and one that none matches.
KINDS = "aA0 \n.-@<|(/漢"
NO_KIND = "\x01"


@dataclass(frozen=True)
class Expression:
    """A pattern, its place in the code, and the names of the methods that are called with it."""

    place: str
    pattern: re.Pattern[str]
    methods: tuple[str, ...]


def find_expressions() -> list[Expression]:
    found: list[Expression] = []
    for package in PACKAGES:
        folder = importlib.import_module(package).__path__
        for info in pkgutil.walk_packages(folder, f"{package}."):
            if "migrations" not in info.name and not info.name.endswith("__main__"):
                found += _find_in_module(importlib.import_module(info.name))
    return found


def _find_in_module(module: ModuleType) -> Iterator[Expression]:
    path = Path(str(module.__file__))
    source = path.read_text(encoding="utf-8")
    for name, value in vars(module).items():
        for pattern in _patterns_in(value):
            used = re.findall(rf"\b{name}\.({'|'.join(METHODS)})\b", source)
            methods = tuple(dict.fromkeys(used)) or METHODS
            yield Expression(f"{module.__name__}.{name}", pattern, methods)
    for call, method in _calls_in_functions(ast.parse(source)):
        place = path.relative_to(ROOT).as_posix()
        match call.args[0]:
            case ast.Constant(value=str(text)):
                pattern = re.compile(text)
            case _:  # A KeyError names a file with a pattern that is made while it runs.
                pattern = re.compile(EXAMPLES[place])
        yield Expression(
            f"{place}:{call.lineno}", pattern, METHODS if method == "compile" else (method,)
        )


def _calls_in_functions(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls such as `re.sub(...)`, each with the name of the called function."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                match node:
                    case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=method)):
                        if method in (*METHODS, "compile"):
                            yield node, method


def _patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    match value:
        case re.Pattern():
            yield value
        case dict():
            yield from _patterns_in(tuple(value.values()))
        case tuple() | list() | set() | frozenset():
            for each in value:
                yield from _patterns_in(each)


def hard_texts(pattern: str) -> Iterator[str]:
    """Yield texts that nearly match again and again, and do not match at the end.

    Each repeats a character, or a literal part of the pattern, after a possible beginning of a
    match.
    """
    literals = re.findall(r"(?<![\\\w])[\w@<!:^{}.-]{2,}", re.sub(r"\[[^\]]*\]", " ", pattern))
    beginning = pattern.replace("\\", "").partition("(")[0]
    marks = [mark for mark in dict.fromkeys(pattern) if mark in "<>@|/.-+#*:;_=%(·~"][:8]
    pairs = [*(f"a{mark}" for mark in marks), *map("".join, itertools.permutations(marks, 2))]
    for unit in dict.fromkeys((*KINDS, *marks, *literals, *pairs, beginning)):
        if unit:
            yield unit * (LENGTH // len(unit)) + NO_KIND
    for head, unit in itertools.product((*literals[:4], "AB", "a@", "<@", "("), KINDS):
        yield head + unit * (LENGTH - len(head)) + NO_KIND


def choose_methods(methods: tuple[str, ...]) -> list[str]:
    """Return methods that do the work of all these methods.

    Four of them search again after each match, so that `findall` does for them, and for `search`.
    """
    chosen = [method for method in methods if method in ("match", "fullmatch")]
    if set(methods) & set(REPEATED_SEARCHES):
        return [*chosen, "findall"]
    return [*chosen, "search"] if "search" in methods else chosen


def main() -> None:
    for each in find_expressions():
        sys.stdout.write(f"{each.place}\n")
        sys.stdout.flush()
        signal.setitimer(signal.ITIMER_VIRTUAL, MAX_CPU_SECONDS)  # Its signal ends the process.
        methods = choose_methods(each.methods)
        for method, text in itertools.product(methods, hard_texts(each.pattern.pattern)):
            getattr(each.pattern, method)(text)
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
