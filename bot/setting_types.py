"""The types of the settings that pydantic does not have: from a text to a checked value.

Each function raises ValueError with the rest of a sentence that begins with the setting's name.
A secret is never repeated in that sentence.
"""

from __future__ import annotations

import re
from datetime import time
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_DATABASE_EXAMPLE = "should look like sqlite:///vouch.db or postgresql://user:password@host/name"

_WRONG_BOT_TOKENS = {
    "xapp-": "holds an app-level token (xapp-). That one belongs into SLACK_APP_TOKEN; the bot's "
    'starts with xoxb- and is under "OAuth & Permissions".',
    "xoxp-": "holds a user's token (xoxp-). Vouch acts as itself: take the "
    '"Bot User OAuth Token", which starts with xoxb-.',
    "xoxe": "holds a token that expires (xoxe). Turn token rotation off for this app, reinstall "
    "it, and take the token that starts with xoxb-.",
}


def quote(given: object) -> str:
    """The text in quotes on one line, shortened so that it does not fill the screen."""
    text = " ".join(str(given).split())
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'


def _unexpected(given: str, expected: str) -> ValueError:
    return ValueError(f"is {quote(given)}, but should be {expected}.")


def _check_token(given: str, prefix: str, place: str) -> str:
    if not given.startswith(prefix):
        raise ValueError(f"should start with {prefix}; it {place}.")
    if given == prefix or "..." in given or not given.isascii() or " " in given:
        raise ValueError(f"is not a whole token yet: copy it again, it {place}.")
    return given


def _check_bot_token(given: str) -> str:
    for prefix, advice in _WRONG_BOT_TOKENS.items():
        if given.startswith(prefix):
            raise ValueError(advice)
    return _check_token(given, "xoxb-", 'is under "OAuth & Permissions" of your app')


def _check_app_token(given: str) -> str:
    if given.startswith("xoxb-"):
        raise ValueError(
            "holds the bot's token (xoxb-). That one belongs into SLACK_BOT_TOKEN; the app-level "
            'token starts with xapp- and is under "Basic Information" > "App-Level Tokens".'
        )
    place = 'is under "Basic Information" > "App-Level Tokens" of your app'
    return _check_token(given, "xapp-", place)


def _check_signing_secret(given: str) -> str:
    if given.startswith(("xoxb-", "xapp-")):
        raise ValueError(
            'holds a token. The signing secret is under "Basic Information" > "App Credentials".'
        )
    if "..." in given or not given.isascii() or " " in given:
        raise ValueError(
            'is not a whole secret yet: copy it from "Basic Information" > "App Credentials".'
        )
    return given


def _normalize_api_url(given: str) -> str:
    """Adds the final slash, since slack_sdk appends the method's name."""
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _unexpected(
            given,
            "a web address that Slack's methods follow, for example https://slack.com/api/",
        )
    if parts.query or parts.fragment or parts.username:
        raise ValueError("should be a plain web address: no user, no ? and no # in it.")
    return given.rstrip("/") + "/"


def _normalize_database_url(given: str) -> str:
    """Accepts SQLite in a file, and PostgreSQL in any spelling of the psycopg 3 driver."""
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise ValueError(f"cannot be read; it {_DATABASE_EXAMPLE}.") from None
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        if url.database in (None, "", ":memory:"):
            raise ValueError(
                "names no file, and all would be lost at a stop; use sqlite:///vouch.db."
            )
        file = str(Path(str(url.database)).expanduser())
        return url.set(drivername="sqlite", database=file).render_as_string()
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        if not url.database:
            raise ValueError(f"names no database; it {_DATABASE_EXAMPLE}.")
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    raise ValueError(
        f"starts with {quote(url.drivername)}. Vouch keeps its data in SQLite or PostgreSQL: "
        f"it {_DATABASE_EXAMPLE}."
    )


def _split_list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _parse_user_ids(given: str) -> tuple[str, ...]:
    ids = _split_list(given)
    for user_id in ids:
        if not re.fullmatch(r"[UW][A-Z0-9]{2,}", user_id):
            raise ValueError(
                f"has {quote(user_id)} in it, but takes Slack's member ids such as U0123ABCD, with "
                'commas between them ("Copy member ID" in the menu of a profile).'
            )
    return tuple(dict.fromkeys(ids))


def _parse_user_group(given: str) -> str:
    """An id such as S0123ABCD, or a handle in lower case without its @."""
    text = given.removeprefix("@")
    if re.fullmatch(r"S[A-Z0-9]{5,}", text):
        return text
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", text.lower()):
        raise _unexpected(
            text, "one user group: its handle such as recruiters, or its id such as S0123ABCD"
        )
    return text.lower()


def _check_channel_id(given: str) -> str:
    if not re.fullmatch(r"[CG][A-Z0-9]{2,}", given):
        raise _unexpected(
            given,
            "one channel's id such as C0123ABCD (at the end of what its name opens in Slack)",
        )
    return given


def _check_time_zone(given: str) -> str:
    if given not in available_timezones():
        raise _unexpected(given, "a time zone's name such as Europe/Berlin or UTC")
    return given


def _parse_time(given: str) -> time:
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", given, re.ASCII)
    if not match:
        raise _unexpected(given, "a time of day such as 09:30")
    return time(int(match[1]), int(match[2]))


def _parse_weekdays(given: str) -> frozenset[int]:
    """`mon-fri`, `sun-thu` or `mon, wed, fri`, in full names as well. Monday is 0."""
    days: set[int] = set()
    for part in _split_list(given.lower()):
        first, dash, last = (piece.strip()[:3] for piece in part.partition("-"))
        last = last if dash else first
        if first not in _DAYS or last not in _DAYS:
            raise _unexpected(given, "days such as mon-fri or mon,wed")
        start, end = _DAYS.index(first), _DAYS.index(last)
        days.update((start + offset) % 7 for offset in range((end - start) % 7 + 1))
    if not days:
        raise ValueError("names no day; it should be days such as mon-fri.")
    return frozenset(days)


def _parse_weekday_or_never(given: str) -> int | None:
    """`tue` is 1, as Monday is 0; `never` is None."""
    day = given.lower()
    if day == "never":
        return None
    if day[:3] not in _DAYS:
        raise _unexpected(given, "a day such as tue, or never")
    return _DAYS.index(day[:3])


def _parse_follow_up_days(given: str) -> tuple[int, ...]:
    """At most two numbers, growing: a third message does more harm than good."""
    parts = _split_list(given)
    days = [int(part) if re.fullmatch(r"\d{1,3}", part, re.ASCII) else 0 for part in parts]
    if not 1 <= len(days) <= 2 or min(days) < 1 or days != sorted(set(days)):
        raise _unexpected(
            given, "one or two numbers of working days, the smaller first, for example 3,7"
        )
    return tuple(days)


def _parse_log_level(given: str) -> str:
    level = given.upper()
    if level not in _LEVELS:
        raise _unexpected(given, f"one of {', '.join(_LEVELS)}")
    return level


def _parse_address(given: str) -> tuple[str, int]:
    """`127.0.0.1:9090` or `[::1]:9090`; port 0 takes a free one."""
    host, _, port = given.rpartition(":")
    if not host or not re.fullmatch(r"\d{1,5}", port, re.ASCII) or int(port) > 65535:
        raise _unexpected(given, "an address such as 127.0.0.1:9090")
    return host.strip("[]"), int(port)


BotToken = Annotated[SecretStr, BeforeValidator(_check_bot_token)]
AppToken = Annotated[SecretStr, BeforeValidator(_check_app_token)]
SigningSecret = Annotated[SecretStr, BeforeValidator(_check_signing_secret)]
ApiUrl = Annotated[str, AfterValidator(_normalize_api_url)]
DatabaseUrl = Annotated[SecretStr, BeforeValidator(_normalize_database_url)]
UserIds = Annotated[tuple[str, ...], BeforeValidator(_parse_user_ids)]
UserGroup = Annotated[str, AfterValidator(_parse_user_group)]
ChannelId = Annotated[str, AfterValidator(_check_channel_id)]
TimeZone = Annotated[str, AfterValidator(_check_time_zone)]
TimeOfDay = Annotated[time, BeforeValidator(_parse_time)]
Weekdays = Annotated[frozenset[int], BeforeValidator(_parse_weekdays)]
WeekdayOrNever = Annotated[int | None, BeforeValidator(_parse_weekday_or_never)]
FollowUpDays = Annotated[tuple[int, ...], BeforeValidator(_parse_follow_up_days)]
LogLevel = Annotated[str, AfterValidator(_parse_log_level)]
Address = Annotated[tuple[str, int], BeforeValidator(_parse_address)]
