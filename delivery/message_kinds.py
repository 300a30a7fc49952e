"""The table of all kinds of message: how each is loaded, rendered and recorded.

An entry joins a payload (such as those of `domain/messages.py`), the service that loads its page,
and the view that renders the page. Mypy checks that they fit. Where it cannot infer the types, the
entry names them. A new message needs one of each and an entry here
(docs/decisions/063-one-entry-for-a-message.md).
"""

from __future__ import annotations

from delivery.advocate_news_kinds import ADVOCATE_NEWS_KINDS
from delivery.channel_posts import check_advocate_in_channel, record_not_posted, record_posted
from delivery.congratulation_kinds import CONGRATULATION_KINDS
from delivery.message_kind import AnyMessageKind, MessageKind
from delivery.replies import add_reply_from_slack
from domain import messages, threaded_messages
from domain.departure_messages import CardNotDelivered, MemberReturned
from domain.files import AnyFile, CopyPage, ExportFilePage
from domain.message_payload import Payload
from domain.outbox import Intent
from domain.outcomes import CallOutcome, classify_response
from domain.pages import ErasedPage
from services import (
    announcement_pages,
    attachments,
    departure_messages,
    ending_pages,
    evidence_pages,
    figures,
    file_pages,
    manager_messages,
    needed_messages,
    own_move_pages,
    sent_files,
)
from services import announcements as announcement_service
from services import channels as channel_service
from services import message_pages as pages
from services import thanks as thanks_service
from services import written_messages as written_service
from services import written_replies as reply_service
from services.context import Context
from storage import announcements
from views import (
    acknowledgement,
    channel_post,
    channels,
    consent,
    declined,
    departures,
    ending_messages,
    files,
    manager_word,
    openings,
    roundup,
    thanks,
    written_messages,
    written_replies,
)
from views import (
    attachments as attachment_views,
)
from views.asks import messages as asks
from views.asks import own_move
from views.desk import card, digest, questions
from views.figures import charts
from views.nudges import message as nudge_views

_LOST_CHANNEL_OUTCOMES = frozenset(
    {CallOutcome.ARCHIVED, CallOutcome.CHANNEL_GONE, CallOutcome.NOT_IN_CHANNEL}
)


def _find_announcement_ts(
    context: Context, payload: messages.AnnouncementPosted | messages.AnnouncementWithdrawn
) -> str | None:
    announcement = announcements.find(context.transaction, context.workspace.id, payload.subject_id)
    return announcement.ts if announcement else None


def _record_announcement(context: Context, payload: messages.AnnouncementPosted, ts: str) -> None:
    announcement_service.record_posted(context, payload.subject_id, ts)


def _record_refused_announcement(
    context: Context, payload: messages.AnnouncementPosted, _to: str, slack_error: str
) -> None:
    announcement_service.record_refused(context, payload.subject_id, slack_error, payload.posted_by)


def _record_withdrawn(context: Context, payload: messages.AnnouncementWithdrawn, _ts: str) -> None:
    announcement_service.record_withdrawn(context, payload.subject_id)


def _record_not_withdrawn(
    context: Context, payload: messages.AnnouncementWithdrawn, _to: str, slack_error: str
) -> None:
    announcement_service.record_not_withdrawn(
        context, payload.subject_id, slack_error, payload.withdrawn_by
    )


def _record_refused_round_up(
    context: Context, _payload: messages.RoundUp, to: str, slack_error: str
) -> None:
    if classify_response(slack_error) in _LOST_CHANNEL_OUTCOMES:
        channel_service.record_channel_lost(context, to, slack_error)


def _record_refused_thanks(
    context: Context, payload: messages.ThanksShared, _to: str, _slack_error: str
) -> None:
    thanks_service.record_not_shared(context, payload.subject_id)


def _hand_over_refused_card(context: Context, payload: Payload, to: str, slack_error: str) -> None:
    departure_messages.hand_over_refused_card(context, payload.subject_id, to, slack_error)


def _answer_without_offer(
    context: Context, payload: threaded_messages.ReplyOffered, to: str, _slack_error: str
) -> None:
    # Slack did not return the person's reply, so we cannot offer to pass it on. The person gets the
    # answer to a text that nobody can be offered.
    written_service.answer_in_words(context, to, payload.reply_ts, payload.thread_ts)


def _index_by_kind(*entries: AnyMessageKind) -> dict[str, AnyMessageKind]:
    return {entry.kind: entry for entry in entries}


MESSAGE_KINDS = _index_by_kind(
    MessageKind(
        messages.AnnouncementPosted,
        load=announcement_pages.load_announcement,
        render=openings.announcement_message,
        find_ts_to_change=_find_announcement_ts,
        on_sent=_record_announcement,
        on_refused=_record_refused_announcement,
    ),
    MessageKind(
        messages.AnnouncementWithdrawn,
        load=announcement_pages.load_withdrawn_announcement,
        render=openings.announcement_message,
        deletes=True,  # the rendered message is not used
        find_ts_to_change=_find_announcement_ts,
        on_sent=_record_withdrawn,
        on_refused=_record_not_withdrawn,
    ),
    MessageKind(
        messages.AnnouncementFailed,
        load=announcement_pages.load_failed_announcement,
        render=openings.announcement_failed_message,
    ),
    MessageKind(
        messages.ChannelLost,
        load=channel_service.load_lost_channel,
        render=channels.channel_lost_message,
    ),
    MessageKind(
        messages.RoundUp,
        load=pages.load_round_up,
        render=roundup.roundup_message,
        on_refused=_record_refused_round_up,
    ),
    MessageKind(
        messages.ChannelPost,
        load=pages.load_channel_post,
        render=channel_post.channel_post_message,
        check_before_sending=check_advocate_in_channel,
        on_sent=record_posted,
        on_refused=record_not_posted,
        on_dropped=record_not_posted,
    ),
    MessageKind(
        messages.ChannelPostFailed,
        load=pages.load_failed_channel_post,
        render=lambda page: channel_post.channel_post_failed_message(page.post, page.error),
    ),
    MessageKind(
        messages.Acknowledgement,
        load=pages.load_acknowledgement,
        render=acknowledgement.acknowledgement_message,
    ),
    MessageKind(
        messages.OpeningEnded,
        load=ending_pages.load_opening_ended,
        render=ending_messages.opening_ended_message,
    ),
    MessageKind[messages.CandidateErased, ErasedPage](
        messages.CandidateErased,
        load=pages.load_candidate_erased,
        render=consent.erased_message,
        after_erasure=consent.erased_message,
    ),
    MessageKind(
        messages.ReferralReceived,
        load=pages.load_received,
        render=card.received_message,
        on_sent=attachments.send_under_card,
        after_erasure=consent.erased_card,
        is_needed=needed_messages.is_card_needed,
        on_refused=_hand_over_refused_card,
    ),
    MessageKind(
        messages.ReferralForManager,
        load=manager_messages.load_for_manager,
        render=card.manager_card,
    ),
    MessageKind(
        messages.ManagerDigest,
        load=manager_messages.load_manager_digest,
        render=digest.manager_digest_message,
    ),
    MessageKind(messages.FiguresSent, load=figures.load_message, render=charts.figures_message),
    MessageKind(
        messages.SecondVouch,
        load=evidence_pages.load_second_vouch,
        render=lambda page: card.second_vouch_card(page.card, page.advocate),
        on_sent=attachments.send_under_card,
        on_refused=_hand_over_refused_card,
    ),
    MessageKind(
        messages.EvidenceAdded,
        load=evidence_pages.load_news,
        render=lambda page: card.evidence_added_message(page.card, page.advocate),
    ),
    MessageKind(
        messages.CandidateAgreed,
        load=pages.load_candidate_agreed,
        render=card.candidate_agreed_message,
        is_needed=needed_messages.is_card_needed,
        on_refused=_hand_over_refused_card,
    ),
    MessageKind(
        messages.CandidateDeclined,
        load=pages.load_candidate_declined,
        render=declined.candidate_declined_message,
    ),
    MessageKind(
        messages.WordsWithdrawn,
        load=pages.load_words_withdrawn,
        render=declined.words_withdrawn_message,
    ),
    MessageKind(
        messages.QuestionAsked,
        load=pages.load_question,
        render=questions.question_message,
        is_needed=needed_messages.is_question_needed,
    ),
    MessageKind(
        messages.QuestionAnswered,
        load=pages.load_answer,
        render=questions.answer_message,
    ),
    MessageKind(
        messages.AskSent,
        load=pages.load_ask,
        render=asks.ask_sent_message,
    ),
    MessageKind(
        messages.AskAnswered,
        load=pages.load_ask,
        render=asks.ask_answered_message,
    ),
    MessageKind(
        messages.OwnMoveChanged,
        load=own_move_pages.load_own_move,
        render=own_move.own_move_message,
    ),
    MessageKind(
        messages.WordToManager,
        load=pages.load_manager_word,
        render=manager_word.manager_word_message,
        is_needed=needed_messages.is_manager_word_needed,
    ),
    MessageKind(
        messages.ManagerReply,
        load=pages.load_manager_reply,
        render=manager_word.manager_reply_message,
    ),
    MessageKind(
        messages.ThanksGiven,
        load=pages.load_thanks,
        render=thanks.thanks_message,
    ),
    MessageKind(
        messages.ThanksShared,
        load=pages.load_shared_thanks,
        render=thanks.thanks_shared_message,
        on_refused=_record_refused_thanks,
    ),
    *ADVOCATE_NEWS_KINDS,
    *CONGRATULATION_KINDS,
    MessageKind(
        threaded_messages.DirectMessageAnswered,
        load=written_service.load_direct_message_answer,
        render=written_messages.direct_message_answer,
        also_to_guests=True,
    ),
    MessageKind(
        threaded_messages.ReplyOffered,
        load=reply_service.load_offer,
        render=written_replies.reply_offer_message,
        add_before_sending=add_reply_from_slack,
        on_refused=_answer_without_offer,
    ),
    MessageKind(
        threaded_messages.MentionAnswered,
        load=written_service.load_mention_answer,
        render=written_messages.mention_answer,
    ),
    MessageKind(
        MemberReturned,
        load=departure_messages.load_member_returned,
        render=departures.member_returned_message,
    ),
    MessageKind(
        CardNotDelivered,
        load=departure_messages.load_card_not_delivered,
        render=departures.card_not_delivered_message,
    ),
    MessageKind[messages.FileUpload, AnyFile](
        messages.FileUpload,
        load=file_pages.load_content,
        render=files.file_without_text,
        posts_nothing=True,
        on_sent=sent_files.record_uploaded,
        on_refused=sent_files.record_refused,
        on_dropped=sent_files.record_dropped,
    ),
    MessageKind[messages.FileShare, ExportFilePage | CopyPage](
        messages.FileShare,
        load=file_pages.load_shared,
        render=files.shared_message,
        on_sent=sent_files.record_shared,
        on_refused=sent_files.record_refused,
        on_dropped=sent_files.record_dropped,
    ),
    MessageKind(
        messages.FilePassedOn,
        load=pages.load_file_passed_on,
        render=attachment_views.passed_on_message,
    ),
    MessageKind(
        messages.FileNotSent,
        load=file_pages.load_not_sent,
        render=files.not_sent_message,
    ),
    MessageKind[messages.FileDeletion, AnyFile](
        messages.FileDeletion,
        load=file_pages.load_deletion,
        render=files.file_without_text,
        posts_nothing=True,
        on_sent=sent_files.record_deleted,
    ),
    MessageKind(
        messages.Nudge,
        load=pages.load_nudge,
        render=nudge_views.nudge_message,
    ),
)


def find_kind(intent: Intent) -> AnyMessageKind | None:
    """Returns the entry of a queued message, or None for an edit.

    Callers look up the message that an edit changes, because edits have no entries.
    """
    return MESSAGE_KINDS.get(intent.kind)
