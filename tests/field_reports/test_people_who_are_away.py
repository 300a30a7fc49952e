"""People whose Slack status says that they are away get no nudges, and no answer is promised."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.members import SlackStatus
from nudges import follow_ups as follow_up_nudges
from sandbox.driver.client import wait_for
from storage import members
from tests.bot.dispatch_kit import dispatch
from tests.field_reports.test_profile_events import count_keys, report_user
from tests.office import Office
from tests.quiet_bot import QuietBot
from tests.stories.actions import (
    come_to_work,
    direct_messages,
    post_opening,
    refer_and_endorse,
    set_clock_and_settle,
    wait_until_settled,
)

REMINDER = "because you can give an answer"
HOLIDAY = ":palm_tree:"
PROMISE = "owns the answer and has until Wednesday"


def day(number: int, hour: int) -> datetime:
    return datetime(2026, 3, number, hour, 5, tzinfo=UTC)


def set_status(
    office: Office, handle: str, emoji: str, until: datetime | None = None, text: str = ""
) -> None:
    """Set someone's status, and wait until the bot has stored it."""
    person = office.person(handle)
    person.sets_status(emoji, text, until)

    def is_stored() -> bool:
        with office.vouch.database.read() as transaction:
            member = members.find(transaction, office.vouch.workspace.id, person.id)
        assert member is not None
        return (member.status is not None) is bool(emoji)

    assert wait_for(is_stored, 5)


def test_a_new_referral_goes_past_whoever_is_away(office: Office) -> None:
    post_opening(office)
    set_status(office, "linus", HOLIDAY)
    refer_and_endorse(office.ada, offers=())
    office.ada.sees(f"@margaret {PROMISE}", where="dm")
    come_to_work(office, "margaret")
    office.margaret.sees("Grace Hopper", where="dm")


def test_a_meeting_is_no_absence(office: Office) -> None:
    post_opening(office)
    office.linus.sets_status(":calendar:", "In a meeting", office.now() + timedelta(hours=1))
    refer_and_endorse(office.ada, offers=())
    office.ada.sees(f"@linus {PROMISE}", where="dm")


def test_a_long_status_is_an_absence_whatever_its_emoji(office: Office) -> None:
    post_opening(office)
    set_status(office, "linus", ":rocket:", day(6, 23))
    refer_and_endorse(office.ada, offers=())
    office.ada.sees(f"@margaret {PROMISE}", where="dm")


def test_no_answer_is_promised_where_everybody_who_could_answer_is_away(office: Office) -> None:
    post_opening(office)
    for handle in ("linus", "margaret", "priya"):
        set_status(office, handle, HOLIDAY, day(9, 8))
    set_status(office, "carol", HOLIDAY, day(9, 8))
    refer_and_endorse(office.ada, offers=())
    thanks = office.ada.sees("@linus owns the answer and is away until Monday 9 March", where="dm")
    assert PROMISE not in thanks.text
    office.ada.types("/refer mine")
    office.ada.sees("@linus has it and is away until Monday 9 March.")


def test_the_answer_of_an_owner_who_is_away_is_asked_of_somebody_else_when_it_is_due(
    office: Office,
) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    wait_until_settled(office)
    set_status(office, "linus", HOLIDAY, day(13, 16))
    set_clock_and_settle(office, day(4, 11))
    set_clock_and_settle(office, day(4, 16))  # in the hours of New York
    assert direct_messages(office.linus, REMINDER) == []
    (reminder,) = direct_messages(office.margaret, REMINDER)
    reminder.clicks("I'll take it")
    office.ada.sees("@margaret has taken Grace Hopper", where="dm")


def test_an_owner_whom_nobody_can_replace_is_asked_when_they_are_back(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, offers=())
    wait_until_settled(office)
    for handle in ("linus", "margaret", "priya", "carol"):
        set_status(office, handle, HOLIDAY, day(6, 12))
    set_clock_and_settle(office, day(5, 11))
    everybody = (office.linus, office.margaret, office.priya, office.carol)
    assert [direct_messages(person, REMINDER) for person in everybody] == [[], [], [], []]
    set_clock_and_settle(office, day(6, 13))
    assert len(direct_messages(office.linus, REMINDER)) == 1


def test_an_advocate_on_holiday_is_not_nudged_until_they_are_back(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    wait_until_settled(office)
    set_status(office, "ada", HOLIDAY, day(12, 8))
    before = len(office.ada.dm())
    set_clock_and_settle(office, day(6, 11))
    assert len(office.ada.dm()) == before
    set_clock_and_settle(office, day(12, 11))
    assert len(office.ada.dm()) > before


def test_a_nudge_that_is_queued_waits_for_a_reader_who_became_away(bot: QuietBot) -> None:
    bot.refer_candidate(bot.post_opening("hiring"))
    bot.run_delivery(3)
    bot.advance_clock(days=2, hours=4)
    follow_up_nudges.step(bot.vouch.database, bot.now())
    assert bot.states("nudge") == ["queued"]
    back = (bot.now() + timedelta(days=9)).replace(microsecond=0)
    bot.person("linus").sets_status(HOLIDAY, "Away", back)
    dispatch(bot, report_user(bot, "linus", "Ev1"))
    bot.run_delivery(3)
    assert bot.states("nudge") == ["queued"]
    assert not any(REMINDER in text for text in bot.texts("linus"))
    bot.advance_clock(days=9, minutes=10)
    bot.run_delivery(3)
    assert any(REMINDER in text for text in bot.texts("linus"))


def test_the_workspace_chooses_the_emoji_of_an_absence(sqlite_url: str) -> None:
    with Office(sqlite_url, settings={"VOUCH_AWAY_EMOJI": ":ferry:, baby"}) as office:
        post_opening(office)
        set_status(office, "linus", HOLIDAY)
        refer_and_endorse(office.ada, offers=())
        office.ada.sees(f"@linus {PROMISE}", where="dm")
        set_status(office, "linus", ":ferry:")
        refer_and_endorse(office.bob, offers=(), name="Ada Yonath", email="ada@example.org")
        office.bob.sees("@margaret owns the answer", where="dm")


def test_statuses_of_a_day_are_not_stored(bot: QuietBot) -> None:
    """A calendar sets one for each meeting of each of thousands of people."""
    ada = bot.person("ada")
    for hour in range(1, 4):
        ada.sets_status(":calendar:", "In a meeting", bot.now() + timedelta(hours=hour))
        assert dispatch(bot, report_user(bot, "ada", f"Ev{hour}")).status == 200
    assert count_keys(bot) == 0


def test_a_status_is_stored_with_the_time_when_it_was_first_seen(bot: QuietBot) -> None:
    ada, first_seen = bot.person("ada"), bot.now()
    until = (bot.now() + timedelta(days=9)).replace(microsecond=0)
    ada.sets_status(":palm_tree::skin-tone-2:", "Away", until)
    dispatch(bot, report_user(bot, "ada", "Ev1"))
    bot.advance_clock(days=1)
    ada.client.post_admin("change_user", user="U0ADA", tz="Asia/Tokyo")
    dispatch(bot, report_user(bot, "ada", "Ev2"))
    with bot.vouch.database.read() as transaction:
        member = members.find(transaction, bot.workspace_id, "U0ADA")
    assert member is not None
    assert member.tz == "Asia/Tokyo"
    assert member.status == SlackStatus("palm_tree", until, first_seen)
