"""An advocate and their hire are congratulated in a channel, if both agree."""

from __future__ import annotations

from datetime import date

import pytest

from sandbox.driver.person import SeenMessage
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    erase_candidate,
    post_opening,
    refer_candidate,
    run_concurrently,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account

QUESTION = "May I congratulate you both in #hiring?"
POST = (
    "Congratulations to @bob, who joined us as Staff Engineer, Storage, and to @ada, who put them "
    "forward!"
)


@pytest.fixture
def question(office: Office) -> SeenMessage:
    """Ada is asked on Grace's first day. Grace's account in this company is Bob's."""
    post_opening(office)
    refer_candidate(office.ada).closes()
    wait_until_settled(office)
    office.linus.sees("@ada put Grace", where="dm").reload().clicks("Move stage")
    form = office.linus.modal("Move stage").fills("Move to", "Hired")
    assert form.fills("Their first day", date(2026, 3, 3)).submits() is None
    wait_until_settled(office)
    assert not direct_messages(office.ada, QUESTION), "Grace is not here yet"
    advance_clock(office, days=1)
    come_to_work(office, "ada")
    return office.ada.sees(QUESTION, where="dm")


def say_yes(office: Office, question: SeenMessage, hired: str = "bob") -> None:
    question.clicks("Yes, ask them")
    form = office.ada.modal("Congratulate you both")
    refused = form.fills("Who are they here?", "ada").submits()
    assert refused is not None
    assert "Who are they here?" in refused.errors
    assert refused.fills("Who are they here?", hired).submits() is None
    come_to_work(office, hired)


def posts(office: Office) -> list[SeenMessage]:
    return [each for each in office.ada.channel("#hiring") if "Congratulations" in each.text]


def test_it_is_posted_once_both_agree_and_either_takes_it_back(
    office: Office, question: SeenMessage
) -> None:
    assert "I'd ask them too, and post it only if you both agree." in question.text
    say_yes(office, question)
    asked = office.bob.sees(QUESTION, where="dm")
    assert "@ada put you forward for Staff Engineer, Storage, and now you're here." in asked.text
    assert POST in asked.text
    assert "I've asked @bob. It's posted only if they agree." in question.reload().text
    assert not posts(office)
    run_concurrently(lambda: asked.clicks("Yes, post it"), lambda: asked.clicks("Yes, post it"))
    wait_until_settled(office)
    (post,) = posts(office)
    assert POST in post.text
    assert "You both agreed, and it's in #hiring." in question.reload().text
    come_to_work(office, "ada")
    news = office.ada.sees("@bob agreed too, so I'm congratulating you both.", where="dm")
    assert asked.reload().buttons == ["Take it back"]
    news.clicks("Take it back")
    wait_until_settled(office)
    assert not posts(office)
    for message in (asked, news):
        assert "@ada took it back" in message.reload().text
        assert message.reload().buttons == []


def test_a_no_or_a_silence_posts_nothing(office: Office, question: SeenMessage) -> None:
    say_yes(office, question)
    asked = office.bob.sees(QUESTION, where="dm")
    asked.clicks("No, thanks")
    asked.clicks("Yes, post it")
    assert "your first answer counts" in office.bob.modal("Vouch").text
    wait_until_settled(office)
    assert "You said no, so nothing was posted." in asked.reload().text
    assert "It's posted only if they agree." in question.reload().text, "a no looks like a silence"
    advance_clock(office, days=21)
    assert not posts(office)
    assert len(direct_messages(office.bob, QUESTION)) == 1, "nobody is asked twice"


def test_an_advocate_who_does_not_want_it_or_left_is_left_alone(
    office: Office, question: SeenMessage
) -> None:
    advance_clock(office, days=7, hours=1)
    come_to_work(office, "ada")
    assert len(direct_messages(office.ada, QUESTION)) == 2
    question.clicks("No, thanks")
    wait_until_settled(office)
    assert "All right, I won't post anything." in question.reload().text
    change_account(office, "ada", deleted=True)
    advance_clock(office, days=21)
    assert not direct_messages(office.bob, QUESTION)
    assert not posts(office)


def test_the_post_goes_with_what_is_erased(office: Office, question: SeenMessage) -> None:
    say_yes(office, question)
    asked = office.bob.sees(QUESTION, where="dm")
    asked.clicks("Yes, post it")
    wait_until_settled(office)
    assert len(posts(office)) == 1
    office.linus.sees("@ada put Grace", where="dm").reload().clicks("Read in full")
    erase_candidate(office.linus.modal("Referral"))
    wait_until_settled(office)
    assert not posts(office)
    for message in (asked.reload(), question.reload()):
        assert "@bob" not in message.text
        assert "Take it back" not in message.buttons
