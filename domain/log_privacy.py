"""Removes from a logged event what people wrote, their names and addresses, and tokens.

Everything that is logged goes through `remove_personal`, including the texts of libraries and of
errors. The time that a pattern takes grows with the length of a text, not with its square
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
TEXT_MAX: Final = 20_000  # characters of a logged text; its middle is left out above that

_TOKEN = re.compile(r"\b(xox[a-z]|xapp|xoxe)[-.][A-Za-z0-9.-]{4,}")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]*(?:\.[\w-]+)*")
# In these lines of an error PostgreSQL quotes the values of the row, up to the statement that
# SQLAlchemy adds, the next traceback or the end. In a group of errors, lines begin with bars.
_ROW_VALUES = re.compile(
    r"\n[ |]*(?:DETAIL|CONTEXT|HINT|QUERY):.*?"
    r"(?=\n[ |]*(?:\[SQL: |The above exception |During handling )|\Z)",
    re.DOTALL,
)


def remove_personal(event: Mapping[str, Any]) -> dict[str, Any]:
    """The event without personal keys, and without tokens and e-mail addresses in its texts.

    The result has the names of the removed keys under `left_out`.
    """
    dropped: set[str] = set()  # `_is_personal` adds each personal key that it finds
    cleaned = {
        key: _clean(value, dropped)
        for key, value in event.items()
        if not _is_personal(key, dropped)
    }
    if dropped:
        cleaned["left_out"] = sorted(dropped)
    return cleaned


def clean_text(text: str) -> str:
    """The text without row values, tokens, e-mail addresses and, if it is long, its middle."""
    short = _cut(_ROW_VALUES.sub("", text))
    return _EMAIL.sub("[e-mail]", _TOKEN.sub(r"\1-[token]", short))


def _cut(text: str) -> str:
    """Keeps the beginning and the end: the last lines of a traceback name the error."""
    if len(text) <= TEXT_MAX:
        return text
    half = TEXT_MAX // 2
    return f"{text[:half]} [{len(text) - 2 * half} characters] {text[-half:]}"


def _is_personal(key: object, dropped: set[str]) -> bool:
    """Whether the key is personal. If it is, it is added to `dropped`."""
    personal = str(key).lower() in PERSONAL_KEYS
    if personal:
        dropped.add(str(key))
    return personal


def _clean(value: Any, dropped: set[str]) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {
            key: _clean(inner, dropped)
            for key, inner in value.items()
            if not _is_personal(key, dropped)
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(inner, dropped) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return clean_text(str(value))
