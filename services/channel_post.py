"""An advocate posts about an opening in a channel of theirs. The candidate is never named.

Starts from the form, ends with a queued message. The delivery reports whether it could post it:
then the commitment is done, or the advocate is told why not.
"""

from __future__ import annotations

from domain.channel_post import draft_channel_post, find_candidate_mention
from domain.commitment_pages import ChannelPostPage
from domain.endorsements import CommitmentKind, CommitmentState
from domain.errors import AlreadyAnsweredError, FieldError, FormError, NoOpeningError, NotFoundError
from domain.graphemes import shorten
from domain.limits import CHANNEL_POST_MAX
from domain.members import Actor
from domain.messages import ChannelPost, ChannelPostFailed
from services import commitments as commitment_service
from services import history, outbox
from services.commitments import CommitmentTask
from services.context import Context
from services.openings import find_open_opening
from storage import commitments, endorsements, openings, referrals

KIND = CommitmentKind.INTERNAL_CHANNELS


def load_form_page(context: Context, referral_id: int) -> ChannelPostPage:
    """The content of the form.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError`, `NoOpeningError`,
    `OpeningNotFoundError`, `OpeningNotOpenError`, and `AlreadyAnsweredError` where the post is
    queued or done.
    """
    return _page(context.actor, _find_unposted_task(context, referral_id))


def _find_unposted_task(context: Context, referral_id: int) -> CommitmentTask:
    task = commitment_service.find_unfinished_task(context, referral_id, KIND)
    if task.opening is None:
        raise NoOpeningError()
    find_open_opening(context, task.opening.id)
    if task.commitment and task.commitment.sent_to:
        raise AlreadyAnsweredError("post")
    return task


def _page(actor: Actor, task: CommitmentTask, text: str = "", channel: str = "") -> ChannelPostPage:
    opening = task.opening
    assert opening is not None  # noqa: S101 - `_find_unposted_task` has looked
    saved = text or (task.commitment.text if task.commitment else "")
    return ChannelPostPage(
        task.referral, opening, actor.user_id, saved or draft_channel_post(opening), channel
    )


def save_draft(context: Context, referral_id: int, text: str, channel: str) -> ChannelPostPage:
    """Saves the text, and returns what the preview shows.

    Raises as `load_form_page`, and `FormError`.
    """
    task = _find_unposted_task(context, referral_id)
    errors = []
    if not channel:
        errors.append(FieldError("channel", "empty"))
    if not text:
        errors.append(FieldError("post", "empty"))
    elif len(text) > CHANNEL_POST_MAX:
        errors.append(FieldError("post", "too_long", str(CHANNEL_POST_MAX)))
    elif mention := find_candidate_mention(
        text, task.endorsement.candidate_name, task.referral.candidate
    ):
        errors.append(FieldError("post", "names_candidate", shorten(mention, 60)))
    if errors:
        raise FormError(tuple(errors))
    commitment = commitment_service.ensure_commitment(context, task, KIND)
    commitments.save_text(context.transaction, context.workspace.id, commitment.id, text)
    return _page(context.actor, task, text, channel)


def queue_post(context: Context, referral_id: int, channel: str) -> None:
    """Queues the saved text once. Raises as `load_form_page`, and `NotFoundError` without one."""
    task = _find_unposted_task(context, referral_id)
    commitment, ws = task.commitment, context.workspace.id
    if commitment is None or not commitment.text:
        raise NotFoundError("post")
    if not commitments.set_sent_to(context.transaction, ws, commitment.id, channel):
        raise AlreadyAnsweredError("post")
    line = history.add_line(
        context, "commitment.posted", "referral", task.referral.id, channel=channel
    )
    outbox.queue(
        context,
        ChannelPost(commitment.id, by=context.actor.user_id),
        to=channel,
        occasion=str(line),
    )
    outbox.queue_edits(context, (ChannelPostFailed,), commitment.id)


def load_post(context: Context, commitment_id: int, channel: str) -> ChannelPostPage | None:
    """The post as it is sent; None where its referral or opening does not exist any more."""
    commitment = commitments.find_many(
        context.transaction, context.workspace.id, [commitment_id]
    ).get(commitment_id)
    referral = (
        referrals.find(context.transaction, context.workspace.id, commitment.referral_id)
        if commitment
        else None
    )
    if commitment is None or referral is None or referral.opening_id is None:
        return None
    opening = openings.find(context.transaction, context.workspace.id, referral.opening_id)
    endorsement = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, referral.id, commitment.member
    )
    if opening is None or endorsement is None:
        return None
    is_done = commitment.state is CommitmentState.DONE
    by, text, sent_to = commitment.member, commitment.text, commitment.sent_to
    return ChannelPostPage(referral, opening, by, text, channel, sent_to, is_done)


def record_posted(context: Context, commitment_id: int) -> None:
    """The delivery has posted it, so that the commitment is done."""
    commitment = commitments.find_many(
        context.transaction, context.workspace.id, [commitment_id]
    ).get(commitment_id)
    if commitment is not None:
        commitment_service.settle_commitment(context, commitment, CommitmentState.DONE)
        outbox.queue_edits(context, (ChannelPostFailed,), commitment_id)


def record_not_posted(context: Context, commitment_id: int, channel: str, why: str) -> None:
    """The delivery could not post it: the advocate is told why and what to do."""
    commitment = commitments.find_many(
        context.transaction, context.workspace.id, [commitment_id]
    ).get(commitment_id)
    if commitment is None or not commitments.clear_sent_to(
        context.transaction, context.workspace.id, commitment_id
    ):
        return
    line = history.add_line(
        context,
        "commitment.not_posted",
        "referral",
        commitment.referral_id,
        channel=channel,
        why=why,
    )
    outbox.queue(
        context,
        ChannelPostFailed(commitment_id, channel, why),
        to=commitment.member,
        occasion=str(line),
    )
