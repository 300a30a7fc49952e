"""A Bolt app that does the least possible work, with which the benchmarks compare Vouch.

It opens a form, suggests openings in it and stores what was submitted, without any rules or
permissions. The environment variable `LISTENERS` says how many listeners it registers: as many as
Vouch has.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import uvicorn
from slack_bolt import Ack, App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
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

from benchmarks.peers.modal import MODAL
from benchmarks.peers.serving import web_app

OPENING_COUNT = 100
SUGGESTIONS_MAX = 99  # as many as Vouch offers
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
INSERT_LEAD = insert(LEAD)


def open_database(url: str) -> Engine:
    """Create the tables, and openings to search in if there are none.

    SQLite gets the settings that Vouch uses: WAL, and each commit waits for the disk.
    """
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _configure(connection: Any, _record: Any) -> None:
            for setting in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
                connection.execute(f"PRAGMA {setting}")

    METADATA.create_all(engine)
    with engine.begin() as connection:
        if not connection.scalar(select(func.count()).select_from(OPENING)):
            titles = [{"title": f"ENG-{n} Storage engineer, Lisbon"} for n in range(OPENING_COUNT)]
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


def acknowledge(ack: Ack) -> BoltResponse:
    return ack()


def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    client.views_open(trigger_id=body["trigger_id"], view=MODAL)
    ack()


def suggest_openings(ack: Ack, body: dict[str, Any]) -> None:
    pattern = f"%{body['value'].lower()}%"
    with engine.connect() as connection:
        openings = connection.execute(
            select(OPENING.c.id, OPENING.c.title)
            .where(func.lower(OPENING.c.title).like(pattern))
            .limit(SUGGESTIONS_MAX)
        ).all()
    ack(
        options=[
            {"text": {"type": "plain_text", "text": title}, "value": str(id_)}
            for id_, title in openings
        ]
    )


def store_lead(ack: Ack, body: dict[str, Any]) -> None:
    values = body["view"]["state"]["values"]
    with engine.begin() as connection:
        connection.execute(
            INSERT_LEAD,
            {
                "advocate": body["user"]["id"],
                "opening": values["opening"]["refer.opening"]["selected_options"][0]["value"],
                "name": values["name"]["name"]["value"],
                "email": values["email"]["email"]["value"],
                "relationship": values["relationship"]["relationship"]["selected_option"]["value"],
            },
        )
    ack()


def register_listeners(count: int) -> None:
    """Register `count` listeners, with the three that get requests in the middle.

    Bolt tries listeners in order, so it tries half of the unused ones before the right one.
    """
    unused_count = max(count - 3, 0)
    half = unused_count // 2
    for number in range(half):
        _register_unused(number)
    app.command("/refer")(open_form)
    app.options("refer.opening")(suggest_openings)
    app.view("refer.lead")(store_lead)
    for number in range(half, unused_count):
        _register_unused(number)


def _register_unused(number: int) -> None:
    """Register a listener for an id that no request has, with the three kinds in turn."""
    kinds: list[Callable[[str], Callable[..., Any]]] = [app.action, app.view, app.command]
    register = kinds[number % len(kinds)](f"unused-{number}")
    register(acknowledge)


if __name__ == "__main__":
    register_listeners(int(os.environ["LISTENERS"]))
    uvicorn.run(
        web_app(app),
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        log_config=None,
        access_log=False,
    )
