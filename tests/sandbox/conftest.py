"""Fixtures: a small company, its sandbox, and the demo app connected by each transport."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from sandbox.clock import monotonic
from sandbox.driver.client import wait_for
from sandbox.engine import Timing
from sandbox.server import Sandbox
from tests.background import stop_in_background
from tests.sandbox.demo_app import ReceivedPayloads, build_app

Json = dict[str, Any]
MANIFEST = Path(__file__).parent / "demo_manifest.yml"

COMPANY: Json = {
    "team": {"id": "T0ACME", "name": "Acme", "domain": "acme"},
    "users": [
        {
            "handle": "ada",
            "real_name": "Ada Park",
            "email": "ada@acme.test",
            "tz": "Europe/London",
            "is_admin": True,
        },
        {
            "handle": "bo",
            "real_name": "Bo Lind",
            "email": "bo@acme.test",
            "tz": "Asia/Tokyo",
            "dnd": {"start": "22:00", "end": "08:00"},
        },
        {"handle": "gus", "real_name": "Gus Guest", "is_restricted": True},
        {"handle": "dee", "real_name": "Dee Gone", "deleted": True},
        {
            "handle": "sam",
            "real_name": "Sam Stranger",
            "team_id": "T0OTHER",
            "is_stranger": True,
        },
    ],
    "channels": [
        {"name": "general", "members": ["*"]},
        {"name": "food", "members": ["ada", "bo", "@bot"]},
        {"name": "quiet", "members": ["ada"], "posting": "admins"},
        {"name": "secret", "members": ["ada"], "is_private": True},
        {"name": "old", "members": ["ada", "@bot"], "is_archived": True},
    ],
    "usergroups": [{"handle": "cooks", "name": "Cooks", "members": ["bo"]}],
    "messages": [{"channel": "food", "user": "ada", "text": "Hungry", "minutes_ago": 30}],
}


class People:
    """A client of the routes under `/people`. Only `try_post` accepts a refused request."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.http = httpx.Client(base_url=sandbox.url, timeout=20)

    def id(self, handle: str) -> str:
        user = self.sandbox.world.user_by_handle(handle)
        assert user is not None
        return user.id

    def channel(self, name: str) -> str:
        channel = self.sandbox.world.channel_by_name(name)
        assert channel is not None
        return channel.id

    def dm(self, handle: str) -> str:
        return self.sandbox.world.open_dm(self.id(handle), self.sandbox.world.app.user_id).id

    def post(self, handle: str, action: str, /, **body: Any) -> Json:
        answer = self.try_post(handle, action, **body)
        assert answer["ok"], answer
        return answer

    def try_post(self, handle: str, action: str, /, **body: Any) -> Json:
        path = f"/people/{self.id(handle)}/{action}"
        result: Json = self.http.post(path, json=body).json()
        return result

    def admin(self, action: str, **body: Any) -> Json:
        answer: Json = self.http.post(f"/people/admin/{action}", json=body).json()
        assert answer["ok"], answer
        return answer

    def get(self, path: str, **query: Any) -> Json:
        answer: Json = self.http.get(f"/people/{path}", params=query).json()
        assert answer["ok"], answer
        return answer

    def messages(self, handle: str, channel: str, **query: Any) -> list[Json]:
        found = self.get(f"{self.id(handle)}/messages", channel=channel, **query)["messages"]
        assert isinstance(found, list)
        return found

    def stack(self, handle: str) -> list[Json]:
        found = self.get(f"{self.id(handle)}/views")["stack"]
        assert isinstance(found, list)
        return found


def count_posts(sandbox: Sandbox, channel: str) -> int:
    """Return how many messages of the tests, "Soup is up", are in the channel."""
    messages = sandbox.world.channels[channel].messages.values()
    return sum(message["text"] == "Soup is up" for message in messages)


def becomes_true(check: Callable[[], Any]) -> bool:
    """Wait until `check()` is true. Returns False after 5 seconds."""
    return bool(wait_for(check, 5))


@pytest.fixture
def make_sandbox() -> Iterator[Callable[..., Sandbox]]:
    started: list[Sandbox] = []

    def make(**options: Any) -> Sandbox:
        options.setdefault("timing", Timing(ack_seconds=1.0, event_retry_seconds=(0.0, 0.0, 0.0)))
        options.setdefault("rate_limits", False)
        manifest = options.pop("manifest", MANIFEST)
        sandbox = Sandbox(manifest, options.pop("company", COMPANY), **options)
        started.append(sandbox)
        return sandbox.start()

    yield make
    for sandbox in started:
        stop_in_background(sandbox)


@pytest.fixture
def sandbox(make_sandbox: Callable[..., Sandbox]) -> Sandbox:
    return make_sandbox()


@pytest.fixture
def food_channel_id(sandbox: Sandbox) -> str:
    channel = sandbox.world.channel_by_name("food")
    assert channel is not None
    return channel.id


@pytest.fixture
def people(sandbox: Sandbox) -> Iterator[People]:
    people = People(sandbox)
    yield people
    people.http.close()


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


@pytest.fixture
def received() -> Iterator[ReceivedPayloads]:
    received = ReceivedPayloads()
    yield received
    received.may_answer.set()


class _SilentHandler(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        return


class _ThreadedServer(WSGIServer):
    """Serves each request in its own thread."""

    def process_request(self, request: Any, client_address: Any) -> None:
        threading.Thread(target=self._work, args=(request, client_address), daemon=True).start()

    def _work(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        finally:
            self.shutdown_request(request)


@pytest.fixture
def connect_socket(received: ReceivedPayloads) -> Iterator[Callable[[Sandbox], SocketModeHandler]]:
    opened: list[tuple[Sandbox, SocketModeHandler]] = []

    def connect(sandbox: Sandbox) -> SocketModeHandler:
        app = build_app(sandbox.bot_token, sandbox.api_url, sandbox.signing_secret, received)
        handler = SocketModeHandler(app, sandbox.app_token)
        handler.client.connect()
        opened.append((sandbox, handler))
        return handler

    yield connect
    for sandbox, handler in opened:
        # The SDK notices its own `close` only after 3 seconds, but a close by the server at once.
        handler.client.auto_reconnect_enabled = False
        handler.client.default_auto_reconnect_enabled = False
        sandbox.cut_sockets()
        end = monotonic() + 3
        while handler.client.is_connected() and monotonic() < end:
            threading.Event().wait(0.01)
        handler.client.close()


@pytest.fixture
def connect_http(received: ReceivedPayloads) -> Iterator[Callable[[Sandbox], None]]:
    servers: list[WSGIServer] = []

    def connect(sandbox: Sandbox) -> None:
        app = build_app(sandbox.bot_token, sandbox.api_url, sandbox.signing_secret, received)
        handler = SlackRequestHandler(app)
        server = make_server("127.0.0.1", 0, handler, _ThreadedServer, _SilentHandler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        sandbox.use_http(f"http://127.0.0.1:{server.server_port}/slack/events")

    yield connect
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(params=["socket", "http"])
def connected(request: pytest.FixtureRequest, sandbox: Sandbox) -> str:
    """Connects the demo app to `sandbox`; each test runs once for each transport."""
    request.getfixturevalue(f"connect_{request.param}")(sandbox)
    return str(request.param)
