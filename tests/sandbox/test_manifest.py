"""The manifest parser accepts good manifests and refuses those that Slack would refuse."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from sandbox.manifest import Manifest, ManifestError, find_sufficient_scopes

Json = dict[str, Any]

GOOD: Json = {
    "display_information": {"name": "Lunch"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": False},
        "shortcuts": [
            {"name": "Plan", "type": "global", "callback_id": "plan", "description": "Plans"}
        ],
        "slash_commands": [
            {"command": "/lunch", "description": "Plan a lunch", "should_escape": True}
        ],
    },
    "oauth_config": {
        "scopes": {"bot": ["commands", "chat:write", "users:read"], "bot_optional": ["users:read"]}
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "user_change"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def test_a_good_manifest_is_read() -> None:
    manifest = Manifest.parse(GOOD)
    assert manifest.name == manifest.bot_name == "Lunch"
    assert manifest.scopes == {"commands", "chat:write", "users:read"}
    assert manifest.optional_scopes == {"users:read"}
    assert manifest.events == {"app_home_opened", "user_change"}
    assert (manifest.home_tab_enabled, manifest.messages_tab_enabled) == (True, False)
    assert (manifest.socket_mode, manifest.interactivity) == (True, True)
    command = manifest.find_command("/lunch")
    assert command is not None
    assert command.should_escape
    assert manifest.find_command("/dinner") is None
    shortcut = manifest.find_shortcut("plan")
    assert shortcut is not None
    assert shortcut.kind == "global"


def test_the_manifest_of_this_project_is_accepted() -> None:
    manifest = Manifest.load(Path(__file__).parents[2] / "manifest.yml")
    assert manifest.commands
    assert manifest.home_tab_enabled


def _good_with(path: str, value: Any) -> Json:
    data = deepcopy(GOOD)
    *above, last = path.split("/")
    place: Any = data
    for key in above:
        place = place[int(key)] if key.isdigit() else place[key]
    place[int(last) if last.isdigit() else last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("display_information/name", "x" * 36, "display_information.name: at most 35"),
        ("display_information/name", "", "display_information.name: text is needed"),
        ("display_information/description", "x" * 141, "at most 140"),
        ("display_information/long_description", "short", "175 to 4000"),
        ("colour", "red", "colour: unknown key"),
        ("features/banner", {}, "features.banner: unknown key"),
        ("features/slash_commands/0/command", "lunch", "a slash and lower-case"),
        ("features/slash_commands/0/command", "/" + "x" * 32, "at most 32"),
        ("features/slash_commands", [GOOD["features"]["slash_commands"][0]] * 2, "appears twice"),
        ("features/slash_commands", [GOOD["features"]["slash_commands"][0]] * 51, "at most 50"),
        ("features/shortcuts/0/type", "local", "global or message"),
        ("features/shortcuts/0/name", "x" * 25, "at most 24"),
        ("oauth_config/scopes/bot_optional", ["dnd:read"], "dnd:read is not in bot"),
        ("oauth_config/scopes/bot", ["users:read"], "need `commands`"),
        ("settings/event_subscriptions/bot_events", ["sunrise"], "unknown event sunrise"),
        (
            "settings/event_subscriptions/bot_events",
            ["member_left_channel"],
            "member_left_channel needs channels:read or groups:read",
        ),
    ],
)
def test_a_manifest_that_slack_would_refuse_is_refused(path: str, value: Any, message: str) -> None:
    with pytest.raises(ManifestError, match=message):
        Manifest.parse(_good_with(path, value))


@pytest.mark.parametrize("text", ["- a\n- b", "just words", "a: [", ""])
def test_other_yaml_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        Manifest.load(text)


@pytest.mark.parametrize(
    ("method", "kind", "needed"),
    [
        ("auth.test", None, set()),
        ("views.open", None, set()),
        ("chat.postMessage", "im", {"chat:write"}),
        ("conversations.history", "channel", {"channels:history"}),
        ("conversations.history", "private", {"groups:history"}),
        ("conversations.history", "im", {"im:history"}),
        (
            "conversations.history",
            None,
            {"channels:history", "groups:history", "im:history", "mpim:history"},
        ),
        ("conversations.invite", "im", set()),
        ("conversations.invite", "channel", {"channels:write.invites", "channels:manage"}),
        ("users.lookupByEmail", None, {"users:read.email"}),
        ("no.such.method", None, set()),
    ],
)
def test_needed_scopes_depend_on_method_and_kind_of_channel(
    method: str, kind: str | None, needed: set[str]
) -> None:
    assert find_sufficient_scopes(method, kind) == needed
