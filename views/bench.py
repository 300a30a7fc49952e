"""One's bench, as its owner sees it: the list, the form, a reminder, an opening that suits.

Everything here is shown to the owner of the bench and to nobody else.
"""

from __future__ import annotations

from domain.bench import DEFAULT_RHYTHM, BenchForm, BenchPerson, OpeningFit, Rhythm
from domain.errors import FieldError, FormError
from domain.limits import BENCH_PLACE_MAX, BENCH_SKILLS_MAX, CANDIDATE_NAME_MAX
from domain.pages import BenchPage, BenchRow
from domain.referrals import Relationship
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
from views.contact_fields import parse_contacts
from views.form_state import State, selected_member, text_value
from views.formatting import escape, on_relative_day
from views.inputs import choice_input, text_input

# Ids; a value is the person's id unless said otherwise
OPEN = "bench.open"  # value: from which person on the list is shown, or nothing
ADD = "bench.add"
PAUSE = "bench.pause"
RESUME = "bench.resume"
MENU = "bench.menu"  # a menu's chosen value is "<heard|edit|snooze|refer|remove>:<person>"
KEEP = "bench.keep"  # value: the referral's id
SHORTCUT = "add_to_bench"
FORM = "bench.form"  # private: the person's id, or nothing for a new one
SNOOZE_FORM = "bench.snooze"
REMOVE_FORM = "bench.remove"
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
_PRIVACY_NOTE = "For your eyes only: nobody else can see your bench, not even admins or recruiters."


def bench_modal(page: BenchPage) -> Block:
    """The list, those longest not heard from first."""
    blocks = [context(_PRIVACY_NOTE), _top_buttons(page)]
    if page.paused:
        blocks.append(section("All of it rests: I ask about nobody, and tell you of no opening."))
    if not page.rows:
        blocks.append(
            section(
                "Nobody yet. Whom would you vouch for, if the right role came? I remind you to be "
                "in touch, and tell you alone when an opening suits them."
            )
        )
    for row in page.rows:
        blocks += [divider(), _person_row(row, page)]
    remaining = page.count - page.start - len(page.rows)
    paging_buttons = []
    if page.start:
        paging_buttons.append(button("Back to the first", OPEN, "0"))
    if remaining > 0:
        paging_buttons.append(button(f"{remaining} more", OPEN, str(page.start + len(page.rows))))
    if paging_buttons:
        # Two buttons with one action_id cannot stand in one block.
        blocks += [actions(paging_button) for paging_button in paging_buttons]
    return modal("bench.list", "Your bench", blocks)


def _top_buttons(page: BenchPage) -> Block:
    buttons = [button("Add somebody", ADD, primary=True)]
    if page.paused:
        buttons.append(button("Resume", RESUME))
    elif page.count:
        buttons.append(button("Pause all", PAUSE))
    return actions(*buttons)


def _person_row(row: BenchRow, page: BenchPage) -> Block:
    person, details = row.person, row.person.details
    title = f"*{escape(details.name, 150)}*"
    if details.relationship:
        label = labels.RELATIONSHIP[details.relationship]
        label = label if label.startswith("I ") else label[:1].lower() + label[1:]
        title += f" · {label}"
    description = " · ".join(escape(text, 300) for text in (details.good_at, details.place) if text)
    lines = [title, description, _reminder_sentence(row, page)]
    if row.fit and not page.paused:
        lines.append(f"Suits {fit_opening(row.fit)}{fit_reasons(row.fit)}")
    value = str(person.id)
    menu = overflow_menu(
        MENU,
        [
            (f"heard:{value}", "Heard from them"),
            (f"refer:{value}", "Refer now"),
            (f"edit:{value}", "Edit"),
            (f"snooze:{value}", "Ask me later"),
            (f"remove:{value}", "Remove"),
        ],
    )
    return section("\n".join(line for line in lines if line), accessory=menu)


def _reminder_sentence(row: BenchRow, page: BenchPage) -> str:
    person, reader = row.person, page.reader
    since = on_relative_day(person.silent_since, reader)
    history = (
        f"You heard from them {since}. "
        if person.last_contact_at
        else f"On your bench since {_without_on(since)}. "
    )
    if page.paused:
        return history.strip()
    if row.due_at is not None:
        return f"{history}I come back to them {on_relative_day(row.due_at, reader)}."
    if row.reminders_stopped:
        return f"{history}I ask no more until you choose “Heard from them” or “Ask me later”."
    return f"{history}I do not ask about them."


def _without_on(since: str) -> str:
    return since.removeprefix("on ")


def fit_opening(fit: OpeningFit) -> str:
    return f"*{escape(fit.opening.ref, 40)}* {escape(fit.opening.title, 150)}"


def fit_reasons(fit: OpeningFit) -> str:
    """Why it matches: the rule's own words and words of the opening, escaped."""
    reasons = ", ".join(escape(reason, 60) for reason in fit.reasons)
    return f", because: {reasons}." if reasons else "."


# Forms ----------------------------------------------------------------------------------------


def bench_form(details: BenchForm, person_id: int = 0) -> Block:
    """Somebody new, or somebody on the bench; one name is enough."""
    return modal(
        FORM,
        "On your bench" if person_id else "Add to your bench",
        [
            context(_PRIVACY_NOTE),
            text_input("name", "Name", initial=details.name, max_length=CANDIDATE_NAME_MAX),
            text_input(
                "good_at",
                "What are they good at?",
                initial=details.good_at,
                multiline=True,
                optional=True,
                max_length=BENCH_SKILLS_MAX,
                placeholder="Staff engineer: Go, on-call, German",
                hint="Role, level, skills: openings are matched with these words.",
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
                hint="The draft of your endorsement, on the day you put them forward.",
            ),
            choice_input(
                "relationship",
                "How do you know them?",
                label_options(labels.RELATIONSHIP),
                initial=details.relationship.value if details.relationship else None,
                placeholder="Choose one",
                optional=True,
            ),
            text_input("email", "E-mail", initial=details.email or "", optional=True),
            text_input(
                "profile",
                "Profile link",
                initial=details.profile_url or "",
                optional=True,
                placeholder="linkedin.com/in/… or github.com/…",
            ),
            choice_input(
                "rhythm",
                "Remind me to be in touch",
                label_options(RHYTHM_LABELS),
                initial=details.rhythm.value,
            ),
        ],
        submit="Save",
        close="Cancel",
        private=str(person_id) if person_id else "",
    )


def parse_bench_form(state: State) -> BenchForm:
    """What the form says; raises `FormError` with everything that cannot be read."""
    errors: list[FieldError] = []
    email, profile_url = parse_contacts(state, errors)
    name = text_value(state, "name")
    if not name:
        errors.append(FieldError("name", "empty"))
    if errors:
        raise FormError(tuple(errors))
    return BenchForm(
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
            section(f"When should I come back to *{escape(person.name, 200)}*?"),
            choice_input(
                "rest",
                "Come back",
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
    rhythm = selected_member(state, "rest", Rhythm)
    return rhythm if rhythm in _SNOOZE_LABELS else Rhythm.MONTH


def remove_form(person: BenchPerson) -> Block:
    return modal(
        REMOVE_FORM,
        "Remove",
        [
            section(
                f"Remove *{escape(person.name, 200)}* from your bench? What you wrote down about "
                "them is erased. Referrals are not touched."
            )
        ],
        submit="Remove",
        close="Cancel",
        private=str(person.id),
    )
