"""The button that puts a stage right which was entered by mistake."""

from __future__ import annotations

from dataclasses import dataclass

from domain.corrections import StageEntry
from domain.referrals import Referral
from views import labels
from views.block_kit import Block, button, confirm_dialog
from views.button_values import parse_id

PUT_RIGHT = "desk.put_right"  # the value is as `put_right_button` writes it


@dataclass(frozen=True, slots=True)
class PutRightValue:
    """A change of stage that is put right. `line` is its line in the history."""

    referral_id: int
    line: int


def put_right_button(referral: Referral, entry: StageEntry) -> Block:
    question = (
        f"It goes back to “{labels.STAGE[entry.stage_before]}”. Everyone who was told hears that "
        "it was a mistake."
    )
    return button(
        "Put it right",
        PUT_RIGHT,
        f"{referral.id}:{entry.line}",
        confirm=confirm_dialog("Entered by mistake?", question, "Put it right"),
    )


def parse_put_right(value: str) -> PutRightValue:
    referral_id, _, line = value.partition(":")
    return PutRightValue(parse_id(referral_id), parse_id(line))
