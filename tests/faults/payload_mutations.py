"""A hypothesis strategy that breaks valid payloads of Slack.

It starts from the templates in `payload_templates` and replaces, removes or repeats up to four
parts of one of them. Some results are also cut short, padded or nested very deeply.
"""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.faults.payload_templates import Json, PayloadTemplate

ODD_VALUES: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, "", " ", "0", "1", "2", "-1", "9" * 40, "1:2", "NaN", "null",
    "\x00", "a\x00b", "\ud800", "\ud83d\ude00", "\u202e", "<!channel>", "<@U0A1>", "'; --",
    "x" * 5_000, "\U0001f600" * 3_000, "%s {0} ${x}", "\n" * 500, [], {}, [None], [[]], {"": ""},
    {"id": None}, {"value": {"value": "1"}}, {"selected_option": None}, ["x"] * 200,
]  # fmt: skip


def _nested(depth: int) -> Json:
    inner: Json = {}
    for _ in range(depth):
        inner = {"state": inner}
    return inner


values = st.one_of(
    st.sampled_from([*ODD_VALUES, _nested(150)]),
    st.text(max_size=60),
    st.integers(),
    st.floats(),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3),
)


def _paths(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    children: list[tuple[Any, Any]] = []
    if isinstance(tree, dict):
        children = list(tree.items())
    elif isinstance(tree, list):
        children = list(enumerate(tree))
    for key, inner in children:
        found += _paths(inner, (*path, key))
    return found


def _value_at(tree: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree


@dataclass(frozen=True, slots=True)
class MutatedPayload:
    """One payload as it is sent.

    `transport` is "http" or "socket". `kept_share` is the share of the body's bytes that is sent,
    `padding_bytes` the size of an extra field. With a `nesting_depth`, the body is that many
    opening brackets in place of the payload.
    """

    template: PayloadTemplate
    payload: Any
    transport: str
    kept_share: float = 1.0
    padding_bytes: int = 0
    nesting_depth: int = 0


class PayloadTemplates(list[PayloadTemplate]):
    """A list with a short repr, because hypothesis copies its arguments into its messages."""

    def __repr__(self) -> str:
        return "templates"


@st.composite
def mutated_payloads(
    draw: st.DrawFn, templates: PayloadTemplates, transport: str
) -> MutatedPayload:
    template = templates[draw(st.integers(0, len(templates) - 1))]
    text = json.dumps(template.payload)
    if draw(st.booleans()):  # point to a stored row instead of the catalogue's
        text = re.sub(r'("(?:value|private_metadata)": ")\d+', r"\g<1>1", text)
    payload: Any = json.loads(text)
    for _ in range(draw(st.integers(0, 4))):
        paths = _paths(payload)
        if not paths:
            break
        path = paths[draw(st.integers(0, len(paths) - 1))]
        holder, key = _value_at(payload, path[:-1]), path[-1]
        mutation = draw(st.sampled_from(("replace", "replace", "remove", "repeat")))
        if mutation == "remove":
            del holder[key]
        elif mutation == "repeat" and isinstance(holder, list):
            holder.extend([holder[key]] * draw(st.integers(1, 120)))
        else:
            holder[key] = copy.deepcopy(draw(values))
    size_case = draw(st.integers(0, 39))
    if size_case == 0:
        payload = copy.deepcopy(draw(values))
    kept_share = draw(st.floats(0, 1)) if size_case in (1, 2) else 1.0
    padding_bytes = draw(st.sampled_from((70_000, 300_000, 1_100_000))) if size_case == 3 else 0
    return MutatedPayload(
        template,
        payload,
        transport,
        kept_share,
        padding_bytes,
        100_000 if size_case == 4 and transport == "http" else 0,
    )
