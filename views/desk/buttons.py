"""The buttons of a referral for the desk: on its card, and in the window that shows all of it.

The window is a modal. The likeliest next step is the first button, and rarer actions are in menus,
so that the buttons fit into one row. A button that someone may not use is left out: its function
returns an empty list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.pages import DeskPage
from domain.referrals import Referral
from domain.stages import Stage
from views.block_kit import (
    OVERFLOW_MAX,
    Block,
    actions,
    button,
    more_menu,
    overflow_menu,
)
from views.button_values import parse_id
from views.contact_correction import OPEN_FORM as OPEN_CONTACT_FORM
from views.credit import OPEN_CREDIT_FORM
from views.declined import OPEN_ERASE_FORM
from views.desk.stage_correction import stage_correction_button
from views.form_state import enum_member

# Action ids; the value of a button is the referral's id.
TAKE_REFERRAL = "desk.take"
OPEN_MOVE_FORM = "desk.move"
ASK_ADVOCATE = "desk.ask"
MOVE_TO_NOT_NOW = "desk.not_now"
READ_IN_FULL = "desk.read"
OPEN_CARD = "desk.open_card"  # a button in lists of referrals
OPEN_NOTE_FORM = "desk.note"
SHOW_HISTORY = "desk.history"
MENU = "desk.menu"  # an overflow menu: the value of a choice is "<choice>:<referral id>"


class MenuChoice(StrEnum):
    """The choices of the overflow menu. Their values are in posted messages and never change.

    Only messages of older releases offer `ASK_ADVOCATE`, which has become a button.
    """

    MOVE = "move"
    NOT_NOW = "not_now"
    WITHDRAWN = "withdrawn"
    HAND_OVER = "hand_over"
    ASK_ADVOCATE = "ask"
    ASK_COLLEAGUE = "ask_colleague"
    READ = "read"
    SIDE_BY_SIDE = "side_by_side"
    REOPEN = "reopen"

    @property
    def stage(self) -> Stage | None:
        """The stage with the same value, which the move form preselects; None if there is none."""
        return enum_member(Stage, self.value)


_MENU_LABELS = {
    MenuChoice.MOVE: "Move stage",
    MenuChoice.NOT_NOW: "Not now",
    MenuChoice.WITHDRAWN: "Withdrawn",
    MenuChoice.HAND_OVER: "Hand over",
    MenuChoice.ASK_COLLEAGUE: "Ask a colleague",
    MenuChoice.READ: "Read in full",
    MenuChoice.SIDE_BY_SIDE: "Side by side",
    MenuChoice.REOPEN: "Reopen",
}


@dataclass(frozen=True, slots=True)
class MenuValue:
    choice: MenuChoice
    referral_id: int


def _menu_value(choice: MenuChoice, referral: Referral) -> str:
    return f"{choice.value}:{referral.id}"


def parse_menu(value: str) -> MenuValue:
    """Read the value of a choice. An unknown choice counts as "Move stage"."""
    choice, _, referral_id = value.partition(":")
    return MenuValue(enum_member(MenuChoice, choice) or MenuChoice.MOVE, parse_id(referral_id))


def card_buttons(page: DeskPage) -> Block:
    """The row on the card: at most three buttons and the menu."""
    referral, value = page.referral, str(page.referral.id)
    if referral.ended:
        read_button = button("Read in full", READ_IN_FULL, value)
        return actions(read_button, *_correction_button(page), _menu(page, []))
    extra_choices = [] if referral.candidate.hidden else [MenuChoice.READ]
    last_button = _correction_button(page)
    if last_button:
        extra_choices.append(MenuChoice.NOT_NOW)
    else:
        last_button = [button("Not now", MOVE_TO_NOT_NOW, value)]
    return actions(
        _first_button(referral), *_ask_button(referral), *last_button, _menu(page, extra_choices)
    )


def window_buttons(page: DeskPage) -> Block:
    """The row in the window: the next step, a question, a note or a correction, and the menu."""
    referral = page.referral
    # While the last change of stage can be corrected, `about_menu` offers the note.
    note = [] if page.correctable else _note_button(page)
    if referral.ended:
        return actions(*note, *_correction_button(page), _menu(page, []))
    return actions(
        _first_button(referral, always_primary=True),
        *_ask_button(referral),
        *note,
        *_correction_button(page),
        _menu(page, [MenuChoice.NOT_NOW]),
    )


def about_menu(page: DeskPage) -> Block:
    """The second menu of the window: the history, corrections and erasure."""
    value, hidden = str(page.referral.id), page.referral.candidate.hidden
    choices = [("History", SHOW_HISTORY, value)]
    if page.correctable and _note_button(page):
        choices.insert(0, ("Add a note", OPEN_NOTE_FORM, value))
    if not hidden:
        choices.append(("Correct contact", OPEN_CONTACT_FORM, value))
    if page.may_correct_credit:
        choices.append(("Correct credit", OPEN_CREDIT_FORM, value))
    if page.may_erase_candidate:
        choices.append(("Erase them", OPEN_ERASE_FORM, value))
    return more_menu(*choices)


def _first_button(referral: Referral, *, always_primary: bool = False) -> Block:
    value = str(referral.id)
    if referral.stage is Stage.NEW:
        return button("I'll take it", TAKE_REFERRAL, value, primary=True)
    return button("Move stage", OPEN_MOVE_FORM, value, primary=always_primary)


def _ask_button(referral: Referral) -> list[Block]:
    """The button, or no button while the desk may not know who the candidate is."""
    if referral.candidate.hidden:
        return []
    return [button("Ask the advocate", ASK_ADVOCATE, str(referral.id))]


def _note_button(page: DeskPage) -> list[Block]:
    if page.viewer_vouches or page.referral.candidate.hidden:
        return []
    return [button("Add a note", OPEN_NOTE_FORM, str(page.referral.id))]


def _correction_button(page: DeskPage) -> list[Block]:
    return [stage_correction_button(page.referral, page.correctable)] if page.correctable else []


def _menu(page: DeskPage, extra_choices: list[MenuChoice]) -> Block:
    """The overflow menu, with the likelier choices first and as many as Slack allows.

    `extra_choices` are choices that are buttons elsewhere, but not in this row.
    """
    referral = page.referral
    side_by_side = [MenuChoice.SIDE_BY_SIDE] if len(page.endorsements) > 1 else []
    if referral.ended:
        choices = [MenuChoice.REOPEN, *side_by_side]
    else:
        choices = [MenuChoice.MOVE] if referral.stage is Stage.NEW else []
        if not referral.candidate.hidden:
            choices.append(MenuChoice.ASK_COLLEAGUE)
        choices += [*side_by_side, *extra_choices, MenuChoice.HAND_OVER]
        choices.append(MenuChoice.WITHDRAWN)  # last: “Move stage” offers this as well
    return overflow_menu(
        MENU,
        [
            (_menu_value(choice, referral), _MENU_LABELS[choice])
            for choice in choices[:OVERFLOW_MAX]
        ],
    )
