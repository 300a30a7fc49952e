"""More than 4,000 people: Slack lists 20 pages of 200 in a minute, and then answers 429."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.demo.company import COMPANY
from domain.endorsements import Relationship
from domain.referrals import Consent, Lead
from nudges import members as member_tick
from sandbox.rate_limits import RateLimiter
from services import referrals
from storage import members
from tests.bot.dispatch_kit import command_payload, dispatch, list_opened_views
from tests.contexts import context_for
from tests.quiet_bot import QuietBot

# Slack lists people in the order in which they joined, so that Nils is on the last page.
CROWD = [{"handle": f"p{number:04}", "id": f"U1P{number:04}"} for number in range(4500)]
COMPANY_OF_THOUSANDS = {
    **COMPANY,
    "users": [*COMPANY["users"], *CROWD, {"handle": "nils", "id": "U2NILS"}],
    "usergroups": [{"handle": "recruiters", "id": "S0RECRUIT", "members": ["nils"]}],
}
SETTINGS = {"VOUCH_RECRUITERS": "U1P4400", "VOUCH_RECRUITER_GROUP": "recruiters"}


@contextmanager
def large_company(url: str) -> Iterator[QuietBot]:
    with QuietBot(url, with_members=False, settings=SETTINGS, company=COMPANY_OF_THOUSANDS) as bot:
        bot.slack.engine.limiter = RateLimiter(seconds=bot.slack.clock.timestamp)
        yield bot


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[QuietBot]:
    with large_company(sqlite_url) as bot:
        yield bot


@pytest.fixture
def bot_on_each_database(database_url: str) -> Iterator[QuietBot]:
    with large_company(database_url) as bot:
        yield bot


def run_tick(bot: QuietBot) -> None:
    """Run the steps as the scheduler does, as long as they find work."""
    while member_tick.step(bot.vouch.database, bot.vouch.slack, bot.now()):
        pass


def count_stored(bot: QuietBot) -> int:
    with bot.vouch.database.read() as transaction:
        return len(members.list_colleague_ids(transaction, bot.workspace_id, 9999))


def list_pages(bot: QuietBot) -> list[tuple[str, str]]:
    """Return the cursor of each call of users.list, and Slack's error or an empty text."""
    return [
        (str(call["request"].get("cursor", "")), call["error"] or "")
        for call in bot.calls("users.list")
    ]


def test_everybody_is_read_from_the_cursor_on_when_slack_allows_it(
    bot_on_each_database: QuietBot,
) -> None:
    bot = bot_on_each_database
    run_tick(bot)
    assert 3900 < count_stored(bot) < 4100
    assert len(list_pages(bot)) == 21
    assert list_pages(bot)[-1][1] == "ratelimited"
    bot.advance_clock(seconds=30)
    run_tick(bot)
    assert len(list_pages(bot)) == 21, "Slack said in Retry-After that it takes longer"
    bot.advance_clock(seconds=30)
    run_tick(bot)
    cursors = [cursor for cursor, error in list_pages(bot) if not error]
    assert len(cursors) == len(set(cursors)) == 23, "no page is read twice"
    assert count_stored(bot) > 4500
    bot.advance_clock(hours=5)
    run_tick(bot)
    assert len(list_pages(bot)) == 24, "the next reading is six hours after the last"


def test_a_restart_goes_on_with_the_next_page(bot: QuietBot) -> None:
    for _ in range(6):
        member_tick.step(bot.vouch.database, bot.vouch.slack, bot.now())
    read_before = [cursor for cursor, _ in list_pages(bot)]
    assert 0 < len(read_before) < 10
    bot.vouch.database.close()
    bot.assemble(bot.slack.api_url)
    run_tick(bot)
    read_after = [cursor for cursor, _ in list_pages(bot)][len(read_before) :]
    assert not set(read_before) & set(read_after)


def test_a_cursor_that_slack_does_not_take_any_more_begins_anew(bot: QuietBot) -> None:
    for _ in range(6):
        member_tick.step(bot.vouch.database, bot.vouch.slack, bot.now())
    bot.slack.fail("users.list", "invalid_cursor")
    run_tick(bot)
    run_tick(bot)
    pages = list_pages(bot)
    refused = [error for _, error in pages].index("invalid_cursor")
    assert pages[refused + 1] == ("", "")


def test_recruiters_and_whoever_clicks_are_known_before_their_pages_are_read(
    bot: QuietBot,
) -> None:
    run_tick(bot)
    with bot.vouch.database.read() as transaction:
        known = members.find_many(transaction, bot.workspace_id, ["U2NILS", "U1P4400", "U1P4401"])
        recruiters, _ = members.list_recruiters_and_admins(
            transaction, bot.workspace_id, ["U1P4400"], []
        )
    assert set(known) == {"U2NILS", "U1P4400"}
    assert recruiters == ("U1P4400", "U2NILS")
    dispatch(bot, command_payload("post", user="U2NILS"))
    dispatch(bot, {**command_payload("", user="U1P4499"), "trigger_id": "4.4.d"})
    views = list_opened_views(bot)
    assert "Post an opening" in views[0]
    assert "Refer someone" in views[1]


def test_a_referral_has_an_owner_before_the_first_page_is_read(bot: QuietBot) -> None:
    bot.slack.fail("users.list", "ratelimited", status=429, retry_after=60)
    run_tick(bot)
    dispatch(bot, command_payload("", user="U0ADA"))
    lead = Lead(
        None, "Grace Hopper", "grace@example.org", None, Relationship.STUDIED, Consent.AGREED
    )
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor("U0ADA"), now=bot.now())
        referral = referrals.submit_lead(context, lead).referral
    assert referral.owner == "U1P4400"
