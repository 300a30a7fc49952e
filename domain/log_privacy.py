"""Removes from a logged event what people wrote, their names and addresses, and tokens.

Everything that is logged goes through `remove_personal`, including the texts of libraries and of
errors. The time that each pattern takes is linear in the length of the text
(`tests/security/test_regular_expressions.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

# Values under these keys come from people, directly or in Slack's payloads.
_PERSONAL = """
    display_name first_name last_name name phone profile real_name user_name username
    candidate comment email emails evidence form message_text note submission text values
    actions attachments blocks body headers payload view
"""
PERSONAL_KEYS: Final = frozenset(_PERSONAL.split())
TEXT_MAX: Final = 20_000  # characters; a longer text loses its middle

_TOKEN = re.compile(r"\b(xox[a-z]|xapp)[-.][A-Za-z0-9.-]{4,}")
# The domain may be empty, so that the name before "@" is removed whatever follows.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]*(?:\.[\w-]+)*")
# In these lines of an error PostgreSQL quotes values of the row. The quoted values end at the
# statement that SQLAlchemy adds, at the next traceback or at the end of the text.
# A traceback of an ExceptionGroup prefixes its lines with `|`.
_ROW_VALUES = re.compile(
    r"\n[ |]*(?:DETAIL|CONTEXT|HINT|QUERY):.*?"
    r"(?=\n[ |]*(?:\[SQL: |The above exception |During handling )|\Z)",
    re.DOTALL,
)


def remove_personal(event: Mapping[str, Any]) -> dict[str, Any]:
    """The event without personal keys, and without tokens and e-mail addresses in its texts.

    If keys were removed, the result has their names under `left_out`.
    """
    left_out: set[str] = set()
    cleaned = _clean_mapping(event, left_out)
    if left_out:
        cleaned["left_out"] = sorted(left_out)
    return cleaned


def clean_text(text: str) -> str:
    """The text without row values, tokens, e-mail addresses and, if it is long, its middle."""
    without_values = _ROW_VALUES.sub("", text)
    without_tokens = _TOKEN.sub(r"\1-[token]", without_values)
    # Cut last: half of a token or of an address would no longer look like one.
    return _cut(_EMAIL.sub("[e-mail]", without_tokens))


def _cut(text: str) -> str:
    """Keeps the beginning and the end: the last lines of a traceback name the error."""
    if len(text) <= TEXT_MAX:
        return text
    half = TEXT_MAX // 2
    return f"{text[:half]} [{len(text) - 2 * half} characters] {text[-half:]}"


def _clean_mapping(values: Mapping[Any, Any], left_out: set[str]) -> dict[Any, Any]:
    """The values without the personal keys, whose names are added to `left_out`."""
    cleaned = {}
    for key, value in values.items():
        if str(key).lower() in PERSONAL_KEYS:
            left_out.add(str(key))
        else:
            cleaned[key] = _clean(value, left_out)
    return cleaned


def _clean(value: Any, left_out: set[str]) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return _clean_mapping(value, left_out)
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(inner, left_out) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return clean_text(str(value))
