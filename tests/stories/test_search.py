"""Someone types names, refs and roles: the form opens filled in, and a search finds their own."""

from __future__ import annotations

from tests.office import Office
from tests.stories.actions import (
    move_stage,
    post_opening,
    refer_candidate,
    submit_and_expect,
)


def test_several_roles_and_a_name_are_filled_in(office: Office) -> None:
    for title in ("Staff Engineer", "Data Engineer", "Site Engineer", "Test Engineer"):
        post_opening(office, title=title)
    post_opening(office, title="Recruiter", team="採用")
    ada = office.ada
    form = ada.types("/refer “Grace Hopper” for ENG-1, ENG-3 and TEAM-1").modal("Refer someone")
    assert form.value("Candidate's name") == "Grace Hopper"
    assert form.value("Opening") == "ENG-1 Staff Engineer, ENG-3 Site Engineer, TEAM-1 Recruiter"
    form.fills("E-mail", "grace@example.com").fills("Do they know?", "They agreed")
    form.fills("How do you know them?", "We worked together")
    assert "ENG-3" in submit_and_expect(form, "Thank you").text
    ada.modal("Thank you").closes()
    form = ada.types("/refer ENG-1,ENG-2,ENG-3,ENG-4 Ida").modal("Refer someone")
    assert "Three at a time: I've left out ENG-4." in form.text
    form.closes()
    ada.types("/refer ENG-1, ENG-9 Ida")
    ada.sees("There's no opening ENG-9.")


def test_a_search_finds_what_is_ones_own_and_nothing_else(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada, name="Grâce Hopper").closes()
    form = office.ada.types("/refer bench").modal("Your bench").clicks("Add someone")
    assert form is not None
    form.fills("Name", "Ida Hopper").submits()
    office.ada.types("/refer search HOPPER grace")
    found = office.ada.sees("Grâce Hopper for ENG-1")
    assert "Ida Hopper" not in found.text
    office.ada.types("/refer search hopper")
    assert "Ida Hopper" in office.ada.sees("On your bench").text
    office.linus.types("/refer search hopper")
    desk_result = office.linus.sees("On the desk")
    assert "Grâce Hopper for ENG-1" in desk_result.text
    assert "Ida Hopper" not in desk_result.text
    desk_result.clicks("Open")
    office.linus.modal("Referral").closes()
    card = office.linus.sees("@ada put Grâce Hopper forward", where="dm")
    move_stage(card, "Hired", office.linus)
    office.linus.types("/refer search hopper")
    office.linus.sees("Hired on Monday 2 March")
    desk = office.linus.types("/refer desk hopper").modal("The desk")
    desk.sees("Grâce Hopper for ENG-1").clicks("Clear the filters")
    desk.sees("No referral is open at the moment.").fills("desk.filter_stage", "Ended")
    desk.sees("1 referral with an outcome").sees("Hired on Monday 2 March")
    desk.fills("desk.filter_stage", "Hired").sees("Grâce Hopper").closes()
    office.linus.types("/refer search 李")  # a whole name may be one character
    office.linus.sees("I found no “李”")
    office.person("kenji").types("/refer search hopper")
    office.person("kenji").sees("I found no “hopper”")
    office.bob.types("/refer search hopper")
    office.bob.sees("I found no “hopper” among your referrals or on your bench.")
    for typed, answer in (
        ("", "Type at least two letters of a name or a role"),
        ("h", "Type at least two letters of a name or a role"),
        ("h" * 300, "That's longer than any name I know."),
    ):
        office.bob.types(f"/refer search {typed}")
        office.bob.sees(answer)
