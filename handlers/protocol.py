"""Defines handlers: functions that get a `Context` and a `Request` and return a `Response`.

Handlers never see Bolt. `bot.dispatch` makes a request from Slack's payload, calls the handler in
one transaction, and acknowledges the payload after the commit. A response causes at most one call
to Slack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.errors import RefusedError
from domain.permissions import Access
from services.context import Context
from views.block_kit import Block, Message
from views.form_state import State


class Source(StrEnum):
    """The kind of payload that Slack sends."""

    COMMAND = "command"
    ACTION = "action"  # a click on a button, or a choice in a menu
    SUBMISSION = "submission"  # of a modal
    OPTIONS = "options"  # a text typed into a select, which needs options
    SHORTCUT = "shortcut"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Request:
    """What a person did, independent of Slack's payloads. Fields that do not apply are empty."""

    source: Source
    id: str
    """The subcommand, action id, callback id or type of the event."""
    text: str = ""
    """The text of a command without its refs and mention, the text typed into a select, or the text
    of the message on which a shortcut was used."""
    value: str = ""
    """The value of the button or of the chosen option. For a command, its refs (`ENG-12,OPS-3`)."""
    state: State = field(default_factory=dict)
    """The state of the view in which the person acted."""
    private_metadata: str = ""
    """The `private_metadata` of that view."""
    mentioned: str = ""
    """The user id of the person whom a command mentions."""
    from_home: bool = False
    """Whether the person acted in App Home, or in a modal that was opened from there."""
    in_modal: bool = False
    """Whether the person acted in a modal."""
    event: Mapping[str, Any] = field(default_factory=dict)
    """The inner event of Slack's payload, for `Source.EVENT` only."""


@dataclass(frozen=True, slots=True)
class Done:
    """Shows nothing new. If a modal was submitted, it closes."""


@dataclass(frozen=True, slots=True)
class CloseAll:
    """Closes every open modal of the person."""


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """A message that only this person sees. In answer to a click, a small modal shows it."""

    message: Message


@dataclass(frozen=True, slots=True)
class Show:
    """Opens a modal, or pushes it on the one that is open.

    A response is stored and sent again if Slack repeats the request. If `private` is true, the
    view is not stored, because it shows texts that nobody else may see.
    """

    view: Block
    private: bool = False


@dataclass(frozen=True, slots=True)
class Replace:
    """Replaces the modal in which the person acted. `private` has the same meaning as in `Show`."""

    view: Block
    private: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """Publishes the person's App Home."""

    view: Block


@dataclass(frozen=True, slots=True)
class Rejected:
    """Refuses the request, but commits what the handler stored. Raising the error would undo it."""

    refusal: RefusedError


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of a select."""

    options: Sequence[Block]


Response = Done | CloseAll | Ephemeral | Show | Replace | Home | Rejected | Choices
Handler = Callable[[Context, Request], Response]


@dataclass(frozen=True, slots=True)
class Listener:
    """One registered handler.

    `access` says who may use the handler. Other people read the sentence that
    `views.refusals.NOT_ALLOWED` has for `action`. If `writes` is true, the handler runs in a write
    transaction, and a repeated request gets the response that was stored for the first one.

    `needs_write` is called before such a handler, in a read transaction. If it returns False, there
    is nothing to store, and the handler is not called. Without `needs_write` the handler is always
    called.
    """

    source: Source
    id: str
    handler: Handler
    access: Access
    action: str
    writes: bool
    needs_write: Callable[[Context, Request], bool] | None = None

    def respond_without_write(self, context: Context, request: Request) -> Response | None:
        """Returns the response if nothing has to be stored; None if the handler has to write."""
        if not self.writes:
            return self.handler(context, request)
        if self.needs_write is None or self.needs_write(context, request):
            return None
        return Done()


class Registry:
    """The handler of each command, button, form, menu, shortcut and event."""

    def __init__(self) -> None:
        self._listeners: dict[tuple[Source, str], Listener] = {}

    def add(
        self,
        source: Source,
        id_: str,
        handler: Handler,
        *,
        access: Access,
        action: str,
        writes: bool,
        needs_write: Callable[[Context, Request], bool] | None = None,
    ) -> None:
        """Registers a handler, as `Listener` describes it. Raises `ValueError` for a known id."""
        if (source, id_) in self._listeners:
            raise ValueError(f"{source.value} {id_!r} is registered twice")
        self._listeners[source, id_] = Listener(
            source, id_, handler, access, action, writes, needs_write
        )

    def find(self, source: Source, id_: str) -> Listener | None:
        return self._listeners.get((source, id_))

    def list_listeners(self) -> list[Listener]:
        return list(self._listeners.values())

    def add_command(self, word: str, handler: Handler, *, access: Access, action: str) -> None:
        self.add(Source.COMMAND, word, handler, access=access, action=action, writes=False)

    def add_read_action(
        self, action_id: str, handler: Handler, *, access: Access, action: str
    ) -> None:
        """Adds a button or menu that shows something and stores nothing."""
        self.add(Source.ACTION, action_id, handler, access=access, action=action, writes=False)

    def add_write_action(
        self, action_id: str, handler: Handler, *, access: Access, action: str
    ) -> None:
        """Adds a button or menu that stores something."""
        self.add(Source.ACTION, action_id, handler, access=access, action=action, writes=True)

    def add_submission(
        self, callback_id: str, handler: Handler, *, access: Access, action: str
    ) -> None:
        self.add(Source.SUBMISSION, callback_id, handler, access=access, action=action, writes=True)

    def add_options(self, action_id: str, handler: Handler, *, access: Access, action: str) -> None:
        self.add(Source.OPTIONS, action_id, handler, access=access, action=action, writes=False)

    def add_shortcut(
        self, callback_id: str, handler: Handler, *, access: Access, action: str
    ) -> None:
        self.add(Source.SHORTCUT, callback_id, handler, access=access, action=action, writes=False)

    def add_event(
        self,
        type_: str,
        handler: Handler,
        *,
        access: Access,
        writes: bool = True,
        needs_write: Callable[[Context, Request], bool] | None = None,
    ) -> None:
        self.add(
            Source.EVENT,
            type_,
            handler,
            access=access,
            action="event",
            writes=writes,
            needs_write=needs_write,
        )
