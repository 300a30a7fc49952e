"""The bench is private: its owner is reminded of people, and told when a new role suits them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from domain.errors import NotFoundError
from sandbox.driver.person import Modal, Person
from services import bench
from storage import bench as bench_storage
from storage import members
from storage.schema import METADATA
from tests.contexts import actor_for, context_for
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    direct_messages,
    post_opening,
    refer_candidate,
    run_concurrently,
    set_clock_and_settle,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_acknowledged,
    wait_until_settled,
)

NAME = "Grace Hopper"
GOOD_AT = "Staff engineer: storage, Go, on-call"
SHARED = "She rebuilt our on-call in a quarter, and nobody was woken after that."
MATCH = "ENG-1 Staff Engineer, Storage may suit Grace Hopper from your bench"


def add_to_bench(
    person: Person, *, name: str = NAME, rhythm: str | None = None, **more: str
) -> Modal:
    """Add someone with `/refer bench` and return the modal with the list."""
    form = person.types("/refer bench").modal("Your bench").clicks("Add someone")
    assert form is not None
    return submit_and_expect(
        fill_bench_form(person.modal("Add to your bench"), name, rhythm, **more), "Your bench"
    )


def fill_bench_form(form: Modal, name: str = NAME, rhythm: str | None = None, **more: str) -> Modal:
    form.fills("Name", name).fills("What are they good at?", more.get("good_at", GOOD_AT))
    form.fills("Where are they, or where would they go?", more.get("place", "Berlin"))
    form.fills("What have you shared?", SHARED).fills("E-mail", more.get("email", "grace@x.org"))
    form.fills("How do you know them?", "I managed them")
    if rhythm:
        form.fills("Remind me to get in touch", rhythm)
    return form


def day(number: int, hour: int = 11, *, month: int = 3) -> datetime:
    return datetime(2026, month, number, hour, tzinfo=UTC)


def test_a_bench_person_is_matched_and_referred_without_retyping(office: Office) -> None:
    """Only the owner of the bench is told about the match."""
    ada = office.ada
    listing = add_to_bench(ada)
    assert f"{NAME} · I managed them" in listing.text
    assert "I'll ask you about them on Tuesday 2 June." in listing.text
    post_opening(office, needs="Go, on-call, has run a storage system")
    set_clock_and_settle(office, day(2, 12))
    (match_message,) = direct_messages(ada, MATCH)
    assert "because: " in match_message.text
    assert all(word in match_message.text for word in ("on-call", "Berlin"))
    assert "Only you get this" in match_message.text
    match_message.clicks("Refer now")
    form = ada.modal("Refer someone")
    assert form.value("Candidate's name") == NAME
    assert form.value("E-mail") == "grace@x.org"
    assert form.value("How do you know them?") == "I managed them"
    more = submit_and_expect(form, "Thank you").clicks("Say more now")
    assert more is not None
    endorsement = ada.modal("Your endorsement")
    assert endorsement.value("What did you see them do?") == SHARED
    wait_until_settled(office)
    assert "Done. Thank you." in match_message.reload().text
    ada.opens_home().clicks("Your bench")
    assert "Suits" not in ada.modal("Your bench").text  # Ada has referred Grace for it
    office.linus.sees(f"put {NAME} forward", where="dm")


def test_a_check_in_shows_new_openings_and_its_answer_restarts_the_rhythm(office: Office) -> None:
    ada = office.ada
    add_to_bench(ada, rhythm="Every two weeks", good_at="Florist")
    advance_clock(office, days=1)
    post_opening(office)
    set_clock_and_settle(office, day(16, 9))
    assert direct_messages(ada, "has been on your bench since") == []
    set_clock_and_settle(office, day(16, 11))
    (nudge,) = direct_messages(ada, f"{NAME} has been on your bench since Monday 2 March.")
    assert "New here since then: ENG-1 Staff Engineer, Storage." in nudge.text
    assert "Two messages a week at most." in nudge.text
    run_concurrently(lambda: nudge.clicks("I was in touch"), lambda: nudge.clicks("I was in touch"))
    wait_until_settled(office)
    assert "come back to it on Monday 30 March." in nudge.reload().text
    set_clock_and_settle(office, day(30))
    second = direct_messages(ada, f"You last heard from {NAME} on Monday 16 March.")[-1]
    assert second.ts != nudge.ts
    assert "New here" not in second.text
    second.clicks("Not needed")
    wait_until_settled(office)
    assert "I won't ask about them again. They stay on your bench." in second.reload().text
    for _ in range(3):
        advance_clock(office, days=20)
    assert len(direct_messages(ada, NAME)) == 2
    assert "I don't ask about them." in ada.types("/refer bench").modal("Your bench").text


def test_check_ins_stop_after_two_without_an_answer_until_the_owner_restarts_them(
    office: Office,
) -> None:
    ada = office.ada
    add_to_bench(ada, rhythm="Every week", good_at="Florist")
    for _ in range(8):
        advance_clock(office, days=7)
    assert len(direct_messages(ada, NAME)) == 2
    listing = ada.types("/refer bench").modal("Your bench")
    assert "I won't ask again until you choose" in listing.text
    listing.clicks("Ask me later")
    form = ada.modal("Ask me later").fills("Ask me", "In two weeks")
    listing = submit_and_expect(form, "Your bench")
    assert "I'll ask you about them on" in listing.text
    advance_clock(office, days=14.1)
    assert len(direct_messages(ada, NAME)) == 3


def test_people_on_the_bench_can_be_edited_removed_and_paused(office: Office) -> None:
    ada = office.ada
    listing = add_to_bench(ada)
    listing.clicks("Edit")
    form = ada.modal("On your bench")
    submit_and_expect_errors(
        form.fills("E-mail", "ada@difference.example").fills("Name", "G. Hopper"),
        {"E-mail": "That's your own address. Whose should it be?"},
    )
    form.closes()  # closing the form changes nothing
    listing = ada.types("/refer bench").modal("Your bench")
    assert NAME in listing.text
    listing.clicks("Add someone")
    form = fill_bench_form(ada.modal("Add to your bench"), "Someone else")
    submit_and_expect_errors(form, {"E-mail": "Someone on your bench already has this one."})
    form.closes()

    ada.types("/refer bench").modal("Your bench").clicks("Pause all")
    assert "Paused: no check-ins" in ada.modal("Your bench").text
    post_opening(office)
    advance_clock(office, days=120)
    assert direct_messages(ada, NAME) == []
    ada.types("/refer bench").modal("Your bench").clicks("Resume")
    assert "I'll ask you about them on Wednesday 30 September." in ada.modal("Your bench").text
    ada.modal("Your bench").clicks("Remove")
    listing = submit_and_expect(ada.modal("Remove"), "Your bench")
    assert "Nobody yet." in listing.text


def test_people_are_added_after_a_rejection_and_from_a_message(office: Office) -> None:
    ada = office.ada
    post_opening(office)
    refer_candidate(ada).closes()
    office.linus.sees("put Grace Hopper forward", where="dm").clicks("Not now")
    office.linus.modal("Not now").fills("Why?", "The timing didn't work").submits()
    wait_until_settled(office)
    direct_messages(ada, "isn't going further")[0].clicks("Keep on my bench")
    form = ada.modal("Add to your bench")
    assert form.value("Name") == NAME
    assert form.value("E-mail") == "grace@example.com"
    listing = submit_and_expect(form, "Your bench")
    assert NAME in listing.text
    listing.closes()

    office.bob.types("Met Mary at PyCon: linkedin.com/in/mary, writes great Go", "#general")
    channel_message = ada.sees("Met Mary at PyCon", where="#general")
    ada.uses_message_shortcut("Add to my bench", channel_message)
    form = ada.modal("Add to your bench")
    assert form.value("Profile link") == "https://www.linkedin.com/in/mary"
    assert "Met Mary at PyCon" in str(form.value("What have you shared?"))
    assert NAME in submit_and_expect(form.fills("Name", "Mary"), "Your bench").text


def test_nobody_else_can_see_a_bench(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """No other person, log or table contains it, and a guest cannot have a bench."""
    office.gus.types("/refer bench")
    office.gus.sees("Only people who work here can have a bench.")
    ada, carol = office.ada, office.carol
    add_to_bench(ada, name="Quillow Zanzibar")
    with office.vouch.database.read() as transaction:
        ws = office.vouch.workspace.id
        admin = members.find(transaction, ws, carol.id)
        (own_person,) = bench_storage.list_people(transaction, ws, ada.id, limit=9)
        assert admin is not None
        with pytest.raises(NotFoundError):
            bench.find_own_person(
                context_for(transaction, actor_for(transaction, admin.workspace_id, admin.user_id)),
                own_person.id,
            )
    post_opening(office)
    set_clock_and_settle(office, day(2, 12))
    assert len(direct_messages(ada, "Quillow Zanzibar")) == 1
    assert all(
        direct_messages(person, "Quillow") == []
        for person in (carol, office.linus, office.margaret)
    )
    assert "Quillow" not in carol.opens_home().text
    wait_until_acknowledged(office)
    assert _tables_with(office, "Quillow") == {"bench_person"}
    assert _tables_with(office, "nobody was woken") == {"bench_person"}
    output = capsys.readouterr()
    assert "Quillow" not in output.out + output.err


def test_a_bench_is_erased_a_month_after_its_owner_left(office: Office) -> None:
    add_to_bench(office.ada)
    post_opening(office)
    client = office.carol.client
    client.post_admin("change_user", user=office.ada.id, deleted=True)
    advance_clock(office, hours=1)
    assert _tables_with(office, NAME) == {"bench_person"}
    advance_clock(office, days=30)
    assert _tables_with(office, NAME) == set()


def _tables_with(office: Office, text: str) -> set[str]:
    with office.vouch.database.read() as transaction:
        return {
            table.name
            for table in METADATA.sorted_tables
            if any(text in str(row) for row in transaction.execute(select(table)))
        }
