"""Answers calls of `/api/<method>`.

It checks token, rate limit and scope before it calls the method, and records every call.
"""

from __future__ import annotations

import json
import traceback
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.clock import monotonic
from sandbox.engine import Engine
from sandbox.errors import SlackError
from sandbox.faults.injection import CONNECTION_ABORTED, answer_with_faults
from sandbox.manifest import find_sufficient_scopes
from sandbox.state.world import Json
from sandbox.web_api.registry import METHODS, Call, Method, parse_arguments

Answer = tuple[int, Json, dict[str, str]]
"""The HTTP status, body and headers."""


async def answer_web_api(engine: Engine, request: Request) -> Response:
    """Answer one call of `/api/<method>` as Slack would."""
    started = monotonic()
    name = request.path_params["method"]
    engine.dispatcher.in_progress += 1
    try:
        raw, token = await _read_request(request)
        status, body, headers = await answer_with_faults(
            engine.fault_injector,
            name,
            request.scope,
            lambda: _answer_when_released(engine, name, raw, token),
        )
    finally:
        engine.dispatcher.in_progress -= 1
    engine.traffic.record(
        "in",
        "web_api",
        name,
        raw,
        response=body,
        ok=bool(body.get("ok")),
        error=body.get("error"),
        ms=round((monotonic() - started) * 1000, 1),
    )
    if replacement := engine.method_failures.take_replacement_answer(name):
        replacement_status, replacement_body = replacement
        return Response(replacement_body, status_code=replacement_status)
    if status == CONNECTION_ABORTED:
        return Response()
    return JSONResponse(body, status_code=status, headers=headers)


async def _answer_when_released(engine: Engine, name: str, raw: Json, token: str) -> Answer:
    """Answer the call. A test may hold it before or after the method's work."""
    if not await engine.holds.wait_if_held(name, after_effect=False):
        return CONNECTION_ABORTED, {"ok": False, "error": "never_arrived"}, {}
    answer = await _answer(engine, name, raw, token)
    await engine.holds.wait_if_held(name, after_effect=True)
    return answer


async def _answer(engine: Engine, name: str, raw: Json, token: str) -> Answer:
    try:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        _check_token(engine, method, token)
        failure = await engine.method_failures.take_failing_answer(name, raw)
        if failure is not None:
            return failure
        channel = str(raw.get("channel") or "") or None
        retry_after = engine.limiter.count_call(name, engine.world.team.id, channel)
        if retry_after is not None:
            return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(retry_after)}
        if method.auth == "bot":
            _check_scope(engine, name, raw)
        body = await method.handler(Call(engine, name, parse_arguments(method, raw)))
    except SlackError as error:
        return 200, error.body(), {}
    except Exception:
        traceback.print_exc()
        return 500, {"ok": False, "error": "internal_error"}, {}
    headers = {}
    if method.auth == "bot":
        headers["X-OAuth-Scopes"] = ",".join(sorted(engine.manifest.scopes))
    engine.mark_changed()
    return 200, {"ok": True, **body}, headers


def _check_token(engine: Engine, method: Method, token: str) -> None:
    """Raises SlackError unless the token is valid and of the type that the method takes."""
    if method.auth == "none":
        return
    app = engine.world.app
    if not token:
        raise SlackError("not_authed")
    if token not in (app.bot_token, app.app_token):
        raise SlackError("invalid_auth")
    if not app.installed:
        raise SlackError("account_inactive")
    if engine.fault_injector.token_revoked and token == app.bot_token:
        raise SlackError("token_revoked")
    expected = app.bot_token if method.auth == "bot" else app.app_token
    if token != expected:
        raise SlackError("not_allowed_token_type")


def _check_scope(engine: Engine, name: str, raw: Json) -> None:
    channel_id = raw.get("channel") or raw.get("channel_id") or ""
    channel = engine.world.channels.get(str(channel_id))
    channel_kind = channel.kind if channel is not None else None
    sufficient = find_sufficient_scopes(name, channel_kind)
    granted = engine.manifest.scopes
    if sufficient and not sufficient & granted:
        raise SlackError(
            "missing_scope", needed=",".join(sorted(sufficient)), provided=",".join(sorted(granted))
        )


async def _read_request(request: Request) -> tuple[Json, str]:
    """Return the arguments, not yet converted to their types, and the token ("" if none)."""
    raw: dict[str, Any] = dict(request.query_params)
    content_type = request.headers.get("content-type", "")
    if request.method == "POST":
        if content_type.startswith("application/json"):
            try:
                body = json.loads(await request.body() or b"{}")
            except ValueError:
                body = {}
            if isinstance(body, dict):
                raw |= body
        else:
            form = await request.form()
            raw |= {key: value for key, value in form.items() if isinstance(value, str)}
    header = request.headers.get("authorization", "")
    token = header.removeprefix("Bearer ").strip() or str(raw.get("token", ""))
    raw.pop("token", None)
    return raw, token
