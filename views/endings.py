"""How the open referrals of an ended opening end: one choice for all, and exceptions on pages.

The messages about endings are in `views/ending_messages.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from domain.endings import Ending, EndingKind, reason_without_decision
from domain.limits import STAGE_NOTE_MAX
from domain.openings import Opening, OpeningStatus
from domain.pages import EndingsPage
from domain.referrals import Referral
from domain.stages import REASONS_BY_STAGE, Reason, Stage
from views import labels
from views.block_kit import (
    Block,
    actions,
    button,
    context,
    modal,
    option,
    section,
)
from views.button_values import parse_id
from views.ending_messages import default_outcome_sentence, state_sentence, waiting_sentence
from views.ending_values import OneValue, PageValue
from views.form_state import (
    State,
    selected_date,
    selected_member,
    selected_value,
    selected_values,
    text_value,
)
from views.formatting import absolute_day, calendar_day, escape, mention
from views.inputs import choice_input, date_input, external_select_input, text_input
from views.notice import draft_notice
from views.refer import GENERAL_REFERRAL, SELECT_OPENING
from views.return_field import parse_return, return_input

FORM = "endings.form"  # private metadata: the opening's id
START_OVER = "endings.start_over"  # has no value
SELECT_REST = "endings.rest"
SHOW_PAGE = "endings.page"  # value: as `PageValue` writes it
BACK_TO_FORM = "endings.back"  # value: the opening's id
OPEN_ONE = "endings.one"  # value: as `OneValue` writes it
ONE_FORM = "endings.one_form"  # private metadata: as `OneValue` writes it
SELECT_ONE = "endings.choice"

PAGE_SIZE = 10
HIRED_CHOICES_MAX = 99  # Slack shows at most 100 options; "someone else" is one more.
NOBODY = "nobody"  # the value of the option that no referral was hired
UNDECIDED = "undecided"  # the value of the choice to decide later
LIKE_THE_REST = "rest"

_KIND_LABELS: dict[EndingKind, str] = {
    EndingKind.HIRED: "Hired",
    EndingKind.NOT_NOW: "Not now, and say why",
    EndingKind.MOVE: "Put forward for another opening",
    EndingKind.KEEP: "Keep open until a date",
}
_REST_KINDS = (EndingKind.NOT_NOW, EndingKind.MOVE, EndingKind.KEEP)


@dataclass(frozen=True, slots=True)
class RestChoice:
    """The answers in the form about the hired candidate and about everybody else.

    `hired` is the id of a referral or None, and `rest` is None if the person decides later.
    """

    hired: int | None
    rest: Ending | None


# The form for everybody -------------------------------------------------------------------------


def endings_form(page: EndingsPage, rest_kind: EndingKind | None) -> Block:
    """The form shows the fields of `rest_kind`; it is None for a decision that comes later."""
    opening, count = page.opening, len(page.referrals)
    blocks = [section(f"{state_sentence(opening)} {waiting_sentence(count)}")]
    if not page.draft.is_empty:
        blocks.append(draft_notice("What you've chosen so far is kept.", START_OVER))
    if opening.status is OpeningStatus.FILLED:
        blocks.append(_hired_input(page))
    blocks.append(_rest_input(page, rest_kind))
    if rest_kind is not None:
        rest = page.draft.rest
        ending = rest if rest and rest.kind is rest_kind else None
        blocks += _ending_fields(opening, rest_kind, ending, page.role_names)
    exceptions = len(page.draft.exceptions)
    one_by_one = "Decide some one by one"
    if exceptions:
        one_by_one = f"Change some one by one ({exceptions} so far)"
    first_page = PageValue(opening.id, page=0)
    blocks.append(actions(button(one_by_one, SHOW_PAGE, str(first_page))))
    blocks.append(
        context(
            f"What you leave open I'll end on {absolute_day(page.decide_by, page.viewer)}: every "
            f"advocate hears that {default_outcome_sentence(opening)}."
        )
    )
    return modal(
        FORM, "Who hears what?", blocks, submit="Decide", close="Later", private=str(opening.id)
    )


def draft_form(page: EndingsPage) -> Block:
    """The form as the person has left it."""
    rest = page.draft.rest
    return endings_form(page, rest.kind if rest else EndingKind.NOT_NOW)


def _hired_input(page: EndingsPage) -> Block:
    choices = [option(NOBODY, "Someone else")]
    choices += [
        option(str(referral.id), referral.candidate.name)
        for referral in page.referrals[:HIRED_CHOICES_MAX]
    ]
    hint = "I'll tell their advocate in their working hours."
    if len(page.referrals) > HIRED_CHOICES_MAX:
        hint += " The list has those who are furthest; the others are below, one by one."
    return choice_input(
        "hired", "Who was hired?", choices, initial=str(page.draft.hired or NOBODY), hint=hint
    )


def _rest_input(page: EndingsPage, rest_kind: EndingKind | None) -> Block:
    later = absolute_day(page.decide_by, page.viewer)
    choices = [option(kind.value, _KIND_LABELS[kind]) for kind in _REST_KINDS]
    choices.append(option(UNDECIDED, f"Decide by {later}"))
    block = choice_input(
        "rest",
        "Everyone else",
        choices,
        element_type="radio_buttons",
        initial=rest_kind.value if rest_kind else UNDECIDED,
    )
    block["element"]["action_id"] = SELECT_REST
    block["dispatch_action"] = True
    return block


def _ending_fields(
    opening: Opening, kind: EndingKind, ending: Ending | None, role_names: Mapping[int, str]
) -> list[Block]:
    if kind is EndingKind.NOT_NOW:
        reason = (
            ending.reason if ending and ending.reason else reason_without_decision(opening.status)
        )
        reasons = [
            option(each.value, labels.REASON[each]) for each in REASONS_BY_STAGE[Stage.NOT_NOW]
        ]
        return [
            choice_input(
                "reason",
                "Why?",
                reasons,
                initial=reason.value,
                hint="The advocates will hear this reason.",
            ),
            return_input(ending.return_after if ending else None),
            text_input(
                "note",
                "A word to the advocates",
                initial=ending.note if ending else "",
                multiline=True,
                optional=True,
                max_length=STAGE_NOTE_MAX,
            ),
        ]
    if kind is EndingKind.MOVE:
        target = (ending.opening_id if ending else None) or 0
        initial = [option(str(target), role_names[target])] if target in role_names else []
        return [
            external_select_input(
                "target",
                "Which opening?",
                SELECT_OPENING,
                max_selected=1,
                initial=initial,
                placeholder="Type a part of the title, team or ref",
                hint="Its recruiter gets the card, and the advocate is told.",
            )
        ]
    if kind is EndingKind.KEEP:
        hint = "After that day I'll end it, and the advocate is told."
        return [date_input("until", "Until", initial=ending.until if ending else None, hint=hint)]
    return []


def parse_rest_kind(value: str) -> EndingKind | None:
    """The kind in the value of a radio button; None for "decide later"."""
    return next((kind for kind in EndingKind if kind.value == value), None)


def parse_rest(state: State) -> RestChoice:
    hired = parse_id(selected_value(state, "hired") or "")
    return RestChoice(hired or None, _parse_ending(state, "rest"))


def _parse_ending(state: State, field: str) -> Ending | None:
    kind = selected_member(state, field, EndingKind)
    if kind is None:
        return None
    target = next(iter(selected_values(state, "target")), "")
    return Ending(
        kind,
        reason=selected_member(state, "reason", Reason),
        note=text_value(state, "note"),
        opening_id=None if target == GENERAL_REFERRAL else parse_id(target),
        until=selected_date(state, "until"),
        return_after=parse_return(state) if kind is EndingKind.NOT_NOW else None,
    )


# One by one -------------------------------------------------------------------------------------


def endings_list(page: EndingsPage, number: int) -> Block:
    """The page `number` (from 0) of the referrals, with what is chosen for each."""
    opening, pages = page.opening, max(1, math.ceil(len(page.referrals) / PAGE_SIZE))
    number = min(number, pages - 1)
    shown = page.referrals[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
    blocks = [section(f"{state_sentence(opening)} Page {number + 1} of {pages}.")]
    for referral in shown:
        value = str(OneValue(opening.id, referral.id, number))
        text = (
            f"{_referral_name(referral)}, {labels.lower_first(labels.STAGE[referral.stage])}\n"
            f"{_choice_sentence(page, referral)}"
        )
        spoken = f"Change {referral.candidate.name or 'this referral'}"
        blocks.append(section(text, accessory=button("Change", OPEN_ONE, value, spoken=spoken)))
    # One block must not hold two buttons with the same action id.
    blocks += [actions(each) for each in _page_buttons(opening.id, number, pages)]
    return modal("endings.list", "One by one", blocks, close="Later", private=str(opening.id))


def _referral_name(referral: Referral) -> str:
    return f"*{labels.candidate_name(referral)}* from {mention(referral.advocate)}"


def _page_buttons(opening_id: int, number: int, pages: int) -> list[Block]:
    buttons = [button("Back to everyone", BACK_TO_FORM, str(opening_id), primary=True)]
    if number > 0:
        buttons.append(button("Previous ten", SHOW_PAGE, str(PageValue(opening_id, number - 1))))
    if number < pages - 1:
        buttons.append(button("Next ten", SHOW_PAGE, str(PageValue(opening_id, number + 1))))
    return buttons


def _choice_sentence(page: EndingsPage, referral: Referral) -> str:
    if referral.id == page.draft.hired:
        return "Hired."
    ending = page.draft.exceptions.get(referral.id)
    if ending is None:
        return "Like everyone else."
    if ending.kind is EndingKind.MOVE:
        role = page.role_names.get(ending.opening_id or 0, "")
        return f"Moves to {escape(role, 200)}." if role else "Stays as a general referral."
    if ending.kind is EndingKind.KEEP and ending.until is not None:
        return f"Stays open until {calendar_day(ending.until, page.viewer)}."
    reason = labels.REASON[ending.reason] if ending.reason else ""
    return f"Not now: {labels.lower_first(reason)}."


def one_form(
    page: EndingsPage, value: OneValue, referral: Referral, kind: EndingKind | None
) -> Block:
    """The choice for one referral. With `kind` None it ends like everybody else's."""
    choices = [option(LIKE_THE_REST, "Like everyone else")]
    choices += [option(each.value, _KIND_LABELS[each]) for each in _kinds_for_one(page.opening)]
    choice = choice_input(
        "choice",
        "What becomes of it?",
        choices,
        element_type="radio_buttons",
        initial=kind.value if kind else LIKE_THE_REST,
    )
    choice["element"]["action_id"] = SELECT_ONE
    choice["dispatch_action"] = True
    blocks = [
        section(f"*{labels.candidate_name(referral)}* from {mention(referral.advocate)}"),
        choice,
    ]
    if kind is not None:
        ending = page.draft.exceptions.get(referral.id)
        own = ending if ending and ending.kind is kind else None
        blocks += _ending_fields(page.opening, kind, own, page.role_names)
    return modal(ONE_FORM, "One by one", blocks, submit="Save", close="Later", private=str(value))


def _kinds_for_one(opening: Opening) -> tuple[EndingKind, ...]:
    hired = (EndingKind.HIRED,) if opening.status is OpeningStatus.FILLED else ()
    return (*hired, *_REST_KINDS)


def parse_one_choice(state: State) -> Ending | None:
    """The ending of one referral; None lets it end like the rest."""
    return _parse_ending(state, "choice")


def decided_modal(count: int) -> Block:
    text = "Done. I'll tell the advocate in their working hours."
    if count == 0:
        text = "Nothing is decided yet. The button in my message opens the form again."
    elif count > 1:
        text = f"Done. I'll tell the advocates of all {count} in their working hours."
    return modal("endings.decided", "Who hears what?", [section(text)], close="Close")
