"""The methods views.*: modals, which need a trigger id, and App Homes."""

from __future__ import annotations

from sandbox.errors import InvalidArgumentsError, SlackError
from sandbox.state.world import Json
from sandbox.web_api.registry import JSON, TEXT, Call, method
from sandbox.workspace.files import check_file_input_scope


@method("views.open", required="trigger_id view", trigger_id=TEXT, view=JSON)
async def open_(call: Call) -> Json:
    views = call.engine.views
    body = _validate(call, home=False)
    trigger = call.engine.triggers.claim(call.args["trigger_id"])
    return {"view": views.view_object(views.open(trigger.user_id, body))}


@method("views.push", required="trigger_id view", trigger_id=TEXT, view=JSON)
async def push(call: Call) -> Json:
    views = call.engine.views
    body = _validate(call, home=False)
    trigger = call.engine.triggers.claim(call.args["trigger_id"])
    if trigger.view_id is None:
        raise SlackError("not_found")
    return {"view": views.view_object(views.push(trigger.user_id, body))}


@method("views.update", required="view", view=JSON, view_id=TEXT, external_id=TEXT, hash=TEXT)
async def update(call: Call) -> Json:
    if "view_id" not in call.args and "external_id" not in call.args:
        raise InvalidArgumentsError("[ERROR] missing required field: view_id or external_id")
    views = call.engine.views
    view = views.find(call.get("view_id"), call.get("external_id"))
    body = _validate(call, home=view.is_home)
    return {"view": views.view_object(views.update(view, body, call.get("hash")))}


@method("views.publish", required="user_id view", user_id=TEXT, view=JSON, hash=TEXT)
async def publish(call: Call) -> Json:
    views = call.engine.views
    user = call.user("user_id")
    if user.deleted:
        raise SlackError("user_disabled")
    if not call.engine.manifest.home_tab_enabled:
        raise SlackError("not_enabled")
    body = _validate(call, home=True)
    return {"view": views.view_object(views.publish(user.id, body, call.get("hash")))}


def _validate(call: Call, *, home: bool) -> Json:
    """The view to show. Raises InvalidArgumentsError, or missing_scope for a file input."""
    body = call.engine.views.validate(call.args["view"], home=home)
    check_file_input_scope(call.engine, body)
    return body
