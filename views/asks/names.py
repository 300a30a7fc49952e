"""The names of an ask's candidate and role inside a sentence; both are escaped."""

from __future__ import annotations

from domain.asks import Ask
from views import labels
from views.formatting import escape


def ask_role_name(ask: Ask, *, with_title: bool = False) -> str:
    return labels.opening_name(ask.opening_ref, ask.opening_title if with_title else None)


def ask_candidate_name(ask: Ask, limit: int = 200) -> str:
    """The candidate's name in bold, or "someone" after the name is erased."""
    return f"*{escape(ask.candidate_name, limit)}*" if ask.candidate_name else "someone"
