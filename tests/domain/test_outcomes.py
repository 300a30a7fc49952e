"""Outcomes of calls: each known error of Slack, the defaults, and which calls may be repeated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.outcomes import CallOutcome, classify_no_answer, classify_response


@pytest.mark.parametrize(
    ("error", "status", "expected"),
    [
        ("", 200, CallOutcome.SENT),
        ("ratelimited", 429, CallOutcome.RATE_LIMITED),
        ("rate_limited", 200, CallOutcome.RATE_LIMITED),
        ("message_limit_exceeded", 200, CallOutcome.RATE_LIMITED),
        ("", 429, CallOutcome.RATE_LIMITED),
        ("fatal_error", 200, CallOutcome.UNKNOWN),
        ("internal_error", 200, CallOutcome.UNKNOWN),
        ("internal_error", 500, CallOutcome.UNKNOWN),
        ("", 500, CallOutcome.UNKNOWN),
        ("", 503, CallOutcome.UNKNOWN),
        ("", 0, CallOutcome.UNKNOWN),
        ("", 408, CallOutcome.UNKNOWN),
        ("service_unavailable", 503, CallOutcome.TRY_AGAIN),
        ("request_timeout", 200, CallOutcome.TRY_AGAIN),
        ("", 302, CallOutcome.TRY_AGAIN),
        ("", 404, CallOutcome.TRY_AGAIN),
        ("something_new", 200, CallOutcome.TRY_AGAIN),
        ("something_new", 502, CallOutcome.UNKNOWN),
        ("user_disabled", 200, CallOutcome.MEMBER_GONE),
        ("user_not_found", 200, CallOutcome.MEMBER_GONE),
        ("channel_not_found", 200, CallOutcome.CHANNEL_GONE),
        ("not_in_channel", 200, CallOutcome.NOT_IN_CHANNEL),
        ("is_archived", 200, CallOutcome.ARCHIVED),
        ("cannot_dm_bot", 200, CallOutcome.CANNOT_DM),
        ("user_not_visible", 200, CallOutcome.NOT_VISIBLE),
        ("restricted_action", 200, CallOutcome.FORBIDDEN),
        ("restricted_action_read_only_channel", 200, CallOutcome.FORBIDDEN),
        ("account_inactive", 200, CallOutcome.TOKEN_DEAD),
        ("token_revoked", 200, CallOutcome.TOKEN_DEAD),
        ("invalid_auth", 200, CallOutcome.TOKEN_DEAD),
        ("token_expired", 200, CallOutcome.TOKEN_DEAD),
        ("missing_scope", 200, CallOutcome.MISSING_SCOPE),
        ("messages_tab_disabled", 200, CallOutcome.MESSAGES_TAB_OFF),
        ("not_enabled", 200, CallOutcome.HOME_TAB_OFF),
        ("expired_trigger_id", 200, CallOutcome.TOO_LATE),
        ("exchanged_trigger_id", 200, CallOutcome.TOO_LATE),
        ("used_url", 404, CallOutcome.TOO_LATE),
        ("expired_url", 404, CallOutcome.TOO_LATE),
        ("hash_conflict", 200, CallOutcome.CONFLICT),
        ("message_not_found", 200, CallOutcome.MESSAGE_GONE),
        ("cant_update_message", 200, CallOutcome.MESSAGE_GONE),
        ("edit_window_closed", 200, CallOutcome.MESSAGE_GONE),
        ("invalid_blocks", 200, CallOutcome.OUR_BUG),
        ("invalid_arguments", 400, CallOutcome.OUR_BUG),
        ("msg_blocks_too_long", 200, CallOutcome.OUR_BUG),
        ("some_new_thing_too_long", 200, CallOutcome.OUR_BUG),
        ("push_limit_reached", 200, CallOutcome.OUR_BUG),
        (" Is_Archived ", 200, CallOutcome.ARCHIVED),
    ],
)
def test_an_answer_of_slack_has_an_outcome(error: str, status: int, expected: CallOutcome) -> None:
    assert classify_response(error, status) is expected


def test_a_call_without_an_answer_may_have_happened() -> None:
    assert classify_no_answer() is CallOutcome.UNKNOWN
    assert classify_no_answer(request_left=False) is CallOutcome.TRY_AGAIN


@given(st.text(max_size=40), st.integers(0, 599))
def test_every_answer_has_an_outcome_and_only_a_plain_success_is_sent(
    error: str, status: int
) -> None:
    outcome = classify_response(error, status)
    assert not (outcome.permanent and outcome.halts)
    if outcome is CallOutcome.SENT:
        assert not error.strip()
        assert 200 <= status < 300


@given(st.sampled_from([0, 408, 500, 502, 503, 504]), st.text(max_size=20))
def test_a_call_that_may_have_happened_is_never_repeated_blindly(status: int, error: str) -> None:
    assert classify_response(f"x_{error}", status) is CallOutcome.UNKNOWN
