"""From a payload to a response: duplicates, refusals, faults, and people who are not stored."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from sqlalchemy import event as sql
from structlog.testing import capture_logs

from bot.dispatch import error_messages as errors
from domain.errors import FieldError, NotFoundError
from domain.follow_ups import FollowUpKind
from domain.messages import Nudge
from domain.permissions import Access
from domain.working_time import CivilHours
from handlers.protocol import Done, Rejected, Request, Response, Show, Source
from services.context import Context
from storage import follow_ups, held_follow_ups, members, settings
from storage.idempotency_keys import DuplicateRequestError
from tests.bot.dispatch_kit import (
    TEAM,
    Json,
    Probe,
    body_of,
    button_payload,
    command_payload,
    dispatch,
    event_payload,
    form_payload,
    list_opened_views,
    list_statements,
)
from tests.contexts import store_policy
from tests.quiet_bot import QuietBot

LATE_HOURS = CivilHours(time(15), time(16, 30))


def test_a_request_is_looked_up_in_three_queries(bot: QuietBot) -> None:
    """They read the workspace, the member with the idempotency key, and the policy."""
    Probe(bot)
    workspace = member = policy = draft = "SELECT"
    assert list_statements(bot, command_payload("")) == ["BEGIN", workspace, member, policy, draft]
    stored = ["INSERT", "INSERT"]
    windows = "SELECT"  # which the person may have open
    assert list_statements(bot, button_payload()) == [
        *("BEGIN", workspace, member, policy, stored[0], windows, stored[1])
    ]
    assert list_statements(bot, button_payload()) == ["BEGIN", workspace, member]


# Workspaces and their policies ------------------------------------------------------------------


@pytest.mark.parametrize("team_id", ["T0OTHER", 7, "T0\x00\ud800"])
@pytest.mark.parametrize(
    "payload",
    [button_payload(), form_payload(), command_payload(), event_payload("app_home_opened")],
)
def test_a_payload_of_an_unknown_workspace_is_refused(
    bot: QuietBot, payload: Json, team_id: object
) -> None:
    probe, _ = Probe(bot), Probe(bot, Source.SUBMISSION)
    foreign = {**payload, "team": {"id": team_id}} if "team" in payload else {**payload}
    if "team_id" in foreign:
        foreign["team_id"] = team_id
    with capture_logs() as logs:
        answer = dispatch(bot, foreign)
    assert (answer.status, answer.body) == (404, "")
    assert {"unknown_workspace"} == {line["event"] for line in logs}
    assert (probe.requests, probe.stored_rows) == ([], 0)


def test_a_changed_policy_holds_at_the_next_click_tick_and_message(bot: QuietBot) -> None:
    with bot.vouch.database.read() as transaction:
        policy = settings.find_policy(transaction, bot.workspace_id)
    assert "posted by recruiters" in body_of(dispatch(bot, command_payload("post")))["text"]
    hours = CivilHours(time(12), time(16, 30))
    changed = replace(policy, hours=hours, hiring_managers=frozenset({"U0ADA"}))
    store_policy(bot.vouch.database, bot.workspace_id, changed)
    dispatch(bot, command_payload("post"))
    assert len(list_opened_views(bot)) == 1

    referral = bot.refer_candidate(bot.post_opening())
    bot.run_delivery(3)
    with bot.vouch.database.write() as transaction:
        (heartbeat,) = follow_ups.list_by_subject(
            transaction, bot.workspace_id, FollowUpKind.HEARTBEAT, referral.id
        )
        held_follow_ups.postpone(transaction, [heartbeat.id], bot.now())
    tick = next(tick for tick in bot.vouch.ticks if tick.id == "follow_ups")
    tick.step()
    assert bot.rows(Nudge.kind) == [], "10:00 in London is before the new hours"
    bot.advance_clock(hours=2)
    tick.step()
    assert len(bot.rows(Nudge.kind)) == 1

    store_policy(bot.vouch.database, bot.workspace_id, replace(changed, hours=LATE_HOURS))
    bot.run_delivery(2)
    assert bot.states(Nudge.kind) == ["queued"], (
        "12:00 is before the hours of the policy at sending"
    )
    store_policy(bot.vouch.database, bot.workspace_id, changed)
    bot.advance_clock(hours=3)
    bot.run_delivery(2)
    assert bot.states(Nudge.kind) == ["sent"]


# Duplicates -------------------------------------------------------------------------------------


def test_a_click_that_comes_twice_acts_once(bot: QuietBot) -> None:
    probe = Probe(bot)
    for _ in range(2):
        assert dispatch(bot, button_payload()).status == 200
    assert len(probe.requests) == probe.stored_rows == 1
    assert [("Well done." in text) for text in list_opened_views(bot)] == [True, True]
    dispatch(bot, button_payload("1.1.other"))
    assert probe.stored_rows == 2


def test_a_form_that_comes_twice_gets_the_first_response(bot: QuietBot) -> None:
    probe = Probe(bot, Source.SUBMISSION)
    first, second = dispatch(bot, form_payload()), dispatch(bot, form_payload())
    assert first.body == second.body
    assert probe.stored_rows == 1
    dispatch(bot, form_payload(text="mended"))
    assert probe.stored_rows == 2


def test_an_event_that_slack_delivers_again_acts_once(bot: QuietBot) -> None:
    probe = Probe(bot, Source.EVENT, "probe_event")
    for event_id in ("Ev1", "Ev1", "Ev2"):
        assert dispatch(bot, event_payload("probe_event", event_id, user="U0ADA")).status == 200
    assert probe.stored_rows == 2


def test_a_refused_form_can_be_corrected_and_sent_again(bot: QuietBot) -> None:
    probe = Probe(bot, Source.SUBMISSION)
    probe.response = Rejected(FieldError("name", "empty"))
    assert "errors" in body_of(dispatch(bot, form_payload()))
    assert probe.stored_rows == 1  # `Rejected` commits what the handler stored
    probe.response = Done()
    assert dispatch(bot, form_payload()).body == ""
    assert len(probe.requests) == 2


def test_two_duplicates_at_once_give_one_response(bot: QuietBot) -> None:
    """Two replicas handle the request. The second notices only when it stores the key."""
    probe = Probe(bot, Source.SUBMISSION)
    probe.error = DuplicateRequestError()
    probe.response = Done()

    def fail_once(context: Context, request: Request) -> Response:
        try:
            return probe(context, request)
        finally:
            probe.error = None

    bot.vouch.registry.add(
        Source.SUBMISSION, "once", fail_once, access=Access.ANYONE, action="help", writes=True
    )
    answer = dispatch(bot, form_payload(id_="once"))
    assert (answer.status, answer.body) == (200, "")
    assert probe.stored_rows == 1


# Refusals and faults ----------------------------------------------------------------------------


def test_a_refusal_is_shown_at_its_field_and_nothing_is_stored(bot: QuietBot) -> None:
    probe = Probe(bot, Source.SUBMISSION)
    probe.error = FieldError("name", "empty")
    answer = body_of(dispatch(bot, form_payload()))
    assert answer == {"response_action": "errors", "errors": {"name": "Who is it?"}}
    assert probe.stored_rows == 0


def test_a_refusal_of_a_click_is_shown_in_a_modal(bot: QuietBot) -> None:
    probe = Probe(bot)
    probe.error = NotFoundError("referral")
    dispatch(bot, button_payload())
    assert "there any more" in list_opened_views(bot)[0]
    assert probe.stored_rows == 0


def test_a_refused_event_is_acknowledged(bot: QuietBot) -> None:
    """A person who left opens App Home. Nobody would read its refusal, so none is shown."""
    with bot.vouch.database.write() as transaction:
        assert members.set_inactive(transaction, bot.workspace_id, "U0ADA")
    with capture_logs() as lines:
        assert (
            dispatch(bot, event_payload("app_home_opened", user="U0ADA", tab="home")).status == 200
        )
    assert [line for line in lines if line["event"] == "handler_failed"] == []
    assert bot.calls("views.publish") == []


def test_a_fault_has_a_code_that_is_in_the_log(bot: QuietBot) -> None:
    probe = Probe(bot)
    probe.error = ZeroDivisionError("a bug of ours")
    with capture_logs() as lines:
        assert dispatch(bot, button_payload()).status == 200
    code = next(line["code"] for line in lines if line["event"] == "handler_failed")
    assert f"this code: {code}" in list_opened_views(bot)[0]
    assert probe.stored_rows == 0
    probe.error = None
    dispatch(bot, button_payload())  # the failed click has not used up its idempotency key
    assert probe.stored_rows == 1


def test_after_a_fault_the_form_stays_open(bot: QuietBot) -> None:
    probe = Probe(bot, Source.SUBMISSION)
    probe.error = RuntimeError("a bug of ours")
    answer = body_of(dispatch(bot, form_payload()))
    assert answer["response_action"] in ("push", "errors")
    assert re.search(r"this code: \w{4}", json.dumps(answer))


def test_an_unknown_button_says_that_it_is_old(bot: QuietBot) -> None:
    dispatch(bot, button_payload(id_="long_gone"))
    assert errors.UNKNOWN_BUTTON.split(",")[0] in list_opened_views(bot)[0]


@pytest.mark.parametrize(
    "payload",
    [
        event_payload("message", text="hello"),
        {"type": "block_suggestion", "team": TEAM, "user": {"id": "U0ADA"}, "action_id": "gone"},
        {"type": "view_closed", "team": TEAM, "user": {"id": "U0ADA"},
         "view": {"callback_id": "x"}},
        event_payload("user_change"),
        event_payload("user_change", user="U0ADA"),
        event_payload("user_change", user={"id": None, "profile": []}),
        event_payload("team_join", user={"id": "U0NEW", "profile": None}),
        event_payload("app_home_opened", user=None),
        {**button_payload(), "actions": [{"action_id": "probe", "value": {"a": 1}}]},
        {**button_payload(), "view": None, "user": {"id": "U0ADA", "name": None}},
        {**form_payload(), "view": {"callback_id": "probe", "type": "modal"}},
        {**form_payload(), "view": {"callback_id": "probe", "type": "modal", "blocks": "x"}},
        {**form_payload(), "view": {"callback_id": "probe", "type": "modal", "state": 1}},
        command_payload("\x00 \ud800 " + "x" * 5000),
        {**command_payload(), "text": None},
        {**command_payload(), "trigger_id": None},
    ],
)  # fmt: skip
def test_odd_payloads_are_acknowledged_without_a_fault(bot: QuietBot, payload: Json) -> None:
    Probe(bot)
    Probe(bot, Source.SUBMISSION)
    with capture_logs() as lines:
        assert dispatch(bot, payload).status == 200
    assert [line for line in lines if line["log_level"] == "error"] == []


def test_a_button_in_a_view_that_slack_does_not_know_is_no_fault(bot: QuietBot) -> None:
    Probe(bot)
    odd = {**button_payload(), "view": {"type": "modal", "state": [], "private_metadata": 5}}
    with capture_logs() as lines:
        assert dispatch(bot, odd).status == 400  # Slack refuses to show a view on it
    assert [line for line in lines if line["log_level"] == "error"] == []


# People -----------------------------------------------------------------------------------------


def test_somebody_who_is_not_stored_is_looked_up_in_slack(sqlite_url: str) -> None:
    with QuietBot(sqlite_url, with_members=False) as bot:
        probe = Probe(bot)
        dispatch(bot, button_payload())
        assert probe.actors[0].member.tz == "Europe/London"
        dispatch(bot, button_payload("1.1.next"))
        assert len(bot.calls("users.info")) == 1


def test_a_recruiter_by_group_is_one_from_the_first_click_on(sqlite_url: str) -> None:
    settings = {"VOUCH_RECRUITERS": "", "VOUCH_RECRUITER_GROUP": "recruiters"}
    with QuietBot(sqlite_url, with_members=False, settings=settings) as bot:
        dispatch(bot, command_payload("post", user="U0PRIYA"))
        assert "Post an opening" in list_opened_views(bot)[0]
        answer = body_of(dispatch(bot, command_payload("post", user="U0ADA")))
        assert "posted by recruiters" in answer["text"]


@pytest.mark.parametrize("error", ["user_not_found", "internal_error", "missing_scope"])
def test_somebody_whom_slack_does_not_know_may_do_nothing(sqlite_url: str, error: str) -> None:
    with QuietBot(sqlite_url, with_members=False) as bot:
        probe = Probe(bot)
        bot.slack.fail("users.info", error)
        dispatch(bot, button_payload())
        assert probe.requests == []
        assert "hasn't told me who you are" in list_opened_views(bot)[0]


@pytest.mark.parametrize("who", ["U0GUS", "U0SAM"])
def test_guests_and_external_people_who_are_not_stored_are_refused(
    sqlite_url: str, who: str
) -> None:
    with QuietBot(sqlite_url, with_members=False) as bot:
        answer = body_of(dispatch(bot, command_payload("", user=who)))
    assert "people who work here" in answer["text"]


# Views ------------------------------------------------------------------------------------------


def test_a_trigger_that_expired_is_reported_to_the_person(bot: QuietBot) -> None:
    for error in ("expired_trigger_id", "ratelimited", "internal_error"):
        bot.slack.fail("views.open", error)
        assert body_of(dispatch(bot, command_payload("")))["text"] == errors.TOO_LATE
    bot.slack.fail("views.open", "invalid_blocks")
    assert "our fault" in body_of(dispatch(bot, command_payload("")))["text"]


def test_a_view_that_cannot_be_shown_is_not_acknowledged(bot: QuietBot) -> None:
    Probe(bot).response = Show({"type": "modal", "blocks": []})
    statuses = {}
    for number, error in enumerate(("expired_trigger_id", "service_unavailable", "ratelimited")):
        bot.slack.fail("views.open", error)
        statuses[error] = dispatch(bot, button_payload(f"9.{number}.x")).status
    assert statuses == {"expired_trigger_id": 400, "service_unavailable": 503, "ratelimited": 503}


def test_a_duplicate_click_is_acknowledged_as_its_view_is_open(bot: QuietBot) -> None:
    Probe(bot).response = Show({"type": "modal", "blocks": []})
    bot.slack.fail("views.open", "exchanged_trigger_id")
    assert dispatch(bot, button_payload()).status == 200


def test_an_event_whose_handler_failed_is_not_acknowledged(bot: QuietBot) -> None:
    sql.listen(bot.vouch.database.write_engine, "begin", _raise_os_error)
    assert dispatch(bot, event_payload("user_change", user={"id": "U0ADA"})).status == 500
    sql.remove(bot.vouch.database.write_engine, "begin", _raise_os_error)
    assert dispatch(bot, event_payload("user_change", user={"id": "U0ADA"})).status == 200


def _raise_os_error(_connection: Any) -> None:
    raise OSError("the database is away")


def test_the_first_click_makes_no_call_but_the_form(bot: QuietBot) -> None:
    before = len(bot.slack.traffic)
    dispatch(bot, command_payload(""))
    assert [entry["name"] for entry in bot.slack.traffic[before:]] == ["views.open"]


def test_a_fault_in_parsing_or_responding_is_no_success(bot: QuietBot) -> None:
    probe = Probe(bot)
    probe.response = "no answer at all"  # type: ignore[assignment]  # the test needs an invalid response
    with capture_logs() as lines:
        assert dispatch(bot, button_payload()).status == 200
    assert "our fault" in list_opened_views(bot)[0]
    assert [line for line in lines if line["event"] == "handler_failed"]
