"""From Bolt to a handler and back: one transaction, one interactive call, then the ack.

Bolt has one catch-all listener for each kind of payload. The registry finds the handler, so that
dispatch costs the same for any number of handlers (docs/decisions/011-registry.md).
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

from bot.dispatch import error_messages, payloads, stored_responses
from bot.dispatch.bolt_app import HandlerError, respond_to_error
from bot.dispatch.error_messages import RefusalText
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
_PARSERS: dict[Source, Callable[[Mapping[str, Any]], Incoming]] = {
    Source.COMMAND: payloads.command,
    Source.ACTION: payloads.action,
    Source.SUBMISSION: payloads.submission,
    Source.OPTIONS: payloads.options,
    Source.SHORTCUT: payloads.shortcut,
    Source.EVENT: payloads.event,
}


class _UnknownWorkspaceError(Exception):
    """The workspace of the payload is not stored."""


class _UnknownActorError(Exception):
    """The person who acts is not stored as a member."""


class Dispatcher:
    """Brings every payload to its handler, and its response back to Slack."""

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
        self._responder = Responder(slack)
        self._wake = wake
        self._observer = observer
        self._idle = threading.Condition()
        self._running = 0  # handlers at work, guarded by the condition

    def attach(self, app: App) -> None:
        """Registers one listener with Bolt for each kind of payload."""
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
            with self._idle:
                self._running += 1
            try:
                return self._receive(source, body, context.team_id or "", ack)
            except Exception as fault:
                self._observer.record_fault(source.value)
                raise HandlerError from fault
            finally:
                with self._idle:
                    self._running -= 1
                    self._idle.notify_all()

        return listen

    def wait_until_idle(self, seconds: float) -> bool:
        """Waits until no handler is at work; False if one still is after so many seconds."""
        with self._idle:
            return self._idle.wait_for(lambda: self._running == 0, seconds)

    def _receive(
        self, source: Source, body: Mapping[str, Any], team_id: str, ack: Ack
    ) -> BoltResponse:
        try:
            incoming = replace(_PARSERS[source](body), team_id=team_id)
        except Exception:  # Slack does not document this shape, so that nobody waits for it.
            self._observer.record_fault(source.value)
            log.exception("payload_not_read", source=source.value)
            return ack()
        try:
            return self._respond(incoming, ack)
        except RefusedError as refusal:
            if source is Source.EVENT:  # Nobody reads a refusal of an event.
                return ack()
            return self._responder.refuse(incoming, error_messages.refusal_text(refusal), ack)
        except _UnknownWorkspaceError:
            log.warning("unknown_workspace", source=source.value, team=team_id)
            return BoltResponse(status=404, body="")
        except Exception:
            return self._respond_to_fault(incoming, ack)

    def _respond_to_fault(self, incoming: Incoming, ack: Ack) -> BoltResponse:
        """Tells the person that something broke, with a code that is in the log."""
        self._observer.record_fault(incoming.source.value)
        code = error_messages.new_error_code()
        log.exception("handler_failed", source=incoming.source.value, id=incoming.id, code=code)
        if incoming.source is Source.EVENT:  # Slack sends an event again without an ack.
            return BoltResponse(status=500, body="")
        text = error_messages.fault_text(code, self._find_admin(incoming))
        return self._responder.refuse(incoming, RefusalText(text, {}), ack)

    def _respond(self, incoming: Incoming, ack: Ack) -> BoltResponse:
        response = self._handle(incoming)
        is_done = not isinstance(response, Home | Rejected)
        if incoming.source is Source.SUBMISSION and incoming.from_home and is_done:
            self._publish_home(incoming)
        return self._responder.respond(incoming, response, ack)

    def _publish_home(self, incoming: Incoming) -> None:
        """Updates App Home, which is visible below the form that was submitted from it."""
        listener = self._registry.find(Source.EVENT, "app_home_opened")
        if listener is None:
            return
        opened = Incoming(Source.EVENT, listener.id, incoming.user_id, team_id=incoming.team_id)
        try:
            page = self._run_handler(opened, listener)
            if isinstance(page, Home):
                self._responder.publish_home(incoming.user_id, page.view)
        except Exception:  # The submission is stored, and App Home is updated when it is opened.
            log.exception("home_not_drawn")

    def _handle(self, incoming: Incoming) -> Response:
        listener = self._registry.find(incoming.source, incoming.id)
        if listener is None:
            if incoming.source in (Source.EVENT, Source.OPTIONS):
                return Done()
            log.warning("unknown_id", source=incoming.source.value, id=incoming.id)
            return Ephemeral(ephemeral_message(error_messages.UNKNOWN_BUTTON))
        try:
            return self._run_handler(incoming, listener)
        except _UnknownActorError:
            self._store_actor(incoming)
            return self._run_handler(incoming, listener)
        except idempotency_keys.DuplicateRequestError:
            # The same request was committed in the meantime: now its response is found.
            return self._run_handler(incoming, listener)

    def _run_handler(self, incoming: Incoming, listener: Listener) -> Response:
        """Raises `RefusedError`, `_UnknownWorkspaceError`, `_UnknownActorError`, and
        `DuplicateRequestError`.
        """
        if not listener.writes:
            with self._database.read() as transaction:
                workspace, known = _find_request(transaction, incoming)
                context = self._build_context(transaction, workspace, listener, known)
                return listener.handler(context, _request(incoming))
        with self._database.write() as transaction:
            workspace, known = _find_request(transaction, incoming)
            if known.first_answer is not None:
                return stored_responses.from_json(known.first_answer)
            context = self._build_context(transaction, workspace, listener, known)
            response = listener.handler(context, _request(incoming))
            key = incoming.idempotency_key
            if key and not isinstance(response, Rejected):
                stored = stored_responses.to_json(response)
                idempotency_keys.save_answer(transaction, workspace.id, key, stored, context.now)
        self._wake.set()
        return response

    def _build_context(
        self,
        transaction: Transaction,
        workspace: Workspace,
        listener: Listener,
        known: KnownRequest,
    ) -> Context:
        """Raises `NotAllowedError` and `_UnknownActorError`."""
        policy = settings.find_policy(transaction, workspace.id)
        if listener.access is Access.SLACK:
            actor = system_actor(workspace.id, SLACK)
        elif known.member is None:
            raise _UnknownActorError
        else:
            manages = known.manages_openings
            actor = people.build_actor(transaction, known.member, policy, manages=manages)
            check_access(actor, listener.access, listener.act)
        return Context(transaction, workspace, actor, policy, self._clock.now())

    def _store_actor(self, incoming: Incoming) -> None:
        """Asks Slack who the person is, outside any transaction.

        Raises `UnknownMemberError` where Slack does not tell, as nobody unknown may act.
        """
        with self._database.read() as transaction:
            workspace = _find_workspace(transaction, incoming.team_id)
            policy = settings.find_policy(transaction, workspace.id)
        user_id = incoming.user_id
        profile = self._slack.fetch_profile(user_id, workspace.team_id) if user_id else None
        if profile is None:
            raise UnknownMemberError()
        group = self._fetch_recruiters(policy.recruiter_group) if policy.recruiter_group else None
        with self._database.write() as transaction:
            context = system_context(transaction, workspace.id, self._clock.now(), SLACK)
            member_service.save_profiles(context, [profile])
            if group is not None:
                member_service.set_recruiter_group(context, group)

    def _fetch_recruiters(self, group: str) -> list[str] | None:
        """The members of the user group; None where Slack does not tell."""
        try:
            return self._slack.fetch_group_members(group)
        except SlackReadError as error:
            log.warning("recruiter_group_not_read", why=str(error))
            return None

    def _find_admin(self, incoming: Incoming) -> str | None:
        """An admin who can be named; None also where the database is what broke."""
        try:
            with self._database.read() as transaction:
                workspace = _find_workspace(transaction, incoming.team_id)
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


def _find_request(transaction: Transaction, incoming: Incoming) -> tuple[Workspace, KnownRequest]:
    """Raises `_UnknownWorkspaceError`."""
    workspace = _find_workspace(transaction, incoming.team_id)
    known = idempotency_keys.find_request(
        transaction, workspace.id, incoming.idempotency_key, incoming.user_id
    )
    return workspace, known


def _request(incoming: Incoming) -> Request:
    return Request(
        source=incoming.source,
        id=incoming.id,
        words=incoming.words,
        value=incoming.value,
        state=incoming.state,
        private=incoming.private,
        mentioned=incoming.mentioned,
        from_home=incoming.from_home,
        in_modal=incoming.in_modal,
        event=incoming.event,
    )


def _acknowledge(ack: Ack) -> BoltResponse:
    return ack()
