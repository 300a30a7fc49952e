"""Handles POSTs to response URLs, with which the app posts, replaces or deletes a message."""

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
    """Carry out one POST to a response URL, and record it in the traffic."""
    raw_body = await request.body()
    error_code = None
    try:
        body = json.loads(raw_body)
        if not isinstance(body, dict):
            raise SlackError("invalid_payload")
        response_url = engine.response_urls.claim(request.path_params["key"])
        channel = engine.world.channels[response_url.channel_id]
        _carry_out(engine, response_url, channel, body)
    except ValueError:
        body, error_code = {"raw": raw_body.decode("utf-8", "replace")}, "invalid_payload"
    except SlackError as error:
        error_code = error.error
    engine.traffic.record(
        direction="in",
        kind="response_url",
        name="response_url",
        request=body,
        response=error_code or "ok",
        ok=error_code is None,
        error=error_code,
    )
    if error_code is not None:
        return JSONResponse({"ok": False, "error": error_code}, status_code=404)
    engine.mark_changed()
    return JSONResponse({"ok": True})


def post_answer(
    engine: Engine, user_id: str, channel: Channel, body: Json, thread_ts: str | None
) -> None:
    """Post a message, which only this person sees unless `response_type` is "in_channel".

    `thread_ts` is used if the body names no thread.
    """
    content = engine.messaging.validate_content(body)
    thread_ts = body.get("thread_ts") or thread_ts
    if body.get("response_type") == "in_channel":
        engine.messaging.post(channel, engine.messaging.bot_author(), content, thread_ts)
    else:
        engine.messaging.post_ephemeral(user_id, channel, content, thread_ts=thread_ts)


def _carry_out(engine: Engine, response_url: ResponseUrl, channel: Channel, body: Json) -> None:
    """Post, replace or delete a message, as the body says. Raises `SlackError`."""
    replace = _is_true(body.get("replace_original"))
    delete = _is_true(body.get("delete_original"))
    has_original = response_url.original != "none"
    if not has_original or not (replace or delete):
        post_answer(engine, response_url.user_id, channel, body, response_url.thread_ts)
        return
    messaging = engine.messaging
    content = None if delete else messaging.validate_content(body)  # None: delete the message
    user_id, original_ts = response_url.user_id, response_url.original_ts
    if response_url.original == "ephemeral":
        ephemeral = messaging.find_ephemeral(user_id, channel.id, original_ts)
        if ephemeral is None:
            raise SlackError("message_not_found")
        messaging.replace_ephemeral(ephemeral, channel, content)
        return
    message = channel.messages.get(original_ts)
    if message is None:
        raise SlackError("message_not_found")
    if content is None:
        messaging.delete(channel, message)
    else:
        messaging.update(channel, message, content)


def _is_true(value: Any) -> bool:
    """Whether the value is true. Slack accepts the text "true" as well as the JSON value."""
    return value is True or str(value).lower() == "true"
