"""Windows that someone may have open, App Home and the desk, and the intents that update them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.message_payload import Payload, Subject
from domain.outbox import Priority


class WindowKind(StrEnum):
    """Which window it is. The values are stored."""

    HOME = "home"
    DESK = "desk"


# How long a window counts as open. Slack reports that App Home is opened, not that it is closed.
# Later it needs no update, because App Home is published each time it is opened.
OPEN_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A window as its viewer last saw it. `external_id` and `state` are empty for App Home."""

    user_id: str
    kind: WindowKind
    external_id: str
    state: str


@dataclass(frozen=True)
class HomeRefresh(Payload):
    """Publishes a person's App Home again. `subject_id` is 0."""

    kind = "home"
    label = "An update of App Home"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED


@dataclass(frozen=True)
class DeskRefresh(Payload):
    """Updates the desk that a person has open. `subject_id` is 0."""

    kind = "desk"
    label = "An update of the desk"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED


REFRESHES: dict[WindowKind, type[Payload]] = {
    WindowKind.HOME: HomeRefresh,
    WindowKind.DESK: DeskRefresh,
}
REFRESH_KINDS = tuple(payload.kind for payload in REFRESHES.values())
