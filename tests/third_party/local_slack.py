"""Runs Vouch with another project's local Slack (parvalabs/local-slack), set by SLACK_API_URL.

This script is run by hand, because that server is a binary of 95 MB which our locks do not have:

    npm i --ignore-scripts local-slack-linux-x64@0.1.8          (in a throw-away folder)
    python -m tests.third_party.local_slack node_modules/local-slack-linux-x64/bin/local-slack

It starts the server and the bot, posts an opening, refers someone, takes the referral, moves the
bot's clock by three working days and waits for the nudge. That server can send neither type-ahead
queries nor clicks inside a modal, so this script writes the values of the selects.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.app import build
from bot.runners.lifecycle import RunningBot
from bot.settings import load
from nudges import members as member_tick
from tests.movable_clock import MovableClock

PORT = 43117
PEOPLE = {"U01ADA": "Europe/London", "U01LINUS": "Europe/Berlin", "U01MARGARET": "America/New_York"}
HIRING = "C02HIR"
WAIT_SECONDS = 20.0


def config() -> dict[str, Any]:
    return {
        "workspace": {"name": "Test", "domain": "test", "teamId": "T01TEST"},
        "app": {
            "appId": "A01APP",
            "botUserId": "U0BOT",
            "botName": "vouch",
            "botToken": "xoxb-test-token",
            "appToken": "xapp-test-token",
            "signingSecret": "test-signing-secret",
            "mode": "socket",
        },
        "users": [
            {
                "id": user,
                "name": user[3:].lower(),
                "real_name": user[3:].title(),
                "email": f"{user[3:].lower()}@example.org",
                "tz": zone,
            }
            for user, zone in PEOPLE.items()
        ],
        "channels": [{"id": HIRING, "name": "hiring", "members": [*PEOPLE, "U0BOT"]}],
    }


class Server:
    """The other project's server, with its control API and its page's WebSocket."""

    def __init__(self, binary: str, folder: Path) -> None:
        file = folder / "config.yaml"
        file.write_text(json.dumps(config()))  # JSON is YAML
        self._process = subprocess.Popen(  # noqa: S603 - the path comes from whoever calls us
            [binary, "--config", str(file), "--port", str(PORT)],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.api_url = f"http://127.0.0.1:{PORT}/api/"
        self.stack: list[dict[str, Any]] = []
        wait_for("the server", lambda: self._get("state") is not None)
        self._page: ClientConnection = connect(f"ws://127.0.0.1:{PORT}/ui", max_size=None)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(ConnectionClosed):  # the connection closes with the server
            for frame in self._page:
                frame_data = json.loads(frame)
                if frame_data.get("t") == "view":
                    self.stack = frame_data.get("stack") or []

    def _get(self, path: str) -> Any:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/_control/{path}") as response:
                return json.load(response)
        except OSError:
            return None

    def control(self, path: str, **body: Any) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{PORT}/_control/{path}",
            data=json.dumps(body).encode(),
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request) as response:  # noqa: S310
            return json.load(response)

    def view(self, callback_id: str) -> dict[str, Any]:
        """Wait for the open modal with this callback id and return it."""
        found: dict[str, Any] = wait_for(
            f"the modal {callback_id}",
            lambda: next(
                (v for v in self.stack if _view(v).get("callback_id") == callback_id), None
            ),
        )
        return found

    def submit(self, user: str, callback_id: str, **values: dict[str, Any]) -> None:
        self.view(callback_id)
        fields = {name: {name: value} for name, value in values.items()}
        self._page.send(json.dumps({"t": "view_submit", "user": user, "values": fields}))

    def wait_for_message(self, channel: str, text: str) -> dict[str, Any]:
        """Wait for a message with this text in a channel or direct message, and return it."""

        def look_up() -> dict[str, Any] | None:
            messages = self._get(f"messages/{channel}") or []
            if isinstance(messages, dict):
                messages = messages.get("messages", [])
            return next((m for m in messages if text in json.dumps(m, ensure_ascii=False)), None)

        found: dict[str, Any] = wait_for(f"“{text}” in {channel}", look_up)
        return found

    def dm(self, user: str) -> str:
        state = self._get("state")
        channels = state.get("channels") if isinstance(state, dict) else None
        rows = channels.values() if isinstance(channels, dict) else (channels or [])
        for row in rows:
            if row.get("is_im") and user in (row.get("user"), *(row.get("members") or [])):
                return str(row["id"])
        return ""

    def click(self, user: str, message: dict[str, Any], channel: str, action_id: str) -> None:
        for block in message["blocks"]:
            for element in block.get("elements") or []:
                if element.get("action_id") == action_id:
                    self.control(
                        "interact",
                        channel=channel,
                        messageTs=message["ts"],
                        user=user,
                        action={**element, "block_id": block.get("block_id", "")},
                    )
                    return
        raise AssertionError(f"no {action_id} in {message}")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)


def _view(entry: dict[str, Any]) -> dict[str, Any]:
    inner = entry.get("view")
    return inner if isinstance(inner, dict) else entry


def wait_for(what: str, look_up: Callable[[], Any]) -> Any:
    pause, waited = threading.Event(), 0.0
    while waited < WAIT_SECONDS:
        found = look_up()
        if found:
            return found
        pause.wait(0.1)
        waited += 0.1
    raise AssertionError(f"{what} did not arrive")


def option(value: str, label: str) -> dict[str, Any]:
    return {"value": value, "text": {"type": "plain_text", "text": label}}


def main(binary: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = Server(str(Path(binary).resolve()), folder)
        clock = MovableClock(datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
        settings = load(
            {
                "SLACK_BOT_TOKEN": "xoxb-test-token",
                "SLACK_APP_TOKEN": "xapp-test-token",
                "SLACK_API_URL": server.api_url,
                "DATABASE_URL": f"sqlite:///{folder / 'vouch.db'}",
                "VOUCH_RECRUITERS": "U01LINUS",
                "VOUCH_ADMINS": "U01MARGARET",
                "VOUCH_TICK_SECONDS": "1",
            },
            env_file=None,
        )
        vouch = build(settings, clock)
        member_tick.read_all(vouch.database, vouch.slack, clock.now())
        running = RunningBot(vouch)
        running.start_socket(settings.app_token)
        try:
            run_story(server, clock)
        finally:
            running.stop()
            server.stop()


def report(text: str) -> None:
    print(f"  {text}")  # noqa: T201 - a script that prints its progress


def run_story(server: Server, clock: MovableClock) -> None:
    stop = threading.Event()

    def tick() -> None:  # keep the bot's clock moving, because the bot waits on it
        while not stop.wait(0.2):
            clock.advance(timedelta(seconds=1))

    threading.Thread(target=tick, daemon=True).start()
    server.control("command", channel=HIRING, user="U01LINUS", command="/refer", text="post")
    text = {"type": "plain_text_input"}
    server.submit(
        "U01LINUS",
        "post.form",
        title={**text, "value": "Staff Engineer"},
        team={**text, "value": "Engineering"},
        place={**text, "value": "Berlin"},
        hiring_manager={"type": "users_select", "selected_user": "U01MARGARET"},
        recruiter={"type": "users_select", "selected_user": "U01LINUS"},
        channels={"type": "multi_conversations_select", "selected_conversations": [HIRING]},
    )
    server.submit("U01LINUS", "post.preview")
    announcement = server.wait_for_message(HIRING, "Staff Engineer")
    report("posted and announced in #hiring")

    server.click("U01ADA", announcement, HIRING, "refer")
    server.submit(
        "U01ADA",
        "refer.lead",
        name={**text, "value": "Grace Hopper"},
        email={**text, "value": "grace@example.com"},
        relationship={"type": "static_select", "selected_option": option("worked_together", "")},
    )
    thanks = server.wait_for_message(
        wait_for("Ada's DM", lambda: server.dm("U01ADA")), "Thank you for putting"
    )
    report("referred and acknowledged")
    server.click("U01ADA", thanks, server.dm("U01ADA"), "refer.say_more")
    server.submit(
        "U01ADA",
        "endorse.evidence",
        saw={**text, "value": "She rebuilt our on-call in a quarter"},
        conviction={"type": "radio_buttons", "selected_option": option("my_name_on_it", "")},
    )
    server.submit(
        "U01ADA",
        "endorse.more_form",
        commitments={"type": "checkboxes", "selected_options": [option("introduction", "")]},
    )
    linus = wait_for("Linus's DM", lambda: server.dm("U01LINUS"))
    card = server.wait_for_message(linus, "rebuilt our on-call")
    report("the owner has the endorsement")
    server.click("U01LINUS", card, linus, "desk.take")
    server.wait_for_message(server.dm("U01ADA"), "has taken")
    report("taken, and the advocate was told")
    clock.advance(timedelta(days=3))
    server.wait_for_message(server.dm("U01ADA"), "you offered to introduce")
    report("the nudge arrived three working days later")
    stop.set()


if __name__ == "__main__":
    main(sys.argv[1])
