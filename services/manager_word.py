"""A "word": the advocate sends their endorsement to the hiring manager, who may reply once.

A word is a commitment of the advocate, which is done when the message is queued.
"""

from __future__ import annotations

from domain.commitment_pages import WordToManagerPage, WordToManagerPreview
from domain.consent import is_candidate_hidden
from domain.endorsements import Commitment, CommitmentKind
from domain.errors import (
    AlreadyAnsweredError,
    ConsentRequiredError,
    FieldError,
    NoHiringManagerError,
    NotAllowedError,
    NotFoundError,
    StaleError,
)
from domain.limits import TEXT_MAX, WORD_LINE_MAX
from domain.messages import ManagerReply, WordToManager
from domain.openings import Opening
from domain.referrals import Referral
from services import commitments as commitment_service
from services import history, outbox
from services.commitments import CommitmentTask
from services.context import Context
from services.follow_ups import DESK_CARDS
from services.people import build_viewer, find_answerable, find_own_candidates
from storage import commitments, endorsements, members, referrals

KIND = CommitmentKind.WORD_WITH_MANAGER


def load_preview(context: Context, referral_id: int) -> WordToManagerPreview:
    """Loads the message as the hiring manager would read it.

    Raises `AlreadyAnsweredError` if the word is sent already, and the errors of `send_to_manager`.
    """
    task = commitment_service.find_unfinished_task(context, referral_id, KIND)
    return WordToManagerPreview(
        task.referral, task.endorsement, _find_allowed_manager(context, task)
    )


def send_to_manager(context: Context, referral_id: int, line: str = "") -> None:
    """Sends the actor's endorsement to the hiring manager, with a personal `line` above it.

    A second call does nothing. Raises `NotFoundError`, `NotAllowedError`, `StaleError`,
    `NoHiringManagerError`, `ConsentRequiredError` while the candidate is hidden, and
    `FieldError("line")`.
    """
    task = commitment_service.find_task(context, referral_id, KIND)
    if task.is_done:
        return
    manager = _find_allowed_manager(context, task)
    if len(line) > WORD_LINE_MAX:
        raise FieldError("line", "too_long", str(WORD_LINE_MAX))
    workspace_id = context.workspace.id
    commitment = commitment_service.ensure_commitment(context, task, KIND)
    if not commitments.set_sent_to(context.transaction, workspace_id, commitment.id, manager):
        return
    commitments.save_text(context.transaction, workspace_id, commitment.id, line)
    outbox.queue(context, WordToManager(commitment.id), to=manager)
    commitment_service.mark_done(context, commitment)


def _find_allowed_manager(context: Context, task: CommitmentTask) -> str:
    """Returns the user id of the hiring manager, if they may read the endorsement now.

    Raises `ConsentRequiredError` while the candidate is hidden, and `NoHiringManagerError`.
    """
    if is_candidate_hidden(task.referral.candidate, context.policy.hide_until_agreed):
        raise ConsentRequiredError()
    return _find_manager(context, task.referral, task.opening, context.actor.user_id)


def _find_manager(
    context: Context, referral: Referral, opening: Opening | None, advocate: str
) -> str:
    """The manager's user id. Raises `NoHiringManagerError` if there is none who may get the word.

    Neither the advocate nor the candidate may get it.
    """
    manager = opening.hiring_manager if opening else None
    if manager == advocate:
        raise NoHiringManagerError(referral.owner, is_advocate=True)
    member = members.find(context.transaction, referral.workspace_id, manager) if manager else None
    is_candidate = manager in find_own_candidates(context, [referral])[referral.id]
    if manager is None or member is None or not member.is_colleague or is_candidate:
        raise NoHiringManagerError(referral.owner)
    return manager


def load_word_page(
    context: Context, commitment_id: int, viewer_id: str
) -> WordToManagerPage | None:
    """Loads a word: an endorsement that was sent to the hiring manager.

    `viewer_id` is the user id of the hiring manager or of the advocate. Returns None for any other
    viewer, for a hiring manager who may no longer see the referral, and if the referral or the
    endorsement no longer exists.
    """
    commitment = commitments.find(context.transaction, context.workspace.id, commitment_id)
    if commitment is None or viewer_id not in (commitment.sent_to, commitment.member):
        return None
    referral = referrals.find(context.transaction, context.workspace.id, commitment.referral_id)
    if referral is None:
        return None
    is_advocate = viewer_id == commitment.member
    if not is_advocate and not find_answerable(context, viewer_id, [referral]):
        return None
    endorsement = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, referral.id, commitment.member
    )
    if endorsement is None:
        return None
    viewer = build_viewer(context, viewer_id)
    return WordToManagerPage(viewer, referral, endorsement, commitment)


def find_word_to_answer(context: Context, commitment_id: int) -> WordToManagerPage:
    """Finds a word that was sent to the actor and waits for a reply.

    Raises `NotFoundError`, `NotAllowedError` if somebody else received the word,
    `AlreadyAnsweredError` after a reply, and `StaleError` if the referral has ended.
    """
    commitment = _find_received_commitment(context, commitment_id)
    page = load_word_page(context, commitment.id, context.actor.user_id)
    if page is None:
        raise NotFoundError("referral")
    if commitment.replied_at is not None:
        raise AlreadyAnsweredError("word", context.actor.user_id)
    if page.referral.ended:
        raise StaleError("referral", page.referral.stage.value)
    return page


def _find_received_commitment(context: Context, commitment_id: int) -> Commitment:
    """Raises `NotFoundError`, and `NotAllowedError` if the actor was not the recipient."""
    found = commitments.find(context.transaction, context.workspace.id, commitment_id)
    if found is None:
        raise NotFoundError("referral")
    if found.kind is not KIND or found.sent_to != context.actor.user_id:
        raise NotAllowedError("answer_word")
    return found


def reply_to_advocate(context: Context, commitment_id: int, text: str) -> None:
    """Sends the hiring manager's reply to the advocate, and shows it on the owner's card.

    Raises `FieldError("reply")`, and the errors of `find_word_to_answer`.
    """
    page = find_word_to_answer(context, commitment_id)
    if not text:
        raise FieldError("reply", "empty")
    if len(text) > TEXT_MAX:
        raise FieldError("reply", "too_long", str(TEXT_MAX))
    workspace_id = context.workspace.id
    if not commitments.save_reply(
        context.transaction, workspace_id, commitment_id, text, context.now
    ):
        raise AlreadyAnsweredError("word", context.actor.user_id)
    history.add_line(
        context, "referral.word_answered", "referral", page.referral.id, commitment=commitment_id
    )
    outbox.queue(context, ManagerReply(commitment_id), to=page.commitment.member)
    outbox.queue_edits(context, (WordToManager,), commitment_id)
    outbox.queue_edits(context, DESK_CARDS, page.referral.id)
