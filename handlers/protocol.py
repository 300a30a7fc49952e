"""What a handler is: a function from a `Context` and a `Request` to a `Response`.

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
    ACTION = "action"
    SUBMISSION = "submission"
    OPTIONS = "options"
    SHORTCUT = "shortcut"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Request:
    """What a person did, independent of Slack's payloads. Fields that do not apply are empty.

    `id` is the subcommand, action id, callback id or type of the event. `text` is the text of a
    command without its refs and mention, the text typed into a select, or the text of the message
    on which a shortcut was used. `value` is the value of the button or of the chosen option, or the
    refs in a command with commas between them. `mentioned` is the user id of the person whom a
    command mentions. `state` and `private_metadata` belong to the view in which the person acted.
    `from_home` is also true in modals that were opened from App Home. `event` is Slack's event.
    """

    source: Source
    id: str
    text: str = ""
    value: str = ""
    state: State = field(default_factory=dict)
    private_metadata: str = ""
    mentioned: str = ""
    from_home: bool = False
    in_modal: bool = False
    event: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """Shows nothing new. A submitted form closes."""


@dataclass(frozen=True, slots=True)
class CloseAll:
    """Closes every open modal of the person."""


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """A message that only this person sees. After a click it is shown in a small modal."""

    message: Message


@dataclass(frozen=True, slots=True)
class Show:
    """Opens a modal, or pushes it on the one that is open.

    With `private`, the view is not stored for duplicate requests, because nobody else may see it.
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
    """Refuses the request, but commits what the handler stored. A raised error would undo that."""

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

    People without `access` read the sentence that `views.refusals.NOT_ALLOWED` has for `action`.
    With `writes`, the handler runs in a write transaction, and a duplicate request gets the
    response that was stored for the first one. `needs_write` is called before such a handler, in a
    read transaction, and returns whether there is anything to store. Without it there always is.
    """

    source: Source
    id: str
    handler: Handler
    access: Access
    action: str
    writes: bool
    needs_write: Callable[[Context, Request], bool] | None = None

    def respond_without_write(self, context: Context, request: Request) -> Response | None:
        """Responds without storing anything, or returns None if the handler has to write."""
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
        """Raises `ValueError` if the id is registered already."""
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
