"""The modals in which somebody decides about the open referrals of a filled or closed opening.

One form decides about all of them. A list in pages leads to a form for each exception.
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
from views.inputs import choice_input, date_input, multi_external_select_input, text_input
from views.notice import draft_notice
from views.refer import GENERAL_REFERRAL, SELECT_OPENING
from views.return_field import parse_return, return_input

FORM = "endings.form"  # private metadata: the opening's id
START_OVER = "endings.start_over"  # has no value
SELECT_REST = "endings.rest"  # radio buttons: `UNDECIDED`, or a kind of ending
SHOW_PAGE = "endings.page"  # value: as `PageValue` writes it
BACK_TO_FORM = "endings.back"  # value: the opening's id
OPEN_ONE = "endings.one"  # value: as `OneValue` writes it
ONE_FORM = "endings.one_form"  # private metadata: as `OneValue` writes it
SELECT_ONE = "endings.choice"  # radio buttons: `LIKE_THE_REST`, or a kind of ending

PAGE_SIZE = 10
HIRED_CHOICES_MAX = 99  # Slack shows at most 100 options; "someone else" is one more.
# The values of options.
SOMEONE_ELSE = "nobody"  # none of the referred candidates was hired
UNDECIDED = "undecided"  # to decide later
LIKE_THE_REST = "rest"  # the referral is no exception

_KIND_LABELS: dict[EndingKind, str] = {
    EndingKind.HIRED: "Hired",
    EndingKind.NOT_NOW: "Not now, and say why",
    EndingKind.MOVE: "Put forward for another opening",
    EndingKind.KEEP: "Keep open until a date",
}
_REST_KINDS = (EndingKind.NOT_NOW, EndingKind.MOVE, EndingKind.KEEP)


@dataclass(frozen=True, slots=True)
class EndingsChoice:
    """The answers in the form: who was hired, and what becomes of the other referrals.

    `hired` is the id of a referral, or None if none of the candidates was hired. `rest` is None if
    the person decides later.
    """

    hired: int | None
    rest: Ending | None


# The form about all referrals -------------------------------------------------------------------


def endings_form(page: EndingsPage, rest_kind: EndingKind | None) -> Block:
    """The form, with the fields that `rest_kind` needs: the selected ending of the others.

    `rest_kind` is None if the person wants to decide later.
    """
    opening = page.opening
    blocks = [section(f"{state_sentence(opening)} {waiting_sentence(len(page.referrals))}")]
    if not page.draft.is_empty:
        blocks.append(draft_notice("What you've chosen so far is kept.", START_OVER))
    if opening.status is OpeningStatus.FILLED:
        blocks.append(_hired_input(page))
    blocks.append(_rest_input(page, rest_kind))
    if rest_kind is not None:
        draft = page.draft.rest
        prefill = draft if draft and draft.kind is rest_kind else None
        blocks += _ending_fields(opening, rest_kind, prefill, page.role_names)
    exception_count = len(page.draft.exceptions)
    list_label = "Decide some one by one"
    if exception_count:
        list_label = f"Change some one by one ({exception_count} so far)"
    first_page = PageValue(opening.id, page=0)
    blocks.append(actions(button(list_label, SHOW_PAGE, str(first_page))))
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
    """The form with the choices that the person made before, or with "not now" for everybody."""
    rest = page.draft.rest
    return endings_form(page, rest.kind if rest else EndingKind.NOT_NOW)


def _hired_input(page: EndingsPage) -> Block:
    choices = [option(SOMEONE_ELSE, "Someone else")]
    choices += [
        option(str(referral.id), referral.candidate.name)
        for referral in page.referrals[:HIRED_CHOICES_MAX]
    ]
    hint = "I'll tell their advocate in their working hours."
    if len(page.referrals) > HIRED_CHOICES_MAX:
        hint += " The list has those who got furthest; the others are below, one by one."
    selected = str(page.draft.hired or SOMEONE_ELSE)
    return choice_input("hired", "Who was hired?", choices, initial=selected, hint=hint)


def _rest_input(page: EndingsPage, rest_kind: EndingKind | None) -> Block:
    last_day = absolute_day(page.decide_by, page.viewer)
    choices = [option(kind.value, _KIND_LABELS[kind]) for kind in _REST_KINDS]
    choices.append(option(UNDECIDED, f"Decide by {last_day}"))
    selected = rest_kind.value if rest_kind else UNDECIDED
    return _kind_input("rest", "Everyone else", choices, selected, action_id=SELECT_REST)


def _kind_input(
    name: str, label: str, choices: list[Block], selected: str, *, action_id: str
) -> Block:
    """The radio buttons for the kind of ending. Each click redraws the form with other fields."""
    block = choice_input(name, label, choices, element_type="radio_buttons", initial=selected)
    block["element"]["action_id"] = action_id
    block["dispatch_action"] = True
    return block


def _ending_fields(
    opening: Opening, kind: EndingKind, prefill: Ending | None, role_names: Mapping[int, str]
) -> list[Block]:
    """The inputs that an ending of this kind needs. `prefill` is an earlier choice of this kind."""
    if kind is EndingKind.NOT_NOW:
        reason = reason_without_decision(opening.status)
        if prefill and prefill.reason:
            reason = prefill.reason
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
            return_input(prefill.return_after if prefill else None),
            text_input(
                "note",
                "A word to the advocates",
                initial=prefill.note if prefill else "",
                multiline=True,
                optional=True,
                max_length=STAGE_NOTE_MAX,
            ),
        ]
    if kind is EndingKind.MOVE:
        target = prefill.opening_id if prefill else None
        initial = []
        if target is not None and target in role_names:
            initial.append(option(str(target), role_names[target]))
        return [
            multi_external_select_input(
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
        return [date_input("until", "Until", initial=prefill.until if prefill else None, hint=hint)]
    return []  # a hire needs no more


def parse_kind(value: str) -> EndingKind | None:
    """The kind of ending that a radio button stands for. None for the other buttons."""
    return next((kind for kind in EndingKind if kind.value == value), None)


def parse_endings_form(state: State) -> EndingsChoice:
    hired_id = parse_id(selected_value(state, "hired") or "")  # 0 for `SOMEONE_ELSE`
    return EndingsChoice(hired=hired_id or None, rest=_parse_ending(state, "rest"))


def _parse_ending(state: State, kind_field: str) -> Ending | None:
    """The ending that a form describes. None if no kind is selected in its field `kind_field`."""
    kind = selected_member(state, kind_field, EndingKind)
    if kind is None:
        return None
    targets = selected_values(state, "target")  # one at most
    target = targets[0] if targets else ""
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
    """The list's page `number` (from 0), which says what is chosen for each referral.

    If the list has become shorter, its last page is shown.
    """
    opening = page.opening
    page_count = max(1, math.ceil(len(page.referrals) / PAGE_SIZE))
    number = min(number, page_count - 1)
    shown = page.referrals[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
    page_note = f" Page {number + 1} of {page_count}." if page_count > 1 else ""
    blocks = [section(f"{state_sentence(opening)}{page_note}")]
    for referral in shown:
        value = str(OneValue(opening.id, referral.id, number))
        stage = labels.lower_first(labels.STAGE[referral.stage])
        text = f"{_describe_referral(referral)}, {stage}\n{_choice_sentence(page, referral)}"
        spoken = f"Change {referral.candidate.name or 'this referral'}"
        blocks.append(section(text, accessory=button("Change", OPEN_ONE, value, spoken=spoken)))
    # "Previous" and "Next" have one action id, and Slack refuses it twice within a block.
    blocks += [actions(each) for each in _page_buttons(opening.id, number, page_count)]
    return modal("endings.list", "One by one", blocks, close="Later", private=str(opening.id))


def _describe_referral(referral: Referral) -> str:
    return f"*{labels.candidate_name(referral)}* from {mention(referral.advocate)}"


def _page_buttons(opening_id: int, number: int, page_count: int) -> list[Block]:
    buttons = [button("Back to everyone", BACK_TO_FORM, str(opening_id), primary=True)]
    if number > 0:
        buttons.append(button("Previous ten", SHOW_PAGE, str(PageValue(opening_id, number - 1))))
    if number < page_count - 1:
        buttons.append(button("Next ten", SHOW_PAGE, str(PageValue(opening_id, number + 1))))
    return buttons


def _choice_sentence(page: EndingsPage, referral: Referral) -> str:
    """What the person has chosen for this referral so far."""
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
    """The form about one referral, with the fields of the selected kind of ending.

    `kind` is None if "like everyone else" is selected.
    """
    choices = [option(LIKE_THE_REST, "Like everyone else")]
    choices += [option(each.value, _KIND_LABELS[each]) for each in _kinds_for_one(page.opening)]
    selected = kind.value if kind else LIKE_THE_REST
    blocks = [
        section(_describe_referral(referral)),
        _kind_input("choice", "What happens to this one?", choices, selected, action_id=SELECT_ONE),
    ]
    if kind is not None:
        draft = page.draft.exceptions.get(referral.id)
        prefill = draft if draft and draft.kind is kind else None
        blocks += _ending_fields(page.opening, kind, prefill, page.role_names)
    return modal(ONE_FORM, "One by one", blocks, submit="Save", close="Later", private=str(value))


def _kinds_for_one(opening: Opening) -> tuple[EndingKind, ...]:
    if opening.status is OpeningStatus.FILLED:
        return (EndingKind.HIRED, *_REST_KINDS)
    return _REST_KINDS


def parse_one_choice(state: State) -> Ending | None:
    """The ending of one referral; None if it is no exception any more."""
    return _parse_ending(state, "choice")


def decided_modal(count: int) -> Block:
    """Confirms the decisions about `count` referrals."""
    text = "Done. I'll tell the advocate in their working hours."
    if count == 0:
        text = "Nothing is decided yet. The button in my message opens the form again."
    elif count > 1:
        text = f"Done. I'll tell the advocates of all {count} in their working hours."
    return modal("endings.decided", "Who hears what?", [section(text)], close="Close")
