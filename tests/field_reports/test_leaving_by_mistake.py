"""An account is deactivated by mistake, or becomes a guest's, and is a colleague's again later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.bench import BenchDetails
from domain.directory import DirectoryError
from domain.follow_ups import FollowUpKind
from domain.members import Profile, SlackStatus
from domain.openings import Opening, OpeningStatus
from domain.referrals import Referral
from nudges import departures
from nudges import follow_ups as follow_up_nudges
from sandbox.workspace.slack_objects import user_json
from services import bench as bench_service
from services import departures as departure_service
from services import desk
from services import openings as opening_service
from slack_io.client import SlackClient
from storage import bench, follow_ups, openings, referrals
from storage import departures as stored_departures
from tests.bot.dispatch_kit import button_payload, dispatch, event_payload
from tests.contexts import context_for
from tests.quiet_bot import QuietBot
from views.departures import TAKE_BACK

LINUS, PRIYA, MARGARET = "U0LINUS", "U0PRIYA", "U0MARGARET"


@pytest.fixture
def bot(database_url: str) -> Iterator[QuietBot]:
    with QuietBot(database_url) as bot:
        yield bot


def change_account(bot: QuietBot, handle: str, **fields: object) -> None:
    """Change an account in Slack, and bring Slack's event to the bot."""
    user_id = bot.person(handle).client.user_id(handle)
    bot.person("carol").client.post_admin("change_user", user=user_id, **fields)
    world = bot.slack.world
    user = world.users[user_id]
    event = event_payload("user_change", str(uuid4()), user=user_json(world, user, with_email=True))
    assert dispatch(bot, event).status == 200


def find_people_in_charge(
    bot: QuietBot, opening: Opening, referral: Referral
) -> tuple[object, ...]:
    """The opening's recruiter, and the referral's owner."""
    with bot.vouch.database.read() as transaction:
        opening_now = openings.find(transaction, bot.workspace_id, opening.id)
        referral_now = referrals.find(transaction, bot.workspace_id, referral.id)
    assert opening_now is not None
    assert referral_now is not None
    return opening_now.recruiter, referral_now.owner


def add_to_bench(bot: QuietBot, user_id: str, name: str = "Quillow") -> None:
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor(user_id), now=bot.now())
        bench_service.add_person(context, BenchDetails(name, f"{name.lower()}@example.org"))


def list_bench(bot: QuietBot, user_id: str) -> list[str]:
    with bot.vouch.database.read() as transaction:
        people = bench.list_people(transaction, bot.workspace_id, user_id, limit=9)
    return [person.details.name for person in people]


def list_reminders(bot: QuietBot, user_id: str) -> list[str]:
    """The kinds of the open follow-ups of this person."""
    with bot.vouch.database.read() as transaction:
        found = follow_ups.list_open(
            transaction, bot.workspace_id, user_id, 99, kinds=tuple(FollowUpKind)
        )
    return sorted(each.kind.value for each in found)


def test_who_is_back_within_minutes_has_lost_nothing(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    referral = bot.refer_candidate(opening)
    add_to_bench(bot, LINUS)
    reminders = list_reminders(bot, LINUS)
    assert reminders == ["check_in", "recruiter_answer"]
    change_account(bot, "linus", deleted=True)
    bot.run_delivery(2)
    bot.advance_clock(minutes=5)
    change_account(bot, "linus", deleted=False)
    bot.run_delivery(2)
    assert find_people_in_charge(bot, opening, referral) == (LINUS, LINUS)
    assert list_bench(bot, LINUS) == ["Quillow"]
    assert list_reminders(bot, LINUS) == reminders


def look_again(bot: QuietBot, *, after_hours: float = 1) -> None:
    bot.advance_clock(hours=after_hours)
    while departures.step(bot.vouch.database, bot.vouch.slack, bot.now()):
        pass


@pytest.mark.parametrize(
    ("emoji", "lasts", "stored"), [("calendar", True, False), ("palm_tree", False, True)]
)
def test_the_second_look_stores_a_status_as_every_other_reading(
    bot: QuietBot, emoji: str, lasts: bool, stored: bool
) -> None:
    """A meeting is not stored, and of a holiday it is stored since when it was seen."""
    ends_at = bot.now() + timedelta(hours=1) if lasts else None
    linus = bot.actor(LINUS).member
    profile = Profile(LINUS, linus.name, tz=linus.tz, status=SlackStatus(emoji, ends_at))
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.workspace_id, now=bot.now())
        departure_service.report_departure(context, LINUS)
        (departure,) = stored_departures.claim_second_looks(
            transaction, bot.now() + timedelta(hours=1), again_at=bot.now(), limit=1
        )
        departure_service.take_second_look(context, departure, profile)
    status = bot.actor(LINUS).member.status
    assert status == (SlackStatus(emoji, ends_at, since=bot.now()) if stored else None)


def test_ownership_moves_after_the_second_look_and_returns_within_a_month(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    referral = bot.refer_candidate(opening)
    add_to_bench(bot, LINUS)
    change_account(bot, "linus", deleted=True)
    look_again(bot, after_hours=0.9)
    assert find_people_in_charge(bot, opening, referral) == (LINUS, LINUS)
    look_again(bot, after_hours=0.1)
    bot.run_delivery(2)
    assert find_people_in_charge(bot, opening, referral) == (MARGARET, MARGARET)
    assert list_reminders(bot, LINUS) == []
    assert list_reminders(bot, MARGARET) == ["recruiter_answer"]
    bot.advance_clock(days=29)
    change_account(bot, "linus", deleted=False)
    assert find_people_in_charge(bot, opening, referral) == (LINUS, LINUS)
    assert list_reminders(bot, LINUS) == ["check_in", "recruiter_answer"]
    assert list_bench(bot, LINUS) == ["Quillow"]


def test_what_was_kept_is_deleted_after_a_month(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    referral = bot.refer_candidate(opening)
    add_to_bench(bot, LINUS)
    change_account(bot, "linus", deleted=True)
    look_again(bot)
    look_again(bot, after_hours=30 * 24)
    assert list_bench(bot, LINUS) == []
    change_account(bot, "linus", deleted=False)
    assert find_people_in_charge(bot, opening, referral) == (MARGARET, MARGARET)
    assert list_reminders(bot, LINUS) == []


@pytest.mark.parametrize("body", [None, b"<html>", b'{"ok":true}', b'{"ok":true,"user":{}}'])
def test_a_second_look_that_slack_does_not_answer_is_repeated(
    bot: QuietBot, body: bytes | None
) -> None:
    opening = bot.post_opening("hiring")
    referral = bot.refer_candidate(opening)
    change_account(bot, "linus", deleted=True)
    bot.slack.fail("users.info", "internal_error", about="linus", body=body)
    with pytest.raises(DirectoryError):
        look_again(bot)
    assert find_people_in_charge(bot, opening, referral) == (LINUS, LINUS)
    look_again(bot)
    assert find_people_in_charge(bot, opening, referral) == (MARGARET, MARGARET)


def test_messages_wait_for_the_second_look(bot: QuietBot) -> None:
    bot.refer_candidate(bot.post_opening("hiring"))
    change_account(bot, "linus", deleted=True)
    bot.run_delivery(2)
    assert bot.states("received") == ["queued"]
    change_account(bot, "linus", deleted=False)
    bot.advance_clock(hours=2)
    bot.run_delivery(2)
    assert bot.states("received") == ["sent"]


@pytest.mark.parametrize("kind_of_guest", ["is_restricted", "is_ultra_restricted"])
def test_a_member_who_becomes_a_guest_is_treated_as_leaving(
    bot: QuietBot, kind_of_guest: str
) -> None:
    opening = bot.post_opening("hiring")
    referral = bot.refer_candidate(opening)
    add_to_bench(bot, LINUS)
    change_account(bot, "linus", **{kind_of_guest: True})
    look_again(bot, after_hours=0.9)
    assert find_people_in_charge(bot, opening, referral) == (LINUS, LINUS)
    look_again(bot, after_hours=0.1)
    assert find_people_in_charge(bot, opening, referral) == (MARGARET, MARGARET)
    assert list_reminders(bot, LINUS) == []
    change_account(bot, "linus", **{kind_of_guest: False})
    assert find_people_in_charge(bot, opening, referral) == (LINUS, LINUS)
    assert list_reminders(bot, LINUS) == ["check_in", "recruiter_answer"]
    assert list_bench(bot, LINUS) == ["Quillow"]


def test_a_hiring_manager_who_became_a_guest_gets_no_referrals(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    change_account(bot, "linus", is_restricted=True)
    change_account(bot, "margaret", is_restricted=True)
    assert bot.refer_candidate(opening).owner == PRIYA


def test_a_guest_is_not_nudged_with_buttons_that_refuse(bot: QuietBot) -> None:
    bot.refer_candidate(bot.post_opening("hiring"))
    bot.run_delivery(2)
    change_account(bot, "ada", is_restricted=True)
    before = len(bot.texts("ada"))
    for _ in range(10):
        bot.advance_clock(days=1)
        follow_up_nudges.step(bot.vouch.database, bot.now())
        bot.run_delivery(2)
    assert len(bot.texts("ada")) == before
    change_account(bot, "ada", is_restricted=False)
    assert "heartbeat" in list_reminders(bot, "U0ADA")


def button_values(bot: QuietBot, handle: str, action_id: str) -> list[str]:
    """The values of the buttons with this action id in the person's direct message."""
    return [
        str(element["value"])
        for seen in bot.person(handle).dm()
        for block in seen.message.get("blocks", ())
        for element in (*block.get("elements", ()), block.get("accessory") or {})
        if element.get("action_id") == action_id
    ]


def press_button(bot: QuietBot, user_id: str, value: str) -> None:
    action = {"type": "button", "action_id": TAKE_BACK, "block_id": "b", "value": value}
    payload = button_payload(f"{user_id}.1", TAKE_BACK, user_id, actions=[action])
    assert dispatch(bot, payload).status == 200


def test_what_somebody_else_acted_on_is_offered_back(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    taken, untouched = (bot.refer_candidate(opening, name) for name in ("Grace", "Alan"))
    change_account(bot, "linus", deleted=True)
    look_again(bot)
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor(MARGARET), now=bot.now())
        desk.take_referral(context, taken.id)
    bot.advance_clock(days=2)
    change_account(bot, "linus", deleted=False)
    bot.run_delivery(2)
    assert find_people_in_charge(bot, opening, untouched) == (LINUS, LINUS)
    assert find_people_in_charge(bot, opening, taken) == (LINUS, MARGARET)
    (welcome,) = [text for text in bot.texts("linus") if "Welcome back" in text]
    assert "@margaret" in welcome
    assert "Grace" not in welcome  # Nothing erases this message, so it names no candidate.
    (value,) = button_values(bot, "linus", TAKE_BACK)
    press_button(bot, LINUS, value)
    bot.run_delivery(2)
    assert find_people_in_charge(bot, opening, taken) == (LINUS, LINUS)
    assert button_values(bot, "linus", TAKE_BACK) == []


def test_an_opening_that_was_edited_meanwhile_is_offered_back(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    change_account(bot, "linus", deleted=True)
    look_again(bot)
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor(MARGARET), now=bot.now())
        opening_service.set_status(context, opening.id, OpeningStatus.PAUSED)
    change_account(bot, "linus", deleted=False)
    bot.run_delivery(2)
    (value,) = button_values(bot, "linus", TAKE_BACK)
    for user in ("U0ADA", LINUS):  # Nobody else can take it.
        press_button(bot, user, value)
        with bot.vouch.database.read() as transaction:
            found = openings.find(transaction, bot.workspace_id, opening.id)
        assert found is not None
        assert found.recruiter == (LINUS if user == LINUS else MARGARET)


def test_who_lost_nothing_to_others_is_told_nothing(bot: QuietBot) -> None:
    change_account(bot, "bob", deleted=True)
    look_again(bot)
    change_account(bot, "bob", deleted=False)
    bot.run_delivery(2)
    assert bot.texts("bob") == []


def test_an_event_during_the_second_look_wins(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    referral = bot.refer_candidate(opening)
    change_account(bot, "linus", deleted=True)

    class SlowClient(SlackClient):
        def fetch_profile(self, user_id: str, team_id: str) -> Profile | None:
            profile = super().fetch_profile(user_id, team_id)
            change_account(bot, "linus", deleted=False)
            return profile

    bot.advance_clock(hours=1)
    slow = SlowClient(bot.slack.bot_token, bot.slack.api_url)
    departures.step(bot.vouch.database, slow, bot.now())
    assert find_people_in_charge(bot, opening, referral) == (LINUS, LINUS)
    assert bot.actor(LINUS).member.active
