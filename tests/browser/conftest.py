"""Fixtures for tests in Chromium: the demo company with its app, and the office with Vouch."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox.server import Sandbox
from tests.browser import page_app
from tests.browser.page_company import COMPANY
from tests.office import Office

Json = dict[str, Any]
MANIFEST = Path(__file__).parent / "page_manifest.yml"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WAIT_MS = 8000
CLOSE_SECONDS = 5.0
expect.set_options(timeout=WAIT_MS)  # As long as a click waits; Playwright's own 5 s is less.


@dataclass
class DemoApp:
    """The running sandbox, and the payloads that the demo app has received."""

    sandbox: Sandbox
    received: list[Json]

    def last(self, kind: str) -> Json:
        body: Json = [entry["body"] for entry in self.received if entry["kind"] == kind][-1]
        return body


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS, headless=True
        )
        yield browser
        browser.close()


@pytest.fixture
def demo() -> Iterator[DemoApp]:
    received: list[Json] = []
    with Sandbox(MANIFEST, COMPANY, rate_limits=False) as sandbox:
        client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
        app = App(client=client, process_before_response=True)
        page_app.build(app, received)
        handler = SocketModeHandler(app, sandbox.app_token, web_client=client)
        handler.client.connect()
        yield DemoApp(sandbox, received)
        # The SDK's `close` never returns if a new session begins while it runs.
        closing = Thread(target=handler.client.close, daemon=True)
        closing.start()
        closing.join(CLOSE_SECONDS)


@contextmanager
def open_pages(chromium: Browser, url: str) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens the page as a person, in a browser context of its own.

    A script error on any of the pages fails the test at its end.
    """
    problems: list[str] = []
    contexts = []

    def open_page(handle: str, place: str = "", scheme: Any = "light", script: str = "") -> Page:
        context = chromium.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: problems.append(error.message))
        page.goto(f"{url}/#/as/{handle}{place}")
        page.wait_for_selector("body[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page_as(demo: DemoApp, chromium: Browser) -> Iterator[Callable[..., Page]]:
    with open_pages(chromium, demo.sandbox.url) as open_as:
        yield open_as


@pytest.fixture
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = Path(request.config.getoption("--pictures") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def open_page(office: Office, chromium: Browser) -> Iterator[Callable[..., Page]]:
    with open_pages(chromium, office.slack.url) as open_as:
        yield open_as
