"""The types of the fields of `Settings`, with checks that pydantic does not have.

A check raises ValueError. Its message continues a sentence that begins with the setting's name, and
never contains a secret. `domain.setting_values` checks the settings that a workspace may change.
"""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from domain import setting_values as values
from domain.setting_values import quote_value, unexpected_value_error

_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_DATABASE_EXAMPLE = "should look like sqlite:///vouch.db or postgresql://user:password@host/name"

_ADVICE_BY_WRONG_PREFIX = {  # for a token in SLACK_BOT_TOKEN that is not a bot's
    "xapp-": "holds an app-level token (xapp-). That one belongs in SLACK_APP_TOKEN; the bot's "
    'starts with xoxb- and is under "OAuth & Permissions".',
    "xoxp-": "holds a user's token (xoxp-). Vouch acts as itself: take the "
    '"Bot User OAuth Token", which starts with xoxb-.',
    "xoxe": "holds a token that expires (xoxe). Turn token rotation off for this app, reinstall "
    "it, and take the token that starts with xoxb-.",
}


def _check_token(given: str, prefix: str, location: str) -> str:
    """Returns the token, or raises ValueError. `location` says where Slack shows the right one."""
    if not given.startswith(prefix):
        raise ValueError(f"should start with {prefix}; it {location}.")
    if given == prefix or not _looks_whole(given):
        raise ValueError(f"is not a whole token yet: copy it again, it {location}.")
    return given


def _looks_whole(secret: str) -> bool:
    """Whether the secret has no "..." as in an example, and no space or accented letter."""
    return "..." not in secret and secret.isascii() and " " not in secret


def _check_bot_token(given: str) -> str:
    for prefix, advice in _ADVICE_BY_WRONG_PREFIX.items():
        if given.startswith(prefix):
            raise ValueError(advice)
    return _check_token(given, "xoxb-", 'is under "OAuth & Permissions" of your app')


def _check_app_token(given: str) -> str:
    if given.startswith("xoxb-"):
        raise ValueError(
            "holds the bot's token (xoxb-). That one belongs in SLACK_BOT_TOKEN; the app-level "
            'token starts with xapp- and is under "Basic Information" > "App-Level Tokens".'
        )
    location = 'is under "Basic Information" > "App-Level Tokens" of your app'
    return _check_token(given, "xapp-", location)


def _check_signing_secret(given: str) -> str:
    if given.startswith(("xoxb-", "xapp-")):
        raise ValueError(
            'holds a token. The signing secret is under "Basic Information" > "App Credentials".'
        )
    if not _looks_whole(given):
        raise ValueError(
            'is not a whole secret yet: copy it from "Basic Information" > "App Credentials".'
        )
    return given


def _normalise_api_url(given: str) -> str:
    """Returns the address with a final slash, since slack_sdk appends the method's name."""
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise unexpected_value_error(
            given, "a web address that Slack's methods follow, for example https://slack.com/api/"
        )
    if parts.query or parts.fragment or parts.username:
        raise ValueError("should be a plain web address: no user, no ? and no # in it.")
    return given.rstrip("/") + "/"


def _normalise_database_url(given: str) -> str:
    """Returns the URL with the driver that we use: pysqlite with a file, or psycopg 3."""
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise ValueError(f"cannot be read; it {_DATABASE_EXAMPLE}.") from None
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        if url.database in (None, "", ":memory:"):
            raise ValueError(
                "names no file, so everything would be lost when Vouch stops. Use sqlite:///vouch.db."
            )
        file = str(Path(str(url.database)).expanduser())
        return url.set(drivername="sqlite", database=file).render_as_string()
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        if not url.database:
            raise ValueError(f"names no database; it {_DATABASE_EXAMPLE}.")
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    raise ValueError(
        f"starts with {quote_value(url.drivername)}. Vouch keeps its data in SQLite or PostgreSQL: "
        f"it {_DATABASE_EXAMPLE}."
    )


def _parse_log_level(given: str) -> str:
    level = given.upper()
    if level not in _LOG_LEVELS:
        raise unexpected_value_error(given, f"one of {', '.join(_LOG_LEVELS)}")
    return level


def _parse_address(given: str) -> tuple[str, int]:
    """Returns host and port of `127.0.0.1:9090` or `[::1]:9090`. Port 0 means any free port."""
    host, _, port = given.rpartition(":")
    if not host or not re.fullmatch(r"\d{1,5}", port, re.ASCII) or int(port) > 65535:
        raise unexpected_value_error(given, "an address such as 127.0.0.1:9090")
    return host.strip("[]"), int(port)


BotToken = Annotated[SecretStr, BeforeValidator(_check_bot_token)]
AppToken = Annotated[SecretStr, BeforeValidator(_check_app_token)]
SigningSecret = Annotated[SecretStr, BeforeValidator(_check_signing_secret)]
ApiUrl = Annotated[str, AfterValidator(_normalise_api_url)]
DatabaseUrl = Annotated[SecretStr, BeforeValidator(_normalise_database_url)]
UserIds = Annotated[tuple[str, ...], BeforeValidator(values.parse_user_ids)]
UserGroup = Annotated[str, AfterValidator(values.parse_user_group)]
ChannelId = Annotated[str, AfterValidator(values.check_channel_id)]
TimeZone = Annotated[str, AfterValidator(values.check_time_zone)]
TimeOfDay = Annotated[time, BeforeValidator(values.parse_time)]
Weekdays = Annotated[frozenset[int], BeforeValidator(values.parse_weekdays)]
WeekdayOrNever = Annotated[int | None, BeforeValidator(values.parse_weekday_or_never)]
EmojiNames = Annotated[frozenset[str], BeforeValidator(values.parse_emoji_names)]
FollowUpDays = Annotated[tuple[int, ...], BeforeValidator(values.parse_follow_up_days)]
BonusAmount = Annotated[str, AfterValidator(values.normalise_bonus)]
BonusDays = Annotated[str, AfterValidator(values.check_bonus_days)]
BonusExclusions = Annotated[frozenset[str], BeforeValidator(values.parse_exclusions)]
BonusSharing = Annotated[str, AfterValidator(values.normalise_sharing)]
BonusLeavers = Annotated[str, AfterValidator(values.normalise_leavers)]
LogLevel = Annotated[str, AfterValidator(_parse_log_level)]
Address = Annotated[tuple[str, int], BeforeValidator(_parse_address)]
