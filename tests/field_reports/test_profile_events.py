"""Slack reports every new status and picture of thousands of people: these store nothing."""

from __future__ import annotations

from sqlalchemy import event as sql
from sqlalchemy import func, select

from sandbox.workspace.slack_objects import user_json
from storage import members
from storage.tables.messages import IDEMPOTENCY_KEY
from tests.bot.dispatch_kit import Json, dispatch, event_payload
from tests.quiet_bot import QuietBot


def report_user(bot: QuietBot, handle: str, event_id: str, type_: str = "user_change") -> Json:
    world = bot.slack.world
    user = world.user_by_handle(handle)
    assert user is not None
    return event_payload(type_, event_id, user=user_json(world, user, with_email=True))


def count_keys(bot: QuietBot) -> int:
    with bot.vouch.database.read() as transaction:
        return transaction.scalar(select(func.count()).select_from(IDEMPOTENCY_KEY)) or 0


def test_profile_events_that_change_nothing_write_nothing(bot: QuietBot) -> None:
    writes: list[object] = []
    sql.listen(bot.vouch.database.write_engine, "begin", writes.append)
    for number in range(100):
        bot.person("ada").client.post_admin(
            "change_user", user="U0ADA", status_text=f"Lunch {number}"
        )
        for type_ in ("user_change", "team_join"):
            answer = dispatch(bot, report_user(bot, "ada", f"Ev{type_}{number}", type_))
            assert answer.status == 200
    assert (count_keys(bot), len(writes)) == (0, 0)


def test_a_profile_event_that_changes_something_is_stored_once(bot: QuietBot) -> None:
    client = bot.person("ada").client
    client.post_admin("change_user", user="U0ADA", tz="Asia/Tokyo")
    moved = report_user(bot, "ada", "EvMoved")
    assert dispatch(bot, moved).status == 200
    client.post_admin("change_user", user="U0ADA", tz="Europe/Rome")
    assert dispatch(bot, report_user(bot, "ada", "EvBack")).status == 200
    assert dispatch(bot, moved).status == 200  # Slack repeats an event that it saw no answer to.
    with bot.vouch.database.read() as transaction:
        ada = members.find(transaction, bot.workspace_id, "U0ADA")
    assert ada is not None
    assert ada.tz == "Europe/Rome"
    assert count_keys(bot) == 2
