"""One's bench, as its owner sees it: the list, the form, a reminder, an opening that suits.

Everything here is shown to the owner of the bench and to nobody else.
"""

from __future__ import annotations

from domain.bench import DEFAULT_RHYTHM, BenchForm, BenchPerson, Fit, Rhythm
from domain.errors import FieldError, FormError
from domain.follow_ups import FollowUpState
from domain.pages import BenchPage, BenchRow, NudgeItem, Reader
from domain.referrals import Relationship
from views import kit, words
from views.contact_fields import read_contacts
from views.kit import Block, State, one_of, option
from views.nudge_copy import LATER, NOT_NEEDED, NudgeCopy
from views.text import esc, on_day

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

RHYTHM: dict[Rhythm, str] = {
    Rhythm.WEEK: "Every week",
    Rhythm.TWO_WEEKS: "Every two weeks",
    Rhythm.MONTH: "Every month",
    Rhythm.QUARTER: "Every three months",
    Rhythm.HALF_YEAR: "Every half year",
    Rhythm.NEVER: "Never",
}
_SNOOZES: dict[Rhythm, str] = {
    Rhythm.WEEK: "In a week",
    Rhythm.TWO_WEEKS: "In two weeks",
    Rhythm.MONTH: "In a month",
    Rhythm.QUARTER: "In three months",
    Rhythm.HALF_YEAR: "In half a year",
}
_PRIVATE = "For your eyes only: nobody else can see your bench, not even admins or recruiters."


def bench(page: BenchPage) -> Block:
    """The list, those longest not heard from first."""
    blocks = [kit.small(_PRIVATE), _top(page)]
    if page.paused:
        blocks.append(kit.say("All of it rests: I ask about nobody, and tell you of no opening."))
    if not page.rows:
        blocks.append(
            kit.say(
                "Nobody yet. Whom would you vouch for, if the right role came? I remind you to be "
                "in touch, and tell you alone when an opening suits them."
            )
        )
    for row in page.rows:
        blocks += [kit.divider(), _row(row, page)]
    rest = page.count - page.start - len(page.rows)
    pages = []
    if page.start:
        pages.append(kit.button("Back to the first", OPEN, "0"))
    if rest > 0:
        pages.append(kit.button(f"{rest} more", OPEN, str(page.start + len(page.rows))))
    if pages:
        # Two buttons with one action_id cannot stand in one block.
        blocks += [kit.actions(button) for button in pages]
    return kit.modal("bench.list", "Your bench", blocks)


def _top(page: BenchPage) -> Block:
    buttons = [kit.button("Add somebody", ADD, primary=True)]
    if page.paused:
        buttons.append(kit.button("Resume", RESUME))
    elif page.count:
        buttons.append(kit.button("Pause all", PAUSE))
    return kit.actions(*buttons)


def _row(row: BenchRow, page: BenchPage) -> Block:
    person, says = row.person, row.person.says
    head = f"*{esc(says.name, 150)}*"
    if says.relationship:
        label = words.RELATIONSHIP[says.relationship]
        label = label if label.startswith("I ") else label[:1].lower() + label[1:]
        head += f" · {label}"
    about = " · ".join(esc(text, 300) for text in (says.good_at, says.place) if text)
    lines = [head, about, _when(row, page)]
    if row.fit and not page.paused:
        lines.append(f"Suits {_role(row.fit)}{_because(row.fit)}")
    value = str(person.id)
    menu = kit.overflow(
        MENU,
        [
            (f"heard:{value}", "Heard from them"),
            (f"refer:{value}", "Refer now"),
            (f"edit:{value}", "Edit"),
            (f"snooze:{value}", "Ask me later"),
            (f"remove:{value}", "Remove"),
        ],
    )
    return kit.say("\n".join(line for line in lines if line), accessory=menu)


def _when(row: BenchRow, page: BenchPage) -> str:
    person, reader = row.person, page.reader
    since = on_day(person.since, reader.zone, reader.now)
    said = (
        f"You heard from them {since}. "
        if person.heard_at
        else f"On your bench since {_bare(since)}. "
    )
    if page.paused:
        return said.strip()
    if row.due_at is not None:
        return f"{said}I come back to them {on_day(row.due_at, reader.zone, reader.now)}."
    if row.rests:
        return f"{said}I ask no more until you choose “Heard from them” or “Ask me later”."
    return f"{said}I do not ask about them."


def _bare(since: str) -> str:
    return since.removeprefix("on ")


def _role(fit: Fit) -> str:
    return f"*{esc(fit.opening.ref, 40)}* {esc(fit.opening.title, 150)}"


def _because(fit: Fit) -> str:
    """Why it matches: the rule's own words and words of the opening, escaped."""
    reasons = ", ".join(esc(reason, 60) for reason in fit.reasons)
    return f", because: {reasons}." if reasons else "."


# Forms ----------------------------------------------------------------------------------------


def form(says: BenchForm, person_id: int = 0) -> Block:
    """Somebody new, or somebody on the bench; one name is enough."""
    return kit.modal(
        FORM,
        "On your bench" if person_id else "Add to your bench",
        [
            kit.small(_PRIVATE),
            kit.text_input("name", "Name", initial=says.name, longest=300),
            kit.text_input(
                "good_at",
                "What are they good at?",
                initial=says.good_at,
                multiline=True,
                optional=True,
                longest=1000,
                placeholder="Staff engineer: Go, on-call, German",
                hint="Role, level, skills: openings are matched with these words.",
            ),
            kit.text_input(
                "place",
                "Where are they, or where would they go?",
                initial=says.place,
                optional=True,
                longest=150,
                placeholder="Berlin, or remote",
            ),
            kit.text_input(
                "history",
                "What have you shared?",
                initial=says.history,
                multiline=True,
                optional=True,
                hint="The draft of your endorsement, on the day you put them forward.",
            ),
            kit.choice_input(
                "relationship",
                "How do you know them?",
                [option(key.value, label) for key, label in words.RELATIONSHIP.items()],
                initial=says.relationship.value if says.relationship else None,
                placeholder="Choose one",
                optional=True,
            ),
            kit.text_input("email", "E-mail", initial=says.email or "", optional=True),
            kit.text_input(
                "profile",
                "Profile link",
                initial=says.profile_url or "",
                optional=True,
                placeholder="linkedin.com/in/… or github.com/…",
            ),
            kit.choice_input(
                "rhythm",
                "Remind me to be in touch",
                [option(key.value, label) for key, label in RHYTHM.items()],
                initial=says.rhythm.value,
            ),
        ],
        submit="Save",
        close="Cancel",
        private=str(person_id) if person_id else "",
    )


def parse_form(state: State) -> BenchForm:
    """What the form says; raises `FormError` with everything that cannot be read."""
    bad: list[FieldError] = []
    email, profile = read_contacts(state, bad)
    name = kit.typed(state, "name")
    if not name:
        bad.append(FieldError("name", "empty"))
    if bad:
        raise FormError(tuple(bad))
    return BenchForm(
        name=name,
        email=email,
        profile_url=profile,
        relationship=one_of(Relationship, kit.chosen(state, "relationship")),
        good_at=kit.typed(state, "good_at")[:1000],
        place=kit.typed(state, "place"),
        history=kit.typed(state, "history"),
        rhythm=one_of(Rhythm, kit.chosen(state, "rhythm")) or DEFAULT_RHYTHM,
    )


def snooze_form(person: BenchPerson) -> Block:
    return kit.modal(
        SNOOZE_FORM,
        "Ask me later",
        [
            kit.say(f"When should I come back to *{esc(person.name, 200)}*?"),
            kit.choice_input(
                "rest",
                "Come back",
                [option(key.value, label) for key, label in _SNOOZES.items()],
                kind="radio_buttons",
                initial=Rhythm.MONTH.value,
            ),
        ],
        submit="Save",
        close="Cancel",
        private=str(person.id),
    )


def parse_snooze(state: State) -> Rhythm:
    rest = one_of(Rhythm, kit.chosen(state, "rest"))
    return rest if rest in _SNOOZES else Rhythm.MONTH


def remove_form(person: BenchPerson) -> Block:
    return kit.modal(
        REMOVE_FORM,
        "Remove",
        [
            kit.say(
                f"Remove *{esc(person.name, 200)}* from your bench? What you wrote down about "
                "them is erased. Referrals are not touched."
            )
        ],
        submit="Remove",
        close="Cancel",
        private=str(person.id),
    )


# Nudges ---------------------------------------------------------------------------------------


def _check_in(item: NudgeItem, reader: Reader | None) -> str:
    name = f"*{esc(item.called, 150)}*"
    if item.bench is None or reader is None:
        return f"{name} is on your bench."
    step, since = item.follow_up, on_day(item.bench.person.since, reader.zone, reader.now)
    answered = step.nudges_sent == 0 and step.due_at > reader.now
    word = "" if answered else " A word keeps it warm."
    if item.bench.person.heard_at:
        return f"you last heard from {name} {since}.{word}"
    return f"{name} is on your bench since {_bare(since)}.{word}"


def _news(item: NudgeItem) -> list[Block]:
    """What one could tell them: the newest openings since they were last heard from."""
    if item.bench is None or not item.bench.news:
        return []
    said = ", ".join(f"*{esc(each.ref, 40)}* {esc(each.title, 80)}" for each in item.bench.news)
    return [kit.say(f"New here since then: {said}.")]


def _match(item: NudgeItem, _reader: Reader | None) -> str:
    if item.bench is None or item.bench.fit is None:
        return ""
    fit = item.bench.fit
    return f"{_role(fit)} may suit *{esc(item.called, 150)}* from your bench{_because(fit)}"


def _stopped(item: NudgeItem, _reader: Reader) -> str:
    if item.follow_up.state is FollowUpState.NOT_NEEDED:
        return "I ask no more about them. They stay on your bench."
    return "Settled meanwhile."


CHECK_IN = NudgeCopy(
    _check_in,
    lambda _: ((IN_TOUCH, "I was in touch"), (LATER, "Later"), (STOP, "Not needed")),
    because="You put them on your bench, and nobody else can see it",
    more=_news,
    settled=_stopped,
)
MATCH = NudgeCopy(
    _match,
    lambda _: ((REFER_NOW, "Refer now"), (LATER, "Later"), (NOT_NEEDED, "Not needed")),
    because="You alone are told, as nobody else can see your bench",
)
