"""A company whose people do random things for some weeks, to find promises that a plan missed.

A person who finds no button or choice for what they want to do leaves it. Everything is chosen from
one seed, and people react as in `tests.stories.quarter`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests import promises
from tests.cast import MONDAY
from tests.invariants import MessageLog
from tests.office import Office
from tests.stories.actions import hand_over, submit_and_expect
from tests.stories.admin_actions import change_account
from tests.stories.quarter import Quarter, find_message

ADVOCATES = (
    "ada", "dmitri", "bob", "ravi", "lucia", "jonas", "mei", "aisha", "tom", "samuel", "hana",
    "marcus", "nora", "yuki", "grant", "elena",
)  # fmt: skip
POSTERS = ("margaret", "sofia", "kenji", "linus")
RECRUITERS = ("linus", "priya")
TEAMS = {"kenji": "DES", "sofia": "DAT"}  # the prefix of the refs of their openings; others: ENG
TITLES = (
    "Staff Engineer", "Data Scientist", "Product Designer", "Analytics Engineer",
    "Mobile Engineer", "Platform Engineer", "Site Reliability Engineer", "Researcher",
    "Data Engineer", "Brand Designer", "Test Engineer", "Technical Writer",
)  # fmt: skip
FIRST_NAMES = "Ann Ben Cem Dee Eva Fay Gil Hal Ivo Jan Kim Lea Mia Ned Oda Pia Rob Sue Tim Uma"
LAST_NAMES = "Abel Bosch Caner Dahl Ebner Falk Grau Hines Imhof Jost Kern Lund Moor Nash Ohm Pohl"
SAW = "They rebuilt our on-call in a quarter."
MAX_LEAVERS = 3
QUIET_DAYS = 25  # Before the end nothing new begins.
DAYS_FOR_ENDINGS = 14  # All openings are closed this long before the end.


@dataclass(slots=True)
class RandomQuarter:
    """The company and what happened. `left` and `away` are by user id, in UTC, for the judges."""

    office: Office
    rng: random.Random
    quarter: Quarter = field(init=False)
    openings: dict[str, str] = field(default_factory=dict)  # the poster's handle by ref
    left: dict[str, datetime] = field(default_factory=dict)
    away: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    happened: list[str] = field(default_factory=list)
    _titles: list[str] = field(default_factory=lambda: list(TITLES))
    _names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.quarter = Quarter(self.office, MessageLog(self.office))
        self._names = [f"{first} {last}" for first, last in self._pairs()]
        self.rng.shuffle(self._names)
        self.quarter.ignoring = set(self.rng.sample(ADVOCATES, 4))
        self.quarter.slow_candidates = set(self._names[-6:-2])
        self.quarter.refusing_candidates = set(self._names[:2])

    def _pairs(self) -> list[tuple[str, str]]:
        lasts = LAST_NAMES.split()
        firsts = FIRST_NAMES.split()
        return [(first, lasts[number % len(lasts)]) for number, first in enumerate(firsts * 2)]

    def live(self, days: int) -> None:
        """Let the company live from the first Monday for this many days."""
        for _ in range(3):
            self.quarter.on(0, self._post)
        acts = self._weighted_acts()
        for day in range(days - DAYS_FOR_ENDINGS):
            if day % 7 < 5:
                for _ in range(self.rng.randrange(5)):
                    act = self.rng.choice(acts)
                    is_new = act in (self._post, self._refer)
                    late = day > days - QUIET_DAYS
                    self.quarter.on(day, self._move if is_new and late else act)
        self.quarter.on(days - DAYS_FOR_ENDINGS, self._close_all)
        self.quarter.live(days)

    def find_breaches(self) -> list[str]:
        """Return a sentence for each broken promise."""
        log = self.quarter.log
        return [
            *log.find_breaches(),
            *promises.find_ownerless(log, self.left),
            *promises.find_silences(log, self.away),
            *promises.find_stranded(log, self.left),
            *promises.find_untrue(log, self.left),
            *promises.find_repeats(log),
        ]

    def _weighted_acts(self) -> list[Callable[[], None]]:
        return [
            *[self._refer] * 14, *[self._move] * 8, *[self._post] * 2, *[self._hand_over] * 2,
            *[self._change_status] * 2, self._take_back, self._pause_messages, self._go_away,
            self._leave,
        ]  # fmt: skip

    def _attempt(self, what: str, act: Callable[[], object]) -> None:
        """Do it if the person finds everything that it takes, and close what they left open."""
        try:
            act()
            result = "done"
        except (AssertionError, LookupError, StopIteration) as error:
            result = f"not possible: {str(error)[:80]}"
            for handle in (*ADVOCATES, *POSTERS, "priya"):
                person = self.office.person(handle)
                while person.stack():
                    person.modal().closes(clear=True)
        self.happened.append(f"{self.office.now():%d %b %H:%M} {what}: {result}")

    def _present(self, handles: tuple[str, ...]) -> list[str]:
        return [each for each in handles if each not in self.quarter.gone]

    def _choose_open_referral(self) -> tuple[str, str]:
        """Return the candidate and the ref of an open referral, or else of an ended one."""
        spans = promises.find_spans(self.quarter.log.read())
        still_open = [(each.name, each.ref) for each in spans if each.ended_at is None]
        return self.rng.choice(still_open or self.quarter.referred)

    # What people do ----------------------------------------------------------------------------

    def _post(self) -> None:
        if not self._titles:
            return
        poster, title = self.rng.choice(self._present(POSTERS)), self._titles.pop(0)
        recruiter = self.rng.choice([*self._present(RECRUITERS), None])
        closes_on = self._day_in(20, 50) if self.rng.random() < 0.3 else None

        def post() -> None:
            self.quarter.post(poster, title, recruiter, closes_on)
            prefix = TEAMS.get(poster, "ENG")
            number = sum(ref.startswith(prefix) for ref in self.openings) + 1
            self.openings[f"{prefix}-{number}"] = poster

        self._attempt(f"{poster} posts {title}, answered by {recruiter}", post)

    def _refer(self) -> None:
        advocate = self.rng.choice([*self._present(ADVOCATES), "margaret"])
        if self.quarter.referred and self.rng.random() < 0.15:
            name = self.rng.choice(self.quarter.referred)[0]
        elif self._names:
            name = self._names.pop()
        else:
            return
        amount = min(len(self.openings), self.rng.choice([1, 1, 1, 1, 2, 0]))
        refs = self.rng.sample(sorted(self.openings), amount)
        saw, knows = self.rng.choice([SAW, ""]), self.rng.choice(["They agreed", "I'll ask"])
        self._attempt(
            f"{advocate} refers {name} for {refs or 'no role'}",
            lambda: self.quarter.refer(advocate, refs, name, saw=saw, knows=knows),
        )

    def _move(self) -> None:
        if not self.quarter.referred:
            return
        name, ref = self._choose_open_referral()
        stages = ["Contacted", "Interviewing", "Interviewing", "Offer", "Hired", "Not now"]
        to, fields = self.rng.choice(stages), dict[str, str]()
        if to == "Not now":
            fields = {"reason": "The timing didn't work"}
            if self.rng.random() < 0.5:
                fields["look_again"] = "In a month"
        self._attempt(
            f"{name} for {ref} becomes {to}", lambda: self.quarter.move(name, ref, to, **fields)
        )

    def _hand_over(self) -> None:
        if not self.quarter.referred:
            return
        name, ref = self._choose_open_referral()
        to = self.rng.choice(("linus", "priya", "margaret", "sofia"))

        def pass_on() -> None:
            person, message = find_message(self.quarter, name, ref, "Hand over")
            hand_over(message, person, to)

        self._attempt(f"{name} for {ref} is handed over to {to}", pass_on)

    def _take_back(self) -> None:
        if not self.quarter.referred:
            return
        name, ref = self._choose_open_referral()

        def take_back() -> None:
            person, message = find_message(self.quarter, name, ref, "Take it back")
            message.clicks("Take it back")
            person.modal().submits()
            while person.stack():
                person.modal().closes(clear=True)

        self._attempt(f"{name} for {ref} is taken back", take_back)

    def _change_status(self) -> None:
        if not self.openings:
            return
        ref, poster = self.rng.choice(sorted(self.openings.items()))
        who = "margaret" if poster in self.quarter.gone else poster
        candidates = [name for name, of_ref in self.quarter.referred if of_ref == ref]
        hired = self.rng.choice([*candidates, None])
        until = self._day_in(5, 25)
        what, change = self.rng.choice(
            [
                ("filled", lambda: self.quarter.fill(who, ref, hired)),
                ("closed", lambda: self.quarter.close(who, ref)),
                ("paused", lambda: self.quarter.pause(who, ref, until)),
                ("edited", lambda: self.quarter.edit(who, ref, Place="Lisbon")),
                ("reopened", lambda: self.quarter.manage(who, ref, "Reopen")),
            ]
        )
        self._attempt(f"{ref} is {what} by {who}", change)

    def _close_all(self) -> None:
        for ref, poster in sorted(self.openings.items()):
            who = "margaret" if poster in self.quarter.gone else poster
            self._attempt(f"{ref} is closed", lambda: self.quarter.close(who, ref))  # noqa: B023

    def _pause_messages(self) -> None:
        handle = self.rng.choice(self._present(ADVOCATES))
        until = self.office.now() + timedelta(days=self.rng.randint(5, 20))

        def pause() -> None:
            form = self.office.person(handle).types("/refer settings").modal("Your settings")
            form.fills("Pause until", until.date())
            submit_and_expect(form, "Saved").closes(clear=True)
            self._note_absence(handle, until + timedelta(days=1))

        self._attempt(f"{handle} pauses until {until:%d %b}", pause)

    def _go_away(self) -> None:
        handle = self.rng.choice(self._present((*POSTERS, "priya")))
        until = self.office.now() + timedelta(days=self.rng.randint(3, 14))
        self.office.person(handle).sets_status(":palm_tree:", "Away", until=until)
        self._note_absence(handle, until + timedelta(days=1))
        self.happened.append(f"{self.office.now():%d %b %H:%M} {handle} is away to {until:%d %b}")

    def _leave(self) -> None:
        if len(self.left) >= MAX_LEAVERS or self.rng.random() < 0.5:
            return
        handle = self.rng.choice(self._present((*ADVOCATES, "linus", "priya", "kenji")))
        self.quarter.gone.add(handle)
        self.left[self.office.person(handle).id] = self.office.now()
        self._note_absence(handle, MONDAY + timedelta(days=400))
        change_account(self.office, handle, deleted=True)
        self.happened.append(f"{self.office.now():%d %b %H:%M} {handle} leaves")

    def _note_absence(self, handle: str, until: datetime) -> None:
        """Note it, together with an absence of before, as the judges know one of each person."""
        user_id, now = self.office.person(handle).id, self.office.now()
        since, earlier_end = self.away.get(user_id, (now, until))
        self.away[user_id] = (since, max(earlier_end, until))

    def _day_in(self, least: int, most: int) -> date:
        """Return a date that is between `least` and `most` days from now."""
        return self.office.now().date() + timedelta(days=self.rng.randint(least, most))
