"""Slack errors: each name of the pitfall table, the defaults, and what may be tried again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.slack_errors import Outcome, no_answer, outcome_of


@pytest.mark.parametrize(
    ("error", "status", "expected"),
    [
        ("", 200, Outcome.SENT),
        ("ratelimited", 429, Outcome.RATE_LIMITED),
        ("rate_limited", 200, Outcome.RATE_LIMITED),
        ("message_limit_exceeded", 200, Outcome.RATE_LIMITED),
        ("", 429, Outcome.RATE_LIMITED),
        ("fatal_error", 200, Outcome.UNKNOWN),
        ("internal_error", 200, Outcome.UNKNOWN),
        ("internal_error", 500, Outcome.UNKNOWN),
        ("", 500, Outcome.UNKNOWN),
        ("", 503, Outcome.UNKNOWN),
        ("", 0, Outcome.UNKNOWN),
        ("", 408, Outcome.UNKNOWN),
        ("service_unavailable", 503, Outcome.TRY_AGAIN),
        ("request_timeout", 200, Outcome.TRY_AGAIN),
        ("", 302, Outcome.TRY_AGAIN),
        ("", 404, Outcome.TRY_AGAIN),
        ("something_new", 200, Outcome.TRY_AGAIN),
        ("something_new", 502, Outcome.UNKNOWN),
        ("user_disabled", 200, Outcome.MEMBER_GONE),
        ("user_not_found", 200, Outcome.MEMBER_GONE),
        ("channel_not_found", 200, Outcome.CHANNEL_GONE),
        ("not_in_channel", 200, Outcome.NOT_IN_CHANNEL),
        ("is_archived", 200, Outcome.ARCHIVED),
        ("cannot_dm_bot", 200, Outcome.CANNOT_DM),
        ("user_not_visible", 200, Outcome.NOT_VISIBLE),
        ("restricted_action", 200, Outcome.FORBIDDEN),
        ("restricted_action_read_only_channel", 200, Outcome.FORBIDDEN),
        ("account_inactive", 200, Outcome.TOKEN_DEAD),
        ("token_revoked", 200, Outcome.TOKEN_DEAD),
        ("invalid_auth", 200, Outcome.TOKEN_DEAD),
        ("token_expired", 200, Outcome.TOKEN_DEAD),
        ("missing_scope", 200, Outcome.MISSING_SCOPE),
        ("messages_tab_disabled", 200, Outcome.MESSAGES_TAB_OFF),
        ("not_enabled", 200, Outcome.HOME_TAB_OFF),
        ("expired_trigger_id", 200, Outcome.TOO_LATE),
        ("exchanged_trigger_id", 200, Outcome.TOO_LATE),
        ("used_url", 404, Outcome.TOO_LATE),
        ("expired_url", 404, Outcome.TOO_LATE),
        ("hash_conflict", 200, Outcome.CONFLICT),
        ("message_not_found", 200, Outcome.MESSAGE_GONE),
        ("cant_update_message", 200, Outcome.MESSAGE_GONE),
        ("edit_window_closed", 200, Outcome.MESSAGE_GONE),
        ("invalid_blocks", 200, Outcome.OUR_BUG),
        ("invalid_arguments", 400, Outcome.OUR_BUG),
        ("msg_blocks_too_long", 200, Outcome.OUR_BUG),
        ("some_new_thing_too_long", 200, Outcome.OUR_BUG),
        ("push_limit_reached", 200, Outcome.OUR_BUG),
        (" Is_Archived ", 200, Outcome.ARCHIVED),
    ],
)
def test_outcome_of(error: str, status: int, expected: Outcome) -> None:
    assert outcome_of(error, status) is expected


def test_no_answer() -> None:
    assert no_answer() is Outcome.UNKNOWN
    assert no_answer(request_left=False) is Outcome.TRY_AGAIN


def test_what_is_permanent_and_what_waits_for_an_admin() -> None:
    kept = {Outcome.SENT, Outcome.UNKNOWN, Outcome.TRY_AGAIN, Outcome.RATE_LIMITED}
    kept |= {Outcome.CONFLICT}
    halting = {Outcome.TOKEN_DEAD, Outcome.MISSING_SCOPE}
    halting |= {Outcome.MESSAGES_TAB_OFF, Outcome.HOME_TAB_OFF}
    assert {o for o in Outcome if o.halts} == halting
    assert {o for o in Outcome if o.permanent} == set(Outcome) - halting - kept


@given(st.text(max_size=40), st.integers(0, 599))
def test_every_answer_has_an_outcome_and_only_a_plain_success_is_sent(
    error: str, status: int
) -> None:
    outcome = outcome_of(error, status)
    assert not (outcome.permanent and outcome.halts)
    if outcome is Outcome.SENT:
        assert not error.strip()
        assert 200 <= status < 300


@given(st.sampled_from([0, 408, 500, 502, 503, 504]), st.text(max_size=20))
def test_what_may_have_happened_is_never_sent_again_unseen(status: int, error: str) -> None:
    assert outcome_of(f"x_{error}", status) is Outcome.UNKNOWN
