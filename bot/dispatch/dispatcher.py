"""From Bolt to a handler and back: one door, one transaction, one interactive call, then the ack.

Bolt gets seven catch-all listeners; which handler answers is looked up in the registry, so that
dispatch stays flat however many there are (docs/decisions/011-registry.md).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import App, BoltContext
from slack_bolt.context.ack import Ack
from slack_bolt.response import BoltResponse

from bot.dispatch import error_messages as errors
from bot.dispatch import payloads
from bot.dispatch import stored_responses as answers
from bot.dispatch.bolt_app import HandlerError, respond_to_error
from bot.dispatch.payloads import Incoming
from bot.dispatch.respond import Responder
from domain.clock import Clock
from domain.errors import RefusedError, UnknownMemberError
from domain.members import Workspace
from domain.observer import Observer
from domain.permissions import Access, check_access
from handlers.protocol import (
    Done,
    Ephemeral,
    Home,
    Listener,
    Registry,
    Rejected,
    Request,
    Response,
    Source,
)
from services import members as member_service
from services import people
from services.context import SLACK, Context, system_actor, system_context
from slack_io.client import SlackClient
from slack_io.results import SlackReadError
from storage import idempotency_keys, settings, workspaces
from storage.engine import Database, Transaction
from storage.idempotency_keys import KnownRequest
from views.notice import ephemeral_message

log = structlog.get_logger(__name__)

_ANY = re.compile(".*", re.DOTALL)
_READERS: dict[Source, Callable[[Mapping[str, Any]], Incoming]] = {
    Source.COMMAND: payloads.command,
    Source.ACTION: payloads.action,
    Source.SUBMISSION: payloads.submission,
    Source.OPTIONS: payloads.options,
    Source.SHORTCUT: payloads.shortcut,
    Source.EVENT: payloads.event,
}


class _UnknownWorkspaceError(Exception):
    """The payload is from a workspace that has no row here."""


class _UnknownActorError(Exception):
    """The actor is not among our members yet."""


class Dispatcher:
    """Carries every payload to its handler. Holds no state of its own but what it was given."""

    def __init__(
        self,
        *,
        registry: Registry,
        database: Database,
        clock: Clock,
        slack: SlackClient,
        wake: threading.Event,
        observer: Observer,
    ) -> None:
        self._registry = registry
        self._database = database
        self._clock = clock
        self._slack = slack
        self._answering = Responder(slack)
        self._wake = wake
        self._observer = observer
        self._under_way = threading.Condition()
        self._busy = 0

    def attach(self, app: App) -> None:
        """Register with Bolt: one listener for each way in."""
        app.command(_ANY)(self._listener(Source.COMMAND))
        app.action(_ANY)(self._listener(Source.ACTION))
        app.view(_ANY)(self._listener(Source.SUBMISSION))
        app.view_closed(_ANY)(_acknowledge)
        app.options(_ANY)(self._listener(Source.OPTIONS))
        app.shortcut(_ANY)(self._listener(Source.SHORTCUT))
        app.event(_ANY)(self._listener(Source.EVENT))
        app.error(respond_to_error)

    def _listener(self, source: Source) -> Callable[..., BoltResponse]:
        def listen(ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
            with self._under_way:
                self._busy += 1
            try:
                return self._receive(source, body, context.team_id or "", ack)
            except Exception as fault:
                self._observer.record_fault(source.value)
                raise HandlerError from fault
            finally:
                with self._under_way:
                    self._busy -= 1
                    self._under_way.notify_all()

        return listen

    def rest(self, seconds: float) -> bool:
        """Wait until no handler is at work; False when one still is after so many seconds."""
        with self._under_way:
            return self._under_way.wait_for(lambda: self._busy == 0, seconds)

    def _receive(
        self, source: Source, body: Mapping[str, Any], team_id: str, ack: Ack
    ) -> BoltResponse:
        try:
            came = replace(_READERS[source](body), team_id=team_id)
        except Exception:  # not a shape that Slack documents: nobody is there to be answered
            self._observer.record_fault(source.value)
            log.exception("payload_not_read", source=source.value)
            return ack()
        try:
            try:
                return self._carry_out(came, ack)
            except RefusedError as refusal:
                if came.source is Source.EVENT:  # nobody waits for words
                    return ack()
                return self._answering.say_no(came, errors.words_for(refusal), ack)
        except _UnknownWorkspaceError:
            log.warning("unknown_workspace", source=source.value, team=team_id)
            return BoltResponse(status=404, body="")
        except Exception:
            self._observer.record_fault(source.value)
            code = errors.code()
            log.exception("handler_failed", source=source.value, id=came.id, code=code)
            if came.source is Source.EVENT:  # Slack brings it again where it is not acknowledged
                return BoltResponse(status=500, body="")
            text = errors.our_fault(code, self._admin_to_tell(came))
            return self._answering.say_no(came, errors.Said(text, {}), ack)

    def _carry_out(self, came: Incoming, ack: Ack) -> BoltResponse:
        answer = self._answer(came)
        done = not isinstance(answer, Home | Rejected)
        if came.source is Source.SUBMISSION and came.from_home and done:
            self._draw_home(came)
        return self._answering.carry_out(came, answer, ack)

    def _draw_home(self, came: Incoming) -> None:
        """App Home lies open below the form that was submitted: it shows what has become of it."""
        opened = self._registry.find(Source.EVENT, "app_home_opened")
        if opened is None:
            return
        try:
            page = self._handle(
                Incoming(Source.EVENT, opened.id, came.user_id, team_id=came.team_id), opened
            )
            if isinstance(page, Home):
                self._answering.draw_home(came.user_id, page.view)
        except Exception:  # it is drawn when it is opened again; what was submitted is stored
            log.exception("home_not_drawn")

    def _answer(self, came: Incoming) -> Response:
        listener = self._registry.find(came.source, came.id)
        if listener is None:
            if came.source in (Source.EVENT, Source.OPTIONS):
                return Done()
            log.warning("unknown_id", source=came.source.value, id=came.id)
            return Ephemeral(ephemeral_message(errors.UNKNOWN_BUTTON))
        try:
            return self._handle(came, listener)
        except _UnknownActorError:
            self._meet(came)
            return self._handle(came, listener)
        except idempotency_keys.DuplicateRequestError:  # the first one committed while this one was at work
            return self._handle(came, listener)

    def _handle(self, came: Incoming, listener: Listener) -> Response:
        if not listener.writes:
            with self._database.read() as transaction:
                workspace = _find_workspace(transaction, came.team_id)
                found = idempotency_keys.find_request(transaction, workspace.id, came.door, came.user_id)
                context = self._context(transaction, workspace, listener, found)
                return listener.handler(context, _request(came))
        with self._database.write() as transaction:
            workspace = _find_workspace(transaction, came.team_id)
            found = idempotency_keys.find_request(transaction, workspace.id, came.door, came.user_id)
            if found.first_answer is not None:
                return answers.from_json(found.first_answer)
            context = self._context(transaction, workspace, listener, found)
            answer = listener.handler(context, _request(came))
            if came.door and not isinstance(answer, Rejected):
                stored = answers.to_json(answer)
                idempotency_keys.save_answer(transaction, workspace.id, came.door, stored, context.now)
        self._wake.set()
        return answer

    def _context(
        self,
        transaction: Transaction,
        workspace: Workspace,
        listener: Listener,
        found: KnownRequest,
    ) -> Context:
        """Who acts, by which policy. Raises `NotAllowedError` and `_UnknownActorError`."""
        policy = settings.find_policy(transaction, workspace.id)
        if listener.access is Access.SLACK:
            actor = system_actor(workspace.id, SLACK)
        elif found.member is None:
            raise _UnknownActorError
        else:
            manages = found.manages_openings
            actor = people.build_actor(transaction, found.member, policy, manages=manages)
            check_access(actor, listener.access, listener.act)
        return Context(transaction, workspace, actor, policy, self._clock.now())

    def _meet(self, came: Incoming) -> None:
        """Ask Slack who they are, outside any transaction. Not told: refused, to be safe."""
        with self._database.read() as transaction:
            workspace = _find_workspace(transaction, came.team_id)
            policy = settings.find_policy(transaction, workspace.id)
        known = came.user_id and self._slack.fetch_profile(came.user_id, workspace.team_id)
        if not known:
            raise UnknownMemberError()
        group = self._recruiters(policy.recruiter_group) if policy.recruiter_group else None
        with self._database.write() as transaction:
            context = system_context(transaction, workspace.id, self._clock.now(), SLACK)
            member_service.save_profiles(context, [known])
            if group is not None:
                member_service.set_recruiter_group(context, group)

    def _recruiters(self, group: str) -> list[str] | None:
        """The group as Slack tells of it now; None where it does not, and nobody is promoted."""
        try:
            return self._slack.fetch_group_members(group)
        except SlackReadError as failed:
            log.warning("recruiter_group_not_read", why=str(failed))
            return None

    def _admin_to_tell(self, came: Incoming) -> str | None:
        """An admin to name where something broke; None also where the database itself broke."""
        try:
            with self._database.read() as transaction:
                workspace = _find_workspace(transaction, came.team_id)
                return min(settings.find_policy(transaction, workspace.id).admins, default=None)
        except Exception:
            log.exception("admin_not_found")
            return None


def _find_workspace(transaction: Transaction, team_id: str) -> Workspace:
    """Raises `_UnknownWorkspaceError`."""
    workspace = workspaces.find_by_team(transaction, team_id)
    if workspace is None:
        raise _UnknownWorkspaceError
    return workspace


def _request(came: Incoming) -> Request:
    return Request(
        source=came.source,
        id=came.id,
        words=came.words,
        value=came.value,
        state=came.state,
        private=came.private,
        mentioned=came.mentioned,
        from_home=came.from_home,
        in_modal=came.in_modal,
        event=came.event,
    )


def _acknowledge(ack: Ack) -> BoltResponse:
    return ack()
