"""The forms that move a referral to another stage, and that hand it over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from domain.consent import STAGES_WHILE_HIDDEN
from domain.errors import FormError
from domain.limits import STAGE_NOTE_MAX
from domain.referrals import Referral
from domain.returning import ReturnAfter
from domain.stages import ENDED_STAGES, REASONS_BY_STAGE, Reason, Stage, next_stages
from views import labels
from views.block_kit import Block, modal, option, section
from views.form_state import (
    State,
    enum_member,
    selected_date,
    selected_member,
    selected_user,
    text_value,
)
from views.formatting import escape
from views.inputs import choice_input, date_input, text_input, user_input
from views.return_field import parse_return, return_input

# Callback ids; the private metadata is the referral's id.
MOVE_FORM = "desk.move_form"
HAND_OVER_FORM = "desk.hand_over_form"
# Action id of the select. A choice redraws the form with the reasons of that stage.
SELECT_STAGE = "desk.stage"


@dataclass(frozen=True, slots=True)
class StageMove:
    """A submitted form to move a referral. `stage` is None if nothing was chosen.

    `lacks_reasons` is true if the stage needs a reason but the form had no field for reasons: then
    the form has to be shown again with this field. `started_on` is a hire's first day.
    `return_after` is when the owner is asked to look at the candidate again after a "not now".
    """

    stage: Stage | None
    reason: Reason | None
    note: str
    lacks_reasons: bool
    started_on: date | None = None
    return_after: ReturnAfter | None = None


def move_form(referral: Referral, stage: Stage | None = None) -> Block:
    """The form that asks for the next stage, and for what belongs to the chosen `stage`.

    `stage` is None before a choice. A stage that ends the referral without a hire needs a reason.
    """
    name, role = labels.candidate_name(referral), labels.role_name(referral)
    stages = next_stages(referral.stage)
    if referral.candidate.hidden:  # The desk hides a candidate who has not agreed yet.
        stages = tuple(choice for choice in stages if choice in STAGES_WHILE_HIDDEN)
    if referral.ended:  # The only next stage is the one that reopens it.
        (stage,) = stages
    chosen = stage if stage in stages else None
    stage_input = choice_input(
        "stage",
        "Move to",
        [option(choice.value, labels.STAGE[choice]) for choice in stages],
        initial=chosen.value if chosen else None,
        placeholder="Choose a stage",
    )
    stage_input["element"]["action_id"] = SELECT_STAGE
    stage_input["dispatch_action"] = True
    title = "Move stage"
    if referral.ended:
        title = "Reopen"
    elif chosen is Stage.NOT_NOW:
        title = "Not now"
    return modal(
        MOVE_FORM,
        title,
        [
            section(f"*{name}* for {role}, now at “{labels.STAGE[referral.stage]}”."),
            stage_input,
            *([_reason_input(chosen)] if chosen in REASONS_BY_STAGE else []),
            *([_first_day_input()] if chosen is Stage.HIRED else []),
            *([return_input()] if chosen is Stage.NOT_NOW else []),
            text_input(
                "note",
                "A word to the advocate",
                multiline=True,
                optional=True,
                max_length=STAGE_NOTE_MAX,
                hint="They'll get it with the news, as you write it.",
            ),
        ],
        submit="Save",
        close="Cancel",
        private=str(referral.id),
    )


def _reason_input(stage: Stage) -> Block:
    return choice_input(
        _reason_field(stage),
        "Why?",
        [option(reason.value, labels.REASON[reason]) for reason in REASONS_BY_STAGE[stage]],
        placeholder="Choose a reason",
        hint="The advocate will hear this reason.",
    )


def _first_day_input() -> Block:
    return date_input(
        "started_on",
        "Their first day",
        optional=True,
        hint="A bonus counts from it. You can enter it later in App Home, under Bonuses.",
    )


def _reason_field(stage: Stage) -> str:
    """The id of the block with the reasons, another one for each stage.

    Slack would keep the choice of the stage before in a block whose id stays the same.
    """
    return f"reason_{stage.value}"


def parse_selected_stage(value: str) -> Stage | None:
    """The stage for a value of the select `SELECT_STAGE`, or None if there is no such stage."""
    return enum_member(Stage, value)


def parse_move(state: State) -> StageMove:
    """Reads the submitted form. Fields that do not belong to the chosen stage are ignored."""
    stage = selected_member(state, "stage", Stage)
    reason, lacks_reasons = None, False
    if stage in ENDED_STAGES:
        reason = selected_member(state, _reason_field(stage), Reason)
        lacks_reasons = stage in REASONS_BY_STAGE and _reason_field(stage) not in state
    started_on = selected_date(state, "started_on") if stage is Stage.HIRED else None
    return_after = parse_return(state) if stage is Stage.NOT_NOW else None
    note = text_value(state, "note")
    return StageMove(stage, reason, note, lacks_reasons, started_on, return_after)


def rename_reason_field(error: FormError, stage: Stage) -> FormError:
    """Returns the error with the field "reason" renamed to its block id in the form for `stage`."""
    fields = (
        replace(field, name=_reason_field(stage)) if field.name == "reason" else field
        for field in error.fields
    )
    return FormError(tuple(fields))


def hand_over_form(referral: Referral) -> Block:
    name, role = escape(referral.candidate.name, 200), labels.role_name(referral)
    return modal(
        HAND_OVER_FORM,
        "Hand over",
        [
            section(f"Who should own the answer about *{name}* for {role}? I'll tell them."),
            user_input("to", "New owner"),
        ],
        submit="Hand over",
        close="Cancel",
        private=str(referral.id),
    )


def parse_hand_over(state: State) -> str | None:
    """The user id of the new owner, or None if nobody was chosen."""
    return selected_user(state, "to")
