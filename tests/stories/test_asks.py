"""Asks to a colleague: the four answers, the reminder, how an ask ends, and the limits."""

from __future__ import annotations

import pytest

from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    direct_messages,
    fill_evidence,
    open_manage_form,
    post_opening,
    refer_candidate,
    set_clock_and_settle,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account
from tests.stories.ask_actions import (
    BOB_AT_WORK,
    DRAFT,
    WHY,
    ask_colleague,
    fill_ask_form,
    wait_for_ask_nudge,
)

NUDGE = "@ada asked whether you'd vouch for Grace Hopper, for ENG-1 Staff Engineer, Storage."


@pytest.fixture(autouse=True)
def an_opening(office: Office) -> None:
    post_opening(office)


def test_a_colleague_is_asked_and_vouches(office: Office) -> None:
    notice = ask_colleague(office.ada)
    assert "They get it on Monday 2 March, in the afternoon." in notice.text
    notice.closes()
    confirmation = office.ada.sees("You asked @bob to vouch for Grace Hopper", where="dm")
    assert "They get it on Monday 2 March, in the afternoon." in confirmation.text
    wait_until_settled(office)
    # It is five in the morning in New York.
    assert direct_messages(office.bob, "asked whether") == []

    nudge = wait_for_ask_nudge(office, office.bob)
    assert nudge.buttons == ["I'll vouch", "Mention my name", "Pass", "Settings"]
    assert nudge.choices() == ["Not the right person"]
    for text in (
        NUDGE,
        WHY,
        DRAFT,
        "You could help with an introduction.",
        "The payments migration, 2021",
    ):
        assert text in nudge.text
    nudge.clicks("I'll vouch")
    form = office.bob.modal("I'll vouch")
    assert form.value("Opening") == "ENG-1 Staff Engineer, Storage"
    assert form.value("Candidate's name") == "Grace Hopper"
    assert form.value("E-mail") == "grace@example.com"
    form.fills("How do you know them?", "I managed them")
    more = submit_and_expect(form, "Your endorsement")
    assert more.value("What did you see them do?") == DRAFT
    second_page = fill_evidence(more, saw="She calmed the room.", conviction="I'd recommend")
    assert "Introduce them to the team" in second_page.value("What will you do for them?")
    assert second_page.submits() is None
    wait_until_settled(office)

    assert "You vouch for them. Thank you." in nudge.reload().text
    assert nudge.reload().buttons == ["Settings"]
    office.ada.sees("@bob vouches for Grace Hopper, for ENG-1. @linus has it.", where="dm")
    assert "They've answered." in confirmation.reload().text
    card = office.linus.sees("@bob put Grace Hopper forward", where="dm")
    assert "She calmed the room." in card.text
    office.bob.sees("Thank you for putting Grace Hopper forward", where="dm")


def test_an_endorsement_that_is_written_later_starts_with_the_draft(office: Office) -> None:
    ask_colleague(office.ada)
    wait_for_ask_nudge(office, office.bob).clicks("I'll vouch")
    form = office.bob.modal("I'll vouch").fills("How do you know them?", "I managed them")
    submit_and_expect(form, "Your endorsement").closes()
    office.bob.sees("Thank you for putting Grace Hopper forward", where="dm").clicks("Say more")
    assert office.bob.modal("Your endorsement").value("What did you see them do?") == DRAFT


def test_mention_my_name_is_shown_to_the_asker_and_on_the_referral(office: Office) -> None:
    refer_candidate(office.ada).closes()
    ask_colleague(office.ada)
    wait_for_ask_nudge(office, office.bob).clicks("Mention my name")
    notice = "@bob is happy to be named: you can say they know Grace Hopper, for ENG-1."
    office.ada.sees(notice, where="dm")
    wait_until_settled(office)
    assert "@ada can say that you know them. Thank you." in office.bob.sees(NUDGE, where="dm").text
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    assert "@bob knows them, and may be named." in card.text


def test_not_the_right_person_can_name_somebody_who_is_asked_with_one_click(office: Office) -> None:
    ask_colleague(office.ada)
    wait_for_ask_nudge(office, office.bob).clicks("Not the right person")
    form = office.bob.modal("Not the right person")
    for whom, error in (
        ("bob", "That's you. Choose someone else, or leave it empty."),
        ("ada", "They're the one asking you. Choose someone else, or leave it empty."),
        ("dora", "This person has left. Choose someone else."),
        ("gus", "Guests can't do this. Choose a colleague."),
    ):
        submit_and_expect_errors(
            form.fills("Who might know them better?", whom), {"Who might know them better?": error}
        )
    assert form.fills("Who might know them better?", "aisha").submits() is None
    notice = office.ada.sees("thinks @aisha knows them better", where="dm")
    assert direct_messages(office.person("aisha"), "asked whether") == []
    notice.clicks("Ask them instead")
    second_form = office.ada.modal("Ask a colleague")
    assert second_form.value("Who do you want to ask?") == "aisha"
    assert second_form.value("Candidate's name") == "Grace Hopper"
    assert second_form.value("Why are they a strong fit?") == WHY
    assert "It's on its way to them." in submit_and_expect(second_form, "Asked").text
    office.person("aisha").sees(NUDGE, where="dm")
    wait_until_settled(office)
    assert "You named @aisha instead." in office.bob.sees(NUDGE, where="dm").text


def test_a_pass_gives_no_reason_and_the_first_answer_counts(office: Office) -> None:
    ask_colleague(office.ada)
    nudge = wait_for_ask_nudge(office, office.bob)
    nudge.clicks("I'll vouch")
    form = office.bob.modal("I'll vouch").fills("How do you know them?", "I know of them")
    nudge.clicks("Pass")
    notice = office.ada.sees("@bob won't vouch for Grace Hopper this time.", where="dm")
    assert "I didn't ask why, and it says nothing about them." in notice.text
    wait_until_settled(office)
    assert len(direct_messages(office.ada, "won't vouch for")) == 1
    assert "your first answer counts" in submit_and_expect(form, "Vouch").text
    wait_until_settled(office)
    assert direct_messages(office.ada, "vouches for") == []
    assert direct_messages(office.linus, "put Grace Hopper forward") == []


def test_an_ask_gets_one_reminder_and_closes_after_two_weeks(office: Office) -> None:
    ask_colleague(office.ada)
    wait_for_ask_nudge(office, office.bob)
    set_clock_and_settle(office, BOB_AT_WORK.replace(day=9, hour=12))
    assert len(direct_messages(office.bob, NUDGE)) == 1
    set_clock_and_settle(office, BOB_AT_WORK.replace(day=9, hour=15))
    assert len(direct_messages(office.bob, NUDGE)) == 2
    reminder = direct_messages(office.bob, NUDGE)[1]
    assert "On Monday 2 March @ada asked" in reminder.text
    assert "I've asked twice and won't ask again." in reminder.text
    assert "once more" not in reminder.text
    for day in (10, 12, 15):
        set_clock_and_settle(office, BOB_AT_WORK.replace(day=day))
    assert len(direct_messages(office.bob, NUDGE)) == 2
    assert direct_messages(office.ada, "No answer from") == []
    set_clock_and_settle(office, BOB_AT_WORK.replace(day=16))
    notice = office.ada.sees("No answer from @bob about Grace Hopper in two weeks", where="dm")
    assert notice.buttons == ["Ask someone else"]
    wait_until_settled(office)
    for message in direct_messages(office.bob, NUDGE):
        assert "Closed after two weeks. You don't need to do anything." in message.text
        assert message.buttons == ["Settings"]
    advance_clock(office, days=31)
    office.ada.sees("No answer from @bob about someone", where="dm")
    wait_until_settled(office)
    for person in (office.ada, office.bob):
        assert [message for message in person.dm() if "Grace" in message.text] == []
        assert direct_messages(person, "someone") != []


def test_an_ask_that_is_withdrawn_before_delivery_is_never_delivered(office: Office) -> None:
    ask_colleague(office.ada).closes()
    office.ada.types("/refer ask")
    listing = office.ada.modal("Your asks")
    assert "Grace Hopper, for ENG-1" in listing.text
    assert (
        "Asked of @bob on Monday 2 March. They get it on Monday 2 March, in the afternoon. "
        "Open until Monday 16 March." in listing.text
    )
    listing.clicks("Withdraw")
    listing.sees("You have no open asks.")
    set_clock_and_settle(office, BOB_AT_WORK)
    assert direct_messages(office.bob, "asked") == []
    confirmation = office.ada.sees("You asked @bob", where="dm")
    assert "You've withdrawn it, and I won't write to them again." in confirmation.text


def test_an_ask_that_is_withdrawn_after_delivery_hides_the_candidate(office: Office) -> None:
    ask_colleague(office.ada)
    nudge = wait_for_ask_nudge(office, office.bob)
    nudge.clicks("I'll vouch")
    form = office.bob.modal("I'll vouch").fills("How do you know them?", "I know of them")
    confirmation = office.ada.sees("You asked @bob to vouch for", where="dm")
    confirmation.clicks("Withdraw")
    wait_until_settled(office)
    text_read = nudge.reload().text
    assert "@ada has withdrawn it. You don't need to do anything." in text_read
    assert "Grace" not in text_read
    assert "This ask is over" in submit_and_expect(form, "Vouch").text
    advance_clock(office, days=10)
    assert len(direct_messages(office.bob, "asked")) == 1


def test_the_form_of_an_ask_refuses_wrong_people_and_empty_fields(office: Office) -> None:
    form = office.ada.types("/refer ask").modal("Ask a colleague")
    fill_ask_form(form, opening="ENG-1")
    refused = form.submits()
    assert refused is not None
    assert set(refused.errors) == {"Who do you want to ask?"}, "nobody is chosen yet"
    for whom, error in (
        ("ada", "That's you. Choose a colleague. For yourself, choose “Myself” below."),
        ("dora", "This person has left. Choose someone else."),
        ("gus", "Guests can't do this. Choose a colleague."),
        ("sam", "Guests can't do this. Choose a colleague."),
    ):
        refused = submit_and_expect_errors(
            form.fills("Who do you want to ask?", whom), {"Who do you want to ask?": error}
        )
    form.fills("Who do you want to ask?", "bob")
    for label, typed, error_start in (
        ("E-mail", "ada@difference.example", "That's your own address. Choose “Myself” above, or"),
        ("E-mail", "bob@difference.example", "That's the address of the person you're asking."),
        ("E-mail", "grace@", "What follows the @ isn't a domain that gets mail."),
        ("Profile link", "nonsense", "That doesn't look like a link"),
        ("Candidate's name", "  ", "Who is it?"),
        (
            "Why are they a strong fit?",
            "  ",
            "Write a sentence on why: it's all your colleague has to go by.",
        ),
    ):
        fill_ask_form(form).fills("Profile link", None)
        form.fills(label, typed)
        refused = form.submits()
        assert refused is not None
        (error,) = refused.errors.values()
        assert error.startswith(error_start)
    wait_until_settled(office)
    assert direct_messages(office.ada, "You asked") == []


def test_three_open_asks_at_most_and_one_to_each_person(office: Office) -> None:
    ask_colleague(office.ada, "bob").closes()
    form = office.ada.types("/refer ask @bob").modal("Ask a colleague")
    refused = submit_and_expect_errors(
        fill_ask_form(form, name="Alan", email="alan@example.com", opening="ENG-1"),
        {"Who do you want to ask?": "You've asked them already. Give them time to answer."},
    )
    refused.closes()
    ask_colleague(office.ada, "mei").closes()
    office.ada.types("/refer ask @kenji").modal("Ask a colleague").closes()
    ask_colleague(office.ada, "ravi").closes()
    form = office.ada.types("/refer ask @yuki").modal("Ask a colleague")
    refused = submit_and_expect_errors(
        fill_ask_form(form, opening="ENG-1"),
        {
            "Who do you want to ask?": "You have 3 open asks, which is the most at a time. "
            "Withdraw one in App Home, or wait for an answer."
        },
    )
    refused.closes()
    home = office.ada.opens_home()
    assert home.text.count("Asked of") == 3
    home.clicks("Withdraw")
    home.sees("You can have at most three open asks")
    assert home.text.count("Asked of") == 2
    ask_colleague(office.ada, "yuki").closes()


def test_an_ask_counts_towards_the_weekly_limit_and_the_asker_reads_when_it_arrives(
    office: Office,
) -> None:
    """Aisha has had her two nudges of this week, so the third ask waits for next week."""
    aisha = office.person("aisha")
    ask_colleague(office.ada, "aisha").closes()
    aisha.sees("@ada asked whether", where="dm")
    advance_clock(office, hours=1)
    ask_colleague(office.linus, "aisha", name="Alan", email="alan@example.com").closes()
    aisha.sees("@linus asked whether", where="dm")
    notice = ask_colleague(office.bob, "aisha", name="Edsger", email="edsger@example.com")
    assert "They get it on Monday 9 March, in the morning." in notice.text
    notice.closes()
    set_clock_and_settle(office, BOB_AT_WORK.replace(day=6))
    assert direct_messages(aisha, "@bob asked") == []
    set_clock_and_settle(office, BOB_AT_WORK.replace(day=9, hour=10, minute=30))
    aisha.sees("@bob asked whether", where="dm")


def test_two_asks_come_in_one_message_and_can_be_answered_in_app_home(office: Office) -> None:
    ask_colleague(office.ada).closes()
    ask_colleague(office.linus, name="Alan", email="alan@example.com").closes()
    nudge = wait_for_ask_nudge(office, office.bob, "A few things are waiting for you.")
    assert nudge.text.count(WHY) == 2
    assert nudge.choices() == ["Mention my name", "Pass", "Not the right person"]
    assert nudge.buttons.count("I'll vouch") == 2
    nudge.clicks("Mention my name")  # the menu of the first ask
    office.ada.sees("@bob is happy to be named", where="dm")
    wait_until_settled(office)
    assert "@ada can say that you know them. Thank you." in nudge.reload().text
    home = office.bob.opens_home().sees("@linus asked whether you'd vouch for Alan")
    home.clicks("Pass")
    office.linus.sees("@bob won't vouch for Alan this time.", where="dm")
    assert "asked whether" not in office.bob.opens_home().text
    wait_until_settled(office)
    assert "You passed, and I've told @linus" in nudge.reload().text


def test_the_asker_is_told_when_the_asked_colleague_leaves(office: Office) -> None:
    ask_colleague(office.ada)
    wait_for_ask_nudge(office, office.bob)
    change_account(office, "bob", deleted=True)
    advance_clock(office, hours=1)
    notice = office.ada.sees("@bob has left, so what you asked them", where="dm")
    assert notice.buttons == ["Ask someone else"]
    assert "Asked of" not in office.ada.opens_home().text


def test_an_ask_ends_when_the_asker_leaves(office: Office) -> None:
    ask_colleague(office.ada)
    nudge = wait_for_ask_nudge(office, office.bob)
    change_account(office, "ada", deleted=True)
    advance_clock(office, hours=1)
    assert "@ada has left. You don't need to do anything." in nudge.reload().text
    assert nudge.reload().buttons == ["Settings"]
    advance_clock(office, days=15)
    assert len(direct_messages(office.bob, "asked whether")) == 1


def test_an_ask_ends_when_its_opening_is_filled(office: Office) -> None:
    ask_colleague(office.ada)
    nudge = wait_for_ask_nudge(office, office.bob)
    open_manage_form(office.margaret).fills("Change it to", "Filled").submits()
    notice = "ENG-1 isn't open any more, so what you asked @bob about Grace Hopper is over."
    office.ada.sees(notice, where="dm")
    wait_until_settled(office)
    assert "It's been decided. You don't need to do anything." in nudge.reload().text


def test_a_closed_form_asks_nobody_and_a_toggle_keeps_what_was_typed(office: Office) -> None:
    form = office.ada.types("/refer ask @bob eng-1 Grace Hopper").modal("Ask a colleague")
    assert form.value("Who do you want to ask?") == "bob"
    assert form.value("Opening") == "ENG-1 Staff Engineer, Storage"
    assert form.value("Candidate's name") == "Grace Hopper"
    form.fills("E-mail", "grace@example.com").fills("Why are they a strong fit?", WHY)
    form.fills("Who is it for?", "Myself: I'd like to move")
    form = office.ada.modal("Ask a colleague").sees("It stays between the two of you")
    assert "Candidate's name" not in form.fields
    form.fills("Who is it for?", "Someone I know").sees("Candidate's name")
    assert form.value("Candidate's name") == "Grace Hopper"
    assert form.value("E-mail") == "grace@example.com"
    assert form.value("Why are they a strong fit?") == WHY
    assert form.value("Opening") == "ENG-1 Staff Engineer, Storage"
    form.closes()
    advance_clock(office, days=3)
    assert direct_messages(office.bob, "asked") == []
