"""An advocate tells a channel of the role. The candidate is never named; the advocate is in it.

The delivery posts it, and reports: it stands there and the deed is done, or the advocate is told
what to do.
"""

from __future__ import annotations

from datetime import datetime

from domain.channel_post import LONGEST, draft, names_candidate
from domain.commitment_pages import PostPage
from domain.errors import AlreadyAnsweredError, FieldError, FormError, NoOpeningError, NotFoundError
from domain.graphemes import shorten
from domain.members import Actor
from domain.outbox import IntentKind, NewIntent
from domain.policy import Policy
from domain.referrals import CommitmentKind, CommitmentState
from services import commitments as deeds
from services.commitments import Deed
from services.openings import taking
from storage import commitments, endorsements, history, openings, referrals
from storage.engine import Transaction
from storage.outbox import intents as outbox

KIND = CommitmentKind.INTERNAL_CHANNELS


def page(transaction: Transaction, actor: Actor, referral_id: int) -> PostPage:
    """What stands in the form.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError`, `AlreadyAnsweredError` (done, or on
    its way), `NoOpeningError`,
    `OpeningNotOpenError`.
    """
    return _page(actor, _to_do(transaction, actor, referral_id))


def _to_do(transaction: Transaction, actor: Actor, referral_id: int) -> Deed:
    deed = deeds.still_to_do(transaction, actor, referral_id, KIND)
    if deed.opening is None:
        raise NoOpeningError()
    taking(transaction, actor.workspace_id, deed.opening.id)
    if deed.commitment and deed.commitment.told:
        raise AlreadyAnsweredError("post")
    return deed


def _page(actor: Actor, deed: Deed, text: str = "", channel: str = "") -> PostPage:
    opening = deed.opening
    assert opening is not None  # noqa: S101 - `_to_do` has looked
    kept = text or (deed.commitment.text if deed.commitment else "")
    return PostPage(deed.referral, opening, actor.user_id, kept or draft(opening), channel)


def check(
    transaction: Transaction,
    actor: Actor,
    referral_id: int,
    text: str,
    channel: str,
    policy: Policy,
    now: datetime,
) -> PostPage:
    """Keep the words for the preview. Raises as `page`, and `FormError`."""
    deed = _to_do(transaction, actor, referral_id)
    bad = []
    if not channel:
        bad.append(FieldError("channel", "empty"))
    if not text:
        bad.append(FieldError("post", "empty"))
    elif len(text) > LONGEST:
        bad.append(FieldError("post", "too_long", str(LONGEST)))
    elif found := names_candidate(text, deed.mine.called, deed.referral.candidate):
        bad.append(FieldError("post", "names_candidate", shorten(found, 60)))
    if bad:
        raise FormError(tuple(bad))
    commitment = deeds.taken_up(transaction, actor, deed, KIND, policy, now)
    commitments.word(transaction, actor.workspace_id, commitment.id, text)
    return _page(actor, deed, text, channel)


def post(
    transaction: Transaction, actor: Actor, referral_id: int, channel: str, now: datetime
) -> None:
    """Queue what was previewed, once. Raises as `page`, and `NotFoundError` where nothing was
    worded.
    """
    deed = _to_do(transaction, actor, referral_id)
    commitment, ws = deed.commitment, actor.workspace_id
    if commitment is None or not commitment.text:
        raise NotFoundError("post")
    if not commitments.tell(transaction, ws, commitment.id, channel):
        raise AlreadyAnsweredError("post")
    line = history.note(
        transaction,
        ws,
        actor.user_id,
        "commitment.posted",
        "referral",
        deed.referral.id,
        now,
        channel=channel,
    )
    dedupe = f"channel_post:{commitment.id}:{line}"
    about: dict[str, object] = {"by": actor.user_id}
    outbox.queue(
        transaction,
        ws,
        NewIntent(IntentKind.CHANNEL_POST, channel, commitment.id, dedupe, about),
        now,
    )
    outbox.refresh(transaction, ws, (IntentKind.CHANNEL_POST_FAILED,), commitment.id, now)


def shown(
    transaction: Transaction, workspace_id: int, commitment_id: int, channel: str
) -> PostPage | None:
    """The post as it goes out or failed; None where its referral or role is gone."""
    commitment = commitments.some(transaction, workspace_id, [commitment_id]).get(commitment_id)
    referral = (
        referrals.find(transaction, workspace_id, commitment.referral_id) if commitment else None
    )
    if commitment is None or referral is None or referral.opening_id is None:
        return None
    opening = openings.find(transaction, workspace_id, referral.opening_id)
    mine = endorsements.by(transaction, workspace_id, referral.id, commitment.member)
    if opening is None or mine is None:
        return None
    done = commitment.state is CommitmentState.DONE
    by, text, told = commitment.member, commitment.text, commitment.told
    return PostPage(referral, opening, by, text, channel, told, done)


def stands(transaction: Transaction, workspace_id: int, commitment_id: int, now: datetime) -> None:
    """The delivery reports: the channel has it. So it is done."""
    commitment = commitments.some(transaction, workspace_id, [commitment_id]).get(commitment_id)
    if commitment is not None:
        deeds.settle(transaction, workspace_id, commitment, CommitmentState.DONE, now)
        outbox.refresh(
            transaction, workspace_id, (IntentKind.CHANNEL_POST_FAILED,), commitment_id, now
        )


def not_posted(
    transaction: Transaction,
    workspace_id: int,
    commitment_id: int,
    channel: str,
    why: str,
    now: datetime,
) -> None:
    """The delivery reports: it does not stand there. The advocate hears why and what to do."""
    commitment = commitments.some(transaction, workspace_id, [commitment_id]).get(commitment_id)
    if commitment is None or not commitments.untell(transaction, workspace_id, commitment_id):
        return
    line = history.note(
        transaction,
        workspace_id,
        "slack",
        "commitment.not_posted",
        "referral",
        commitment.referral_id,
        now,
        channel=channel,
        why=why,
    )
    outbox.queue(
        transaction,
        workspace_id,
        NewIntent(
            IntentKind.CHANNEL_POST_FAILED,
            commitment.member,
            commitment_id,
            f"channel_post_failed:{commitment_id}:{line}",
            {"channel": channel, "why": why},
        ),
        now,
    )
