"""Settings: valid values are read, others are refused with advice on how to correct them."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import DEFAULT_ENV_FILE, Mode, Settings, SettingsError, load

RUNNING = Path(__file__).parents[2] / "docs" / "running.md"
SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1-2-abc", "SLACK_APP_TOKEN": "xapp-1-A1-2-abc"}


def load_socket(**more: str) -> Settings:
    return load({**SOCKET, **more}, env_file=None)


def load_faults(environ: dict[str, str], mode: Mode = "store") -> list[str]:
    """Loads wrong settings and returns the line about each of them."""
    with pytest.raises(SettingsError) as caught:
        load(environ, env_file=None, mode=mode)
    return str(caught.value).split("\n")


def load_fault(environ: dict[str, str], mode: Mode = "store") -> str:
    """Load settings with one wrong value, and return the line of the error about that value."""
    (line,) = load_faults(environ, mode)
    return line


def test_two_tokens_are_enough_and_the_rest_has_the_product_s_defaults() -> None:
    settings = load(SOCKET, env_file=None)
    assert settings.bot_token == "xoxb-1-2-abc"
    assert settings.app_token == "xapp-1-A1-2-abc"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.admins == settings.recruiters == ()
    assert settings.recruiter_group is None
    assert settings.default_tz == "UTC"
    assert (settings.hours_start, settings.hours_end) == (time(9, 30), time(16, 30))
    assert settings.working_days == {0, 1, 2, 3, 4}
    assert settings.dms_per_week == 2
    assert (settings.recruiter_nudge_days, settings.recruiter_escalate_days) == (2, 5)
    assert settings.commitment_days == (3, 7)
    assert settings.heartbeat_days == 7
    assert settings.first_voice_days == 180
    assert settings.tick_seconds == 30
    assert settings.guests_see_openings is False


def test_by_default_the_data_is_a_sqlite_file_in_the_user_s_folder() -> None:
    url = load({}, env_file=None, mode="store").database_url.get_secret_value()
    assert url.startswith("sqlite:///")
    assert url.endswith("vouch.db")


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        (
            "SLACK_API_URL",
            "http://127.0.0.1:4003/api",
            "slack_api_url",
            "http://127.0.0.1:4003/api/",
        ),
        (
            "SLACK_API_URL",
            "https://slack-gov.com/api//",
            "slack_api_url",
            "https://slack-gov.com/api/",
        ),
        ("VOUCH_ADMINS", "U0123ABCD, W9ZZ ,U0123ABCD", "admins", ("U0123ABCD", "W9ZZ")),
        ("VOUCH_RECRUITERS", "U0123ABCD", "recruiters", ("U0123ABCD",)),
        ("VOUCH_RECRUITER_GROUP", "S0123ABCD", "recruiter_group", "S0123ABCD"),
        ("VOUCH_RECRUITER_GROUP", "@Recruiters", "recruiter_group", "recruiters"),
        ("VOUCH_DEFAULT_TZ", "Asia/Kolkata", "default_tz", "Asia/Kolkata"),
        ("VOUCH_HOURS_START", "8:05", "hours_start", time(8, 5)),
        ("VOUCH_WORKING_DAYS", "Sun-Thu", "working_days", frozenset({6, 0, 1, 2, 3})),
        ("VOUCH_WORKING_DAYS", "monday, wed", "working_days", frozenset({0, 2})),
        ("VOUCH_DMS_PER_WEEK", "0", "dms_per_week", 0),
        ("VOUCH_AWAY_EMOJI", ":ferry:, baby", "away_emoji", frozenset({"ferry", "baby"})),
        ("VOUCH_MATCHING_WORDS", "S7 = PLC", "matching_words", "S7 = PLC"),
        ("VOUCH_COMMITMENT_DAYS", "4", "commitment_days", (4,)),
        ("VOUCH_COMMITMENT_DAYS", "2, 10", "commitment_days", (2, 10)),
        ("VOUCH_THANKS_CHANNEL", "C0123ABCD", "thanks_channel", "C0123ABCD"),
        ("VOUCH_CONSENT_NUDGE_DAYS", "1,9", "consent_nudge_days", (1, 9)),
        ("VOUCH_GUESTS_SEE_OPENINGS", "Yes", "guests_see_openings", True),
        ("VOUCH_GUESTS_SEE_OPENINGS", "0", "guests_see_openings", False),
        ("VOUCH_LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("VOUCH_LOG_JSON", "no", "log_json", False),
    ],
)
def test_valid_values_are_read(name: str, text: str, field: str, value: object) -> None:
    assert getattr(load_socket(**{name: text}), field) == value


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("postgres://ada:pw@db/vouch", "postgresql+psycopg://ada:pw@db/vouch"),
        ("postgresql://ada:p%40w@db/vouch", "postgresql+psycopg://ada:p%40w@db/vouch"),
        ("postgresql+psycopg://db/vouch?x=1", "postgresql+psycopg://db/vouch?x=1"),
        ("sqlite:///vouch.db", "sqlite:///vouch.db"),
        ("sqlite+pysqlite:////srv/vouch.db", "sqlite:////srv/vouch.db"),
    ],
)
def test_database_addresses_are_normalised(text: str, url: str) -> None:
    assert load_socket(DATABASE_URL=text).database_url.get_secret_value() == url


@pytest.mark.parametrize(
    ("mode", "second"), [("socket", "SLACK_APP_TOKEN"), ("http", "SLACK_SIGNING_SECRET")]
)
def test_with_nothing_set_everything_that_is_needed_is_named(mode: Mode, second: str) -> None:
    token, other = load_faults({}, mode)
    assert token == (
        'SLACK_BOT_TOKEN is missing. It starts with xoxb- and is under "OAuth & Permissions" of '
        "your app; put it into the environment or into .env."
    )
    assert other.startswith(f"{second} is missing.")


def test_every_fault_is_reported_at_once() -> None:
    wrong = {
        "VOUCH_DM_PER_WEEK": "1",
        "VOUCH_HOURS_END": "24:00",
        "VOUCH_TICK_SECONDS": "often",
    }
    assert [line.split()[0] for line in load_faults(wrong, "socket")] == [
        "VOUCH_DM_PER_WEEK",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "VOUCH_HOURS_END",
        "VOUCH_TICK_SECONDS",
    ]
    pairs = {"VOUCH_HOURS_START": "17:00", "VOUCH_RECRUITER_NUDGE_DAYS": "9"}
    assert [line.split()[0] for line in load_faults(pairs)] == list(pairs)


def test_a_text_that_is_too_long_is_reported_with_its_limit() -> None:
    fault = load_fault({"VOUCH_MATCHING_WORDS": "S7 = PLC; " * 501})
    assert fault.startswith('VOUCH_MATCHING_WORDS is "S7 = PLC; S7')
    assert fault.endswith("but should be at most 5,000 characters long.")


def test_socket_mode_needs_the_app_token_and_http_the_signing_secret() -> None:
    bot = {"SLACK_BOT_TOKEN": "xoxb-1-2-abc"}
    assert load_fault(bot, "socket").startswith("SLACK_APP_TOKEN is missing. It starts with xapp-")
    assert "connections:write" in load_fault(bot, "socket")
    assert load_fault(bot, "http").startswith("SLACK_SIGNING_SECRET is missing.")
    secret = load({**bot, "SLACK_SIGNING_SECRET": "0" * 32}, None, "http").signing_secret
    assert secret == "0" * 32


def test_a_setting_that_is_empty_is_not_set() -> None:
    assert load_faults({"SLACK_BOT_TOKEN": "  "}, "socket")[0].startswith(
        "SLACK_BOT_TOKEN is missing"
    )
    assert load_socket(VOUCH_DMS_PER_WEEK="").dms_per_week == 2


def test_a_secret_that_was_not_needed_is_asked_for_by_name_when_it_is_used() -> None:
    settings = load({}, env_file=None, mode="store")
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN is missing"):
        _ = settings.bot_token


def test_swapped_tokens_are_noticed() -> None:
    bot, app = load_faults(
        {
            "SLACK_BOT_TOKEN": SOCKET["SLACK_APP_TOKEN"],
            "SLACK_APP_TOKEN": SOCKET["SLACK_BOT_TOKEN"],
        }
    )
    assert "belongs in SLACK_APP_TOKEN" in bot
    assert "belongs in SLACK_BOT_TOKEN" in app


def test_a_misspelt_name_of_a_token_is_pointed_out() -> None:
    assert (
        "there is a SLACK_BOT_TOKN" in load_faults({"SLACK_BOT_TOKN": "xoxb-1-2-abc"}, "socket")[0]
    )


def test_a_misspelt_name_of_a_vouch_setting_is_refused() -> None:
    line = load_fault({"VOUCH_DM_PER_WEEK": "1"})
    assert line == "VOUCH_DM_PER_WEEK is not a setting of Vouch. Did you mean VOUCH_DMS_PER_WEEK?"
    assert "Did you mean" not in load_fault({"VOUCH_ZZZZZZZZZZ": "1"})


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("SLACK_BOT_TOKEN", "abc", "should start with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxp-1-2", "user's token"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-1-2", "rotation"),
        ("SLACK_BOT_TOKEN", "xoxb-...", "not a whole token"),
        ("SLACK_APP_TOKEN", "xapp-", "not a whole token"),
        ("SLACK_SIGNING_SECRET", "xoxb-1-2-abc", "holds a token"),
        ("SLACK_SIGNING_SECRET", "…", "not a whole secret"),
        ("SLACK_API_URL", "slack.com/api", "web address"),
        ("SLACK_API_URL", "ftp://slack.com/api/", "web address"),
        ("SLACK_API_URL", "https://slack.com/api/?x=1", "plain web address"),
        ("DATABASE_URL", "mysql://ada:hush@db/vouch", "SQLite or PostgreSQL"),
        ("DATABASE_URL", "vouch.db", "cannot be read"),
        ("DATABASE_URL", "sqlite://", "lost when Vouch stops"),
        ("DATABASE_URL", "sqlite:///:memory:", "lost when Vouch stops"),
        ("DATABASE_URL", "postgresql://ada:hush@db", "names no database"),
        ("VOUCH_ADMINS", "U0123ABCD;U2", "commas"),
        ("VOUCH_ADMINS", "@ada", "member ids"),
        ("VOUCH_RECRUITER_GROUP", "the recruiters", "one user group"),
        ("VOUCH_DEFAULT_TZ", "Berlin", "Europe/Berlin"),
        ("VOUCH_HOURS_START", "half past nine", "09:30"),
        ("VOUCH_HOURS_END", "24:00", "time of day"),
        ("VOUCH_HOURS_START", "16:30", "earlier"),
        ("VOUCH_WORKING_DAYS", "mon-fun", "mon-fri"),
        ("VOUCH_WORKING_DAYS", ",", "names no day"),
        ("VOUCH_DMS_PER_WEEK", "often", "from 0 to 20"),
        ("VOUCH_DMS_PER_WEEK", "2.5", "whole number"),
        ("VOUCH_DMS_PER_WEEK", "-1", "from 0 to 20"),
        ("VOUCH_DMS_PER_WEEK", "²", "from 0 to 20"),
        ("VOUCH_RECRUITER_NUDGE_DAYS", "5", "less than"),
        ("VOUCH_COMMITMENT_DAYS", "7,3", "smaller"),
        ("VOUCH_COMMITMENT_DAYS", "1,2,3", "one or two"),
        ("VOUCH_COMMITMENT_DAYS", "0", "one or two"),
        ("VOUCH_HEARTBEAT_DAYS", "0", "from 1 to 90"),
        ("VOUCH_THANKS_CHANNEL", "#general", "one channel's id"),
        ("VOUCH_GUESTS_SEE_OPENINGS", "perhaps", "yes or no"),
        ("VOUCH_LOG_LEVEL", "loud", "DEBUG, INFO"),
    ],
)
def test_invalid_values_are_refused_with_the_setting_s_name(
    name: str, text: str, part: str
) -> None:
    line = load_fault({name: text})
    assert line.startswith(name)
    assert part in line


def test_no_secret_is_repeated_in_an_error_or_a_print() -> None:
    assert "hush" not in load_fault({"DATABASE_URL": "mysql://ada:hush@db/vouch"})
    assert "hush" not in load_fault({"SLACK_BOT_TOKEN": "hush-hush"})
    settings = load_socket(DATABASE_URL="postgresql://ada:hush@db/vouch")
    assert "hush" not in repr(settings)
    assert "abc" not in repr(settings)
    assert "hush" not in f"{settings} {settings.database_url} {settings.database_url!r}"


def test_a_very_long_value_does_not_fill_the_screen() -> None:
    assert len(load_fault({"VOUCH_LOG_LEVEL": "x" * 5000 + "\nmore"})) < 200


def test_the_file_is_read_and_the_environment_goes_before_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.env"
    file.write_text(
        "# a comment\nSLACK_BOT_TOKEN='xoxb-9-from-file'\nexport VOUCH_DMS_PER_WEEK=1\n"
        "VOUCH_TICK_SECONDS=5\nSOMETHING_ELSE=1\n"
    )
    settings = load({"VOUCH_DMS_PER_WEEK": "3"}, env_file=file, mode="store")
    assert settings.bot_token == "xoxb-9-from-file"
    assert settings.dms_per_week == 3
    assert settings.tick_seconds == 5


def test_a_misspelt_name_in_the_file_is_refused_too(tmp_path: Path) -> None:
    file = tmp_path / "mine.env"
    file.write_text("VOUCH_ADMIN=U1\n")
    with pytest.raises(SettingsError, match="Did you mean VOUCH_ADMINS"):
        load({}, env_file=file, mode="store")


def test_the_default_file_may_be_missing_but_a_named_one_may_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(SOCKET, env_file=DEFAULT_ENV_FILE).dms_per_week == 2
    with pytest.raises(SettingsError, match="no settings file"):
        load(SOCKET, env_file=tmp_path / "absent.env")


def test_the_process_s_own_environment_is_read_when_none_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VOUCH_TICK_SECONDS", "7")
    assert load(env_file=None, mode="store").tick_seconds == 7


def test_settings_do_not_change_after_the_start() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_socket().dms_per_week = 9


def test_the_docs_list_every_setting() -> None:
    page = RUNNING.read_text()
    names = [field.alias for field in Settings.model_fields.values()]
    assert [name for name in names if f"`{name}`" not in page] == []
