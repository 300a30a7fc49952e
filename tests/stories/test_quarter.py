"""A quarter of a company of 25: every referral ends, and everybody was told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from tests import promises
from tests.cast import MONDAY
from tests.invariants import MessageLog
from tests.office import Office
from tests.stories.actions import submit_and_expect
from tests.stories.admin_actions import change_account
from tests.stories.ask_actions import ask_for_oneself
from tests.stories.quarter import Quarter

WEEKS, OPENINGS = 13, 7
END = MONDAY + timedelta(weeks=WEEKS)
ELENA = ("Elena Rossi", "DAT-1")  # who asked for herself
SAW = "They rebuilt our on-call in a quarter."


def plan_openings(quarter: Quarter) -> None:
    on, post = quarter.on, quarter.post
    on(0, partial(post, "margaret", "Staff Engineer, Storage", "linus"))  # ENG-1
    on(0, partial(post, "margaret", "Site Reliability Engineer", "linus"))  # ENG-2
    on(0, partial(post, "sofia", "Data Scientist, Pricing", "priya"))  # DAT-1
    on(0, partial(post, "sofia", "Analytics Engineer", "priya", date(2026, 3, 27)))  # DAT-2
    on(0, partial(post, "kenji", "Product Designer", None))  # DES-1, answered by Kenji
    on(7, partial(post, "linus", "Mobile Engineer", "linus", date(2026, 4, 15)))  # ENG-3
    on(22, partial(post, "margaret", "Platform Engineer", "priya"))  # ENG-4
    on(9, partial(quarter.edit, "margaret", "ENG-1", Place="Berlin or Lisbon"))
    on(14, partial(quarter.pause, "margaret", "ENG-2", date(2026, 4, 7)))
    on(45, partial(quarter.fill, "margaret", "ENG-1", "Ann Abel"))
    on(50, partial(quarter.close, "sofia", "DAT-1"))
    on(57, partial(quarter.fill, "kenji", "DES-1"))
    on(71, partial(quarter.close, "margaret", "ENG-2"))
    on(73, partial(quarter.fill, "margaret", "ENG-4", "Hal Hines"))


def plan_referrals(quarter: Quarter) -> None:
    on, refer, move = quarter.on, quarter.refer, quarter.move
    on(0, partial(refer, "ada", ["ENG-1"], "Ann Abel", saw=SAW))
    on(0, partial(refer, "dmitri", ["ENG-1", "ENG-2"], "Ben Bosch", saw=SAW))
    on(1, partial(refer, "bob", ["ENG-2"], "Cem Caner", saw=SAW))
    on(1, partial(refer, "ravi", ["DAT-1"], "Dee Dahl", knows="I'll ask"))
    on(1, partial(refer, "lucia", ["DES-1"], "Eva Ebner"))
    on(2, partial(refer, "jonas", ["ENG-1"], "Fay Falk", knows="I'll ask"))
    on(2, partial(refer, "mei", ["DES-1"], "Gil Grau", saw=SAW))
    on(3, partial(refer, "aisha", ["ENG-1"], "Ann Abel", saw=SAW))  # a second vouch
    on(3, partial(refer, "tom", [], "Ivo Imhof", saw=SAW))  # a general referral
    on(8, partial(refer, "samuel", ["DAT-2"], "Jan Jost", saw=SAW))
    on(8, partial(refer, "hana", ["ENG-3"], "Kim Kern", saw=SAW))
    on(9, partial(refer, "marcus", ["ENG-3"], "Lea Lund"))
    on(10, partial(refer, "nora", ["ENG-3", "ENG-1"], "Mia Moor", saw=SAW))
    on(10, partial(refer, "margaret", ["ENG-1"], "Ned Nash", saw=SAW))
    on(21, partial(refer, "yuki", ["DES-1"], "Oda Ohm", saw=SAW))
    on(23, partial(refer, "ada", ["ENG-4"], "Hal Hines", saw=SAW))
    on(24, partial(refer, "bob", ["ENG-4"], "Pia Pohl"))
    on(28, partial(refer, "grant", ["ENG-4"], "Rob Rehm"))
    on(28, partial(refer, "dmitri", ["ENG-4"], "Sue Senn", saw=SAW, knows="I'll ask"))
    on(3, partial(move, "Ann Abel", "ENG-1", "Contacted"))
    on(9, partial(move, "Ann Abel", "ENG-1", "Interviewing"))
    on(30, partial(move, "Ann Abel", "ENG-1", "Offer"))
    on(9, partial(move, "Ben Bosch", "ENG-1", "Not now", reason="The timing didn't work",
                  look_again="In a month"))  # fmt: skip
    on(15, partial(move, "Gil Grau", "DES-1", "Interviewing"))
    on(16, partial(move, "Kim Kern", "ENG-3", "Contacted"))
    on(29, partial(move, "Kim Kern", "ENG-3", "Not now", reason="The timing didn't work"))
    on(60, partial(move, "Ivo Imhof", "", "Not now", reason="The timing didn't work"))
    on(36, partial(move, "Hal Hines", "ENG-4", "Interviewing"))


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


BOB_LEAVES, LINUS_LEAVES = at(4, 6), at(5, 5)
NORA_PAUSES, NORA_IS_BACK = at(3, 17), at(4, 13)
LINUS_IS_BACK = at(4, 6, 8)


def plan_people(quarter: Quarter) -> None:
    office = quarter.office

    def leave(handle: str) -> None:
        quarter.gone.add(handle)
        change_account(office, handle, deleted=True)

    def pause(handle: str, until: date) -> None:
        form = office.person(handle).types("/refer settings").modal("Your settings")
        submit_and_expect(form.fills("Pause until", until), "Saved").closes(clear=True)

    def ask_for_a_move() -> None:
        elena = office.person("elena")
        asked = ask_for_oneself(elena, "tom", name="Elena Rossi", opening="DAT-1")
        asked.closes(clear=True)

    def go_on_holiday() -> None:
        office.linus.sets_status(":palm_tree:", "Away", until=LINUS_IS_BACK)

    quarter.on(15, partial(pause, "nora", NORA_IS_BACK.date()))
    quarter.on(16, ask_for_a_move)
    quarter.on(21, go_on_holiday)
    quarter.on(35, partial(leave, "bob"))
    quarter.on(64, partial(leave, "linus"))


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office whose scheduler only ticks at the start: `Quarter` does what is due."""
    with Office(database_url, settings={"VOUCH_TICK_SECONDS": "600"}) as office:
        yield office


def test_every_referral_of_a_quarter_ends_and_everybody_is_told(office: Office) -> None:
    quarter = Quarter(office, MessageLog(office))
    quarter.ignoring = {"lucia", "marcus", "kenji"}
    quarter.slow_candidates = {"Cem Caner", "Pia Pohl"}
    quarter.refusing_candidates = {"Fay Falk"}
    plan_openings(quarter)
    plan_referrals(quarter)
    plan_people(quarter)
    quarter.live(WEEKS * 7)

    assert_kept(office, quarter)


def assert_kept(office: Office, quarter: Quarter) -> None:
    """Judge the messages, and name every broken promise."""
    log, bob, linus = quarter.log, office.bob.id, office.linus.id
    left_at = {bob: BOB_LEAVES, linus: LINUS_LEAVES}
    away = {bob: (BOB_LEAVES, END), office.person("nora").id: (NORA_PAUSES, NORA_IS_BACK)}
    spans = promises.find_spans(log)
    assert {(each.name, each.ref) for each in spans} == {*quarter.referred, ELENA}
    assert {each.advocate for each in spans if each.ended_at is None} <= {bob}
    assert len(promises.find_ended_openings(log)) == OPENINGS
    breaches = [
        *log.find_breaches(),
        *promises.find_ownerless(log, left_at),
        *promises.find_silences(log, away),
        *promises.find_stranded(log, left_at),
        *promises.find_untrue(log, left_at),
        *promises.find_repeats(log),
    ]
    if breaches:  # An assertion would show the first ones only.
        pytest.fail("\n".join(breaches), pytrace=False)
