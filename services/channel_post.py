"""Posts about an opening in a channel for an advocate, without naming the candidate.

Starts at the form and ends with a queued message. Once the message is posted, the advocate's
commitment is done. If it cannot be posted, the advocate is told why.
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

KIND = CommitmentKind.INTERNAL_CHANNELS  # the commitment that the post fulfils


def load_form_page(context: Context, referral_id: int) -> ChannelPostPage:
    """Loads the content of the form.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError`, `NoOpeningError`,
    `OpeningNotFoundError`, `OpeningNotOpenError`, and `AlreadyAnsweredError` if the post is
    queued or done.
    """
    return _build_page(context.actor, _find_unposted_task(context, referral_id))


def _find_unposted_task(context: Context, referral_id: int) -> CommitmentTask:
    task = commitment_service.find_unfinished_task(context, referral_id, KIND)
    if task.opening is None:
        raise NoOpeningError()
    find_open_opening(context, task.opening.id)  # raises if it is not open
    if task.commitment and task.commitment.sent_to:  # set as soon as the post is queued
        raise AlreadyAnsweredError("post")
    return task


def _build_page(
    actor: Actor, task: CommitmentTask, text: str = "", channel: str = ""
) -> ChannelPostPage:
    opening = task.opening
    assert opening is not None  # noqa: S101 - `_find_unposted_task` raises if there is none
    saved_text = task.commitment.text if task.commitment else ""
    shown_text = text or saved_text or draft_channel_post(opening)
    return ChannelPostPage(task.referral, opening, actor.user_id, shown_text, channel)


def save_draft(context: Context, referral_id: int, text: str, channel: str) -> ChannelPostPage:
    """Saves the text, and returns the content of the preview.

    Raises what `load_form_page` raises, and `FormError` if the channel or the text is missing, or
    if the text is too long or identifies the candidate.
    """
    task = _find_unposted_task(context, referral_id)
    errors = []
    if not channel:
        errors.append(FieldError("channel", "empty"))
    if not text:
        errors.append(FieldError("post", "empty"))
    elif len(text) > CHANNEL_POST_MAX:
        errors.append(FieldError("post", "too_long", str(CHANNEL_POST_MAX)))
    elif mention := _find_mention(context, task, text):
        errors.append(FieldError("post", "names_candidate", shorten(mention, 60)))
    if errors:
        raise FormError(tuple(errors))
    commitment = commitment_service.ensure_commitment(context, task, KIND)
    commitments.save_text(context.transaction, context.workspace.id, commitment.id, text)
    return _build_page(context.actor, task, text, channel)


def _find_mention(context: Context, task: CommitmentTask, text: str) -> str | None:
    contacts = endorsements.list_given_contacts(
        context.transaction, context.workspace.id, [task.referral.id]
    )
    name, candidate = task.endorsement.candidate_name, task.referral.candidate
    return find_candidate_mention(text, name, candidate, contacts)


def queue_post(context: Context, referral_id: int, channel: str) -> None:
    """Queues the saved text for this channel.

    Raises what `load_form_page` raises, and `NotFoundError` if no text is saved.
    """
    task = _find_unposted_task(context, referral_id)
    commitment, workspace_id = task.commitment, context.workspace.id
    if commitment is None or not commitment.text:
        raise NotFoundError("post")
    if not commitments.set_sent_to(context.transaction, workspace_id, commitment.id, channel):
        raise AlreadyAnsweredError("post")
    history_id = history.add_line(
        context, "commitment.posted", "referral", task.referral.id, channel=channel
    )
    outbox.queue(
        context,
        ChannelPost(commitment.id, advocate=context.actor.user_id),
        to=channel,
        occasion=str(history_id),
    )
    outbox.queue_edits(context, (ChannelPostFailed,), commitment.id)


def load_post(context: Context, commitment_id: int, channel: str) -> ChannelPostPage | None:
    """Loads the post to be sent. None if its referral, opening or endorsement no longer exists."""
    transaction, workspace_id = context.transaction, context.workspace.id
    commitment = commitments.find(transaction, workspace_id, commitment_id)
    if commitment is None:
        return None
    referral = referrals.find(transaction, workspace_id, commitment.referral_id)
    if referral is None or referral.opening_id is None:
        return None
    opening = openings.find(transaction, workspace_id, referral.opening_id)
    endorsement = endorsements.find_by_advocate(
        transaction, workspace_id, referral.id, commitment.member
    )
    if opening is None or endorsement is None:
        return None
    return ChannelPostPage(
        referral,
        opening,
        advocate=commitment.member,
        text=commitment.text,
        channel=channel,
        queued_for=commitment.sent_to,
        is_posted=commitment.state is CommitmentState.DONE,
    )


def record_posted(context: Context, commitment_id: int) -> None:
    """Settles the commitment, and updates an earlier message that the post had failed."""
    commitment = commitments.find(context.transaction, context.workspace.id, commitment_id)
    if commitment is not None:
        commitment_service.settle_commitment(context, commitment, CommitmentState.DONE)
        outbox.queue_edits(context, (ChannelPostFailed,), commitment_id)


def record_not_posted(context: Context, commitment_id: int, channel: str, why: str) -> None:
    """Tells the advocate why the post could not be posted, and what to do.

    `why` is Slack's error code. The advocate can then choose another channel.
    """
    commitment = commitments.find(context.transaction, context.workspace.id, commitment_id)
    if commitment is None or not commitments.clear_sent_to(
        context.transaction, context.workspace.id, commitment_id
    ):
        return
    history_id = history.add_line(
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
        occasion=str(history_id),
    )
