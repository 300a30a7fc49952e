"""How a call of Slack's Web API ended (`CallOutcome`), and why a message is not sent.

The names of Slack's errors are explained on the method pages of docs.slack.dev.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final


@dataclass(frozen=True, slots=True)
class Deferred:
    """The message must not be sent before `until` (UTC). `reason` is stored in its outbox row."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """The message must never be sent. `reason` is stored in its outbox row.

    "overtaken" means that what the message would say is no longer true.
    """

    reason: str


class CallOutcome(Enum):
    """How a call to Slack ended.

    After a `permanent` outcome the message is given up. After an outcome that `halts`, all messages
    of the workspace wait. No outcome is both.
    """

    SENT = "sent"
    """The call succeeded, whether it sent something or only read."""
    RATE_LIMITED = "rate_limited"
    """Wait as long as `Retry-After` says, for this method only."""
    UNKNOWN = "unknown"
    """Slack may have carried the call out: look for the result before sending again."""
    TRY_AGAIN = "try_again"
    """Slack did not carry the call out, but may do so later. The caller counts the attempts."""
    MEMBER_GONE = "member_gone"
    CHANNEL_GONE = "channel_gone"
    NOT_IN_CHANNEL = "not_in_channel"
    ARCHIVED = "archived"
    CANNOT_DM = "cannot_dm"
    NOT_VISIBLE = "not_visible"
    FORBIDDEN = "forbidden"
    """A rule of the workspace or of the channel forbids it."""
    MESSAGE_GONE = "message_gone"
    """The message to change, or the thread to reply in, is deleted, too old or not ours."""
    FILE_GONE = "file_gone"
    """The file is deleted, or its upload was not finished in time."""
    TOO_LATE = "too_late"
    """The trigger, the link or the view has expired. The person has to click again."""
    CONFLICT = "conflict"
    """The view has changed since it was read: read it again before another update."""
    OUR_BUG = "our_bug"
    """What we sent is malformed."""
    TOKEN_DEAD = "token_dead"  # noqa: S105 - the name of an outcome, no secret
    MISSING_SCOPE = "missing_scope"
    MESSAGES_TAB_OFF = "messages_tab_off"
    HOME_TAB_OFF = "home_tab_off"

    @property
    def permanent(self) -> bool:
        """Whether the same call can never succeed."""
        return self in _PERMANENT

    @property
    def halts(self) -> bool:
        """Whether an admin has to act before any such call can succeed."""
        return self in _HALTS


# One of the errors of `MESSAGE_GONE`: the message does not exist any more.
MESSAGE_NOT_FOUND: Final = "message_not_found"
# Slack's error when the app was removed, and also when the recipient's account is inactive.
INACTIVE_ACCOUNT: Final = "account_inactive"

_PERMANENT: Final = frozenset(
    {
        CallOutcome.MEMBER_GONE,
        CallOutcome.CHANNEL_GONE,
        CallOutcome.NOT_IN_CHANNEL,
        CallOutcome.ARCHIVED,
        CallOutcome.CANNOT_DM,
        CallOutcome.NOT_VISIBLE,
        CallOutcome.FORBIDDEN,
        CallOutcome.MESSAGE_GONE,
        CallOutcome.FILE_GONE,
        CallOutcome.TOO_LATE,
        CallOutcome.OUR_BUG,
    }
)
_HALTS: Final = frozenset(
    {
        CallOutcome.TOKEN_DEAD,
        CallOutcome.MISSING_SCOPE,
        CallOutcome.MESSAGES_TAB_OFF,
        CallOutcome.HOME_TAB_OFF,
    }
)

_ERROR_NAMES: Final[dict[CallOutcome, str]] = {
    CallOutcome.RATE_LIMITED: "ratelimited rate_limited message_limit_exceeded accesslimited",
    CallOutcome.UNKNOWN: "fatal_error internal_error operation_timeout",
    CallOutcome.TRY_AGAIN: (
        "service_unavailable request_timeout team_added_to_org external_channel_migrating"
    ),
    CallOutcome.MEMBER_GONE: "user_disabled user_not_found users_not_found",
    CallOutcome.CHANNEL_GONE: "channel_not_found",
    # The second name is about ephemeral messages: the recipient is not in the channel.
    CallOutcome.NOT_IN_CHANNEL: "not_in_channel user_not_in_channel",
    # The second name is that of chat.update.
    CallOutcome.ARCHIVED: "is_archived is_inactive",
    CallOutcome.CANNOT_DM: "cannot_dm_bot user_is_bot invalid_user_combination",
    CallOutcome.NOT_VISIBLE: "user_not_visible no_such_subteam",
    CallOutcome.FORBIDDEN: (
        "restricted_action access_denied no_permission ekm_access_denied plan_upgrade_required "
        "paid_teams_only permission_denied "
        "enterprise_is_restricted cannot_reply_to_message two_factor_setup_required "
        "user_is_restricted method_not_supported_for_channel_type not_allowed "
        "cant_delete_file file_uploads_disabled file_uploads_except_images_disabled"
    ),
    CallOutcome.MESSAGE_GONE: (
        "message_not_found cant_update_message cant_delete_message edit_window_closed "
        "thread_not_found"
    ),
    CallOutcome.FILE_GONE: "file_not_found file_deleted",
    CallOutcome.TOO_LATE: (
        "expired_trigger_id exchanged_trigger_id trigger_expired trigger_exchanged "
        "invalid_trigger_id not_found view_not_found used_url expired_url"
    ),
    CallOutcome.CONFLICT: "hash_conflict",
    CallOutcome.OUR_BUG: (
        "msg_blocks_too_long msg_too_long no_text markdown_text_conflict metadata_too_large "
        "metadata_must_be_sent_from_app attachment_payload_limit_exceeded too_many_attachments "
        "view_too_large push_limit_reached duplicate_external_id unknown_method method_deprecated "
        "deprecated_endpoint not_enough_users too_many_users users_list_not_supplied "
        "as_user_not_supported duplicate_channel_not_found duplicate_message_not_found"
    ),
    CallOutcome.TOKEN_DEAD: (
        "account_inactive token_revoked token_expired invalid_auth not_authed org_login_required "
        "not_allowed_token_type team_access_not_granted team_not_found"
    ),
    CallOutcome.MISSING_SCOPE: "missing_scope",
    CallOutcome.MESSAGES_TAB_OFF: "messages_tab_disabled",
    CallOutcome.HOME_TAB_OFF: "not_enabled",
}
_OUTCOME_BY_ERROR: Final = {
    name: outcome for outcome, names in _ERROR_NAMES.items() for name in names.split()
}

_TOO_MANY_REQUESTS: Final = 429
_REQUEST_TIMEOUT: Final = 408


def classify_response(error: str, status: int = 200) -> CallOutcome:
    """The outcome for Slack's `error` (empty when the call succeeded) and the HTTP status.

    1. A known error name decides, whatever the status is.
    2. Status 429 is a rate limit. 5xx, 408 and 0 (no answer) are UNKNOWN, because Slack may have
       carried the call out.
    3. Without a name, 2xx is a success. Any other status comes from a proxy before Slack, so the
       call is tried again.
    4. Some unknown names tell why Slack refused: `restricted_*` is a rule of the workspace;
       `invalid_*`, `missing_*`, `too_many_*` and `*_too_long` mean that our payload is wrong.
    5. After any other unknown name the call is tried again, so that no message is lost when Slack
       adds a name. The caller limits the attempts.
    """
    name = error.strip().casefold()
    if name in _OUTCOME_BY_ERROR:
        return _OUTCOME_BY_ERROR[name]
    if status == _TOO_MANY_REQUESTS:
        return CallOutcome.RATE_LIMITED
    if status in (0, _REQUEST_TIMEOUT) or status >= 500:
        return CallOutcome.UNKNOWN
    if not name:
        return CallOutcome.SENT if 200 <= status < 300 else CallOutcome.TRY_AGAIN
    if name.startswith("restricted_"):
        return CallOutcome.FORBIDDEN
    if name.startswith(("invalid_", "missing_", "too_many_")) or name.endswith("_too_long"):
        return CallOutcome.OUR_BUG
    return CallOutcome.TRY_AGAIN


def classify_no_answer(*, request_left: bool = True) -> CallOutcome:
    """The outcome of a call without an answer: a timeout or a connection that was cut.

    `request_left` is false only if it is certain that nothing reached Slack, because the host name
    was not resolved or the connection was refused.
    """
    return CallOutcome.UNKNOWN if request_left else CallOutcome.TRY_AGAIN
