"""Sends a page that follows a form and is too large for the acknowledgement of the form.

Slack closes a Socket Mode connection on which an app sends a frame of more than 20,480 bytes. So
the acknowledgement has a small page, and delivery replaces that with the real one at once.
"""

from __future__ import annotations

from domain.limits import ACK_BYTES_MAX
from domain.messages import LargePage
from handlers.protocol import Replace, Response, Show
from services import outbox
from services.context import Context
from views.block_kit import count_bytes, mark_as_from_home


def queue_large_page(
    context: Context, request_key: str, response: Response, *, from_home: bool
) -> None:
    """Queues the page of the response to a submission, if an acknowledgement cannot hold it.

    `request_key` is the idempotency key under which the response is stored.
    """
    if not isinstance(response, Show | Replace):
        return
    view = mark_as_from_home(response.view) if from_home else response.view
    if count_bytes(view) > ACK_BYTES_MAX:
        outbox.queue(
            context,
            LargePage(subject_id=0, request_key=request_key, from_home=from_home),
            to=context.actor.user_id,
        )
