"""One's bench, as its owner sees it: the list, the form, a reminder, an opening that suits.

Everything here is shown to the owner of the bench and to nobody else.
"""

from __future__ import annotations

from domain.bench import DEFAULT_RHYTHM, BenchForm, BenchPerson, OpeningFit, Rhythm
from domain.errors import FieldError, FormError
from domain.follow_ups import FollowUpState
from domain.pages import BenchPage, BenchRow, NudgeItem, Reader
from domain.referrals import Relationship
from views import block_kit, form_state, inputs, labels
from views.block_kit import Block, option
from views.contact_fields import parse_contacts
from views.form_state import State, enum_member
from views.formatting import escape, on_relative_day
from views.nudge_copy import LATER, NOT_NEEDED, NudgeCopy

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
# Answers to a nudge; values are "<follow-up>:<intent>"
IN_TOUCH = "bench.in_touch"
STOP = "bench.stop"
REFER_NOW = "bench.refer_now"

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
    blocks = [block_kit.context(_PRIVACY_NOTE), _top_buttons(page)]
    if page.paused:
        blocks.append(
            block_kit.section("All of it rests: I ask about nobody, and tell you of no opening.")
        )
    if not page.rows:
        blocks.append(
            block_kit.section(
                "Nobody yet. Whom would you vouch for, if the right role came? I remind you to be "
                "in touch, and tell you alone when an opening suits them."
            )
        )
    for row in page.rows:
        blocks += [block_kit.divider(), _person_row(row, page)]
    rest = page.count - page.start - len(page.rows)
    pages = []
    if page.start:
        pages.append(block_kit.button("Back to the first", OPEN, "0"))
    if rest > 0:
        pages.append(block_kit.button(f"{rest} more", OPEN, str(page.start + len(page.rows))))
    if pages:
        # Two buttons with one action_id cannot stand in one block.
        blocks += [block_kit.actions(button) for button in pages]
    return block_kit.modal("bench.list", "Your bench", blocks)


def _top_buttons(page: BenchPage) -> Block:
    buttons = [block_kit.button("Add somebody", ADD, primary=True)]
    if page.paused:
        buttons.append(block_kit.button("Resume", RESUME))
    elif page.count:
        buttons.append(block_kit.button("Pause all", PAUSE))
    return block_kit.actions(*buttons)


def _person_row(row: BenchRow, page: BenchPage) -> Block:
    person, says = row.person, row.person.says
    head = f"*{escape(says.name, 150)}*"
    if says.relationship:
        label = labels.RELATIONSHIP[says.relationship]
        label = label if label.startswith("I ") else label[:1].lower() + label[1:]
        head += f" · {label}"
    about = " · ".join(escape(text, 300) for text in (says.good_at, says.place) if text)
    lines = [head, about, _reminder_sentence(row, page)]
    if row.fit and not page.paused:
        lines.append(f"Suits {_opening_name(row.fit)}{_reasons(row.fit)}")
    value = str(person.id)
    menu = block_kit.overflow_menu(
        MENU,
        [
            (f"heard:{value}", "Heard from them"),
            (f"refer:{value}", "Refer now"),
            (f"edit:{value}", "Edit"),
            (f"snooze:{value}", "Ask me later"),
            (f"remove:{value}", "Remove"),
        ],
    )
    return block_kit.section("\n".join(line for line in lines if line), accessory=menu)


def _reminder_sentence(row: BenchRow, page: BenchPage) -> str:
    person, reader = row.person, page.reader
    since = on_relative_day(person.since, reader.zone, reader.now)
    said = (
        f"You heard from them {since}. "
        if person.heard_at
        else f"On your bench since {_without_on(since)}. "
    )
    if page.paused:
        return said.strip()
    if row.due_at is not None:
        return f"{said}I come back to them {on_relative_day(row.due_at, reader.zone, reader.now)}."
    if row.reminders_stopped:
        return f"{said}I ask no more until you choose “Heard from them” or “Ask me later”."
    return f"{said}I do not ask about them."


def _without_on(since: str) -> str:
    return since.removeprefix("on ")


def _opening_name(fit: OpeningFit) -> str:
    return f"*{escape(fit.opening.ref, 40)}* {escape(fit.opening.title, 150)}"


def _reasons(fit: OpeningFit) -> str:
    """Why it matches: the rule's own words and words of the opening, escaped."""
    reasons = ", ".join(escape(reason, 60) for reason in fit.reasons)
    return f", because: {reasons}." if reasons else "."


# Forms ----------------------------------------------------------------------------------------


def bench_form(says: BenchForm, person_id: int = 0) -> Block:
    """Somebody new, or somebody on the bench; one name is enough."""
    return block_kit.modal(
        FORM,
        "On your bench" if person_id else "Add to your bench",
        [
            block_kit.context(_PRIVACY_NOTE),
            inputs.text_input("name", "Name", initial=says.name, max_length=300),
            inputs.text_input(
                "good_at",
                "What are they good at?",
                initial=says.good_at,
                multiline=True,
                optional=True,
                max_length=1000,
                placeholder="Staff engineer: Go, on-call, German",
                hint="Role, level, skills: openings are matched with these words.",
            ),
            inputs.text_input(
                "place",
                "Where are they, or where would they go?",
                initial=says.place,
                optional=True,
                max_length=150,
                placeholder="Berlin, or remote",
            ),
            inputs.text_input(
                "history",
                "What have you shared?",
                initial=says.history,
                multiline=True,
                optional=True,
                hint="The draft of your endorsement, on the day you put them forward.",
            ),
            inputs.choice_input(
                "relationship",
                "How do you know them?",
                [option(key.value, label) for key, label in labels.RELATIONSHIP.items()],
                initial=says.relationship.value if says.relationship else None,
                placeholder="Choose one",
                optional=True,
            ),
            inputs.text_input("email", "E-mail", initial=says.email or "", optional=True),
            inputs.text_input(
                "profile",
                "Profile link",
                initial=says.profile_url or "",
                optional=True,
                placeholder="linkedin.com/in/… or github.com/…",
            ),
            inputs.choice_input(
                "rhythm",
                "Remind me to be in touch",
                [option(key.value, label) for key, label in RHYTHM_LABELS.items()],
                initial=says.rhythm.value,
            ),
        ],
        submit="Save",
        close="Cancel",
        private=str(person_id) if person_id else "",
    )


def parse_bench_form(state: State) -> BenchForm:
    """What the form says; raises `FormError` with everything that cannot be read."""
    bad: list[FieldError] = []
    email, profile = parse_contacts(state, bad)
    name = form_state.text_value(state, "name")
    if not name:
        bad.append(FieldError("name", "empty"))
    if bad:
        raise FormError(tuple(bad))
    return BenchForm(
        name=name,
        email=email,
        profile_url=profile,
        relationship=enum_member(Relationship, form_state.selected_value(state, "relationship")),
        good_at=form_state.text_value(state, "good_at")[:1000],
        place=form_state.text_value(state, "place"),
        history=form_state.text_value(state, "history"),
        rhythm=enum_member(Rhythm, form_state.selected_value(state, "rhythm")) or DEFAULT_RHYTHM,
    )


def snooze_form(person: BenchPerson) -> Block:
    return block_kit.modal(
        SNOOZE_FORM,
        "Ask me later",
        [
            block_kit.section(f"When should I come back to *{escape(person.name, 200)}*?"),
            inputs.choice_input(
                "rest",
                "Come back",
                [option(key.value, label) for key, label in _SNOOZE_LABELS.items()],
                element_type="radio_buttons",
                initial=Rhythm.MONTH.value,
            ),
        ],
        submit="Save",
        close="Cancel",
        private=str(person.id),
    )


def parse_snooze(state: State) -> Rhythm:
    rest = enum_member(Rhythm, form_state.selected_value(state, "rest"))
    return rest if rest in _SNOOZE_LABELS else Rhythm.MONTH


def remove_form(person: BenchPerson) -> Block:
    return block_kit.modal(
        REMOVE_FORM,
        "Remove",
        [
            block_kit.section(
                f"Remove *{escape(person.name, 200)}* from your bench? What you wrote down about "
                "them is erased. Referrals are not touched."
            )
        ],
        submit="Remove",
        close="Cancel",
        private=str(person.id),
    )


# Nudges ---------------------------------------------------------------------------------------


def _check_in_sentence(item: NudgeItem, reader: Reader | None) -> str:
    name = f"*{escape(item.candidate_name, 150)}*"
    if item.bench_note is None or reader is None:
        return f"{name} is on your bench."
    step, since = (
        item.follow_up,
        on_relative_day(item.bench_note.person.since, reader.zone, reader.now),
    )
    answered = step.nudges_sent == 0 and step.due_at > reader.now
    word = "" if answered else " A word keeps it warm."
    if item.bench_note.person.heard_at:
        return f"you last heard from {name} {since}.{word}"
    return f"{name} is on your bench since {_without_on(since)}.{word}"


def _new_openings(item: NudgeItem) -> list[Block]:
    """What one could tell them: the newest openings since they were last heard from."""
    if item.bench_note is None or not item.bench_note.news:
        return []
    said = ", ".join(
        f"*{escape(each.ref, 40)}* {escape(each.title, 80)}" for each in item.bench_note.news
    )
    return [block_kit.section(f"New here since then: {said}.")]


def _match_sentence(item: NudgeItem, _reader: Reader | None) -> str:
    if item.bench_note is None or item.bench_note.fit is None:
        return ""
    fit = item.bench_note.fit
    return f"{_opening_name(fit)} may suit *{escape(item.candidate_name, 150)}* from your bench{_reasons(fit)}"


def _check_in_outcome(item: NudgeItem, _reader: Reader) -> str:
    if item.follow_up.state is FollowUpState.NOT_NEEDED:
        return "I ask no more about them. They stay on your bench."
    return "Settled meanwhile."


CHECK_IN_COPY = NudgeCopy(
    _check_in_sentence,
    lambda _: ((IN_TOUCH, "I was in touch"), (LATER, "Later"), (STOP, "Not needed")),
    because="You put them on your bench, and nobody else can see it",
    more=_new_openings,
    settled=_check_in_outcome,
)
MATCH_COPY = NudgeCopy(
    _match_sentence,
    lambda _: ((REFER_NOW, "Refer now"), (LATER, "Later"), (NOT_NEEDED, "Not needed")),
    because="You alone are told, as nobody else can see your bench",
)
