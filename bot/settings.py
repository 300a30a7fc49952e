"""Settings: read from the environment and a .env file, checked once, before anything starts.

Starts at `load`; ends in a frozen `Settings`, or in a `SettingsError` whose text is one line that
says which setting is wrong and how to mend it. The checks of single values are in `bot/values.py`.
(docs/decisions/052-settings-without-pydantic.md)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from pathlib import Path
from typing import Any, Literal, TypeVar

from bot import values
from bot.values import Secret

T = TypeVar("T")
D = TypeVar("D")
Mode = Literal["socket", "http", "store"]
DEFAULT_ENV_FILE = Path(".env")

_WHERE = "put it into the environment or into .env."
_MISSING = {
    "SLACK_BOT_TOKEN": 'It starts with xoxb- and is under "OAuth & Permissions" of your app',
    "SLACK_APP_TOKEN": "It starts with xapp- and is made, with the scope connections:write, under "
    '"Basic Information" > "App-Level Tokens" of your app',
    "SLACK_SIGNING_SECRET": 'It is under "Basic Information" > "App Credentials" of your app',
}
_NEEDED: dict[Mode, tuple[str, ...]] = {
    "socket": ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"),
    "http": ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"),
    "store": (),
}


class SettingsError(Exception):
    """A setting is wrong or missing. Its text is one line for the person who starts Vouch."""


def _setting(name: str, check: Callable[[str], T], default: D) -> T | D:
    """A field, its name in the environment, and what makes its value of the text given there."""
    return field(default=default, metadata={"name": name, "check": check})


def _whole(at_least: int, at_most: int) -> Callable[[str], int]:
    return lambda given: values.whole(given, at_least, at_most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What Vouch was told. Each field: its name in the environment, its check, its default.

    Raises SettingsError where two settings do not go together.
    """

    slack_bot_token: Secret | None = _setting("SLACK_BOT_TOKEN", values.bot_token, None)
    slack_app_token: Secret | None = _setting("SLACK_APP_TOKEN", values.app_token, None)
    slack_signing_secret: Secret | None = _setting(
        "SLACK_SIGNING_SECRET", values.signing_secret, None
    )
    slack_api_url: str = _setting("SLACK_API_URL", values.api_url, "https://slack.com/api/")
    database_url: Secret = field(
        default_factory=values.default_database_url,
        metadata={"name": "DATABASE_URL", "check": values.database_url},
    )

    admins: tuple[str, ...] = _setting("VOUCH_ADMINS", values.user_ids, ())
    recruiters: tuple[str, ...] = _setting("VOUCH_RECRUITERS", values.user_ids, ())
    # Who may post openings besides recruiters, admins and those who have one.
    hiring_managers: tuple[str, ...] = _setting("VOUCH_HIRING_MANAGERS", values.user_ids, ())
    # An id (S0123ABCD) or a handle without @, in lower case.
    recruiter_group: str | None = _setting("VOUCH_RECRUITER_GROUP", values.user_group, None)
    guests_see_openings: bool = _setting("VOUCH_GUESTS_SEE_OPENINGS", values.yes_or_no, False)

    # For people without a zone in Slack.
    default_tz: str = _setting("VOUCH_DEFAULT_TZ", values.time_zone, "UTC")
    # Local to the person; of the days Monday is 0.
    hours_start: time = _setting("VOUCH_HOURS_START", values.time_of_day, time(9, 30))
    hours_end: time = _setting("VOUCH_HOURS_END", values.time_of_day, time(16, 30))
    working_days: frozenset[int] = _setting(
        "VOUCH_WORKING_DAYS", values.weekdays, frozenset(range(5))
    )
    dms_per_week: int = _setting("VOUCH_DMS_PER_WEEK", _whole(0, 20), 2)
    # An id such as C0123ABCD.
    thanks_channel: str | None = _setting("VOUCH_THANKS_CHANNEL", values.channel_id, None)
    leaderboard: bool = _setting("VOUCH_LEADERBOARD", values.yes_or_no, False)
    hide_until_agreed: bool = _setting("VOUCH_HIDE_UNTIL_AGREED", values.yes_or_no, False)

    # In working days.
    recruiter_nudge_days: int = _setting("VOUCH_RECRUITER_NUDGE_DAYS", _whole(1, 60), 2)
    recruiter_escalate_days: int = _setting("VOUCH_RECRUITER_ESCALATE_DAYS", _whole(1, 60), 5)
    commitment_days: tuple[int, ...] = _setting(
        "VOUCH_COMMITMENT_DAYS", values.follow_up_days, (3, 7)
    )
    consent_nudge_days: tuple[int, ...] = _setting(
        "VOUCH_CONSENT_NUDGE_DAYS", values.follow_up_days, (2, 5)
    )
    say_more_days: tuple[int, ...] = _setting("VOUCH_SAY_MORE_DAYS", values.follow_up_days, (3, 7))
    interview_days: tuple[int, ...] = _setting(
        "VOUCH_INTERVIEW_DAYS", values.follow_up_days, (5, 10)
    )

    # In days of 24 hours.
    consent_days: int = _setting("VOUCH_CONSENT_DAYS", _whole(1, 365), 30)
    heartbeat_days: int = _setting("VOUCH_HEARTBEAT_DAYS", _whole(1, 90), 7)
    first_voice_days: int = _setting("VOUCH_FIRST_VOICE_DAYS", _whole(0, 3650), 180)
    stale_opening_days: int = _setting("VOUCH_STALE_OPENING_DAYS", _whole(1, 365), 14)

    # Monday is 0; None: never.
    roundup_day: int | None = _setting("VOUCH_ROUNDUP_DAY", values.weekday_or_never, 1)
    tick_seconds: int = _setting("VOUCH_TICK_SECONDS", _whole(1, 600), 30)
    # In seconds without a link by Socket Mode; then the process ends, to be started anew.
    give_up_seconds: int = _setting("VOUCH_GIVE_UP_SECONDS", _whole(1, 86_400), 600)
    # Where /metrics is served.
    metrics: tuple[str, int] | None = _setting("VOUCH_METRICS", values.address, None)
    log_level: str = _setting("VOUCH_LOG_LEVEL", values.log_level, "INFO")
    # None: unless on a terminal.
    log_json: bool | None = _setting("VOUCH_LOG_JSON", values.yes_or_no, None)

    def __post_init__(self) -> None:
        if self.hours_start >= self.hours_end:
            raise SettingsError(
                "VOUCH_HOURS_START should be earlier in the day than VOUCH_HOURS_END."
            )
        if self.recruiter_nudge_days >= self.recruiter_escalate_days:
            raise SettingsError(
                "VOUCH_RECRUITER_NUDGE_DAYS should be less than VOUCH_RECRUITER_ESCALATE_DAYS, "
                "so that the recruiter hears of it before others do."
            )

    @property
    def bot_token(self) -> str:
        """The token in clear. Raises SettingsError if there is none."""
        return _clear("SLACK_BOT_TOKEN", self.slack_bot_token)

    @property
    def app_token(self) -> str:
        """The token in clear. Raises SettingsError if there is none."""
        return _clear("SLACK_APP_TOKEN", self.slack_app_token)

    @property
    def signing_secret(self) -> str:
        """The secret in clear. Raises SettingsError if there is none."""
        return _clear("SLACK_SIGNING_SECRET", self.slack_signing_secret)


def load(
    environ: Mapping[str, str] | None = None,
    env_file: Path | None = DEFAULT_ENV_FILE,
    mode: Mode = "socket",
) -> Settings:
    """Reads the settings; the environment goes before the file, and empty means not set.

    `environ` is the process's own unless given. `env_file` None reads no file; the default one may
    be missing, a named one may not. `mode` says what must be there: Socket Mode's tokens, HTTP's,
    or only the database ("store"). Raises SettingsError.
    """
    given = _gather(os.environ if environ is None else environ, env_file)
    checks = _checks()
    _refuse_unknown(given, checks)
    known: dict[str, Any] = {}
    for name, (field_name, check) in checks.items():
        if name in given:
            try:
                known[field_name] = check(given[name])
            except ValueError as error:
                raise SettingsError(" ".join(f"{name} {error}".split())) from None
    settings = Settings(**known)
    for name in _NEEDED[mode]:
        if name not in given:
            raise SettingsError(_missing(name, given))
    return settings


def _gather(environ: Mapping[str, str], env_file: Path | None) -> dict[str, str]:
    found: dict[str, str | None] = {}
    if env_file is not None:
        if not env_file.is_file() and env_file != DEFAULT_ENV_FILE:
            raise SettingsError(f"There is no settings file {env_file}.")
        try:
            found.update(_read(env_file))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"The settings file {env_file} cannot be read: {error}.") from None
    found.update(environ)
    return {name: text.strip() for name, text in found.items() if text and text.strip()}


def _read(env_file: Path) -> Mapping[str, str | None]:
    if not env_file.exists():
        return {}
    from dotenv import dotenv_values  # a service that has its environment needs no reader of files

    return dotenv_values(env_file, interpolate=False)


def _checks() -> dict[str, tuple[str, Callable[[str], object]]]:
    """By the name in the environment: the field's own, and its check."""
    return {each.metadata["name"]: (each.name, each.metadata["check"]) for each in fields(Settings)}


def _refuse_unknown(given: Mapping[str, str], known: Collection[str]) -> None:
    for name in sorted(given):
        if name.startswith("VOUCH_") and name not in known:
            near = _nearest(name, known)
            advice = f"Did you mean {near}?" if near else "Take it out, or see the README."
            raise SettingsError(f"{name} is not a setting of Vouch. {advice}")


def _missing(name: str, given: Mapping[str, str] | None = None) -> str:
    near = _nearest(name, set(given or ()) - set(_checks()), cutoff=0.85)
    typo = f" (there is a {near}: a slip of the pen?)" if near else ""
    return f"{name} is missing{typo}. {_MISSING[name]}; {_WHERE}"


def _nearest(name: str, others: Collection[str], cutoff: float = 0.6) -> str | None:
    from difflib import get_close_matches  # only for somebody who has made a slip

    return next(iter(get_close_matches(name, sorted(others), n=1, cutoff=cutoff)), None)


def _clear(name: str, secret: Secret | None) -> str:
    if secret is None:
        raise SettingsError(_missing(name))
    return secret.get_secret_value()
