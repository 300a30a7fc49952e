"""The settings, which `load` reads from the environment and a .env file before anything starts.

`load` checks all of them. It returns a frozen `Settings`, or raises a `SettingsError` that names
every wrong setting and says how to mend it. The types of the values are in `bot/setting_types.py`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, Self

from annotated_types import Ge, Le
from platformdirs import user_data_path
from pydantic import Field, ModelWrapValidatorHandler, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import URL

from bot import setting_types as types
from domain.bonus.rule import DEFAULT_DAYS, Exclusion, Leavers, Sharing
from domain.cadence import Cadence, stage_cadence
from domain.policy import AWAY_EMOJI, Policy
from domain.setting_values import quote_value
from domain.working_time import CivilHours

# How the process reaches Slack. "store" is for commands that only need the database.
Mode = Literal["socket", "http", "store"]
DEFAULT_ENV_FILE = Path(".env")

_WHERE_TO_FIND = {
    "SLACK_BOT_TOKEN": 'It starts with xoxb- and is under "OAuth & Permissions" of your app',
    "SLACK_APP_TOKEN": "It starts with xapp- and is made, with the scope connections:write, under "
    '"Basic Information" > "App-Level Tokens" of your app',
    "SLACK_SIGNING_SECRET": 'It is under "Basic Information" > "App Credentials" of your app',
}


class SettingsError(Exception):
    """Settings are wrong or missing. The message tells the operator about each in one line."""


def _environment_name(field: str) -> str:
    return field.upper() if field.startswith(("slack_", "database_")) else f"VOUCH_{field.upper()}"


def _default_database_url() -> SecretStr:
    """The URL of a SQLite file in the user's data folder. The file may not exist yet."""
    file = user_data_path("vouch", appauthor=False) / "vouch.db"
    return SecretStr(URL.create("sqlite", database=str(file)).render_as_string())


class Settings(BaseSettings):
    """The settings of one process. `_environment_name` gives a field's name in the environment.

    Raises SettingsError for wrong values, and for values that contradict each other.
    """

    model_config = SettingsConfigDict(
        alias_generator=_environment_name,
        case_sensitive=True,
        extra="ignore",
        enable_decoding=False,  # lists are separated by commas, not written as JSON
        frozen=True,
        validate_default=False,
    )

    slack_bot_token: types.BotToken | None = None
    slack_app_token: types.AppToken | None = None
    slack_signing_secret: types.SigningSecret | None = None
    slack_api_url: types.ApiUrl = "https://slack.com/api/"
    database_url: types.DatabaseUrl = Field(default_factory=_default_database_url)

    admins: types.UserIds = ()
    recruiters: types.UserIds = ()
    # People who may post openings without being a recruiter, an admin or a hiring manager of one.
    hiring_managers: types.UserIds = ()
    recruiter_group: types.UserGroup | None = None
    guests_see_openings: bool = False

    # The time zone of people for whom Slack has none.
    default_tz: types.TimeZone = "UTC"
    # When people get messages, in their own time zones. Monday is 0.
    hours_start: types.TimeOfDay = time(9, 30)
    hours_end: types.TimeOfDay = time(16, 30)
    working_days: types.Weekdays = frozenset(range(5))
    dms_per_week: int = Field(2, ge=0, le=20)  # unsolicited messages to one person
    # A person whose Slack status has one of these emoji counts as away.
    away_emoji: types.EmojiNames = AWAY_EMOJI
    thanks_channel: types.ChannelId | None = None
    leaderboard: bool = False
    hide_until_agreed: bool = False
    # Names that mean the same where skills and titles are compared: "Simatic = S7, PLC; ...".
    matching_words: str = Field("", max_length=5000)

    # The bonus of a new opening. Its days count from the first working day of the new colleague.
    bonus: types.BonusAmount = ""
    bonus_days: types.BonusDays = DEFAULT_DAYS
    bonus_excluded: types.BonusExclusions = frozenset(each.value for each in Exclusion)
    bonus_executives: types.UserIds = ()
    bonus_sharing: types.BonusSharing = Sharing.FIRST.value
    bonus_leavers: types.BonusLeavers = Leavers.VOID.value

    # After how many working days someone is reminded.
    recruiter_nudge_days: int = Field(2, ge=1, le=60)
    recruiter_escalate_days: int = Field(5, ge=1, le=60)
    in_review_days: int = Field(5, ge=1, le=60)
    interviewing_days: int = Field(10, ge=1, le=60)
    offer_days: int = Field(5, ge=1, le=60)
    commitment_days: types.FollowUpDays = (3, 7)
    consent_nudge_days: types.FollowUpDays = (2, 5)
    say_more_days: types.FollowUpDays = (3, 7)
    interview_days: types.FollowUpDays = (5, 10)

    # Other spans of time, in days of 24 hours.
    consent_days: int = Field(30, ge=1, le=365)
    heartbeat_days: int = Field(7, ge=1, le=90)
    first_voice_days: int = Field(180, ge=0, le=3650)
    stale_opening_days: int = Field(14, ge=1, le=365)

    # When the round-up of new openings is sent. Monday is 0; None is never.
    roundup_day: types.WeekdayOrNever = 1
    tick_seconds: int = Field(30, ge=1, le=600)
    # After so many seconds without a Socket Mode connection the process ends, for its supervisor
    # to start it again.
    give_up_seconds: int = Field(600, ge=1, le=86_400)
    # The address at which /metrics is served.
    metrics: types.Address | None = None
    log_level: types.LogLevel = "INFO"
    # With None, the log is JSON unless it goes to a terminal.
    log_json: bool | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Leaves out the environment: `load` passes it as arguments, to find misspelt names."""
        return init_settings, dotenv_settings

    @model_validator(mode="after")
    def _check_combinations(self) -> Self:
        faults = []
        if self.hours_start >= self.hours_end:
            faults.append("VOUCH_HOURS_START should be earlier in the day than VOUCH_HOURS_END.")
        if self.recruiter_nudge_days >= self.recruiter_escalate_days:
            faults.append(
                "VOUCH_RECRUITER_NUDGE_DAYS should be less than VOUCH_RECRUITER_ESCALATE_DAYS, "
                "so that the recruiter hears of it before others do."
            )
        if faults:
            raise ValueError("\n".join(faults))
        return self

    @model_validator(mode="wrap")
    @classmethod
    def _explain_faults(
        cls, data: dict[str, Any], validate: ModelWrapValidatorHandler[Self]
    ) -> Self:
        """Reports all faults together, in our own words. An empty value counts as missing."""
        given = {name: str(text).strip() for name, text in data.items() if text and text.strip()}
        unknown = sorted(given.keys() - _fields().keys())
        faults = [_explain_unknown(name) for name in unknown if name.startswith("VOUCH_")]
        try:
            settings = validate(given)
        except ValidationError as error:
            faults += [_explain_fault(fault, given) for fault in error.errors()]
        if faults:
            raise SettingsError("\n".join(faults))
        return settings

    def policy(self) -> Policy:
        """Returns the rules that these settings describe. Fields with equal names are copied."""
        copied = {each.name for each in fields(Policy)} & type(self).model_fields.keys()
        values = {name: getattr(self, name) for name in copied} | {
            "admins": frozenset(self.admins),
            "recruiters": frozenset(self.recruiters),
            "hiring_managers": frozenset(self.hiring_managers),
            "bonus_executives": frozenset(self.bonus_executives),
            "hours": CivilHours(self.hours_start, self.hours_end, self.working_days),
            "recruiter_answer": Cadence((self.recruiter_nudge_days, self.recruiter_escalate_days)),
        }
        for name in ("commitment", "say_more", "interview"):
            values[name] = Cadence(getattr(self, f"{name}_days"))
        for name in ("in_review", "interviewing", "offer"):
            values[name] = stage_cadence(getattr(self, f"{name}_days"))
        return Policy(**values, consent=Cadence(self.consent_nudge_days))

    @property
    def bot_token(self) -> str:
        """The token in clear. Raises SettingsError if there is none."""
        return _reveal("SLACK_BOT_TOKEN", self.slack_bot_token)

    @property
    def app_token(self) -> str:
        """The token in clear. Raises SettingsError if there is none."""
        return _reveal("SLACK_APP_TOKEN", self.slack_app_token)

    @property
    def signing_secret(self) -> str:
        """The secret in clear. Raises SettingsError if there is none."""
        return _reveal("SLACK_SIGNING_SECRET", self.slack_signing_secret)


class _SocketSettings(Settings):
    slack_bot_token: types.BotToken
    slack_app_token: types.AppToken


class _HttpSettings(Settings):
    slack_bot_token: types.BotToken
    slack_signing_secret: types.SigningSecret


_MODELS: dict[Mode, type[Settings]] = {
    "socket": _SocketSettings,
    "http": _HttpSettings,
    "store": Settings,
}


def load(
    environ: Mapping[str, str] | None = None,
    env_file: Path | None = DEFAULT_ENV_FILE,
    mode: Mode = "socket",
) -> Settings:
    """Reads the settings from the environment, and those that are not set there from the file.

    `environ` is the process's own environment by default. Only the default file may be missing. If
    `env_file` is None, no file is read. `mode` decides which secrets of Slack are required: those
    for Socket Mode, those for HTTP, or none ("store"). Raises SettingsError.
    """
    if env_file is not None and env_file != DEFAULT_ENV_FILE and not env_file.is_file():
        raise SettingsError(f"There is no settings file {env_file}.")
    environ = os.environ if environ is None else environ
    # All settings are in capitals. Pydantic might take other names for its own arguments.
    arguments: dict[str, Any] = {name: text for name, text in environ.items() if name.isupper()}
    arguments["_env_file"] = env_file
    try:
        return _MODELS[mode](**arguments)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {env_file} cannot be read: {error}.") from None


def _fields() -> dict[str, FieldInfo]:
    """Returns the field of every setting by its name in the environment."""
    return {_environment_name(name): field for name, field in Settings.model_fields.items()}


def _explain_fault(fault: ErrorDetails, given: Mapping[str, str]) -> str:
    """Returns one line about a fault that pydantic found, without quoting a secret."""
    if not fault["loc"]:  # The fault is from `_check_combinations`.
        return str(fault["ctx"]["error"])
    name = str(fault["loc"][0])
    match fault["type"]:
        case "missing":
            return _explain_missing(name, given)
        case "value_error":
            return " ".join(f"{name} {fault['ctx']['error']}".split())
        case "bool_parsing":
            expected = "yes or no"
        case "string_too_long":
            expected = f"at most {fault['ctx']['max_length']:,} characters long"
        case _:  # All other settings with faults of pydantic's own are whole numbers.
            bounds = {type(bound): bound for bound in _fields()[name].metadata}
            expected = f"a whole number from {bounds[Ge].ge} to {bounds[Le].le}"
    return f"{name} is {quote_value(given[name])}, but should be {expected}."


def _explain_missing(name: str, given: Collection[str] = ()) -> str:
    misspelt = _find_similar(name, set(given) - _fields().keys(), cutoff=0.85)
    typo = f" (there is a {misspelt}: is that a typo?)" if misspelt else ""
    return (
        f"{name} is missing{typo}. {_WHERE_TO_FIND[name]}; "
        "put it into the environment or into .env."
    )


def _explain_unknown(name: str) -> str:
    similar = _find_similar(name, _fields().keys())
    advice = f"Did you mean {similar}?" if similar else "Take it out; docs/running.md lists all."
    return f"{name} is not a setting of Vouch. {advice}"


def _find_similar(name: str, others: Collection[str], cutoff: float = 0.6) -> str | None:
    return next(iter(get_close_matches(name, sorted(others), n=1, cutoff=cutoff)), None)


def _reveal(name: str, secret: SecretStr | None) -> str:
    if secret is None:
        raise SettingsError(_explain_missing(name))
    return secret.get_secret_value()
