"""Someone who had "not now" comes back to the desk and to the advocate on the day that was set."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sandbox.driver.person import SeenMessage
from tests.office import Office
from tests.stories.actions import (
    SAW,
    advance_clock,
    come_to_work,
    direct_messages,
    move_stage,
    open_manage_form,
    post_opening,
    refer_candidate,
    run_concurrently,
    set_clock_and_settle,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account

DAY = datetime(2026, 6, 2, 9, 5, tzinfo=UTC)  # three months after Monday 2 March
BACK = "had “not now” for ENG-1 on Monday 2 March"


def say_not_now(office: Office, card: SeenMessage, when: str | None = None) -> None:
    card.clicks("Move stage")
    form = office.linus.modal("Move stage").fills("Move to", "Not now")
    form = office.linus.modal("Not now").fills("Why?", "The timing didn't work")
    if when:
        form.fills("When should we look again?", when)
    assert form.submits() is None
    wait_until_settled(office)


def end_opening(office: Office) -> None:
    open_manage_form(office.linus).fills("Change it to", "Close: not filled").submits()


def test_the_owner_gets_them_back_with_the_evidence_and_the_advocate_on_their_bench(
    office: Office, card: SeenMessage
) -> None:
    say_not_now(office, card)
    news = office.ada.sees("I'll bring them back to @linus on Tuesday 2 June.", where="dm")
    news.clicks("Keep on my bench")
    form = office.ada.modal("Add to your bench")
    assert "I'll ask you about them on Tuesday 2 June 2026" in form.text
    form.fills("Remind me to get in touch", "Every half year").submits()
    office.ada.modal("Your bench").closes()

    again = refer_candidate(office.ada)  # the same voice, before the day
    assert "@linus looks at it again on Tuesday 2 June" in again.text
    assert direct_messages(office.linus, "It had an answer before") == []

    set_clock_and_settle(office, datetime(2026, 6, 1, 9, 5, tzinfo=UTC))
    assert direct_messages(office.linus, BACK) == []
    set_clock_and_settle(office, DAY)
    item = office.linus.sees(BACK, where="dm")
    assert SAW in item.text
    assert "the timing didn't work" in item.text
    assert item.buttons == ["Look again", "Later", "Not needed", "Settings"]
    office.ada.sees("Grace Hopper", where="dm")
    set_clock_and_settle(office, datetime(2026, 6, 2, 14, 5, tzinfo=UTC))
    assert "Grace Hopper" in office.ada.dm()[-1].text  # the check-in of the bench

    run_concurrently(lambda: item.clicks("Look again"), lambda: item.clicks("Look again"))
    wait_until_settled(office)
    assert "They're in the running again" in item.reload().text
    office.ada.sees("Grace Hopper was put forward for ENG-1 again", where="dm")
    assert "It's your turn" in card.reload().text


def test_what_nobody_looks_at_goes_to_the_next_person_and_the_advocate_hears_the_truth(
    office: Office, card: SeenMessage
) -> None:
    say_not_now(office, card)
    set_clock_and_settle(office, DAY)
    office.linus.sees(BACK, where="dm")
    assert direct_messages(office.margaret, BACK) == []
    set_clock_and_settle(office, datetime(2026, 6, 4, 9, 5, tzinfo=UTC))
    assert len(direct_messages(office.linus, BACK)) == 2
    set_clock_and_settle(office, datetime(2026, 6, 8, 9, 5, tzinfo=UTC))
    come_to_work(office, "margaret")
    question = office.margaret.sees(f"{BACK}, and it's time to look again.", where="dm")
    assert "@linus hasn't answered yet. Can you look?" in question.text
    assert "I've asked" not in question.text
    own = direct_messages(office.linus, BACK)[-1]
    assert "I'm asking @margaret as well." in own.text
    assert own.buttons == ["Look again", "Settings"]

    set_clock_and_settle(office, datetime(2026, 6, 9, 15, 5, tzinfo=UTC))
    note = (
        "The day to look at Grace Hopper again for ENG-1 was Tuesday 2 June, and there's no answer "
        "yet as of"
    )
    told = office.ada.sees(note, where="dm").text
    assert f"{note} Tuesday 9 June. I've asked @margaret too." in told
    set_clock_and_settle(office, datetime(2026, 6, 16, 15, 5, tzinfo=UTC))
    assert len(direct_messages(office.ada, note)) == 2, "she hears every week"
    come_to_work(office, "carol")
    office.carol.sees(BACK, where="dm")  # The others are asked in turn.

    question.reload().clicks("Look again")
    come_to_work(office, "ada")
    office.ada.sees("Grace Hopper was put forward for ENG-1 again", where="dm")
    assert "no answer yet" not in direct_messages(office.ada, "Grace Hopper")[-1].text
    come_to_work(office, "linus")
    assert "Look again" not in own.reload().buttons


def test_a_no_and_another_day_are_told_to_the_advocate(office: Office, card: SeenMessage) -> None:
    say_not_now(office, card, "In a month")
    thanks = direct_messages(office.ada, "Thank you for putting Grace Hopper forward")[0]
    assert "@linus looks at it again on Thursday 2 April." in thanks.reload().text
    set_clock_and_settle(office, datetime(2026, 4, 2, 9, 5, tzinfo=UTC))
    item = office.linus.sees(BACK, where="dm")
    item.clicks("Later")
    form = office.linus.modal("Later")
    form.fills("Day", date(2026, 4, 20)).submits()
    come_to_work(office, "ada")
    office.ada.sees(
        "@linus will look at Grace Hopper again for ENG-1 on Monday 20 April", where="dm"
    )
    assert "@linus looks at it again on Monday 20 April." in thanks.reload().text
    set_clock_and_settle(office, datetime(2026, 4, 15, 9, 5, tzinfo=UTC))
    assert direct_messages(office.ada, "no answer yet") == [], "the day is still to come"

    set_clock_and_settle(office, datetime(2026, 4, 20, 9, 5, tzinfo=UTC))
    second = direct_messages(office.linus, BACK)[-1]
    second.clicks("Not needed")
    wait_until_settled(office)
    assert second.reload().buttons == ["Settings"]
    assert "Look again" not in office.linus.opens_home().buttons
    news = office.ada.sees(
        "@linus looked at Grace Hopper again for ENG-1, and it's still “not now”.", where="dm"
    )
    assert "Keep on my bench" in news.buttons
    assert "looks at it again" not in thanks.reload().text
    advance_clock(office, days=21)
    assert direct_messages(office.ada, "no answer yet") == []


def test_the_next_person_is_asked_while_the_owner_is_away(
    office: Office, card: SeenMessage
) -> None:
    say_not_now(office, card)
    set_clock_and_settle(office, datetime(2026, 6, 1, 9, 5, tzinfo=UTC))
    office.linus.sets_status(":palm_tree:", "Vacation")
    set_clock_and_settle(office, DAY)
    come_to_work(office, "margaret")
    assert direct_messages(office.linus, BACK) == []
    question = office.margaret.sees(BACK, where="dm")
    set_clock_and_settle(office, datetime(2026, 6, 4, 15, 5, tzinfo=UTC))
    assert "I've asked twice" in direct_messages(office.margaret, BACK)[-1].text
    assert "not only to you" not in direct_messages(office.margaret, BACK)[-1].text
    question.reload().clicks("Look again")
    wait_until_settled(office)
    office.ada.sees("Grace Hopper was put forward for ENG-1 again. @margaret", where="dm")


def test_someone_who_was_hired_elsewhere_does_not_come_back(
    office: Office, card: SeenMessage
) -> None:
    say_not_now(office, card)
    post_opening(office, title="Data Engineer")
    refer_candidate(office.ada, "ENG-2").closes()
    wait_until_settled(office)
    other = office.linus.sees("Grace Hopper forward for ENG-2", where="dm")
    move_stage(other, "Hired", office.linus)
    set_clock_and_settle(office, datetime(2026, 6, 12, 9, 5, tzinfo=UTC))
    assert direct_messages(office.linus, BACK) == []
    assert direct_messages(office.ada, "no answer yet") == []


def test_a_reopening_by_mistake_keeps_the_day(office: Office, card: SeenMessage) -> None:
    say_not_now(office, card)
    move_stage(card.reload(), "In review", office.linus)
    wait_until_settled(office)
    card.reload().clicks("Put it right")
    wait_until_settled(office)
    set_clock_and_settle(office, DAY)
    office.linus.sees(BACK, where="dm")
    set_clock_and_settle(office, datetime(2026, 6, 9, 15, 5, tzinfo=UTC))
    office.ada.sees("and there's no answer yet as of", where="dm")


def test_nobody_is_asked_again_where_nobody_wants_it(office: Office, card: SeenMessage) -> None:
    say_not_now(office, card, "Not again")
    assert "bring them back" not in office.ada.sees("isn't going further", where="dm").text
    set_clock_and_settle(office, DAY)
    assert direct_messages(office.linus, BACK) == []
    refer_candidate(office.ada)  # without a day, anybody may put them forward again
    office.linus.sees("It had an answer before", where="dm")


def test_another_voice_reopens_it_before_the_day(office: Office, card: SeenMessage) -> None:
    say_not_now(office, card)
    refer_candidate(office.bob)
    office.linus.sees("@bob vouches for Grace Hopper too", where="dm")
    wait_until_settled(office)
    move_stage(card.reload(), "In review", office.linus)
    set_clock_and_settle(office, DAY)
    assert direct_messages(office.linus, BACK) == []


def test_it_comes_back_to_somebody_else_when_the_owner_has_left(
    office: Office, card: SeenMessage
) -> None:
    say_not_now(office, card)
    change_account(office, "linus", deleted=True)
    advance_clock(office, hours=2)
    set_clock_and_settle(office, datetime(2026, 6, 2, 15, 5, tzinfo=UTC))
    others = [office.person(handle) for handle in ("margaret", "priya", "carol")]
    (item,) = [each for person in others for each in direct_messages(person, BACK)]
    assert "Look again" in item.buttons


def test_an_opening_that_has_ended_makes_it_a_general_referral(
    office: Office, card: SeenMessage
) -> None:
    say_not_now(office, card)
    end_opening(office)
    set_clock_and_settle(office, DAY)
    item = office.linus.sees(BACK, where="dm")
    assert "ENG-1 has ended, so they'd come back without a role." in item.text
    item.clicks("Look again")
    office.ada.sees("stays with us as a general referral", where="dm")
