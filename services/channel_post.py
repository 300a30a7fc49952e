"""An advocate tells a channel of the role. The candidate is never named; the advocate is in it.

The delivery posts it, and reports: it stands there and the deed is done, or the advocate is told
what to do.
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
from services import commitments as deeds
from services import outbox
from services.commitments import CommitmentTask
from services.context import Context
from services.openings import find_open_opening
from storage import commitments, endorsements, history, openings, referrals

KIND = CommitmentKind.INTERNAL_CHANNELS


def load_form_page(context: Context, referral_id: int) -> ChannelPostPage:
    """What stands in the form.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError`, `AlreadyAnsweredError` (done, or on
    its way), `NoOpeningError`,
    `OpeningNotOpenError`.
    """
    return _page(context.actor, _find_unposted_task(context, referral_id))


def _find_unposted_task(context: Context, referral_id: int) -> CommitmentTask:
    deed = deeds.find_unfinished_task(context, referral_id, KIND)
    if deed.opening is None:
        raise NoOpeningError()
    find_open_opening(context, deed.opening.id)
    if deed.commitment and deed.commitment.sent_to:
        raise AlreadyAnsweredError("post")
    return deed


def _page(actor: Actor, deed: CommitmentTask, text: str = "", channel: str = "") -> ChannelPostPage:
    opening = deed.opening
    assert opening is not None  # noqa: S101 - `_find_unposted_task` has looked
    kept = text or (deed.commitment.text if deed.commitment else "")
    return ChannelPostPage(
        deed.referral, opening, actor.user_id, kept or draft_channel_post(opening), channel
    )


def save_draft(context: Context, referral_id: int, text: str, channel: str) -> ChannelPostPage:
    """Keep the words for the preview. Raises as `load_form_page`, and `FormError`."""
    deed = _find_unposted_task(context, referral_id)
    bad = []
    if not channel:
        bad.append(FieldError("channel", "empty"))
    if not text:
        bad.append(FieldError("post", "empty"))
    elif len(text) > CHANNEL_POST_MAX:
        bad.append(FieldError("post", "too_long", str(CHANNEL_POST_MAX)))
    elif found := find_candidate_mention(text, deed.mine.candidate_name, deed.referral.candidate):
        bad.append(FieldError("post", "names_candidate", shorten(found, 60)))
    if bad:
        raise FormError(tuple(bad))
    commitment = deeds.ensure_commitment(context, deed, KIND)
    commitments.save_text(context.transaction, context.workspace.id, commitment.id, text)
    return _page(context.actor, deed, text, channel)


def queue_post(context: Context, referral_id: int, channel: str) -> None:
    """Queue what was previewed, once. Raises as `load_form_page`, and `NotFoundError` where nothing was
    worded.
    """
    deed = _find_unposted_task(context, referral_id)
    commitment, ws = deed.commitment, context.workspace.id
    if commitment is None or not commitment.text:
        raise NotFoundError("post")
    if not commitments.set_sent_to(context.transaction, ws, commitment.id, channel):
        raise AlreadyAnsweredError("post")
    line = history.add_line(
        context.transaction,
        ws,
        context.actor.user_id,
        "commitment.posted",
        "referral",
        deed.referral.id,
        context.now,
        channel=channel,
    )
    outbox.queue(
        context,
        ChannelPost(commitment.id, by=context.actor.user_id),
        to=channel,
        occasion=str(line),
    )
    outbox.queue_edits(context, (ChannelPostFailed,), commitment.id)


def load_post(context: Context, commitment_id: int, channel: str) -> ChannelPostPage | None:
    """The post as it goes out or failed; None where its referral or role is gone."""
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
    mine = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, referral.id, commitment.member
    )
    if opening is None or mine is None:
        return None
    done = commitment.state is CommitmentState.DONE
    by, text, told = commitment.member, commitment.text, commitment.sent_to
    return ChannelPostPage(referral, opening, by, text, channel, told, done)


def record_posted(context: Context, commitment_id: int) -> None:
    """The delivery reports: the channel has it. So it is done."""
    commitment = commitments.find_many(
        context.transaction, context.workspace.id, [commitment_id]
    ).get(commitment_id)
    if commitment is not None:
        deeds.settle_commitment(context, commitment, CommitmentState.DONE)
        outbox.queue_edits(context, (ChannelPostFailed,), commitment_id)


def record_not_posted(context: Context, commitment_id: int, channel: str, why: str) -> None:
    """The delivery reports: it does not stand there. The advocate hears why and what to do."""
    commitment = commitments.find_many(
        context.transaction, context.workspace.id, [commitment_id]
    ).get(commitment_id)
    if commitment is None or not commitments.clear_sent_to(
        context.transaction, context.workspace.id, commitment_id
    ):
        return
    line = history.add_line(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        "commitment.not_posted",
        "referral",
        commitment.referral_id,
        context.now,
        channel=channel,
        why=why,
    )
    outbox.queue(
        context,
        ChannelPostFailed(commitment_id, channel, why),
        to=commitment.member,
        occasion=str(line),
    )
