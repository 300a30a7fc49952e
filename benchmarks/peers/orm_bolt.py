"""An idiomatic Bolt app that stores a referral with SQLAlchemy's ORM and then posts to Slack.

The benchmarks compare Vouch with this app. It has no rules, no history, no follow-ups and no
retries. Bolt has its default settings. As with Vouch, Starlette and uvicorn serve the app, and
Bolt handles each request in a thread.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import uvicorn
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import Engine, ForeignKey, String, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from benchmarks.peers.serving import web_app

TOKEN = os.environ["SLACK_BOT_TOKEN"]
CREATED_AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


class Base(DeclarativeBase):
    pass


class Candidate(Base):
    __tablename__ = "candidate"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)


class Referral(Base):
    __tablename__ = "referral"
    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    opening: Mapped[str] = mapped_column(String(32))
    advocate: Mapped[str] = mapped_column(String(32))
    relationship_: Mapped[str] = mapped_column("relationship", String(32))
    created_at: Mapped[datetime]
    candidate: Mapped[Candidate] = relationship()


class Message(Base):
    __tablename__ = "message"
    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    recipient: Mapped[str] = mapped_column(String(32))
    text: Mapped[str]
    ts: Mapped[str | None] = mapped_column(String(32))
    referral: Mapped[Referral] = relationship()


def open_database(url: str) -> Engine:
    """Create the tables. SQLite has the settings of Vouch: WAL, and every commit is synced."""
    database = create_engine(url)
    if database.dialect.name == "sqlite":

        @event.listens_for(database, "connect")
        def _configure(connection: Any, _record: Any) -> None:
            for setting in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
                connection.execute(f"PRAGMA {setting}")

    Base.metadata.create_all(database)
    return database


engine = open_database(os.environ["DATABASE_URL"])
app = App(
    client=WebClient(base_url=os.environ["SLACK_API_URL"]),
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    authorize=lambda: AuthorizeResult(
        enterprise_id=None, team_id="T0BENCH", bot_user_id="U0VOUCH", bot_token=TOKEN
    ),
)


@app.view("refer.lead")
def store_referral(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    values = body["view"]["state"]["values"]
    name = values["name"]["name"]["value"]
    email = values["email"]["email"]["value"]
    advocate = body["user"]["id"]
    text = f"Thanks for putting {name} forward."
    with Session(engine) as session:
        candidate = session.scalar(select(Candidate).where(Candidate.email == email))
        if candidate is None:
            candidate = Candidate(name=name, email=email)
        referral = Referral(
            candidate=candidate,
            opening=values["opening"]["refer.opening"]["selected_options"][0]["value"],
            advocate=advocate,
            relationship_=values["relationship"]["relationship"]["selected_option"]["value"],
            created_at=CREATED_AT,
        )
        message = Message(referral=referral, recipient=advocate, text=text)
        session.add(message)
        session.commit()
        ack()
        posted = client.chat_postMessage(channel=advocate, text=text)
        message.ts = posted["ts"]
        session.commit()


if __name__ == "__main__":
    uvicorn.run(
        web_app(app),
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        log_config=None,
        access_log=False,
    )
