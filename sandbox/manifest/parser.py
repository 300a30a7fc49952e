"""Parses an app manifest (YAML) into a `Manifest`, and finds the scopes that allow a method.

The format and its limits are those of slackapi/manifest-schema. A manifest that Slack would refuse
raises ManifestError.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from sandbox.manifest.scopes import EVENT_SCOPES, METHOD_SCOPES

MAX_COMMANDS = 50
MAX_SHORTCUTS = 10
_TOP_KEYS = frozenset(
    {
        "$schema",
        "_metadata",
        "display_information",
        "features",
        "functions",
        "oauth_config",
        "outgoing_domains",
        "settings",
        "workflows",
    }
)
_FEATURE_KEYS = frozenset(
    {
        "app_home",
        "assistant_view",
        "agent_view",
        "bot_user",
        "rich_previews",
        "shortcuts",
        "slash_commands",
        "unfurl_domains",
        "workflow_steps",
    }
)


class ManifestError(ValueError):
    """Slack would refuse this manifest. The message names the key that is wrong."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command. `name` includes the slash."""

    name: str
    description: str
    usage_hint: str
    should_escape: bool
    url: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut: "global" ones are in Slack's menu, and "message" ones are used on a message."""

    kind: Literal["global", "message"]
    callback_id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of a manifest that the sandbox uses.

    `scopes` are those of the bot, with `optional_scopes` among them. `events` are the bot events to
    which the app subscribes.
    """

    name: str
    description: str
    bot_name: str
    scopes: frozenset[str]
    optional_scopes: frozenset[str]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    events: frozenset[str]
    home_tab_enabled: bool
    messages_tab_enabled: bool
    messages_tab_read_only: bool
    socket_mode: bool
    interactivity: bool

    @classmethod
    def load(cls, source: Path | str) -> Manifest:
        """Load a YAML file (Path) or a YAML text (str). Raises ManifestError or OSError."""
        text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
        try:
            data = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise ManifestError(f"the manifest is not YAML: {error}") from error
        return cls.parse(data)

    @classmethod
    def parse(cls, data: Any) -> Manifest:
        """Parse the content of the YAML. Raises ManifestError."""
        top = _require_mapping(data, "the manifest")
        _refuse_unknown_keys(top, _TOP_KEYS)
        display = _require_mapping(top.get("display_information"), "display_information")
        name = _read_text(display, "name", "display_information", maximum=35, required=True)
        description = _read_text(display, "description", "display_information", maximum=140)
        long_description = _read_text(
            display, "long_description", "display_information", maximum=4000
        )
        if long_description and len(long_description) < 175:
            raise ManifestError("display_information.long_description: 175 to 4000 characters")
        features = _require_mapping(top.get("features", {}), "features")
        _refuse_unknown_keys(features, _FEATURE_KEYS, "features")
        home = _require_mapping(features.get("app_home", {}), "features.app_home")
        bot = _require_mapping(features.get("bot_user", {}), "features.bot_user")
        oauth = _require_mapping(top.get("oauth_config", {}), "oauth_config")
        scope_lists = _require_mapping(oauth.get("scopes", {}), "oauth_config.scopes")
        scopes = frozenset(_read_strings(scope_lists, "bot", "oauth_config.scopes"))
        optional = frozenset(_read_strings(scope_lists, "bot_optional", "oauth_config.scopes"))
        if unknown := optional - scopes:
            names = ", ".join(sorted(unknown))
            raise ManifestError(f"oauth_config.scopes.bot_optional: {names} is not in bot")
        settings = _require_mapping(top.get("settings", {}), "settings")
        subscriptions = _require_mapping(
            settings.get("event_subscriptions", {}), "settings.event_subscriptions"
        )
        events = frozenset(
            _read_strings(subscriptions, "bot_events", "settings.event_subscriptions")
        )
        _check_event_scopes(events, scopes)
        interactivity = _require_mapping(
            settings.get("interactivity", {}), "settings.interactivity"
        )
        commands = _parse_commands(features.get("slash_commands", []))
        shortcuts = _parse_shortcuts(features.get("shortcuts", []))
        if (commands or shortcuts) and "commands" not in scopes:
            raise ManifestError("oauth_config.scopes.bot: commands and shortcuts need `commands`")
        return cls(
            name=name,
            description=description,
            bot_name=_read_text(bot, "display_name", "features.bot_user", maximum=80) or name,
            scopes=scopes,
            optional_scopes=optional,
            commands=commands,
            shortcuts=shortcuts,
            events=events,
            home_tab_enabled=bool(home.get("home_tab_enabled", False)),
            # Slack documents no default. Inferred: the tab is on, as it is for a new app.
            messages_tab_enabled=bool(home.get("messages_tab_enabled", True)),
            messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
            socket_mode=bool(settings.get("socket_mode_enabled", False)),
            interactivity=bool(interactivity.get("is_enabled", False)),
        )

    def find_command(self, name: str) -> Command | None:
        return next((each for each in self.commands if each.name == name), None)

    def find_shortcut(self, callback_id: str) -> Shortcut | None:
        return next((each for each in self.shortcuts if each.callback_id == callback_id), None)


def find_sufficient_scopes(method: str, channel_kind: str | None = None) -> frozenset[str]:
    """The scopes any one of which allows the app to call the method. Empty if it needs none.

    `channel_kind` is `channel` (public), `private`, `im` or `mpim`. If it is None, the channel is
    unknown or the call names none, and the scope for any kind of channel is enough.
    """
    needed = METHOD_SCOPES.get(method, frozenset())
    if isinstance(needed, frozenset):  # the same scopes for all kinds of channels
        return needed
    if channel_kind is None:
        return frozenset().union(*needed.values())
    return needed.get(channel_kind, frozenset())


def _parse_commands(raw: Any) -> tuple[Command, ...]:
    found = []
    for index, item in enumerate(_require_list(raw, "features.slash_commands", MAX_COMMANDS)):
        path = f"features.slash_commands[{index}]"
        data = _require_mapping(item, path)
        name = _read_text(data, "command", path, maximum=32, required=True)
        if not name.startswith("/") or " " in name or name != name.lower():
            raise ManifestError(f"{path}.command: a slash and lower-case letters without spaces")
        found.append(
            Command(
                name=name,
                description=_read_text(data, "description", path, maximum=2000, required=True),
                usage_hint=_read_text(data, "usage_hint", path, maximum=1000),
                should_escape=bool(data.get("should_escape", False)),
                url=_read_text(data, "url", path, maximum=3000),
            )
        )
    _refuse_duplicates([command.name for command in found], "features.slash_commands")
    return tuple(found)


def _parse_shortcuts(raw: Any) -> tuple[Shortcut, ...]:
    found = []
    for index, item in enumerate(_require_list(raw, "features.shortcuts", MAX_SHORTCUTS)):
        path = f"features.shortcuts[{index}]"
        data = _require_mapping(item, path)
        kind = _read_text(data, "type", path, required=True)
        if kind not in ("global", "message"):
            raise ManifestError(f"{path}.type: global or message")
        found.append(
            Shortcut(
                kind="global" if kind == "global" else "message",  # for the type checker
                callback_id=_read_text(data, "callback_id", path, maximum=255, required=True),
                name=_read_text(data, "name", path, maximum=24, required=True),
                description=_read_text(data, "description", path, maximum=150, required=True),
            )
        )
    _refuse_duplicates([shortcut.callback_id for shortcut in found], "features.shortcuts")
    return tuple(found)


def _check_event_scopes(events: frozenset[str], scopes: frozenset[str]) -> None:
    """Raises ManifestError for an event that is unknown or whose scope the app does not request."""
    for event in sorted(events):
        if event not in EVENT_SCOPES:
            raise ManifestError(f"settings.event_subscriptions.bot_events: unknown event {event}")
        needed = EVENT_SCOPES[event]
        if needed and needed.isdisjoint(scopes):
            one_of = " or ".join(sorted(needed))
            raise ManifestError(f"settings.event_subscriptions.bot_events: {event} needs {one_of}")


def _require_mapping(value: Any, path: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ManifestError(f"{path}: a mapping is needed")
    return value


def _require_list(value: Any, path: str, maximum: int) -> Sequence[Any]:
    if not isinstance(value, list):
        raise ManifestError(f"{path}: a list is needed")
    if len(value) > maximum:
        raise ManifestError(f"{path}: at most {maximum}")
    return value


def _read_strings(data: Mapping[str, Any], key: str, path: str) -> list[str]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ManifestError(f"{path}.{key}: a list of words is needed")
    return value


def _read_text(
    data: Mapping[str, Any], key: str, path: str, *, maximum: int = 255, required: bool = False
) -> str:
    """The text of the key. A key that is missing and not `required` is the empty text."""
    value = data.get(key)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or (required and not value):
        raise ManifestError(f"{path}.{key}: text is needed")
    if len(value) > maximum:
        raise ManifestError(f"{path}.{key}: at most {maximum} characters")
    return value


def _refuse_unknown_keys(data: Mapping[str, Any], keys: frozenset[str], path: str = "") -> None:
    """`path` is that of `data` in the manifest, and empty for the manifest itself."""
    unknown = sorted(set(data) - keys)
    if unknown:
        name = f"{path}.{unknown[0]}" if path else unknown[0]
        raise ManifestError(f"{name}: unknown key")


def _refuse_duplicates(names: list[str], path: str) -> None:
    duplicates = sorted({name for name in names if names.count(name) > 1})
    if duplicates:
        raise ManifestError(f"{path}: {duplicates[0]} appears twice")
