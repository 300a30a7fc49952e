"""Settings: read from the environment and a .env file, checked once, before anything starts.

Starts at `load`; ends in a frozen `Settings`, or in a `SettingsError` whose text is one line that
says which setting is wrong and how to mend it. The checks of single values are in `bot/values.py`.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot import values

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


def _whole(at_least: int, at_most: int) -> BeforeValidator:
    return BeforeValidator(lambda given: values.whole(given, at_least, at_most))


class Settings(BaseSettings):
    """What Vouch was told. The alias of each field is its name in the environment.

    Days are working days where the field says so, else days of 24 hours.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", validate_default=True)

    slack_bot_token: Annotated[SecretStr | None, BeforeValidator(values.bot_token)] = Field(
        None, validation_alias="SLACK_BOT_TOKEN"
    )
    slack_app_token: Annotated[SecretStr | None, BeforeValidator(values.app_token)] = Field(
        None, validation_alias="SLACK_APP_TOKEN"
    )
    slack_signing_secret: Annotated[SecretStr | None, BeforeValidator(values.signing_secret)] = (
        Field(None, validation_alias="SLACK_SIGNING_SECRET")
    )
    slack_api_url: Annotated[str, BeforeValidator(values.api_url)] = Field(
        "https://slack.com/api/", validation_alias="SLACK_API_URL"
    )
    database_url: Annotated[SecretStr, BeforeValidator(values.database_url)] = Field(
        default_factory=values.default_database_url, validation_alias="DATABASE_URL"
    )

    admins: Annotated[tuple[str, ...], BeforeValidator(values.user_ids)] = Field(
        (), validation_alias="VOUCH_ADMINS"
    )
    recruiters: Annotated[tuple[str, ...], BeforeValidator(values.user_ids)] = Field(
        (), validation_alias="VOUCH_RECRUITERS"
    )
    hiring_managers: Annotated[tuple[str, ...], BeforeValidator(values.user_ids)] = Field(
        (),
        validation_alias="VOUCH_HIRING_MANAGERS",
        description="who may post openings besides recruiters, admins and those who have one",
    )
    recruiter_group: Annotated[str | None, BeforeValidator(values.user_group)] = Field(
        None,
        validation_alias="VOUCH_RECRUITER_GROUP",
        description="an id (S0123ABCD) or a handle without @, in lower case",
    )
    guests_see_openings: Annotated[bool, BeforeValidator(values.yes_or_no)] = Field(
        False, validation_alias="VOUCH_GUESTS_SEE_OPENINGS"
    )

    default_tz: Annotated[str, BeforeValidator(values.time_zone)] = Field(
        "UTC", validation_alias="VOUCH_DEFAULT_TZ", description="for people without a zone in Slack"
    )
    hours_start: Annotated[time, BeforeValidator(values.time_of_day)] = Field(
        time(9, 30), validation_alias="VOUCH_HOURS_START", description="local to the person"
    )
    hours_end: Annotated[time, BeforeValidator(values.time_of_day)] = Field(
        time(16, 30), validation_alias="VOUCH_HOURS_END", description="local to the person"
    )
    working_days: Annotated[frozenset[int], BeforeValidator(values.weekdays)] = Field(
        frozenset(range(5)), validation_alias="VOUCH_WORKING_DAYS", description="Monday is 0"
    )
    dms_per_week: Annotated[int, _whole(0, 20)] = Field(2, validation_alias="VOUCH_DMS_PER_WEEK")
    recruiter_nudge_days: Annotated[int, _whole(1, 60)] = Field(
        2, validation_alias="VOUCH_RECRUITER_NUDGE_DAYS", description="working days"
    )
    recruiter_escalate_days: Annotated[int, _whole(1, 60)] = Field(
        5, validation_alias="VOUCH_RECRUITER_ESCALATE_DAYS", description="working days"
    )
    commitment_days: Annotated[tuple[int, ...], BeforeValidator(values.follow_up_days)] = Field(
        (3, 7), validation_alias="VOUCH_COMMITMENT_DAYS", description="working days"
    )
    consent_nudge_days: Annotated[tuple[int, ...], BeforeValidator(values.follow_up_days)] = Field(
        (2, 5), validation_alias="VOUCH_CONSENT_NUDGE_DAYS", description="working days"
    )
    consent_days: Annotated[int, _whole(1, 365)] = Field(30, validation_alias="VOUCH_CONSENT_DAYS")
    hide_until_agreed: Annotated[bool, BeforeValidator(values.yes_or_no)] = Field(
        False, validation_alias="VOUCH_HIDE_UNTIL_AGREED"
    )
    thanks_channel: Annotated[str | None, BeforeValidator(values.channel_id)] = Field(
        None, validation_alias="VOUCH_THANKS_CHANNEL", description="an id such as C0123ABCD"
    )
    leaderboard: Annotated[bool, BeforeValidator(values.yes_or_no)] = Field(
        False, validation_alias="VOUCH_LEADERBOARD"
    )
    say_more_days: Annotated[tuple[int, ...], BeforeValidator(values.follow_up_days)] = Field(
        (3, 7), validation_alias="VOUCH_SAY_MORE_DAYS", description="working days"
    )
    interview_days: Annotated[tuple[int, ...], BeforeValidator(values.follow_up_days)] = Field(
        (5, 10), validation_alias="VOUCH_INTERVIEW_DAYS", description="working days"
    )
    heartbeat_days: Annotated[int, _whole(1, 90)] = Field(
        7, validation_alias="VOUCH_HEARTBEAT_DAYS"
    )
    first_voice_days: Annotated[int, _whole(0, 3650)] = Field(
        180, validation_alias="VOUCH_FIRST_VOICE_DAYS"
    )
    stale_opening_days: Annotated[int, _whole(1, 365)] = Field(
        14, validation_alias="VOUCH_STALE_OPENING_DAYS"
    )
    roundup_day: Annotated[int | None, BeforeValidator(values.weekday_or_never)] = Field(
        1, validation_alias="VOUCH_ROUNDUP_DAY", description="Monday is 0; None: never"
    )

    tick_seconds: Annotated[int, _whole(1, 600)] = Field(30, validation_alias="VOUCH_TICK_SECONDS")
    give_up_seconds: Annotated[int, _whole(1, 86_400)] = Field(
        600,
        validation_alias="VOUCH_GIVE_UP_SECONDS",
        description="without a link by Socket Mode; then the process ends, to be started anew",
    )
    metrics: Annotated[tuple[str, int] | None, BeforeValidator(values.address)] = Field(
        None, validation_alias="VOUCH_METRICS", description="where /metrics is served"
    )
    log_level: Annotated[str, BeforeValidator(values.log_level)] = Field(
        "INFO", validation_alias="VOUCH_LOG_LEVEL"
    )
    log_json: Annotated[bool | None, BeforeValidator(values.yes_or_no)] = Field(
        None, validation_alias="VOUCH_LOG_JSON", description="None: unless on a terminal"
    )

    @classmethod
    def settings_customise_sources(
        cls, *_: Any, **sources: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # `load` has gathered the environment already, so that a test can hand in its own.
        return (sources["init_settings"],)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.hours_start >= self.hours_end:
            raise PydanticCustomError(
                "order", "VOUCH_HOURS_START should be earlier in the day than VOUCH_HOURS_END."
            )
        if self.recruiter_nudge_days >= self.recruiter_escalate_days:
            raise PydanticCustomError(
                "order",
                "VOUCH_RECRUITER_NUDGE_DAYS should be less than VOUCH_RECRUITER_ESCALATE_DAYS, "
                "so that the recruiter hears of it before others do.",
            )
        return self

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
    _refuse_unknown(given)
    known = {name: given[name] for name in _fields() if name in given}
    try:
        settings = Settings(**known)  # type: ignore[arg-type]  # each value is text until checked
    except ValidationError as error:
        raise SettingsError(_words(error)) from None
    for name in _NEEDED[mode]:
        if name not in known:
            raise SettingsError(_missing(name, given))
    return settings


def _gather(environ: Mapping[str, str], env_file: Path | None) -> dict[str, str]:
    found: dict[str, str | None] = {}
    if env_file is not None:
        if not env_file.is_file() and env_file != DEFAULT_ENV_FILE:
            raise SettingsError(f"There is no settings file {env_file}.")
        try:
            found.update(dotenv_values(env_file, interpolate=False))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"The settings file {env_file} cannot be read: {error}.") from None
    found.update(environ)
    return {name: text.strip() for name, text in found.items() if text and text.strip()}


def _fields() -> dict[str, FieldInfo]:
    """The fields by their names in the environment."""
    return {str(field.validation_alias): field for field in Settings.model_fields.values()}


def _refuse_unknown(given: Mapping[str, str]) -> None:
    names = list(_fields())
    for name in sorted(given):
        if name.startswith("VOUCH_") and name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            advice = f"Did you mean {near[0]}?" if near else "Take it out, or see the README."
            raise SettingsError(f"{name} is not a setting of Vouch. {advice}")


def _missing(name: str, given: Mapping[str, str] | None = None) -> str:
    others = [other for other in given or () if other not in _fields()]
    near = difflib.get_close_matches(name, others, n=1, cutoff=0.85)
    typo = f" (there is a {near[0]}: a slip of the pen?)" if near else ""
    return f"{name} is missing{typo}. {_MISSING[name]}; {_WHERE}"


def _clear(name: str, secret: SecretStr | None) -> str:
    if secret is None:
        raise SettingsError(_missing(name))
    return secret.get_secret_value()


def _words(error: ValidationError) -> str:
    first: Any = error.errors(include_url=False, include_input=False)[0]
    words = str(first["msg"]).removeprefix("Value error, ")
    where = str(first["loc"][0]) if first["loc"] else ""
    return " ".join(f"{where} {words}".split())
