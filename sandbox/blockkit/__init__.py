"""Block Kit's rules, pure: what Slack would refuse, what a fresh view's state is, what is read."""

from sandbox.blockkit.check import check_message, check_view
from sandbox.blockkit.reading import cut_escapes, live_markup, visible_text
from sandbox.blockkit.schema import Problem
from sandbox.blockkit.state import initial_state, validate_submission

__all__ = [
    "Problem",
    "check_message",
    "check_view",
    "cut_escapes",
    "initial_state",
    "live_markup",
    "validate_submission",
    "visible_text",
]
