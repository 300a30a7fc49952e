"""A bonus from the posting to the payment, and what people are told about it on the way."""

from __future__ import annotations

from datetime import date

from sandbox.driver.person import Person
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    endorse_from_thanks,
    fill_lead_form,
    fill_opening_form,
    move_stage,
    post_opening,
    refer_candidate,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)
from tests.stories.test_endings import end_opening

RULE = (
    "2,000 EUR, paid as 1,000 EUR on the hire's first day and 1,000 EUR 90 days later. It's only "
    "paid if they still work here on that day. It goes to the first person who refers them. If you "
    "leave the company, what isn't due by then lapses. Not for recruiters, executives, the "
    "role's hiring manager, anyone the candidate would report to or anyone related or close to the "
    "candidate."
)


def post_with_bonus(office: Office, amount: str = "2000 eur") -> None:
    form = office.margaret.types("/refer post").modal("Post an opening")
    assert form.value("When is it paid?") == "0, 90"
    preview = submit_and_expect(fill_opening_form(form, bonus=amount), "Preview")
    assert RULE in preview.text, "the preview says exactly what is stored"
    submit_and_expect(preview, "Posted").closes()
    office.ada.sees("Bonus: 2,000 EUR", where="#hiring")
    wait_until_settled(office)


def change_bonus(office: Office, amount: str) -> None:
    office.margaret.opens_home().clicks("Manage")
    office.margaret.modal("Manage opening").clicks("Edit what it says")
    form = office.margaret.modal("Edit ENG-1").fills("Bonus", amount)
    assert form.submits() is None


def own_list(person: Person) -> str:
    person.types("/refer mine")
    return person.ephemerals()[-1].text


def test_a_bonus_runs_from_the_posting_to_the_payment(office: Office) -> None:
    post_with_bonus(office)
    form = office.ada.types("/refer ENG-1").modal("Refer someone")
    assert "Bonus for ENG-1: 2,000 EUR, and you're eligible." in form.text
    assert RULE not in form.text, "the name is on the first screen"
    terms = form.clicks("Terms")
    assert terms is not None
    details = terms.next_modal("Opening")
    assert RULE in details.text
    assert "By referring someone you agree to this" in details.text
    details.closes()
    submit_and_expect(fill_lead_form(form), "Thank you")
    assert "Bonus 2,000 EUR pending: it counts once they're hired." in own_list(office.ada)
    second = office.bob.types("/refer ENG-1").modal("Refer someone")
    submit_and_expect(fill_lead_form(second), "Thank you")
    assert "Bonus 2,000 EUR void: it goes to the first person" in own_list(office.bob)
    card = office.linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")

    # The rule changes; the frozen one counts, and the page says so.
    change_bonus(office, "500 EUR")
    home = office.ada.opens_home()
    home.sees("Bonus 2,000 EUR pending")
    home.sees("The rule for this role has changed since. Yours stays as it was on Monday 2 March.")

    # Hired: the first day has to be a day that can be meant.
    wait_until_settled(office)
    card.reload().clicks("Move stage")
    form = office.linus.modal("Move stage").fills("Move to", "Hired")
    refused = submit_and_expect_errors(
        form.fills("Their first day", date(2036, 3, 2)),
        {"Their first day": "That's more than a year away. Choose an earlier day."},
    )
    assert refused.fills("Their first day", date(2026, 3, 9)).submits() is None
    office.ada.sees("Grace Hopper is hired for ENG-1!", where="dm")
    text = own_list(office.ada)
    assert "Bonus 1,000 EUR eligible: it's due on Monday 9 March if they're still here." in text
    assert "1,000 EUR eligible: it's due on Sunday 7 June if they're still here." in text

    advance_clock(office, days=7)
    assert "1,000 EUR due: it fell due on Monday 9 March" in own_list(office.ada)
    carol = office.carol
    carol.opens_home().clicks("Bonuses")
    payroll = carol.modal("Bonuses")
    assert "Grace Hopper for ENG-1 Staff Engineer, Storage, from @ada" in payroll.text
    payroll.clicks("Mark as paid")
    assert (
        "1,000 EUR (at the start) paid: @carol marked it on Monday 9 March 2026."
        in carol.modal("Bonuses").text
    )
    assert "paid: @carol marked it on Monday 9 March." in own_list(office.ada)

    # She leaves before the second part is due.
    carol.modal("Bonuses").clicks("Change days")
    days = carol.modal("First and last day").fills("Last day", date(2026, 3, 1))
    refused = submit_and_expect_errors(days, {"Last day": "That's before the first day."})
    refused.fills("Last day", date(2026, 3, 9))
    assert "void: they left before it was due." in submit_and_expect(refused, "Bonuses").text
    assert "paid: @carol marked it" in own_list(office.ada)


def test_whoever_is_not_eligible_reads_it_before_submitting(office: Office) -> None:
    post_with_bonus(office)
    form = office.linus.types("/refer ENG-1").modal("Refer someone")
    assert "it isn't for recruiters, so you aren't eligible" in form.text
    form = office.margaret.types("/refer").modal("Refer someone")
    assert "Bonus" not in form.text
    form.fills("Candidate's name", "Alan Turing")
    form.picks("Opening", "ENG-1")
    assert "it isn't for the role's hiring manager, so you aren't eligible" in form.text
    assert form.value("Candidate's name") == "Alan Turing", "what was typed stays"
    submit_and_expect(
        fill_lead_form(form, name="Alan Turing", email="alan@example.com"), "Thank you"
    )
    assert "void: it isn't for the role's hiring manager." in own_list(office.margaret)


def test_wrong_amounts_and_days_are_refused_at_their_field(office: Office) -> None:
    form = office.margaret.types("/refer post").modal("Post an opening")
    fill_opening_form(form)
    for amount, sentence in (
        ("2.000,50 EUR", "A comma is for thousands and a point for cents: 2,000.50 EUR."),
        ("1e9 EUR", "Write the amount, then the currency: 2,000 EUR."),
        ("-5 EUR", "A bonus can't be negative. Write it without the minus."),
        ("0 EUR", "A bonus can't be zero. Leave it empty if there isn't one."),
        ("5 QQQ", "I don't know the currency “QQQ”. Use its code, such as EUR or USD."),
        ("5.50 JPY", "That's more decimals than JPY has."),
    ):
        submit_and_expect_errors(form.fills("Bonus", amount), {"Bonus": sentence})
    submit_and_expect_errors(
        form.fills("Bonus", "5 EUR").fills("When is it paid?", "90, 0"),
        {"When is it paid?": "Put the earlier day first, and each day once: 0, 90."},
    )


def test_only_recruiters_and_admins_mark_a_bonus_and_only_once(office: Office) -> None:
    post_with_bonus(office)
    refer_candidate(office.ada)
    card = office.linus.sees("@ada put Grace Hopper forward for ENG-1", where="dm")
    wait_until_settled(office)
    move_stage(card.reload(), "Hired", office.linus)
    wait_until_settled(office)
    assert "their first day isn't entered yet" in own_list(office.ada)
    assert "Bonuses" not in office.ada.opens_home().choices()
    office.linus.opens_home().clicks("Bonuses")
    office.linus.modal("Bonuses").clicks("Add first day")
    form = office.linus.modal("First and last day").fills("First day", date(2026, 3, 2))
    listed = submit_and_expect(form, "Bonuses")
    office.carol.opens_home().clicks("Bonuses")
    stale = office.carol.modal("Bonuses")
    listed.clicks("Mark as paid")
    stale.clicks("Mark as paid")
    assert "@linus has marked it as paid already." in office.carol.modal("Vouch").text
    assert not direct_messages(office.ada, "marked it"), "the clock shows it, and nobody is spammed"
    office.linus.modal("Bonuses").clicks("Take back")
    assert "Mark as paid" in office.linus.modal("Bonuses").buttons
    # As a guest, Ada is no colleague any more, and sees nothing of it.
    office.slack.make_guest("ada")
    advance_clock(office, hours=2)
    assert "onus" not in own_list(office.ada) + office.ada.opens_home().text


def test_a_move_to_a_role_with_a_bonus_freezes_its_terms_on_that_day(office: Office) -> None:
    post_opening(office)  # ENG-1 has no bonus
    wait_until_settled(office)  # and is compared with general referrals before there is one
    refer_candidate(office.ada)
    second = office.bob.types("/refer ENG-1").modal("Refer someone")
    submit_and_expect(fill_lead_form(second), "Thank you")
    form = fill_lead_form(office.ada.types("/refer").modal("Refer someone"), name="Alan Turing")
    form.fills("E-mail", "alan@example.com").fills("Opening", "No role yet")
    endorse_from_thanks(
        submit_and_expect(form, "Thank you"), saw="Wrote our Go storage service in Berlin."
    )
    form = office.margaret.types("/refer post").modal("Post an opening")
    fill_opening_form(form, title="Go Engineer, Storage", bonus="2000 eur", needs="Go, storage.")
    submit_and_expect(submit_and_expect(form, "Preview"), "Posted").closes()
    wait_until_settled(office)

    # Someone put forward in general: the offer says so before the click, which agrees to it.
    match = office.ada.sees("ENG-2 Go Engineer, Storage may suit Alan Turing", where="dm")
    assert f"Bonus for ENG-2, and you're eligible: {RULE}" in match.text
    match.clicks("Put forward")
    wait_until_settled(office)
    assert "Bonus 2,000 EUR pending" in own_list(office.ada)

    # A referral that the hiring team moves: both advocates hear the terms that count from now on.
    ending = end_opening(office, "Close: not filled")
    ending.fills("Everyone else", "Put forward for another opening")
    ending.sees("Which opening?").picks("Which opening?", "ENG-2")
    submit_and_expect(ending, "Who hears what?")
    come_to_work(office, "ada", "bob")
    moved = office.ada.sees("Grace Hopper is now in the running for ENG-2", where="dm")
    assert f"Bonus for ENG-2, and you're eligible: {RULE}" in moved.text
    assert own_list(office.ada).count("Bonus 2,000 EUR pending") == 2
    assert "Bonus 2,000 EUR void: it goes to the first person" in own_list(office.bob)


def test_a_second_voice_agrees_to_a_bonus_that_came_after_the_first(office: Office) -> None:
    post_opening(office)  # ENG-1 has no bonus
    refer_candidate(office.ada).closes()
    assert "Bonus" not in own_list(office.ada)
    change_bonus(office, "2000 EUR")
    form = office.bob.types("/refer ENG-1").modal("Refer someone")
    assert "Bonus for ENG-1: 2,000 EUR, and you're eligible." in form.text
    submit_and_expect(fill_lead_form(form), "Thank you")
    assert "Bonus 2,000 EUR pending: it counts once they're hired." in own_list(office.ada)
    assert "Bonus 2,000 EUR void: it goes to the first person" in own_list(office.bob)
    # What Bob agreed to stays.
    change_bonus(office, "5 EUR")
    assert "Bonus 2,000 EUR pending" in own_list(office.ada)
