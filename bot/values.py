"""What a single setting may be: from the text in the environment to a checked value.

Each function takes the text and returns the value, or raises ValueError with the rest of a sentence
that starts with the setting's name. A secret is never repeated in that sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
# Slack's ids are capital letters and digits; U and W are people, S are user groups.
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_GROUP_ID = re.compile(r"S[A-Z0-9]{5,}")
_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{2,}")
_GROUP_HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Secret:
    """Text that no print, no log and no error shows; who needs it asks for it by name."""

    _text: str = field(repr=False)

    def get_secret_value(self) -> str:
        return self._text


def bot_token(given: str) -> Secret:
    if given.startswith("xapp-"):
        raise ValueError(
            "holds an app-level token (xapp-). That one belongs into SLACK_APP_TOKEN; the bot's "
            'starts with xoxb- and is under "OAuth & Permissions".'
        )
    if given.startswith("xoxp-"):
        raise ValueError(
            "holds a user's token (xoxp-). Vouch acts as itself: take the "
            '"Bot User OAuth Token", which starts with xoxb-.'
        )
    if given.startswith("xoxe"):
        raise ValueError(
            "holds a token that expires (xoxe). Turn token rotation off for this app, reinstall "
            "it, and take the token that starts with xoxb-."
        )
    return _token(given, "xoxb-", 'is under "OAuth & Permissions" of your app')


def app_token(given: str) -> Secret:
    if given.startswith("xoxb-"):
        raise ValueError(
            "holds the bot's token (xoxb-). That one belongs into SLACK_BOT_TOKEN; the app-level "
            'token starts with xapp- and is under "Basic Information" > "App-Level Tokens".'
        )
    return _token(given, "xapp-", 'is under "Basic Information" > "App-Level Tokens" of your app')


def _token(given: str, prefix: str, where: str) -> Secret:
    if not given.startswith(prefix):
        raise ValueError(f"should start with {prefix}; it {where}.")
    if given == prefix or "..." in given or not given.isascii() or " " in given:
        raise ValueError(f"is not a whole token yet: copy it again, it {where}.")
    return Secret(given)


def signing_secret(given: str) -> Secret:
    if given.startswith(("xoxb-", "xapp-")):
        raise ValueError(
            'holds a token. The signing secret is under "Basic Information" > "App Credentials".'
        )
    if "..." in given or not given.isascii() or " " in given:
        raise ValueError(
            'is not a whole secret yet: copy it from "Basic Information" > "App Credentials".'
        )
    return Secret(given)


def api_url(given: str) -> str:
    """An address that ends with a slash, as slack_sdk joins the method's name to it."""
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(
            f"is {_quoted(given)}, but should be a web address that Slack's methods follow, "
            "for example https://slack.com/api/."
        )
    if parts.query or parts.fragment or parts.username:
        raise ValueError("should be a plain web address: no user, no ? and no # in it.")
    return given.rstrip("/") + "/"


def default_database_url() -> Secret:
    """A file in the user's data folder. Nothing is created here."""
    from platformdirs import user_data_path  # who names a database needs no such folder

    file = user_data_path("vouch", appauthor=False) / "vouch.db"
    return Secret(URL.create("sqlite", database=str(file)).render_as_string())


def database_url(given: str) -> Secret:
    """SQLite in a file, or PostgreSQL through psycopg 3 whichever way it was written."""
    wanted = "should look like sqlite:///vouch.db or postgresql://user:password@host/name"
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise ValueError(f"cannot be read; it {wanted}.") from None
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        return _sqlite(url)
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        if not url.database:
            raise ValueError(f"names no database; it {wanted}.")
        url = url.set(drivername="postgresql+psycopg")
        return Secret(url.render_as_string(hide_password=False))
    raise ValueError(
        f"starts with {_quoted(url.drivername)}. Vouch keeps its data in SQLite or PostgreSQL: "
        f"it {wanted}."
    )


def _sqlite(url: URL) -> Secret:
    if url.database in (None, "", ":memory:"):
        raise ValueError("names no file, and all would be lost at a stop; use sqlite:///vouch.db.")
    file = str(Path(str(url.database)).expanduser())
    return Secret(url.set(drivername="sqlite", database=file).render_as_string())


def user_ids(given: str) -> tuple[str, ...]:
    ids = _list(given)
    for one in ids:
        if not _USER_ID.fullmatch(one):
            raise ValueError(
                f"has {_quoted(one)} in it, but takes Slack's member ids such as U0123ABCD, with "
                'commas between them ("Copy member ID" in the menu of a profile).'
            )
    return tuple(dict.fromkeys(ids))


def user_group(given: str) -> str:
    text = given.removeprefix("@")
    if _GROUP_ID.fullmatch(text):
        return text
    if not _GROUP_HANDLE.fullmatch(text.lower()):
        raise ValueError(
            f"is {_quoted(text)}, but should be one user group: its handle such as recruiters, "
            "or its id such as S0123ABCD."
        )
    return text.lower()


def channel_id(given: str) -> str:
    if not _CHANNEL_ID.fullmatch(given):
        raise ValueError(
            f"is {_quoted(given)}, but should be one channel's id such as C0123ABCD (at the end of "
            "what its name opens in Slack)."
        )
    return given


def yes_or_no(given: str) -> bool:
    text = given.lower()
    if text not in _YES + _NO:
        raise ValueError(f"is {_quoted(given)}, but should be yes or no.")
    return text in _YES


def time_zone(given: str) -> str:
    if given not in available_timezones():
        raise ValueError(
            f"is {_quoted(given)}, but should be a time zone's name such as Europe/Berlin or UTC."
        )
    return given


def time_of_day(given: str) -> time:
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", given, re.ASCII)
    if not match:
        raise ValueError(f"is {_quoted(given)}, but should be a time of day such as 09:30.")
    return time(int(match[1]), int(match[2]))


def weekdays(given: str) -> frozenset[int]:
    """`mon-fri`, `sun-thu` or `mon, wed, fri` to days, Monday 0. Full names are understood."""
    days: set[int] = set()
    for part in _list(given.lower()):
        first, dash, last = (piece.strip()[:3] for piece in part.partition("-"))
        last = last if dash else first
        if first not in _DAYS or last not in _DAYS:
            raise ValueError(f"is {_quoted(given)}, but should be days such as mon-fri or mon,wed.")
        start, end = _DAYS.index(first), _DAYS.index(last)
        days.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    if not days:
        raise ValueError("names no day; it should be days such as mon-fri.")
    return frozenset(days)


def weekday_or_never(given: str) -> int | None:
    """`tue` to 1, Monday being 0; `never` to None."""
    day = given.strip().lower()
    if day == "never":
        return None
    if day[:3] not in _DAYS:
        raise ValueError(f"is {_quoted(given)}, but should be a day such as tue, or never.")
    return _DAYS.index(day[:3])


def whole(given: str, at_least: int, at_most: int) -> int:
    if not re.fullmatch(r"\d{1,9}", given, re.ASCII) or not at_least <= int(given) <= at_most:
        raise ValueError(
            f"is {_quoted(given)}, but should be a whole number from {at_least} to {at_most}."
        )
    return int(given)


def follow_up_days(given: str) -> tuple[int, ...]:
    """One or two numbers of days, growing. A third message does more harm than good."""
    days = [int(part) if re.fullmatch(r"\d{1,3}", part, re.ASCII) else 0 for part in _list(given)]
    if not 1 <= len(days) <= 2 or min(days) < 1 or days != sorted(set(days)):
        raise ValueError(
            f"is {_quoted(given)}, but should be one or two numbers of working days, the smaller "
            "first, for example 3,7."
        )
    return tuple(days)


def log_level(given: str) -> str:
    level = given.upper()
    if level not in _LEVELS:
        raise ValueError(f"is {_quoted(given)}, but should be one of {', '.join(_LEVELS)}.")
    return level


def address(given: str) -> tuple[str, int]:
    """`127.0.0.1:9090` to (host, port); port 0 takes a free one. `[::1]:9090` is understood."""
    host, _, port = given.rpartition(":")
    if not host or not re.fullmatch(r"\d{1,5}", port, re.ASCII) or int(port) > 65535:
        raise ValueError(f"is {_quoted(given)}, but should be an address such as 127.0.0.1:9090.")
    return host.strip("[]"), int(port)


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _quoted(given: str) -> str:
    text = " ".join(given.split())
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'
