"""The kinds of messages about a congratulation, for `delivery/message_kinds.py`."""

from __future__ import annotations

from typing import Final

from delivery.message_kind import AnyMessageKind, MessageKind
from domain import messages
from services import congratulations as congratulation_service
from views import congratulations

CONGRATULATION_KINDS: Final[tuple[AnyMessageKind, ...]] = (
    MessageKind(
        messages.CongratulationAsked,
        load=congratulation_service.load_asked,
        render=congratulations.asked_message,
    ),
    MessageKind(
        messages.CongratulationAgreed,
        load=congratulation_service.load_agreed,
        render=congratulations.agreed_message,
    ),
    MessageKind(
        messages.CongratulationPosted,
        load=congratulation_service.load_posted,
        render=congratulations.congratulation_message,
        on_sent=congratulation_service.record_posted,
        on_refused=congratulation_service.record_refused,
    ),
    MessageKind(
        messages.CongratulationRemoved,
        load=congratulation_service.load_removed,
        render=congratulations.congratulation_message,
        deletes=True,
        find_ts_to_change=congratulation_service.find_posted_ts,
    ),
)
