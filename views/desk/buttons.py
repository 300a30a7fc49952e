"""The buttons of a referral: on its card, and in the window that shows everything about it.

The likeliest next step comes first. All other actions are in menus, so that the buttons fit into
one row.
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
OPEN_CARD = "desk.open_card"  # in lists
OPEN_NOTE_FORM = "desk.note"
SHOW_HISTORY = "desk.history"
MENU = "desk.menu"  # the value of a choice is "<choice>:<referral>"


class MenuChoice(StrEnum):
    """The choices of the overflow menu. Their values are in posted messages and never change.

    `ASK_ADVOCATE` has a button today, and is a choice only in messages of older releases.
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
        """The stage that is preselected in the move form, or None if the choice is no stage."""
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
    """Read the value of a choice. An unknown one counts as "Move stage"."""
    choice, _, referral_id = value.partition(":")
    return MenuValue(enum_member(MenuChoice, choice) or MenuChoice.MOVE, parse_id(referral_id))


def card_buttons(page: DeskPage) -> Block:
    """On the card: at most three buttons and the menu."""
    referral, value = page.referral, str(page.referral.id)
    if referral.ended:
        read_button = button("Read in full", READ_IN_FULL, value)
        return actions(read_button, *_correction_button(page), _menu(page, []))
    last_button = _correction_button(page) or [button("Not now", MOVE_TO_NOT_NOW, value)]
    folded = [] if referral.candidate.hidden else [MenuChoice.READ]
    if page.correctable:
        folded.append(MenuChoice.NOT_NOW)
    return actions(
        _first_button(referral), *_ask_button(referral), *last_button, _menu(page, folded)
    )


def window_buttons(page: DeskPage) -> Block:
    """In the window: the next step, a question, a note, and the menu."""
    referral = page.referral
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
    """The menu with everything that is not a next step: history, corrections and erasure."""
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
    if referral.candidate.hidden:
        return []
    return [button("Ask the advocate", ASK_ADVOCATE, str(referral.id))]


def _note_button(page: DeskPage) -> list[Block]:
    if page.viewer_vouches or page.referral.candidate.hidden:
        return []
    return [button("Add a note", OPEN_NOTE_FORM, str(page.referral.id))]


def _correction_button(page: DeskPage) -> list[Block]:
    return [stage_correction_button(page.referral, page.correctable)] if page.correctable else []


def _menu(page: DeskPage, folded: list[MenuChoice]) -> Block:
    """The likelier choices first, as many as Slack allows.

    `folded` has the choices that have a button elsewhere, and none here.
    """
    referral = page.referral
    side_by_side = [MenuChoice.SIDE_BY_SIDE] if len(page.endorsements) > 1 else []
    if referral.ended:
        choices = [MenuChoice.REOPEN, *side_by_side]
    else:
        choices = [MenuChoice.MOVE] if referral.stage is Stage.NEW else []
        if not referral.candidate.hidden:
            choices.append(MenuChoice.ASK_COLLEAGUE)
        choices += [*side_by_side, *folded, MenuChoice.HAND_OVER]
        choices.append(MenuChoice.WITHDRAWN)  # “Move stage” offers it as well.
    return overflow_menu(
        MENU,
        [
            (_menu_value(choice, referral), _MENU_LABELS[choice])
            for choice in choices[:OVERFLOW_MAX]
        ],
    )
