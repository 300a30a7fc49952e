"""Someone in two roles at once gets no double cards, and has the right bonus and rights."""

from __future__ import annotations

from datetime import UTC, datetime

from nudges import manager_digests
from sandbox.driver.person import Modal, Person
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    fill_lead_form,
    fill_opening_form,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    set_clock_and_settle,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.test_bonus import own_list
from tests.stories.test_desk_list import open_desk

MANAGER = "it isn't for the role's hiring manager, so you aren't eligible"


def post_own_opening(office: Office, who: str, recruiter: str | None) -> None:
    """This person decides on the opening, which has a bonus, and posts it."""
    form = office.person(who).types("/refer post").modal("Post an opening")
    fill_opening_form(form, recruiter=recruiter, bonus="2000 eur").fills("Hiring manager", who)
    submit_and_expect(submit_and_expect(form, "Preview"), "Posted").closes()
    wait_until_settled(office)


def refer_alan(person: Person) -> tuple[str, Modal]:
    """Put Alan Turing forward; return what the form says, and the next modal."""
    form = person.types("/refer ENG-1").modal("Refer someone")
    text = form.text
    fill_lead_form(form, name="Alan Turing", email="alan@example.com")
    return text, submit_and_expect(form, "Thank you")


def cards(person: Person, name: str) -> list[str]:
    """The messages that put this candidate before someone who answers or decides."""
    return [each.text for each in direct_messages(person, f"{name}") if " put " in each.text]


def test_a_recruiter_who_decides_too_and_then_refers(office: Office) -> None:
    linus, priya = office.linus, office.priya
    post_own_opening(office, "linus", "linus")
    refer_and_endorse(office.ada)
    come_to_work(office, "linus")
    (card,) = direct_messages(linus, "Grace Hopper")
    assert "which you decide on" not in card.text
    home = linus.opens_home()
    home.sees("Waiting for your answer").sees("Grace Hopper for ENG-1")
    home.sees("Your openings").sees("1 open referral without a first answer.")
    card.clicks("I'll take it")
    wait_until_settled(office)
    come_to_work(office, "ada")
    assert len(direct_messages(office.ada, "@linus has taken Grace Hopper")) == 1

    # He refers someone for his own role: another recruiter answers, and he gets no bonus.
    text, thanks = refer_alan(linus)
    assert MANAGER in text
    assert "@priya owns the answer" in thanks.text
    thanks.closes()
    come_to_work(office, "priya", "linus")
    assert len(cards(priya, "Alan Turing")) == 1
    assert cards(linus, "Alan Turing") == []
    assert "void: it isn't for the role's hiring manager." in own_list(linus)
    home = linus.opens_home()
    home.sees("Your referrals").sees("Alan Turing").sees("2 open referrals")
    desk = open_desk(linus, "alan")
    desk.sees("@priya has it").clicks("Open")
    window = linus.modal("Referral")
    window.sees("The desk's notes aren't shown to you, as you vouch for this candidate.")
    assert "Add a note" not in [*window.buttons, *window.choices()]
    window.clicks("I'll take it")
    linus.modal("Vouch").sees("someone else answers first. @priya can take it.").closes()
    window.closes()
    # Reminders go to Priya alone, and news to Linus as to any advocate.
    advance_clock(office, days=3)
    come_to_work(office, "priya", "linus")
    assert "Who should answer?" not in "".join(each.text for each in linus.dm())
    priya.sees("Alan Turing", where="dm").clicks("I'll take it")
    come_to_work(office, "linus")
    assert len(direct_messages(linus, "@priya has taken Alan Turing")) == 1


def test_a_hiring_manager_who_refers_to_her_own_opening(office: Office) -> None:
    margaret, linus = office.margaret, office.linus
    post_own_opening(office, "margaret", "linus")
    text, thanks = refer_alan(margaret)
    assert MANAGER in text
    assert "@linus owns the answer" in thanks.text
    thanks.closes()
    come_to_work(office, "linus", "margaret")
    assert len(cards(linus, "Alan Turing")) == 1
    assert cards(margaret, "Alan Turing") == []
    home = margaret.opens_home()
    home.sees("Your openings").sees("1 open referral without a first answer.")
    home.sees("Your referrals").sees("Alan Turing")
    assert "Waiting for your answer" not in home.text
    open_desk(margaret, "alan").clicks("Open")
    window = margaret.modal("Referral")
    window.clicks("I'll take it")
    margaret.modal("Vouch").sees("someone else answers first. @linus can take it.").closes()
    linus.sees("Alan Turing", where="dm").clicks("Hand over")
    refused = linus.modal("Hand over").fills("New owner", "margaret").submits()
    assert refused is not None
    assert "They vouch for this candidate, so they can't answer." in refused.errors["New owner"]
    refused.closes()
    # Her digest on Monday leaves out her own words.
    refer_and_endorse(office.ada)
    come_to_work(office, "margaret")  # A digest leaves out the cards of the last hour.
    manager_digests.step(office.vouch.database, office.now())
    set_clock_and_settle(office, datetime(2026, 3, 9, 15, 0, tzinfo=UTC))  # 11:00 in New York
    manager_digests.step(office.vouch.database, office.now())
    wait_until_settled(office)
    message = margaret.sees("referral for your openings is new or waiting", where="dm")
    digest = message.text.partition("for your openings is")[2]
    assert "Grace Hopper" in digest
    assert "Alan Turing" not in digest


def test_an_owner_who_vouches_too_passes_the_answer_on(office: Office) -> None:
    linus, margaret, priya = office.linus, office.margaret, office.priya
    post_opening(office)
    refer_and_endorse(office.ada)
    come_to_work(office, "linus", "margaret", "ada")
    thanks = refer_candidate(linus)
    assert "Thank you for vouching for Grace Hopper for ENG-1." in thanks.text
    assert "@margaret" in thanks.text
    thanks.closes()
    come_to_work(office, "linus", "margaret", "ada")
    assert direct_messages(linus, "vouches for Grace Hopper too") == []
    owner_cards = direct_messages(margaret, "@linus handed this to you.")
    assert len(owner_cards) == 1
    assert "@linus worked with them" in owner_cards[0].text
    assert direct_messages(margaret, "vouches for Grace Hopper too") == []
    office.ada.sees("@margaret has Grace Hopper for ENG-1 now, and will answer you.", where="dm")
    home = linus.opens_home()
    assert "Waiting for your answer" not in home.text
    home.sees("Your referrals").sees("Grace Hopper")
    margaret.opens_home().sees("Waiting for your answer").sees("Grace Hopper")
    # Nobody else is told, and Linus hears what any advocate hears.
    assert direct_messages(priya, "Grace Hopper") == []
    owner_cards[0].clicks("I'll take it")
    come_to_work(office, "linus")
    assert len(direct_messages(linus, "@margaret has taken Grace Hopper")) == 1
