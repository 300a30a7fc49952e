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
from sqlalchemy import Engine, String, create_engine, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.peers.modal import MODAL

OPENINGS = 100
TOKEN = os.environ["SLACK_BOT_TOKEN"]


class Base(DeclarativeBase):
    pass


class Lead(Base):
    __tablename__ = "floor_lead"

    id: Mapped[int] = mapped_column(primary_key=True)
    advocate: Mapped[str] = mapped_column(String(32))
    opening: Mapped[str] = mapped_column(String(32))
    name: Mapped[str]
    email: Mapped[str]
    relationship: Mapped[str] = mapped_column(String(32))


class Opening(Base):
    __tablename__ = "floor_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


def open_database(url: str) -> Engine:
    """WAL and FULL on SQLite, as Vouch has it: what was acknowledged survives a power cut."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: Any) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
                connection.execute(f"PRAGMA {pragma}")

    Base.metadata.create_all(engine)
    with Session(engine) as session:
        if not session.scalar(select(func.count()).select_from(Opening)):
            session.add_all(
                Opening(title=f"ENG-{n} Storage engineer, Lisbon") for n in range(OPENINGS)
            )
            session.commit()
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
    with Session(engine) as session:
        found = session.execute(
            select(Opening.id, Opening.title)
            .where(func.lower(Opening.title).like(wanted))
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
    with Session(engine) as session:
        session.add(
            Lead(
                advocate=body["user"]["id"],
                opening=said["opening"]["refer.opening"]["selected_options"][0]["value"],
                name=said["name"]["name"]["value"],
                email=said["email"]["email"]["value"],
                relationship=said["relationship"]["relationship"]["selected_option"]["value"],
            )
        )
        session.commit()
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
