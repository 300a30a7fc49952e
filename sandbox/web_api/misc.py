"""Methods of Slack's Web API in small families: auth.*, apps.*, dnd.*, bots.*, team.*, blocks.*."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sandbox.blockkit import check_message
from sandbox.errors import SlackError
from sandbox.state.world import Json, User
from sandbox.web_api.registry import JSON, LIST, TEXT, Call, method
from sandbox.workspace.messaging import problems_error
from sandbox.workspace.slack_objects import bot_profile, time_zone

MAX_DND_USERS = 50
"""Slack: dnd.teamInfo takes "up to 50" users."""


@method("api.test", auth="none", error=TEXT)
async def api_test(call: Call) -> Json:
    if error := call.get("error"):
        raise SlackError(error)
    return {"args": call.args}


@method("auth.test")
async def auth_test(call: Call) -> Json:
    world = call.engine.world
    return {
        "url": f"https://{world.team.domain}.slack.com/",
        "team": world.team.name,
        "user": world.users[world.app.user_id].handle,
        "team_id": world.team.id,
        "user_id": world.app.user_id,
        "bot_id": world.app.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", auth="app")
async def connections_open(call: Call) -> Json:
    engine = call.engine
    if not engine.manifest.socket_mode:
        raise SlackError("socket_mode_not_enabled")
    address = engine.base_url.replace("http://", "ws://", 1)
    ticket = engine.sockets.issue_ticket()
    return {"url": f"{address}/link/?ticket={ticket}&app_id={engine.world.app.id}"}


@method("bots.info", bot=TEXT)
async def bots_info(call: Call) -> Json:
    if call.get("bot") not in (None, call.engine.world.app.bot_id):
        raise SlackError("bot_not_found")
    return {"bot": bot_profile(call.engine.world)}


@method("team.info", team=TEXT)
async def team_info(call: Call) -> Json:
    team = call.engine.world.team
    if call.get("team") not in (None, team.id):
        raise SlackError("team_not_found")
    slack_object = {
        "id": team.id,
        "name": team.name,
        "domain": team.domain,
        "url": f"https://{team.domain}.slack.com/",
        "email_domain": "",
        "icon": {"image_default": True},
    }
    return {"team": slack_object}


@method("blocks.validate", auth="none", blocks=JSON, message=JSON)
async def blocks_validate(call: Call) -> Json:
    payload = {"text": "-", "blocks": call.get("blocks") or []}
    if isinstance(call.get("message"), dict):
        payload = {"text": "-", **call.get("message")}
    problems = check_message(payload)
    if problems:
        raise problems_error(problems)
    return {}


@method("dnd.info", user=TEXT)
async def dnd_info(call: Call) -> Json:
    user = call.user() if "user" in call.args else None  # None: the bot itself, which has no hours
    return _dnd_window(call, user) | {"snooze_enabled": False}


@method("dnd.teamInfo", required="users", users=LIST)
async def dnd_team_info(call: Call) -> Json:
    if len(call.args["users"]) > MAX_DND_USERS:
        raise SlackError("too_many_users")
    found = (call.engine.world.users.get(user_id) for user_id in call.args["users"])
    return {"users": {user.id: _dnd_window(call, user) for user in found if user is not None}}


def _dnd_window(call: Call, user: User | None) -> Json:
    """The present or else the next period in which the user is not disturbed, in Unix seconds.

    As in Slack, the times are 1 for a user without such hours.
    """
    if user is None or not user.dnd:
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    user_zone = time_zone(user.tz)
    now = call.engine.clock.now().astimezone(user_zone)
    start, end = (time.fromisoformat(str(user.dnd[key])) for key in ("start", "end"))
    for days_from_today in (-1, 0, 1):  # A period that began yesterday may last until today.
        day = now.date() + timedelta(days=days_from_today)
        start_time = datetime.combine(day, start, user_zone)
        last_day = day + timedelta(days=1) if end <= start else day
        end_time = datetime.combine(last_day, end, user_zone)
        if end_time > now:
            break
    return {
        "dnd_enabled": True,
        "next_dnd_start_ts": int(start_time.timestamp()),
        "next_dnd_end_ts": int(end_time.timestamp()),
    }
