"""A bare Bolt app as in the first pages of Bolt's documentation: one command, a static modal.

It is served by Bolt's own WSGI adapter on the standard library's server, with a thread for each
request.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from benchmarks.peers.modal import MODAL

app = App(
    client=WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]),
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
)


@app.command("/refer")
def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=MODAL)


class ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class SilentHandler(WSGIRequestHandler):
    log_message: Callable[..., None] = lambda *_: None


if __name__ == "__main__":
    port = int(os.environ["PORT"])
    handler = SlackRequestHandler(app)
    make_server("127.0.0.1", port, handler, ThreadingServer, SilentHandler).serve_forever()
