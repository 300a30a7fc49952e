"""The list and the forms of a member's bench: the people whom the member may refer later.

Only the owner of the bench sees any of it. The nudges about it are in `views.nudges.bench`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.bench import DEFAULT_RHYTHM, BenchDetails, BenchPerson, OpeningFit, Rhythm
from domain.bench_pages import BenchPage, BenchRow
from domain.endorsements import Relationship
from domain.errors import FieldError, FormError
from domain.limits import BENCH_PLACE_MAX, BENCH_SKILLS_MAX, CANDIDATE_NAME_MAX
from domain.referrals import Referral
from views import labels
from views.block_kit import (
    Block,
    actions,
    button,
    context,
    divider,
    label_options,
    modal,
    overflow_menu,
    section,
)
from views.button_values import parse_id
from views.contact_fields import contact_inputs, parse_contacts
from views.endorsement_fields import relationship_input
from views.form_state import State, enum_member, selected_member, text_value
from views.formatting import absolute_day, calendar_day, escape
from views.inputs import choice_input, text_input

# Action ids
OPEN_BENCH = "bench.open"  # value: how many people of the list to skip, or empty
ADD_PERSON = "bench.add"
PAUSE = "bench.pause"
RESUME = "bench.resume"
MENU = "bench.menu"  # the value of a choice is "<choice>:<person's id>"
KEEP_ON_BENCH = "bench.keep"  # value: the referral's id
# Callback ids. The private metadata is the person's id, or a `PersonValue` in the person's form.
SHORTCUT = "add_to_bench"
PERSON_FORM = "bench.form"
SNOOZE_FORM = "bench.snooze"
REMOVE_FORM = "bench.remove"


class MenuChoice(StrEnum):
    """The choices of the overflow menu of a person."""

    HEARD = "heard"
    REFER = "refer"
    EDIT = "edit"
    SNOOZE = "snooze"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class MenuValue:
    choice: MenuChoice
    person_id: int


_MENU_LABELS: dict[MenuChoice, str] = {
    MenuChoice.HEARD: "Heard from them",
    MenuChoice.REFER: "Refer now",
    MenuChoice.EDIT: "Edit",
    MenuChoice.SNOOZE: "Ask me later",
    MenuChoice.REMOVE: "Remove",
}
RHYTHM_LABELS: dict[Rhythm, str] = {
    Rhythm.WEEK: "Every week",
    Rhythm.TWO_WEEKS: "Every two weeks",
    Rhythm.MONTH: "Every month",
    Rhythm.QUARTER: "Every three months",
    Rhythm.HALF_YEAR: "Every half year",
    Rhythm.NEVER: "Never",
}
_SNOOZE_LABELS: dict[Rhythm, str] = {
    Rhythm.WEEK: "In a week",
    Rhythm.TWO_WEEKS: "In two weeks",
    Rhythm.MONTH: "In a month",
    Rhythm.QUARTER: "In three months",
    Rhythm.HALF_YEAR: "In half a year",
}
_PRIVACY_NOTE = "Only you can see your bench. Not even admins or recruiters can."


def bench_modal(page: BenchPage) -> Block:
    """One page of the list. The person whom the member has not heard from for longest is first."""
    blocks = [context(_PRIVACY_NOTE), _top_buttons(page)]
    if page.paused:
        blocks.append(section("Paused: no check-ins or matches until you resume."))
    if not page.rows:
        blocks.append(
            section(
                "Nobody yet. Who would you vouch for if the right role came up? I'll "
                "remind you to stay in touch, and tell only you when an opening suits "
                "them."
            )
        )
    for row in page.rows:
        blocks += [divider(), _person_row(row, page)]
    remaining = page.count - page.start - len(page.rows)
    paging_buttons = []
    if page.start:
        paging_buttons.append(button("Back to the top", OPEN_BENCH, "0"))
    if remaining > 0:
        paging_buttons.append(
            button(f"{remaining} more", OPEN_BENCH, str(page.start + len(page.rows)))
        )
    if paging_buttons:
        # One block must not hold two buttons with the same action id.
        blocks += [actions(paging_button) for paging_button in paging_buttons]
    return modal("bench.list", "Your bench", blocks)


def _top_buttons(page: BenchPage) -> Block:
    buttons = [button("Add someone", ADD_PERSON, primary=True)]
    if page.paused:
        buttons.append(button("Resume", RESUME))
    elif page.count:
        buttons.append(button("Pause all", PAUSE))
    return actions(*buttons)


def _person_row(row: BenchRow, page: BenchPage) -> Block:
    person, details = row.person, row.person.details
    title = f"*{escape(details.name, 150)}*"
    if details.relationship:
        title += f" · {labels.RELATIONSHIP[details.relationship]}"
    description = " · ".join(escape(text, 300) for text in (details.good_at, details.place) if text)
    lines = [title, description, _reminder_sentence(row, page)]
    if row.fit and not page.paused:
        lines.append(f"Suits {fit_opening(row.fit)}{fit_reasons(row.fit)}")
    choices = [(f"{choice.value}:{person.id}", label) for choice, label in _MENU_LABELS.items()]
    text = "\n".join(line for line in lines if line)
    return section(text, accessory=overflow_menu(MENU, choices))


def parse_menu(value: str) -> MenuValue:
    """Read the value of a choice. An unknown one counts as "Heard from them".

    That is the only choice that opens no form, erases nothing and stops no reminders.
    """
    choice, _, person_id = value.partition(":")
    return MenuValue(enum_member(MenuChoice, choice) or MenuChoice.HEARD, parse_id(person_id))


def _reminder_sentence(row: BenchRow, page: BenchPage) -> str:
    person, viewer = row.person, page.viewer
    day = absolute_day(person.silent_since, viewer)
    if person.last_contact_at:
        contact = f"You last heard from them on {day}."
    else:
        contact = f"On your bench since {day}."
    if page.paused:
        return contact
    if row.due_at is not None:
        return f"{contact} I'll ask you about them on {absolute_day(row.due_at, viewer)}."
    if row.reminders_stopped:
        return f"{contact} I won't ask again until you choose “Heard from them” or “Ask me later”."
    return f"{contact} I don't ask about them."


def fit_opening(fit: OpeningFit) -> str:
    return f"*{escape(fit.opening.ref, 40)}* {escape(fit.opening.title, 150)}"


def fit_reasons(fit: OpeningFit) -> str:
    """The end of a sentence: the reasons why the opening matches, or only a full stop."""
    reasons = ", ".join(escape(reason, 60) for reason in fit.reasons)
    return f", because: {reasons}." if reasons else "."


# Forms ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonValue:
    """The private metadata of the person's form.

    `person_id` is 0 for a new person, and `referral_id` is 0 without a referral.
    """

    person_id: int
    referral_id: int

    def __str__(self) -> str:
        if not self.referral_id:
            return str(self.person_id) if self.person_id else ""
        return f"{self.person_id}:{self.referral_id}"


def parse_person(value: str) -> PersonValue:
    person_id, _, referral_id = value.partition(":")
    return PersonValue(parse_id(person_id), parse_id(referral_id))


def bench_form(
    details: BenchDetails, person_id: int | None = None, *, ended_referral: Referral | None = None
) -> Block:
    """The form for a person; `person_id` is None for a new one. Only the name is required.

    `ended_referral` is the referral whose outcome message opened the form, or None.
    """
    return_note = []
    if ended_referral is not None and ended_referral.return_on is not None:
        day = calendar_day(ended_referral.return_on, viewer=None)
        return_note.append(
            context(f"I'll ask you about them on {day}, when they get a second look.")
        )
    return modal(
        PERSON_FORM,
        "On your bench" if person_id else "Add to your bench",
        [
            context(_PRIVACY_NOTE),
            *return_note,
            text_input("name", "Name", initial=details.name, max_length=CANDIDATE_NAME_MAX),
            text_input(
                "good_at",
                "What are they good at?",
                initial=details.good_at,
                multiline=True,
                optional=True,
                max_length=BENCH_SKILLS_MAX,
                placeholder="Staff engineer: Go, on-call, German",
                hint="Role, level and skills. I match openings with these words.",
            ),
            text_input(
                "place",
                "Where are they, or where would they go?",
                initial=details.place,
                optional=True,
                max_length=BENCH_PLACE_MAX,
                placeholder="Berlin, or remote",
            ),
            text_input(
                "history",
                "What have you shared?",
                initial=details.history,
                multiline=True,
                optional=True,
                hint="Your endorsement starts with this when you put them forward.",
            ),
            relationship_input(details.relationship, optional=True),
            *contact_inputs(details.email or "", details.profile_url or ""),
            choice_input(
                "rhythm",
                "Remind me to get in touch",
                label_options(RHYTHM_LABELS),
                initial=details.rhythm.value,
            ),
        ],
        submit="Save",
        close="Cancel",
        private=str(PersonValue(person_id or 0, ended_referral.id if ended_referral else 0)),
    )


def parse_bench_form(state: State) -> BenchDetails:
    """Reads the form. Raises `FormError` with all missing or invalid fields."""
    errors: list[FieldError] = []
    email, profile_url = parse_contacts(state, errors)
    name = text_value(state, "name")
    if not name:
        errors.append(FieldError("name", "empty"))
    if errors:
        raise FormError(tuple(errors))
    return BenchDetails(
        name=name,
        email=email,
        profile_url=profile_url,
        relationship=selected_member(state, "relationship", Relationship),
        good_at=text_value(state, "good_at")[:BENCH_SKILLS_MAX],
        place=text_value(state, "place"),
        history=text_value(state, "history"),
        rhythm=selected_member(state, "rhythm", Rhythm) or DEFAULT_RHYTHM,
    )


def snooze_form(person: BenchPerson) -> Block:
    return modal(
        SNOOZE_FORM,
        "Ask me later",
        [
            section(f"When should I ask you about *{escape(person.name, 200)}*?"),
            choice_input(
                "rest",
                "Ask me",
                label_options(_SNOOZE_LABELS),
                element_type="radio_buttons",
                initial=Rhythm.MONTH.value,
            ),
        ],
        submit="Save",
        close="Cancel",
        private=str(person.id),
    )


def parse_snooze(state: State) -> Rhythm:
    """The time until the next reminder. Without a valid choice it is a month."""
    rhythm = selected_member(state, "rest", Rhythm)
    return rhythm if rhythm in _SNOOZE_LABELS else Rhythm.MONTH


def remove_form(person: BenchPerson) -> Block:
    return modal(
        REMOVE_FORM,
        "Remove",
        [
            section(
                f"Remove *{escape(person.name, 200)}* from your bench? I'll erase what "
                "you wrote down about them. Your referrals stay."
            )
        ],
        submit="Remove",
        close="Cancel",
        private=str(person.id),
    )
