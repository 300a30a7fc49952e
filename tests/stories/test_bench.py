"""Somebody keeps a bench: for their eyes only, and it pays off on the day when a role comes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from domain.errors import NotFoundError
from sandbox.driver.person import Modal, Person
from services import bench
from storage import bench as stored
from storage import members
from storage.schema import METADATA
from tests.contexts import actor_for, context_for
from tests.office import Office
from tests.stories.acts import (
    at_once,
    clock_at,
    heard,
    later,
    posts_opening,
    refers,
    settled,
    submitted,
    taken_in,
)

NAME = "Grace Hopper"
GOOD_AT = "Staff engineer: storage, Go, on-call"
SHARED = "She rebuilt our on-call in a quarter, and nobody was woken after that."
TOLD = "ENG-1 Staff Engineer, Storage may suit Grace Hopper from your bench"


def keeps(person: Person, *, name: str = NAME, rhythm: str | None = None, **more: str) -> Modal:
    """Add somebody to one's bench by `/refer bench`; the list that follows."""
    form = person.types("/refer bench").modal("Your bench").clicks("Add somebody")
    assert form is not None
    return submitted(fills(person.modal("Add to your bench"), name, rhythm, **more), "Your bench")


def fills(form: Modal, name: str = NAME, rhythm: str | None = None, **more: str) -> Modal:
    form.fills("Name", name).fills("What are they good at?", more.get("good_at", GOOD_AT))
    form.fills("Where are they, or where would they go?", more.get("place", "Berlin"))
    form.fills("What have you shared?", SHARED).fills("E-mail", more.get("email", "grace@x.org"))
    form.fills("How do you know them?", "I managed them")
    if rhythm:
        form.fills("Remind me to be in touch", rhythm)
    return form


def day(number: int, hour: int = 11, *, month: int = 3) -> datetime:
    return datetime(2026, month, number, hour, tzinfo=UTC)


def test_from_the_bench_to_the_endorsement(office: Office) -> None:
    """The whole way: kept, matched, told to the owner alone, referred, nothing typed twice."""
    ada = office.ada
    listed = keeps(ada)
    assert f"{NAME} · I managed them" in listed.text
    assert "I come back to them on 2 June." in listed.text
    posts_opening(office, needs="Go, on-call, has run a storage system")
    clock_at(office, day(2, 12))
    (told,) = heard(ada, TOLD)
    assert "because: " in told.text
    assert all(word in told.text for word in ("on-call", "Berlin"))
    assert "You alone are told" in told.text
    told.clicks("Refer now")
    form = ada.modal("Refer someone")
    assert form.value("Candidate's name") == NAME
    assert form.value("E-mail") == "grace@x.org"
    assert form.value("How do you know them?") == "I managed them"
    more = submitted(form, "Thank you").clicks("Say more now")
    assert more is not None
    endorsement = ada.modal("Your endorsement")
    assert endorsement.value("What did you see them do?") == SHARED
    settled(office)
    assert "Done. Thank you." in told.again().text
    ada.opens_home().clicks("Your bench")
    assert "Suits" not in ada.modal("Your bench").text  # she has put her forward for it
    office.linus.sees(f"put {NAME} forward", where="dm")


def test_a_check_in_says_what_is_new_and_its_answer_begins_the_rhythm_anew(office: Office) -> None:
    ada = office.ada
    keeps(ada, rhythm="Every two weeks", good_at="Florist")
    later(office, days=1)
    posts_opening(office)
    clock_at(office, day(16, 9))
    assert heard(ada, "on your bench since") == []
    clock_at(office, day(16, 11))
    (nudge,) = heard(ada, f"{NAME} is on your bench since 2 March.")
    assert "New here since then: ENG-1 Staff Engineer, Storage." in nudge.text
    assert "Two messages a week at most." in nudge.text
    at_once(lambda: nudge.clicks("I was in touch"), lambda: nudge.clicks("I was in touch"))
    settled(office)
    assert "I come back to it on 30 March." in nudge.again().text
    clock_at(office, day(30))
    second = heard(ada, f"You last heard from {NAME} on 16 March.")[-1]
    assert second.ts != nudge.ts
    assert "New here" not in second.text
    second.clicks("Not needed")
    settled(office)
    assert "I ask no more about them. They stay on your bench." in second.again().text
    for _ in range(3):
        later(office, days=20)
    assert len(heard(ada, NAME)) == 2
    assert "I do not ask about them." in ada.types("/refer bench").modal("Your bench").text


def test_two_that_are_ignored_are_an_answer_until_the_owner_opens_it_again(office: Office) -> None:
    ada = office.ada
    keeps(ada, rhythm="Every week", good_at="Florist")
    for _ in range(8):
        later(office, days=7)
    assert len(heard(ada, NAME)) == 2
    listed = ada.types("/refer bench").modal("Your bench")
    assert "I ask no more until you choose" in listed.text
    listed.clicks("Ask me later")
    form = ada.modal("Ask me later").fills("Come back", "In two weeks")
    listed = submitted(form, "Your bench")
    assert "I come back to them on" in listed.text
    later(office, days=14.1)
    assert len(heard(ada, NAME)) == 3


def test_edited_removed_paused_and_nothing_typed_is_lost(office: Office) -> None:
    ada = office.ada
    listed = keeps(ada)
    listed.clicks("Edit")
    form = ada.modal("On your bench")
    stays = form.fills("E-mail", "ada@difference.example").fills("Name", "G. Hopper").submits()
    assert stays is not None
    assert stays.errors == {"E-mail": "That is your own address. Whose should it be?"}
    form.closes()  # abandoned: it stands as it did
    listed = ada.types("/refer bench").modal("Your bench")
    assert NAME in listed.text
    listed.clicks("Add somebody")
    form = fills(ada.modal("Add to your bench"), "Somebody else")
    stays = form.submits()
    assert stays is not None
    assert stays.errors == {"E-mail": "Somebody on your bench has this one already."}
    form.closes()

    ada.types("/refer bench").modal("Your bench").clicks("Pause all")
    assert "All of it rests" in ada.modal("Your bench").text
    posts_opening(office)
    later(office, days=120)
    assert heard(ada, NAME) == []
    ada.types("/refer bench").modal("Your bench").clicks("Resume")
    assert "I come back to them on 30 September." in ada.modal("Your bench").text
    ada.modal("Your bench").clicks("Remove")
    listed = submitted(ada.modal("Remove"), "Your bench")
    assert "Nobody yet." in listed.text


def test_after_a_no_and_from_a_message(office: Office) -> None:
    ada = office.ada
    posts_opening(office)
    refers(ada).closes()
    office.linus.sees("put Grace Hopper forward", where="dm").clicks("Not now")
    office.linus.modal("Not now").fills("Why?", "The timing did not work").submits()
    settled(office)
    heard(ada, "is not going further")[0].clicks("Keep on my bench")
    form = ada.modal("Add to your bench")
    assert form.value("Name") == NAME
    assert form.value("E-mail") == "grace@example.com"
    listed = submitted(form, "Your bench")
    assert NAME in listed.text
    listed.closes()

    office.bob.types("Met Mary at PyCon: linkedin.com/in/mary, writes great Go", "#general")
    said = ada.sees("Met Mary at PyCon", where="#general")
    ada.uses_message_shortcut("Add to my bench", said)
    form = ada.modal("Add to your bench")
    assert form.value("Profile link") == "https://www.linkedin.com/in/mary"
    assert "Met Mary at PyCon" in str(form.value("What have you shared?"))
    assert NAME in submitted(form.fills("Name", "Mary"), "Your bench").text


def test_for_nobody_else(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """A guest has none; another person's is not found; no log and no other table holds a word."""
    office.gus.types("/refer bench")
    office.gus.sees("A bench is for people who work at the company.")
    ada, carol = office.ada, office.carol
    keeps(ada, name="Quillow Zanzibar")
    with office.vouch.database.read() as transaction:
        ws = office.vouch.workspace.id
        admin = members.find(transaction, ws, carol.id)
        (hers,) = stored.list_people(transaction, ws, ada.id, limit=9)
        assert admin is not None
        with pytest.raises(NotFoundError):
            bench.find_own_person(
                context_for(transaction, actor_for(transaction, admin.workspace_id, admin.user_id)),
                hers.id,
            )
    posts_opening(office)
    clock_at(office, day(2, 12))
    assert len(heard(ada, "Quillow Zanzibar")) == 1
    assert all(heard(who, "Quillow") == [] for who in (carol, office.linus, office.margaret))
    assert "Quillow" not in carol.opens_home().text
    taken_in(office)
    assert _tables_with(office, "Quillow") == {"bench_person"}
    assert _tables_with(office, "nobody was woken") == {"bench_person"}
    logged = capsys.readouterr()
    assert "Quillow" not in logged.out + logged.err


def test_it_goes_when_its_owner_leaves(office: Office) -> None:
    keeps(office.ada)
    posts_opening(office)
    client = office.carol.client
    client.post_admin("user", user=office.ada.id, deleted=True)
    later(office, days=1)
    assert _tables_with(office, NAME) == set()


def _tables_with(office: Office, text: str) -> set[str]:
    with office.vouch.database.read() as transaction:
        return {
            table.name
            for table in METADATA.sorted_tables
            if any(text in str(row) for row in transaction.execute(select(table)))
        }
