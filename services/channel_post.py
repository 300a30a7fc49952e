"""An advocate tells a channel of the role. The candidate is never named; the advocate is in it.

The delivery posts it, and reports: it stands there and the deed is done, or the advocate is told
what to do.
"""

from __future__ import annotations

from domain.channel_post import draft_channel_post, find_candidate_mention
from domain.commitment_pages import ChannelPostPage
from domain.errors import AlreadyAnsweredError, FieldError, FormError, NoOpeningError, NotFoundError
from domain.graphemes import shorten
from domain.limits import CHANNEL_POST_MAX
from domain.members import Actor
from domain.outbox import IntentKind, NewIntent
from domain.referrals import CommitmentKind, CommitmentState
from services import commitments as deeds
from services.commitments import Deed
from services.context import Context
from services.openings import taking
from storage import commitments, endorsements, history, openings, referrals
from storage.outbox import intents as outbox

KIND = CommitmentKind.INTERNAL_CHANNELS


def page(context: Context, referral_id: int) -> ChannelPostPage:
    """What stands in the form.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError`, `AlreadyAnsweredError` (done, or on
    its way), `NoOpeningError`,
    `OpeningNotOpenError`.
    """
    return _page(context.actor, _to_do(context, referral_id))


def _to_do(context: Context, referral_id: int) -> Deed:
    deed = deeds.still_to_do(context, referral_id, KIND)
    if deed.opening is None:
        raise NoOpeningError()
    taking(context, deed.opening.id)
    if deed.commitment and deed.commitment.sent_to:
        raise AlreadyAnsweredError("post")
    return deed


def _page(actor: Actor, deed: Deed, text: str = "", channel: str = "") -> ChannelPostPage:
    opening = deed.opening
    assert opening is not None  # noqa: S101 - `_to_do` has looked
    kept = text or (deed.commitment.text if deed.commitment else "")
    return ChannelPostPage(
        deed.referral, opening, actor.user_id, kept or draft_channel_post(opening), channel
    )


def check(context: Context, referral_id: int, text: str, channel: str) -> ChannelPostPage:
    """Keep the words for the preview. Raises as `page`, and `FormError`."""
    deed = _to_do(context, referral_id)
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
    commitment = deeds.taken_up(context, deed, KIND)
    commitments.save_text(context.transaction, context.workspace.id, commitment.id, text)
    return _page(context.actor, deed, text, channel)


def post(context: Context, referral_id: int, channel: str) -> None:
    """Queue what was previewed, once. Raises as `page`, and `NotFoundError` where nothing was
    worded.
    """
    deed = _to_do(context, referral_id)
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
    dedupe = f"channel_post:{commitment.id}:{line}"
    about: dict[str, object] = {"by": context.actor.user_id}
    outbox.queue(
        context.transaction,
        ws,
        NewIntent(IntentKind.CHANNEL_POST, channel, commitment.id, dedupe, about),
        context.now,
    )
    outbox.queue_edits(
        context.transaction, ws, (IntentKind.CHANNEL_POST_FAILED,), commitment.id, context.now
    )


def shown(context: Context, commitment_id: int, channel: str) -> ChannelPostPage | None:
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


def stands(context: Context, commitment_id: int) -> None:
    """The delivery reports: the channel has it. So it is done."""
    commitment = commitments.find_many(
        context.transaction, context.workspace.id, [commitment_id]
    ).get(commitment_id)
    if commitment is not None:
        deeds.settle(context, commitment, CommitmentState.DONE)
        outbox.queue_edits(
            context.transaction,
            context.workspace.id,
            (IntentKind.CHANNEL_POST_FAILED,),
            commitment_id,
            context.now,
        )


def not_posted(context: Context, commitment_id: int, channel: str, why: str) -> None:
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
        context.transaction,
        context.workspace.id,
        NewIntent(
            IntentKind.CHANNEL_POST_FAILED,
            commitment.member,
            commitment_id,
            f"channel_post_failed:{commitment_id}:{line}",
            {"channel": channel, "why": why},
        ),
        context.now,
    )
