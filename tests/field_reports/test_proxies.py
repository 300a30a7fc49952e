"""A proxy in the environment is used for the internet, by the Web API and by the socket alike.

It is not used for this machine and for the hosts of NO_PROXY.
"""

from __future__ import annotations

import random
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from slack_io.client import SlackClient
from slack_io.graceful_close import build_socket_client
from tests.bot.vouch_process import start_vouch, wait_for_line
from tests.demo_slack import connection_settings, demo_slack

API = "https://slack.invalid/api/"  # RFC 6761: a name that is never resolved
SOCKET = "wss://wss.slack.invalid/link?ticket=1"
PROXY_NAMES = ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy", "NO_PROXY", "no_proxy")


class Proxy:
    """Refuses every request. `requests` has the first line of each."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self.requests.append(connection.recv(65_536).decode("latin-1").split("\r\n")[0])
                connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")

    def asked_for(self, host: str) -> bool:
        return any(line.startswith(f"CONNECT {host}:443 ") for line in self.requests)

    def stop(self) -> None:
        self._listener.close()


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    for name in PROXY_NAMES:
        monkeypatch.delenv(name, raising=False)
    proxy = Proxy()
    yield proxy
    proxy.stop()


def call_web_api(url: str) -> None:
    SlackClient("xoxb-1", url).fetch_identity()


def open_socket(url: str) -> None:
    web = SlackClient("xoxb-1", API).build_socket_web_client("xapp-1")
    client = build_socket_client(web, SystemClock(), random.random)
    client.wss_uri = url
    client.connect()
    client.stop()


WAYS = [(call_web_api, API, "slack.invalid"), (open_socket, SOCKET, "wss.slack.invalid")]


@pytest.mark.parametrize(("use", "url", "host"), WAYS)
@pytest.mark.parametrize("scheme", ["http://", ""])
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
def test_a_host_of_the_internet_is_reached_through_the_proxy(
    proxy: Proxy,
    monkeypatch: pytest.MonkeyPatch,
    use: Callable[[str], None],
    url: str,
    host: str,
    scheme: str,
    name: str,
) -> None:
    monkeypatch.setenv(name, f"{scheme}{proxy.address}")
    use(url)
    assert proxy.asked_for(host)


@pytest.mark.parametrize(("use", "url", "host"), WAYS)
@pytest.mark.parametrize("exempt", ["{host}", ".invalid", "elsewhere.test, slack.invalid", "*"])
@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_a_host_of_no_proxy_is_reached_without_it(
    proxy: Proxy,
    monkeypatch: pytest.MonkeyPatch,
    use: Callable[[str], None],
    url: str,
    host: str,
    exempt: str,
    name: str,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy.address}")
    monkeypatch.setenv(name, exempt.format(host=host))
    use(url)
    assert not proxy.asked_for(host)


@pytest.mark.parametrize(
    ("names", "no_proxy"),
    [(("HTTPS_PROXY", "HTTP_PROXY"), None), (("https_proxy", "http_proxy"), "example.com")],
)
def test_a_slack_on_this_machine_is_reached_without_a_proxy(
    proxy: Proxy, tmp_path: Path, sqlite_url: str, names: tuple[str, ...], no_proxy: str | None
) -> None:
    environ = dict.fromkeys(names, f"http://{proxy.address}")
    if no_proxy:
        environ["NO_PROXY"] = no_proxy
    with demo_slack() as slack:
        settings = connection_settings(slack, sqlite_url) | environ
        process = start_vouch(tmp_path, settings, "run")
        wait_for_line(process, "socket_up")
        slack.person("ada").types("/refer help")
        assert slack.person("ada").ephemerals()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert proxy.requests == []


def test_the_sandbox_runs_although_a_proxy_is_set(proxy: Proxy, tmp_path: Path) -> None:
    environ = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY"), f"http://{proxy.address}")
    process = start_vouch(tmp_path, environ, "sandbox", "--port", "0", "--fresh")
    assert process.stdout is not None
    line = next(line for line in process.stdout if "http://" in line)
    assert "127.0.0.1" in line
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert proxy.requests == []
