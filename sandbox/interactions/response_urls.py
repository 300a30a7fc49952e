"""Handles POSTs to response URLs: the app posts, replaces or deletes a message."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.engine import Engine
from sandbox.errors import SlackError
from sandbox.interactions.triggers import ResponseUrl
from sandbox.state.world import Channel, Json


async def answer_response_url(engine: Engine, request: Request) -> Response:
    """Answer one POST to a response URL."""
    raw = await request.body()
    try:
        body = json.loads(raw)
        if not isinstance(body, dict):
            raise SlackError("invalid_payload")
        target = engine.response_urls.claim(request.path_params["key"])
        channel = engine.world.channels[target.channel_id]
        _apply_answer(engine, target, channel, body)
    except ValueError:
        body, problem = {"raw": raw.decode("utf-8", "replace")}, "invalid_payload"
    except SlackError as error:
        problem = error.error
    else:
        problem = ""
    engine.traffic.record(
        "in",
        "response_url",
        "response_url",
        body,
        response=problem or "ok",
        ok=not problem,
        error=problem or None,
    )
    if problem:
        return JSONResponse({"ok": False, "error": problem}, status_code=404)
    engine.mark_changed()
    return JSONResponse({"ok": True})


def post_answer(
    engine: Engine, user_id: str, channel: Channel, body: Json, thread_ts: str | None
) -> None:
    """Post a message, for this person only unless `response_type` is in_channel."""
    content = engine.messaging.validate_content(body)
    thread = body.get("thread_ts") or thread_ts
    if body.get("response_type") == "in_channel":
        engine.messaging.post(channel, engine.messaging.bot_author(), content, thread)
    else:
        engine.messaging.post_ephemeral(user_id, channel, content, thread_ts=thread)


def _apply_answer(engine: Engine, target: ResponseUrl, channel: Channel, body: Json) -> None:
    replace = _is_true(body.get("replace_original"))
    delete = _is_true(body.get("delete_original"))
    if not (replace or delete) or target.original == "none":
        post_answer(engine, target.user_id, channel, body, target.thread_ts)
        return
    messaging = engine.messaging
    content = None if delete else messaging.validate_content(body)
    if target.original == "ephemeral":
        record = messaging.find_ephemeral(target.user_id, channel.id, target.original_ts)
        if record is None:
            raise SlackError("message_not_found")
        messaging.replace_ephemeral(record, channel, content)
        return
    message = channel.messages.get(target.original_ts)
    if message is None:
        raise SlackError("message_not_found")
    if content is None:
        messaging.delete(channel, message)
    else:
        messaging.update(channel, message, content)


def _is_true(value: Any) -> bool:
    """Slack accepts the text "true" as well as the JSON value."""
    return value is True or str(value).lower() == "true"
