"""From Bolt to a handler and back: one door, one transaction, one interactive call, then the ack.

Bolt gets seven catch-all listeners; which handler answers is looked up in the registry, so that
dispatch stays flat however many there are (docs/decisions/011-registry.md).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.context.ack import Ack
from slack_bolt.response import BoltResponse

from bot import answers, errors, payloads
from bot.bolt import OurFault, broken
from bot.clock import Clock
from bot.payloads import Incoming
from bot.slack import Called, ReadingFailed, Slack
from domain.errors import NotYetKnown, Refused
from domain.members import Actor, Member, Standing, Workspace
from domain.permissions import Who, admit
from domain.policy import Policy
from domain.slack_errors import Outcome
from handlers.listening import (
    Answer,
    Choices,
    Click,
    CloseAll,
    Done,
    Home,
    Listener,
    Mend,
    Registry,
    Replace,
    Show,
    Way,
    Whisper,
)
from services import members as member_service
from services import people
from storage import doors
from storage.doors import AtTheDoor
from storage.engine import Database, Session
from views.kit import Block, Message
from views.notice import as_modal, notice, whisper

log = structlog.get_logger(__name__)

_ANY = re.compile(".*", re.DOTALL)
_READERS: dict[Way, Callable[[Mapping[str, Any]], Incoming]] = {
    Way.COMMAND: payloads.command,
    Way.ACTION: payloads.action,
    Way.SUBMISSION: payloads.submission,
    Way.OPTIONS: payloads.options,
    Way.SHORTCUT: payloads.shortcut,
    Way.EVENT: payloads.event,
}


class _NeverMet(Exception):  # noqa: N818 - a turn in the road, not a fault
    """The actor is not among our members yet."""


class Listening:
    """Carries every payload to its handler. Holds no state of its own but what it was given."""

    def __init__(
        self,
        *,
        registry: Registry,
        database: Database,
        clock: Clock,
        policy: Policy,
        slack: Slack,
        workspace: Workspace,
        wake: threading.Event,
        on_fault: Callable[[str], None] = lambda _way: None,
    ) -> None:
        self._registry = registry
        self._database = database
        self._clock = clock
        self._policy = policy
        self._slack = slack
        self._workspace = workspace
        self._wake = wake
        self._on_fault = on_fault
        self._under_way = threading.Condition()
        self._busy = 0

    def attach(self, app: App) -> None:
        """Register with Bolt: one listener for each way in."""
        app.command(_ANY)(self._listener(Way.COMMAND))
        app.action(_ANY)(self._listener(Way.ACTION))
        app.view(_ANY)(self._listener(Way.SUBMISSION))
        app.view_closed(_ANY)(_acknowledge)
        app.options(_ANY)(self._listener(Way.OPTIONS))
        app.shortcut(_ANY)(self._listener(Way.SHORTCUT))
        app.event(_ANY)(self._listener(Way.EVENT))
        app.error(broken)

    def _listener(self, way: Way) -> Callable[..., BoltResponse]:
        def listen(ack: Ack, body: dict[str, Any]) -> BoltResponse:
            with self._under_way:
                self._busy += 1
            try:
                return self._receive(way, body, ack)
            except Exception as fault:
                self._on_fault(way.value)
                raise OurFault from fault
            finally:
                with self._under_way:
                    self._busy -= 1
                    self._under_way.notify_all()

        return listen

    def rest(self, seconds: float) -> bool:
        """Wait until no handler is at work; False when one still is after so many seconds."""
        with self._under_way:
            return self._under_way.wait_for(lambda: self._busy == 0, seconds)

    def _receive(self, way: Way, body: Mapping[str, Any], ack: Ack) -> BoltResponse:
        try:
            came = _READERS[way](body)
        except Exception:  # not a shape that Slack documents: nobody is there to be answered
            self._on_fault(way.value)
            log.exception("payload_not_read", way=way.value)
            return ack()
        try:
            try:
                return self._carry_out(came, self._answer(came), ack)
            except Refused as refusal:
                return self._say_no(came, errors.words_for(refusal), ack)
        except Exception:
            self._on_fault(way.value)
            code = errors.code()
            log.exception("handler_failed", way=way.value, id=came.id, code=code)
            text = errors.our_fault(code, next(iter(self._policy.admins), None))
            return self._say_no(came, errors.Said(text, {}), ack)

    def _answer(self, came: Incoming) -> Answer:
        listener = self._registry.find(came.way, came.id)
        if listener is None:
            if came.way in (Way.EVENT, Way.OPTIONS):
                return Done()
            log.warning("unknown_id", way=came.way.value, id=came.id)
            return Whisper(whisper(errors.UNKNOWN_BUTTON))
        try:
            return self._handle(came, listener)
        except _NeverMet:
            self._meet(came.user_id)
            return self._handle(came, listener)
        except doors.SecondArrival:  # the first one committed while this one was at work
            return self._handle(came, listener)

    def _handle(self, came: Incoming, listener: Listener) -> Answer:
        if not listener.writes:
            with self._database.read() as session:
                found = doors.look(session, self._workspace.id, came.door, came.user_id)
                return listener.handler(self._click(came, listener, session, found), session)
        with self._database.write() as session:
            found = doors.look(session, self._workspace.id, came.door, came.user_id)
            if found.first_answer is not None:
                return answers.from_json(found.first_answer)
            click = self._click(came, listener, session, found)
            answer = listener.handler(click, session)
            if came.door and not isinstance(answer, Mend):
                kept = answers.to_json(answer)
                doors.remember(session, self._workspace.id, came.door, kept, click.now)
        self._wake.set()
        return answer

    def _click(
        self, came: Incoming, listener: Listener, session: Session, found: AtTheDoor
    ) -> Click:
        actor = self._actor(came, listener.who, session, found)
        if listener.who is not Who.SLACK:
            admit(actor, listener.who, listener.act)
        return Click(
            way=came.way,
            id=came.id,
            actor=actor,
            workspace=self._workspace,
            now=self._clock.now(),
            words=came.words,
            value=came.value,
            state=came.state,
            private=came.private,
            from_home=came.from_home,
            in_modal=came.in_modal,
            event=came.event,
        )

    def _actor(self, came: Incoming, who: Who, session: Session, found: AtTheDoor) -> Actor:
        if found.member is not None:
            manages = found.manages_openings
            return people.actor(session, found.member, self._policy, manages=manages)
        if who is Who.SLACK:
            return Actor(_nobody(self._workspace.id, came.user_id), frozenset())
        raise _NeverMet

    def _meet(self, user_id: str) -> None:
        """Ask Slack who they are, outside any transaction. Not told: refused, to be safe."""
        profile = self._slack.person(user_id, self._workspace.team_id) if user_id else None
        if profile is None:
            raise NotYetKnown()
        group = self._recruiters()
        with self._database.write() as session:
            member_service.learn(
                session, self._workspace.id, [profile], self._policy, self._clock.now()
            )
            if group is not None:
                member_service.recruiters_are(session, self._workspace.id, group)

    def _recruiters(self) -> list[str] | None:
        """The group as Slack tells of it now; None where it does not, and nobody is promoted."""
        if not self._policy.recruiter_group:
            return None
        try:
            return self._slack.group_members(self._policy.recruiter_group)
        except ReadingFailed as failed:
            log.warning("recruiter_group_not_read", why=str(failed))
            return None

    # Answers ---------------------------------------------------------------------------------

    def _carry_out(self, came: Incoming, answer: Answer, ack: Ack) -> BoltResponse:
        match answer:
            case Done():
                return ack()
            case Mend(refusal=refusal):
                return self._say_no(came, errors.words_for(refusal), ack)
            case CloseAll():
                return ack(response_action="clear") if came.way is Way.SUBMISSION else ack()
            case Choices(options=choices):
                return ack(options=list(choices))
            case Whisper(message=message):
                if came.way is Way.COMMAND:
                    return _whispered(message, ack)
                return self._show(came, as_modal(message), ack)
            case Show(view=view):
                if came.way is Way.SUBMISSION:
                    return ack(response_action="push", view=view)
                return self._show(came, view, ack)
            case Replace(view=view):
                if came.way is Way.SUBMISSION:
                    return ack(response_action="update", view=view)
                called = self._slack.update_view(came.view_id, came.view_hash, view)
                if not called.ok:
                    log.info("view_not_updated", id=came.id, outcome=called.outcome.value)
                return ack()
            case Home(view=view):
                called = self._slack.publish_home(came.user_id, view)
                if not called.ok:
                    log.info("home_not_published", outcome=called.outcome.value)
                return ack()
        raise TypeError(f"unknown answer {answer!r}")

    def _show(self, came: Incoming, view: Block, ack: Ack) -> BoltResponse:
        if not came.trigger_id:  # nothing can be opened without one
            called = Called(Outcome.TOO_LATE, error="no_trigger")
        elif came.in_modal:
            called = self._slack.push_view(came.trigger_id, view)
        else:
            called = self._slack.open_view(came.trigger_id, view)
        if called.ok:
            return ack()
        log.warning("view_not_shown", id=came.id, outcome=called.outcome.value, why=called.error)
        if came.way is Way.COMMAND:
            late = called.outcome in (Outcome.TOO_LATE, Outcome.UNKNOWN, Outcome.RATE_LIMITED)
            text = errors.TOO_LATE if late else errors.our_fault(errors.code(), None)
            return _whispered(whisper(text), ack)
        return ack()

    def _say_no(self, came: Incoming, said: errors.Said, ack: Ack) -> BoltResponse:
        """At the field where it belongs; else where the person is looking."""
        if came.way is Way.SUBMISSION:
            shown = {name: text for name, text in said.fields.items() if name in came.fields}
            if shown:
                return ack(response_action="errors", errors=shown)
            if came.on_third_view and came.fields:  # plain text: a mention would show as an id
                words = errors.unmentioned(said.whole)
                return ack(response_action="errors", errors={came.fields[0]: words})
            return ack(response_action="push", view=notice(said.whole))
        if came.way is Way.COMMAND:
            return _whispered(whisper(said.whole), ack)
        if came.way is Way.OPTIONS:
            return ack(options=[])
        if came.way is Way.EVENT:
            return ack()
        return self._show(came, notice(said.whole), ack)


def _whispered(message: Message, ack: Ack) -> BoltResponse:
    return ack(text=message.text, blocks=message.blocks, response_type="ephemeral")


def _acknowledge(ack: Ack) -> BoltResponse:
    return ack()


def _nobody(workspace_id: int, user_id: str) -> Member:
    return Member(
        workspace_id=workspace_id,
        user_id=user_id,
        name="",
        email=None,
        tz=None,
        active=False,
        is_bot=False,
        is_admin=False,
        standing=Standing.STRANGER,
        in_recruiter_group=False,
        dm_channel=None,
        paused_until=None,
    )
