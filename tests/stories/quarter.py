"""A company that lives with Vouch for a quarter: who does what on which day, and how people react.

The clock stops three times on a working day, when it is morning in Asia, in Europe or in America,
and once on a day of the weekend. At each stop the plan of the day is carried out, and everyone who
works at that time reacts to what is new. Nothing is random: a choice depends on the person and on
how often they chose before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.working_time import CivilHours, is_civil_time
from sandbox.driver.person import Person, SeenMessage
from tests.cast import MONDAY
from tests.invariants import MessageLog, Posted
from tests.office import Office
from tests.stories.actions import (
    endorse_from_thanks,
    fill_lead_form,
    fill_opening_form,
    move_stage,
    next_due_at,
    submit_and_expect,
    wait_until_acknowledged,
    wait_until_settled,
)

# UTC: 10:30 in Kolkata and 14:00 in Tokyo; 10:05 in London; 13:05 in New York and 10:05 in
# Los Angeles, an hour later once summer time has begun there.
STOPS = (timedelta(hours=5), timedelta(hours=10, minutes=5), timedelta(hours=18, minutes=5))
NIGHT = timedelta(hours=23)
# The buttons with which people answer nudges, in turn.
ANSWERS = ("Done", "Later", "Not needed", "Told them")
NEWS_WITHOUT_ANSWER = ("Nothing new on", "No reply yet on", "No news on")


@dataclass(slots=True)
class Quarter:
    """The company and what it does. `plan` has the actions of each day; day 0 is a Monday."""

    office: Office
    log: MessageLog
    plan: dict[int, list[Callable[[], None]]] = field(default_factory=dict)
    ignoring: set[str] = field(default_factory=set)  # handles of people who never answer
    slow_candidates: set[str] = field(default_factory=set)  # whose owners never answer
    refusing_candidates: set[str] = field(default_factory=set)  # who decline when they are asked
    gone: set[str] = field(default_factory=set)
    referred: list[tuple[str, str]] = field(default_factory=list)  # candidate and ref
    _choices: Counter[str] = field(default_factory=Counter)
    _handled: set[str] = field(default_factory=set)  # `ts` of the messages that got a reaction

    def on(self, day: int, action: Callable[[], None]) -> None:
        self.plan.setdefault(day, []).append(action)

    def live(self, days: int) -> None:
        """Carry out the plan and let people react, from the first Monday for this many days."""
        midnight = MONDAY.replace(hour=0)
        for day in range(days):
            weekend = (midnight + timedelta(days=day)).weekday() >= 5
            for stop in (NIGHT,) if weekend else STOPS:
                moment = midnight + timedelta(days=day) + stop
                if moment <= self.office.now():
                    continue
                self._advance_to(moment)
                if stop == STOPS[1]:
                    self._do(self.plan.pop(day, []))
                self._let_people_react()
                self.log.read()

    def _advance_to(self, moment: datetime) -> None:
        """Move the clock ahead, with a stop whenever something is due on the way."""
        while self.office.now() < moment:
            wait_until_acknowledged(self.office)
            due_at = next_due_at(self.office) or moment
            earliest = self.office.now() + timedelta(hours=1)
            self.office.set_clock(min(moment, max(due_at, earliest)))
            self._run_ticks()

    def _run_ticks(self) -> None:
        """Do everything that the scheduler does, and wait until all messages are sent.

        The scheduler itself is too slow to interfere: see the test's settings. A tick of its own
        may come after the clock has moved on, and what it does would seem late.
        """
        for tick in self.office.vouch.ticks:
            while tick.step():
                pass
        wait_until_settled(self.office)

    def _do(self, actions: Sequence[Callable[[], None]]) -> None:
        """Carry out the actions. Each begins when the messages about the last one are there."""
        for action in actions:
            action()
            wait_until_settled(self.office)

    # Openings ----------------------------------------------------------------------------------

    def post(
        self, who: str, title: str, recruiter: str | None, closes_on: date | None = None
    ) -> None:
        team = {"kenji": "Design", "sofia": "Data"}.get(who, "Engineering")
        form = self.office.person(who).types("/refer post").modal("Post an opening")
        fill_opening_form(form, title=title, team=team, recruiter=recruiter, closes_on=closes_on)
        submit_and_expect(submit_and_expect(form, "Preview"), "Posted").closes()

    def manage(self, who: str, ref: str, to: str) -> Person:
        """Change the status of an opening, and leave the form that follows, if any, open."""
        person = self.office.person(who)
        posts = [each for each in person.channel("#hiring") if "Details" in each.buttons]
        next(each for each in posts if f"{ref} " in each.text).clicks("Details")
        person.modal("Opening").clicks("Manage")
        person.modal("Manage opening").fills("Change it to", to).submits()
        return person

    def pause(self, who: str, ref: str, until: date) -> None:
        form = self.manage(who, ref, "Pause").modal("Pause opening")
        assert form.fills("Decide on", until).submits() is None

    def fill(self, who: str, ref: str, hired: str | None = None) -> None:
        """Set an opening to filled. Without `hired`, leave the form "Who hears what?" empty."""
        form = self.manage(who, ref, "Filled").modal("Who hears what?")
        if hired is None:
            form.closes(clear=True)
            return
        form.fills("Who was hired?", hired)
        submit_and_expect(form, "Who hears what?").closes(clear=True)

    def close(self, who: str, ref: str) -> None:
        """Close an opening, and leave the form "Who hears what?" empty."""
        person = self.manage(who, ref, "Close")
        if person.stack():
            person.modal().closes(clear=True)

    def edit(self, who: str, ref: str, **fields: str) -> None:
        person = self.office.person(who)
        posts = [each for each in person.channel("#hiring") if "Details" in each.buttons]
        next(each for each in posts if f"{ref} " in each.text).clicks("Details")
        person.modal("Opening").clicks("Manage")
        person.modal("Manage opening").clicks("Edit what it says")
        form = person.modal(f"Edit {ref}")
        for label, value in fields.items():
            form.fills(label, value)
        top = form.submits()
        while top is not None:
            top = top.submits() if top.title == "Preview" else top.closes(clear=True)

    # Referrals ---------------------------------------------------------------------------------

    def refer(
        self, who: str, refs: Sequence[str], name: str, *, saw: str = "", knows: str = "They agreed"
    ) -> None:
        """Put someone forward, for a general referral if there are no `refs`.

        With `saw`, write an endorsement as well.
        """
        form = self.office.person(who).types("/refer").modal("Refer someone")
        email = f"{name.lower().replace(' ', '.')}@example.com"
        fill_lead_form(form, name=name, email=email, knows=knows)
        form.fills("Opening", list(refs) or "No role yet").fills("Do they know?", knows)
        thanks = submit_and_expect(form, "Thank you")
        self.referred += [(name, ref) for ref in refs or ("",)]
        if saw:
            offers = ["Introduce them to the team", "Help them prepare for the interview"]
            endorse_from_thanks(thanks, saw=saw, offers=offers)
        else:
            thanks.closes(clear=True)

    def move(self, name: str, ref: str, to: str, **fields: str) -> None:
        """Move a referral with the card of someone who may decide about it."""
        person, card = find_message(self, name, ref, "Move stage", "Read in full")
        move_stage(card, to, person, **fields)

    # Reactions ---------------------------------------------------------------------------------

    def _let_people_react(self) -> None:
        """Let them answer one after another, so that nobody acts on a message of before an edit."""
        users = self.office.slack.world.users
        for posted in list(self.log.read().posted.values()):
            user = users.get(posted.user_id)
            if user is None or posted.ts in self._handled or user.handle in self.gone:
                continue
            if not is_civil_time(self.office.now(), ZoneInfo(user.tz), CivilHours()):
                continue
            self._handled.add(posted.ts)
            if self._react(user.handle, posted):
                wait_until_settled(self.office)
                self.log.read()

    def _react(self, handle: str, posted: Posted) -> bool:
        """Answer a message as this person would; return whether they did anything."""
        version = posted.versions[-1]
        if handle in self.ignoring or any(each in version.text for each in NEWS_WITHOUT_ANSWER):
            return False
        if any(name in version.text for name in self.slow_candidates) and handle != "margaret":
            return False
        person = self.office.person(handle)
        for label, react in self._reactions(handle, person):
            if label in version.labels:
                react(_find(person, posted))
                return True
        return False

    def _reactions(
        self, handle: str, person: Person
    ) -> Iterable[tuple[str, Callable[[SeenMessage], None]]]:
        """Yield buttons and what this person does with a message that has one of them.

        The person uses the first button that the message has.
        """
        yield "They agreed", lambda message: self._report_consent(message)
        yield "I'll take it on", lambda message: message.clicks("I'll take it on")
        yield "I'll take it", lambda message: message.clicks("I'll take it")
        yield "I'll vouch", lambda message: self._vouch(message, person)
        yield "Go ahead", lambda message: message.clicks("Go ahead")
        yield "Answer", lambda message: self._answer(message, person)
        yield "Look again", lambda message: message.clicks("Look again")
        choice = self._next_choice(handle)
        yield choice, lambda message: self._choose(message, choice, person)

    def _next_choice(self, handle: str) -> str:
        self._choices[handle] += 1
        return ANSWERS[(self._choices[handle] + len(handle)) % len(ANSWERS)]

    def _choose(self, message: SeenMessage, choice: str, person: Person) -> None:
        message.clicks(choice)
        if choice == "Later":
            person.modal("Later").fills("When should I come back to it?", "Tomorrow").submits()

    def _report_consent(self, message: SeenMessage) -> None:
        refused = any(name in message.text for name in self.refusing_candidates)
        message.clicks("They said no" if refused else "They agreed")

    def _vouch(self, message: SeenMessage, person: Person) -> None:
        message.clicks("I'll vouch")
        form = person.modal("I'll vouch").fills("How do you know them?", "We worked together")
        form.fills("What did you see them do?", "Closed the books in two days.")
        form.fills("How sure are you?", "I'd recommend").submits()

    def _answer(self, message: SeenMessage, person: Person) -> None:
        message.clicks("Answer")
        form = person.modal()
        form.fills(form.fields[0], "She stopped, asked three people, and wrote a new one by noon.")
        form.submits()


def find_message(quarter: Quarter, name: str, ref: str, *labels: str) -> tuple[Person, SeenMessage]:
    """Return the newest direct message about this referral with these buttons, and its reader.

    Raises LookupError if there is none.
    """
    users = quarter.office.slack.world.users
    for posted in reversed(quarter.log.read().posted.values()):
        version, user = posted.versions[-1], users.get(posted.user_id)
        is_about_it = name in version.text and ref in version.text
        if (
            is_about_it
            and set(labels) <= version.labels
            and user
            and user.handle not in quarter.gone
        ):
            person = quarter.office.person(user.handle)
            return person, _find(person, posted)
    raise LookupError(f"no message about {name} for {ref} has {labels}")


def _find(person: Person, posted: Posted) -> SeenMessage:
    return next(each for each in person.dm() if each.ts == posted.ts)
