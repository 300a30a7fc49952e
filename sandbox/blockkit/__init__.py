"""The rules of Block Kit as pure functions: checks of payloads, state of inputs, visible text."""

from sandbox.blockkit.check import check_message, check_view
from sandbox.blockkit.reading import find_active_markup, find_broken_escapes, visible_text
from sandbox.blockkit.schema import Problem
from sandbox.blockkit.state import initial_element_state, initial_state, validate_submission

__all__ = [
    "Problem",
    "check_message",
    "check_view",
    "find_active_markup",
    "find_broken_escapes",
    "initial_element_state",
    "initial_state",
    "validate_submission",
    "visible_text",
]
