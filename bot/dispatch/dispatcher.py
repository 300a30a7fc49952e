"""Runs the handler of each payload in a transaction, and sends its response back to Slack.

Bolt tries its listeners one by one. So it gets only one for each kind of payload, and the registry
finds the handler as fast among many as among few (docs/decisions/011-registry.md).
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
from bot.dispatch.payloads import IncomingPayload, as_text
from bot.dispatch.respond import Responder
from domain.clock import Clock
from domain.errors import RefusedError, UnknownMemberError
from domain.members import Workspace
from domain.observer import Observer
from domain.permissions import Access, check_access
from domain.windows import WindowKind
from handlers.large_pages import queue_large_page
from handlers.protocol import (
    Done,
    Ephemeral,
    Home,
    Listener,
    Registry,
    Rejected,
    Replace,
    Request,
    Response,
    Show,
    Source,
)
from handlers.unknown_people import find_unknown_people, store_people
from services import people, windows
from services.context import SLACK, Context, system_actor
from slack_io.client import SlackClient
from storage import idempotency_keys, settings, workspaces
from storage.engine import Database, Transaction
from storage.idempotency_keys import KnownRequest
from views.notice import ephemeral_message

log = structlog.get_logger(__name__)

_MATCH_ALL = re.compile(".*", re.DOTALL)
_PARSERS: dict[Source, Callable[[Mapping[str, Any]], IncomingPayload]] = {
    Source.COMMAND: payloads.read_command,
    Source.ACTION: payloads.read_action,
    Source.SUBMISSION: payloads.read_submission,
    Source.OPTIONS: payloads.read_options,
    Source.SHORTCUT: payloads.read_shortcut,
    Source.EVENT: payloads.read_event,
}


class _UnknownWorkspaceError(Exception):
    """The payload is not from the team of our token, or the team is not stored."""


class Dispatcher:
    """Brings every payload to its handler, and its response back to Slack."""

    def __init__(
        self,
        *,
        registry: Registry,
        database: Database,
        clock: Clock,
        slack: SlackClient,
        wake_delivery: threading.Event,
        observer: Observer,
    ) -> None:
        self._registry = registry
        self._database = database
        self._clock = clock
        self._slack = slack
        self._responder = Responder(slack)
        self._team_id = ""
        self._wake_delivery = wake_delivery
        self._observer = observer
        self._handler_ended = threading.Condition()  # also guards `_active_handlers`
        self._active_handlers = 0

    def attach(self, app: App, team_id: str) -> None:
        """Registers a listener for each kind of payload. Payloads of other teams are refused."""
        self._team_id = team_id
        app.command(_MATCH_ALL)(self._build_listener(Source.COMMAND))
        app.action(_MATCH_ALL)(self._build_listener(Source.ACTION))
        app.view(_MATCH_ALL)(self._build_listener(Source.SUBMISSION))
        app.view_closed(_MATCH_ALL)(_acknowledge)
        app.options(_MATCH_ALL)(self._build_listener(Source.OPTIONS))
        app.shortcut(_MATCH_ALL)(self._build_listener(Source.SHORTCUT))
        app.event(_MATCH_ALL)(self._build_listener(Source.EVENT))
        app.error(respond_to_error)

    def _build_listener(self, source: Source) -> Callable[..., BoltResponse]:
        def listen(ack: Ack, body: dict[str, Any], context: BoltContext) -> BoltResponse:
            with self._handler_ended:
                self._active_handlers += 1
            try:
                return self._receive(source, body, as_text(context.team_id), ack)
            except Exception as fault:  # Telling the person about a refusal or fault failed.
                self._observer.record_fault(source.value)
                raise HandlerError from fault
            finally:
                with self._handler_ended:
                    self._active_handlers -= 1
                    self._handler_ended.notify_all()

        return listen

    def wait_until_idle(self, seconds: float) -> bool:
        """Returns True once no handler runs, or False if one still runs after `seconds`."""
        with self._handler_ended:
            return self._handler_ended.wait_for(lambda: self._active_handlers == 0, seconds)

    def _receive(
        self, source: Source, body: Mapping[str, Any], team_id: str, ack: Ack
    ) -> BoltResponse:
        try:
            payload = replace(_PARSERS[source](body), team_id=team_id)
        except Exception:  # Slack sends no such payload, so nobody waits for an answer.
            self._observer.record_fault(source.value)
            log.exception("payload_not_read", source=source.value)
            return ack()
        try:
            if team_id != self._team_id:
                raise _UnknownWorkspaceError
            return self._respond(payload, ack)
        except RefusedError as refusal:
            if source is Source.EVENT:  # There is nobody to tell.
                return ack()
            return self._responder.refuse(payload, error_messages.refusal_text(refusal), ack)
        except _UnknownWorkspaceError:
            log.warning("unknown_workspace", source=source.value, team=team_id)
            return BoltResponse(status=404, body="")
        except Exception:
            return self._respond_to_fault(payload, ack)

    def _respond_to_fault(self, payload: IncomingPayload, ack: Ack) -> BoltResponse:
        """Tells the person that something broke, with a code that finds the fault in the log."""
        self._observer.record_fault(payload.source.value)
        code = error_messages.new_error_code()
        log.exception("handler_failed", source=payload.source.value, id=payload.id, code=code)
        if payload.source is Source.EVENT:  # Without an ack, Slack sends the event again.
            return BoltResponse(status=500, body="")
        text = error_messages.fault_text(code, self._find_admin(payload))
        return self._responder.refuse(payload, RefusalText(text, fields={}), ack)

    def _respond(self, payload: IncomingPayload, ack: Ack) -> BoltResponse:
        return self._responder.respond(payload, self._handle(payload), ack)

    def _handle(self, payload: IncomingPayload) -> Response:
        listener = self._registry.find(payload.source, payload.id)
        if listener is None:
            if payload.source in (Source.EVENT, Source.OPTIONS):
                return Done()
            log.warning("unknown_id", source=payload.source.value, id=payload.id)
            return Ephemeral(ephemeral_message(error_messages.UNKNOWN_BUTTON))
        # A refusal may name people who are not stored yet. We ask Slack about each of them once,
        # and run the handler again. Nothing is written twice: a `RefusedError` rolls back, and what
        # a handler stores before `Rejected` is a draft, which the next run replaces.
        looked_up: set[str] = set()
        while True:
            try:
                response = self._run_handler(payload, listener)
                unknown = find_unknown_people(response, payload.user_id) - looked_up
                if not unknown:
                    return response
            except idempotency_keys.DuplicateRequestError:
                continue  # The next run finds the response that another replica has just stored.
            except RefusedError as refusal:
                unknown = find_unknown_people(Rejected(refusal), payload.user_id) - looked_up
                if not unknown:
                    raise
            store_people(self._database, self._slack, payload.team_id, unknown, self._clock.now())
            looked_up |= unknown

    def _run_handler(self, payload: IncomingPayload, listener: Listener) -> Response:
        """Runs the handler in a write transaction, unless a read transaction is enough.

        Raises `RefusedError`, `_UnknownWorkspaceError` and `DuplicateRequestError`.
        """
        always_writes = listener.writes and listener.needs_write is None
        if not always_writes:
            with self._database.read() as transaction:
                workspace, known_request = _find_request(transaction, payload)
                context = self._build_context(transaction, workspace, listener, known_request)
                response = listener.respond_without_write(context, _build_request(payload))
            if response is not None:
                return response

        def handle(transaction: Transaction) -> Response:
            workspace, known_request = _find_request(transaction, payload)
            if known_request.first_answer is not None:
                return stored_responses.from_json(known_request.first_answer)
            context = self._build_context(transaction, workspace, listener, known_request)
            response = listener.handler(context, _build_request(payload))
            if isinstance(response, Home):
                windows.record_window(context, WindowKind.HOME)
            if _may_outdate_windows(payload, response):
                windows.refresh_windows(context, [context.actor.user_id])
            key = payload.idempotency_key
            # The response to a rejected form is not stored, because the person sends it again.
            if key and not isinstance(response, Rejected):
                stored = stored_responses.to_json(response)
                idempotency_keys.save_answer(transaction, workspace.id, key, stored, context.now)
                if payload.source is Source.SUBMISSION:  # The page may be too large for its ack.
                    queue_large_page(context, key, response, from_home=payload.from_home)
            return response

        response = self._database.change(handle)
        self._wake_delivery.set()
        return response

    def _build_context(
        self,
        transaction: Transaction,
        workspace: Workspace,
        listener: Listener,
        known_request: KnownRequest,
    ) -> Context:
        """Raises `NotAllowedError`, and `UnknownMemberError` if the actor is not stored."""
        policy = settings.find_policy(transaction, workspace.id)
        if listener.access is Access.SLACK:
            actor = system_actor(workspace.id, SLACK)
        elif known_request.member is None:
            raise UnknownMemberError()
        else:
            actor = people.build_actor(
                transaction,
                known_request.member,
                policy,
                manages_openings=known_request.manages_openings,
            )
            check_access(actor, listener.access, listener.action)
        return Context(transaction, workspace, actor, policy, self._clock.now())

    def _find_admin(self, payload: IncomingPayload) -> str | None:
        """Returns the user id of an admin, or None if there is none or the database fails."""
        try:
            with self._database.read() as transaction:
                workspace = _find_workspace(transaction, payload.team_id)
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


def _find_request(
    transaction: Transaction, payload: IncomingPayload
) -> tuple[Workspace, KnownRequest]:
    """Returns the workspace, and what is stored about the request and its sender.

    Raises `_UnknownWorkspaceError`.
    """
    workspace = _find_workspace(transaction, payload.team_id)
    known_request = idempotency_keys.find_request(
        transaction, workspace.id, payload.idempotency_key, payload.user_id
    )
    return workspace, known_request


def _build_request(payload: IncomingPayload) -> Request:
    return Request(
        source=payload.source,
        id=payload.id,
        text=payload.text,
        value=payload.value,
        state=payload.state,
        private_metadata=payload.private_metadata,
        mentioned=payload.mentioned_user_id,
        from_home=payload.from_home,
        in_modal=payload.in_modal,
        event=payload.event,
    )


def _may_outdate_windows(payload: IncomingPayload, response: Response) -> bool:
    """Whether the person's App Home and desk may now show outdated data.

    A click whose response only shows a page has changed no data.
    """
    is_click = payload.source is Source.ACTION and not isinstance(response, Show | Replace)
    return is_click or payload.source is Source.SUBMISSION


def _acknowledge(ack: Ack) -> BoltResponse:
    return ack()
