"""Helpers of the dispatcher's tests: payloads as Slack sends them, and a handler for them."""

from __future__ import annotations

import json
from typing import Any

from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from sqlalchemy import func, select

from domain.members import Actor
from domain.messages import ReferralReceived
from domain.outbox import NewIntent
from domain.permissions import Access
from handlers.protocol import Ephemeral, Request, Response, Source
from services.context import Context
from storage import outbox
from storage.tables.messages import OUTBOX
from tests.quiet_bot import QuietBot
from tests.statements import recorded_statements
from views.notice import ephemeral_message

Json = dict[str, Any]
TEAM = {"id": "T0DIFF", "domain": "difference"}


class Probe:
    """A handler that stores a row at each call, then returns `response` or raises `error`."""

    def __init__(self, bot: QuietBot, source: Source = Source.ACTION, id_: str = "probe") -> None:
        self.requests: list[Request] = []
        self.actors: list[Actor] = []
        self.response: Response = Ephemeral(ephemeral_message("Well done."))
        self.error: Exception | None = None
        self.bot = bot
        bot.vouch.registry.add(source, id_, self, access=Access.ANYONE, action="help", writes=True)

    def __call__(self, context: Context, request: Request) -> Response:
        self.requests.append(request)
        self.actors.append(context.actor)
        intent = NewIntent(ReferralReceived.kind, "U0ADA", 1, f"probe:{len(self.requests)}")
        outbox.queue_intent(context.transaction, context.workspace.id, intent, context.now)
        if self.error is not None:
            raise self.error
        return self.response

    @property
    def stored_rows(self) -> int:
        """The number of rows in the outbox, which gets one from each call that is committed."""
        with self.bot.vouch.database.read() as transaction:
            return transaction.scalar(select(func.count()).select_from(OUTBOX)) or 0


def dispatch(bot: QuietBot, payload: Json) -> BoltResponse:
    """Dispatches the payload with a trigger that the sandbox accepts instead of its own.

    Payloads with equal triggers get equal ones.
    """
    trigger = payload.get("trigger_id")
    if trigger:
        issued = bot.slack.engine.triggers.issue("U0ADA")
        payload = {**payload, "trigger_id": bot.triggers.setdefault(trigger, issued)}
    return bot.vouch.bolt.dispatch(BoltRequest(mode="socket_mode", body=payload))


def body_of(response: BoltResponse) -> Json:
    return dict(json.loads(response.body)) if response.body else {}


def button_payload(
    trigger: str = "1.1.a", id_: str = "probe", user: str = "U0ADA", **more: Any
) -> Json:
    return {
        "type": "block_actions",
        "team": TEAM,
        "user": {"id": user, "team_id": "T0DIFF"},
        "trigger_id": trigger,
        "actions": [{"type": "button", "action_id": id_, "block_id": "b", "value": "7"}],
        **more,
    }


def form_payload(view_id: str = "V1", text: str | None = "x", id_: str = "probe") -> Json:
    state = {"name": {"name": {"type": "plain_text_input", "value": text}}}
    blocks = [{"type": "input", "block_id": "name"}]
    view = {"id": view_id, "type": "modal", "callback_id": id_, "hash": "1.a", "blocks": blocks}
    return {
        "type": "view_submission",
        "team": TEAM,
        "user": {"id": "U0ADA", "team_id": "T0DIFF"},
        "trigger_id": "2.2.b",
        "view": {**view, "private_metadata": "", "state": {"values": state}},
    }


def command_payload(text: str = "help", user: str = "U0ADA") -> Json:
    return {
        "command": "/refer",
        "text": text,
        "user_id": user,
        "team_id": "T0DIFF",
        "channel_id": "C1",
        "trigger_id": "3.3.c",
        "response_url": "http://127.0.0.1:9/nobody",
    }


def event_payload(type_: str, event_id: str = "Ev1", **inner: Any) -> Json:
    return {
        "type": "event_callback",
        "team_id": "T0DIFF",
        "event_id": event_id,
        "event": {"type": type_, **inner},
    }


def list_opened_views(bot: QuietBot) -> list[str]:
    return [str(call["request"]) for call in bot.calls("views.open")]


def list_statements(bot: QuietBot, payload: Json) -> list[str]:
    """Dispatches the payload and returns the first word of each SQL statement."""
    with recorded_statements(bot.vouch.database) as statements:
        assert dispatch(bot, payload).status == 200
    return [statement.split()[0] for statement in statements]
