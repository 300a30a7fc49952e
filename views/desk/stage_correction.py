"""The button that undoes a change of stage that was entered by mistake."""

from __future__ import annotations

from dataclasses import dataclass

from domain.corrections import StageEntry
from domain.referrals import Referral
from views import labels
from views.block_kit import Block, button, confirm_dialog
from views.button_values import parse_id

CORRECT_STAGE = "desk.put_right"  # the value is as `stage_correction_button` writes it


@dataclass(frozen=True, slots=True)
class StageCorrectionValue:
    """The change of stage to undo. `history_id` is the line of the history about it."""

    referral_id: int
    history_id: int


def stage_correction_button(referral: Referral, entry: StageEntry) -> Block:
    question = (
        f"It goes back to “{labels.STAGE[entry.stage_before]}”. Everyone who was told hears that "
        "it was a mistake."
    )
    return button(
        "Put it right",
        CORRECT_STAGE,
        f"{referral.id}:{entry.history_id}",
        confirm=confirm_dialog("Entered by mistake?", question, "Put it right"),
    )


def parse_stage_correction(value: str) -> StageCorrectionValue:
    referral_id, _, history_id = value.partition(":")
    return StageCorrectionValue(parse_id(referral_id), parse_id(history_id))
