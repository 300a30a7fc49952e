"""Stores the files and links that advocates attach to a referral, and sends copies of the files.

The referral's owner gets a copy of each file in the thread of the referral's card, once the card
is posted. Others who may answer the referral can ask for copies. The copies are deleted when the
candidate or the advocate's words are erased (docs/decisions/074-a-copy-of-an-attached-file.md).
"""

from __future__ import annotations

from collections.abc import Collection

from domain.attachments import FILE_SCOPES, Attachment, NewAttachment
from domain.consent import is_candidate_hidden
from domain.errors import FieldError, NotFoundError
from domain.files import CopyContent, FileToCopy, FileUpload
from domain.limits import ATTACHMENTS_MAX
from domain.messages import ReferralReceived, SecondVouch
from domain.outcomes import Dropped
from domain.referrals import Referral
from services import history, outbox, sent_files
from services.context import Context
from services.follow_ups import DESK_CARDS
from services.people import find_answerable
from storage import attachments as stored
from storage import referrals
from storage import sent_files as stored_files


def can_take_files(context: Context) -> bool:
    """Whether the workspace has granted the scopes that a form needs for a field for a file."""
    granted = (context.workspace.granted_scopes or "").split(",")
    return set(FILE_SCOPES) <= {name.strip() for name in granted}


def store(
    context: Context, referral: Referral, new: NewAttachment | None, *, has_card: bool
) -> None:
    """Stores what the actor attached. `new` is None if that is nothing.

    `has_card` says whether the owner has the referral's card already: then the copy of a file is
    queued now. Otherwise it is queued when the card has been posted. Raises `FieldError` if the
    actor has already attached `ATTACHMENTS_MAX` files and links to this referral.
    """
    if new is None:
        return
    actor = context.actor.user_id
    _check_number(context, referral, new)
    attachment = stored.add(
        context.transaction, context.workspace.id, referral.id, actor, new, context.now
    )
    history.add_line(context, "referral.attached", "referral", referral.id)
    outbox.queue_edits(context, DESK_CARDS, referral.id)
    if has_card:  # The card's `ts` is not known here, so the copy is shown outside the thread.
        _queue_copy(context, attachment, referral.owner, thread_ts="")


def _check_number(context: Context, referral: Referral, new: NewAttachment) -> None:
    attached = stored.list_by_referral(context.transaction, context.workspace.id, referral.id)
    own = [each for each in attached if each.advocate == context.actor.user_id]
    if len(own) >= ATTACHMENTS_MAX:
        raise FieldError("resume" if new.file else "link", "most_attached", str(ATTACHMENTS_MAX))


def send_under_card(context: Context, payload: ReferralReceived | SecondVouch, ts: str) -> None:
    """Queues the copies for the owner, in the thread of the card that was just posted as `ts`."""
    transaction, workspace_id = context.transaction, context.workspace.id
    if stored.list_by_referral(transaction, workspace_id, payload.subject_id):
        referral = referrals.find(transaction, workspace_id, payload.subject_id)
        if referral is not None:
            _queue_missing_copies(context, referral, thread_ts=ts)


def send_missing(context: Context, referral: Referral) -> None:
    """Queues the copies that the owner lacks although the card is posted.

    This happens when the candidate was hidden while the card was posted, or when two referrals of
    one person were merged.
    """
    _queue_missing_copies(context, referral, thread_ts="")


def _queue_missing_copies(context: Context, referral: Referral, *, thread_ts: str) -> None:
    transaction, workspace_id = context.transaction, context.workspace.id
    if referral.ended:
        return
    for attachment in stored.list_by_referral(transaction, workspace_id, referral.id):
        if not stored_files.has_copy(transaction, workspace_id, attachment.id, referral.owner):
            _queue_copy(context, attachment, referral.owner, thread_ts=thread_ts)


def request_copies(context: Context, referral: Referral) -> None:
    """Queues a copy of each attached file for the actor, who may answer the referral.

    Raises `NotFoundError` if no file is attached, and `FieldError("file")` if the actor has asked
    for too many files today.
    """
    workspace_id = context.workspace.id
    found = stored.list_by_referral(context.transaction, workspace_id, referral.id)
    with_file = [each for each in found if each.file is not None]
    if not with_file:
        raise NotFoundError("attachment")
    sent_files.check_daily_limit(context, len(with_file))
    for attachment in with_file:
        _queue_copy(context, attachment, context.actor.user_id, thread_ts=None)


def _queue_copy(
    context: Context, attachment: Attachment, reader: str, *, thread_ts: str | None
) -> None:
    """Queues a copy, unless a link is attached. See `CopyContent` about an empty `thread_ts`."""
    if attachment.file is None:
        return
    content = CopyContent(attachment.id, thread_ts)
    file = stored_files.add(context.transaction, context.workspace.id, content, reader, context.now)
    outbox.queue(context, FileUpload(file.id), to=reader)


def find_readable_attachment(
    context: Context, content: CopyContent, reader: str
) -> Attachment | Dropped:
    """Finds the attachment to copy, or the reason why `reader` (a user id) may not have it now."""
    workspace_id = context.workspace.id
    attachment = stored.find(context.transaction, workspace_id, content.attachment_id)
    if attachment is None or attachment.file is None:
        return sent_files.ERASED
    referral = referrals.find(context.transaction, workspace_id, attachment.referral_id)
    if referral is None or referral.candidate.erased_at is not None:
        return sent_files.ERASED
    if not find_answerable(context, reader, [referral]):
        return Dropped("not_allowed")
    if is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        return Dropped("hidden")  # The owner gets a copy once the candidate agrees.
    return attachment


def load_source(context: Context, content: CopyContent, reader: str) -> FileToCopy | Dropped:
    """Finds the file in Slack to copy from, or the reason why no copy is made now.

    If there is an earlier copy, it is the source: the advocate may have deleted their own file.
    """
    attachment = find_readable_attachment(context, content, reader)
    if isinstance(attachment, Dropped):
        return attachment
    if attachment.file is None:
        return sent_files.ERASED
    original = attachment.file
    earlier_copy = stored_files.find_shown_copy(
        context.transaction, context.workspace.id, original.slack_id
    )
    source_id = original.slack_id
    if earlier_copy is not None and earlier_copy.slack_id is not None:
        source_id = earlier_copy.slack_id
    return FileToCopy(source_id, f"resume.{original.file_type}")


def erase(context: Context, referral_ids: Collection[int], advocate: str | None = None) -> None:
    """Erases what `advocate` (or, if None, anyone) attached to the referrals, and its copies."""
    workspace_id = context.workspace.id
    ids = stored.erase(context.transaction, workspace_id, referral_ids, advocate)
    for file in stored_files.claim_copies(context.transaction, workspace_id, ids):
        sent_files.queue_deletion(context, file)
