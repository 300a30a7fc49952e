"""The least that can be done: Bolt with `process_before_response`, no rules, no history.

As many listeners as Vouch answers to (`LISTENERS`, a number), the ones that are clicked in the
middle. A submission writes one row and commits; type-ahead is one SELECT of at most 99 rows.
Starlette and uvicorn, with Bolt's dispatch in a thread, as Vouch has it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import uvicorn
from slack_bolt import Ack, App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    func,
    insert,
    select,
)
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.peers.modal import MODAL

OPENINGS = 100
TOKEN = os.environ["SLACK_BOT_TOKEN"]


METADATA = MetaData()
LEAD = Table(
    "floor_lead",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("advocate", String(32), nullable=False),
    Column("opening", String(32), nullable=False),
    Column("name", String, nullable=False),
    Column("email", String, nullable=False),
    Column("relationship", String(32), nullable=False),
)
OPENING = Table(
    "floor_opening",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("title", String, nullable=False),
)
ADD = insert(LEAD)


def open_database(url: str) -> Engine:
    """WAL and FULL on SQLite, as Vouch has it: what was acknowledged survives a power cut."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: Any) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
                connection.execute(f"PRAGMA {pragma}")

    METADATA.create_all(engine)
    with engine.begin() as connection:
        if not connection.scalar(select(func.count()).select_from(OPENING)):
            titles = [{"title": f"ENG-{n} Storage engineer, Lisbon"} for n in range(OPENINGS)]
            connection.execute(insert(OPENING), titles)
    return engine


engine = open_database(os.environ["DATABASE_URL"])
app = App(
    client=WebClient(base_url=os.environ["SLACK_API_URL"]),
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    authorize=lambda: AuthorizeResult(
        enterprise_id=None, team_id="T0BENCH", bot_user_id="U0VOUCH", bot_token=TOKEN
    ),
    process_before_response=True,
)


def nothing(ack: Ack) -> BoltResponse:
    return ack()


def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    client.views_open(trigger_id=body["trigger_id"], view=MODAL)
    ack()


def suggest(ack: Ack, body: dict[str, Any]) -> None:
    wanted = f"%{body['value'].lower()}%"
    with engine.connect() as connection:
        found = connection.execute(
            select(OPENING.c.id, OPENING.c.title)
            .where(func.lower(OPENING.c.title).like(wanted))
            .limit(99)
        ).all()
    ack(
        options=[
            {"text": {"type": "plain_text", "text": title}, "value": str(id_)}
            for id_, title in found
        ]
    )


def store(ack: Ack, body: dict[str, Any]) -> None:
    said = body["view"]["state"]["values"]
    with engine.begin() as connection:
        connection.execute(
            ADD,
            {
                "advocate": body["user"]["id"],
                "opening": said["opening"]["refer.opening"]["selected_options"][0]["value"],
                "name": said["name"]["name"]["value"],
                "email": said["email"]["email"]["value"],
                "relationship": said["relationship"]["relationship"]["selected_option"]["value"],
            },
        )
    ack()


def register(count: int) -> None:
    """Those in use stand in the middle of all of them: Bolt asks one after the other."""
    ways: list[Callable[[str], Callable[..., Any]]] = [app.action, app.view, app.command]
    half = max(count - 3, 0) // 2
    for each in range(half):
        ways[each % 3](f"unused-{each}")(nothing)
    app.command("/refer")(open_form)
    app.options("refer.opening")(suggest)
    app.view("refer.lead")(store)
    for each in range(half, max(count - 3, 0)):
        ways[each % 3](f"unused-{each}")(nothing)


async def slack(request: Request) -> Response:
    body = (await request.body()).decode()
    bolt_request = BoltRequest(body=body, headers=dict(request.headers))
    answer = await run_in_threadpool(app.dispatch, bolt_request)
    headers = {name: values[0] for name, values in answer.headers.items()}
    return Response(answer.body, status_code=answer.status, headers=headers)


if __name__ == "__main__":
    register(int(os.environ["LISTENERS"]))
    web = Starlette(routes=[Route("/slack/events", slack, methods=["POST"])])
    uvicorn.run(
        web, host="127.0.0.1", port=int(os.environ["PORT"]), log_config=None, access_log=False
    )
