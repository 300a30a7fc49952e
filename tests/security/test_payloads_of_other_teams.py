"""A payload of a team whose token we do not have changes nothing, also if it has rows here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from domain.members import Profile
from handlers.protocol import Source
from storage import members, workspaces
from tests.bot.dispatch_kit import (
    Json,
    Probe,
    button_payload,
    command_payload,
    dispatch,
    event_payload,
    form_payload,
    list_opened_views,
)
from tests.quiet_bot import QuietBot
from tests.security.rows import changed_rows, read_rows

OTHER_TEAM = "T0GLOBEX"


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[QuietBot]:
    """Ada's id is in the other workspace, too, whose rows another process has stored."""
    with QuietBot(sqlite_url) as bot:
        with bot.vouch.database.write() as transaction:
            other = workspaces.save(
                transaction, team_id=OTHER_TEAM, enterprise_id=None, name="G", bot_user_id="U0G"
            )
            members.save_profiles(transaction, other.id, [Profile("U0ADA", "ada", is_admin=True)])
        yield bot


@pytest.mark.parametrize(
    "payload",
    [
        button_payload(),
        form_payload(),
        command_payload(""),
        event_payload("app_home_opened", user="U0ADA", tab="home"),
        event_payload("user_change", user={"id": "U0ADA", "deleted": True}),
    ],
)
def test_it_is_refused(bot: QuietBot, payload: Json) -> None:
    probes = Probe(bot), Probe(bot, Source.SUBMISSION)
    foreign = {**payload, "team": {"id": OTHER_TEAM}} if "team" in payload else {**payload}
    if "team_id" in foreign:
        foreign["team_id"] = OTHER_TEAM
    before = read_rows(bot.vouch.database)
    with capture_logs() as logs:
        answer = dispatch(bot, foreign)
    assert (answer.status, answer.body) == (404, "")
    assert changed_rows(before, read_rows(bot.vouch.database)) == {}
    assert [probe.requests for probe in probes] == [[], []]
    assert list_opened_views(bot) + bot.calls("views.publish") == []
    assert {"unknown_workspace"} == {line["event"] for line in logs}
