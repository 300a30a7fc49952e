"""Calls to Slack's Web API, each with its result as a value.

No other module calls the SDK's web client. No call is repeated automatically: the SDK's retry after
a broken connection would post a message twice (docs/decisions/014-outbox-and-true-messages.md).
`delivery` posts messages, `bot.dispatch` opens views, and `nudges` reads members and groups.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from domain.directory import DirectoryError, ProfilePage, UserGroup
from domain.members import Membership, Profile
from domain.observer import NullObserver, Observer
from domain.outcomes import INACTIVE_ACCOUNT, CallOutcome
from slack_io.message_search import KEYS_MISSING, search_page
from slack_io.profiles import read_profile
from slack_io.proxies import exempt_this_machine
from slack_io.results import (
    UNREADABLE,
    UNREADABLE_ERRORS,
    CallResult,
    result_of_refusal,
    result_of_response,
    result_without_answer,
)
from slack_io.token_monitor import CHECK_METHOD, TokenMonitor

log = structlog.get_logger(__name__)

_CHANNEL_MEMBERS_PAGE = 999  # conversations.members returns ids only; 999 is its largest limit
_USERS_PAGE = 200  # docs.slack.dev recommends at most 200 users a page
_HISTORY_PAGE = 100
_NO_GROUP = "no_such_subteam"  # Slack's error for an id; a handle without a group is the same


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for an answer, by what the call is for.

    `post`: after this time we do not know whether the message was posted. `view`: Slack accepts a
    view within three seconds of the click. `read`: a clean stop waits this long for a running call.
    """

    post: int = 10
    view: int = 3
    read: int = 8


class SlackClient:
    """The Web API of the workspace that the bot token belongs to. Safe from any thread."""

    def __init__(
        self,
        token: str,
        api_url: str,
        timeouts: Timeouts | None = None,
        observer: Observer | None = None,
    ) -> None:
        exempt_this_machine(api_url)
        self.stopping = threading.Event()  # once it is set, no further page of a list is read
        self._token = token
        self._api_url = api_url
        # All clients share one context, because a new one reads all certificates of the system
        # again.
        self._ssl = ssl.create_default_context() if api_url.startswith("https:") else None
        self._timeouts = timeouts or Timeouts()
        self._observer = observer or NullObserver()
        self._token_monitor = TokenMonitor()
        self._post_client = self._web_client(self._timeouts.post)
        self._view_client = self._web_client(self._timeouts.view)
        self._read_client = self._web_client(self._timeouts.read)

    def _web_client(self, timeout: int, token: str | None = None) -> WebClient:
        return WebClient(
            token=token or self._token,
            base_url=self._api_url,
            timeout=timeout,
            ssl=self._ssl,
            retry_handlers=[],
        )

    def bolt_client(self) -> WebClient:
        """For Bolt, which copies it for each payload and sets the token itself."""
        return WebClient(
            base_url=self._api_url,
            timeout=self._timeouts.read,
            ssl=self._ssl,
            retry_handlers=[],
        )

    def socket_client(self, app_token: str) -> WebClient:
        """For Socket Mode, which opens its connection with the app-level token and takes the
        certificates for the socket from here."""
        return self._web_client(self._timeouts.read, app_token)

    def _write(
        self, client: WebClient, method: str, arguments: Mapping[str, Any], returns: str = "ok"
    ) -> CallResult:
        """Makes a call that changes something, so that without an answer its outcome is unknown.

        `returns` names the field that a complete answer has.
        """
        try:
            result = result_of_response(client.api_call(method, json=dict(arguments)))
        except SlackApiError as error:
            result = result_of_refusal(error)
        except (OSError, HTTPException, SlackRequestError) as error:
            result = result_without_answer(error)
        except UNREADABLE_ERRORS:
            result = UNREADABLE
        if result.ok and not result.data.get(returns):
            result = UNREADABLE
        return self._observe(method, result)

    def _read(self, method: str, **arguments: Any) -> CallResult:
        """Makes a call that changes nothing. Several such methods accept a form, but no JSON."""
        try:
            result = result_of_response(self._read_client.api_call(method, params=arguments))
        except SlackApiError as error:
            result = result_of_refusal(error)
        except (OSError, HTTPException, SlackRequestError, *UNREADABLE_ERRORS) as error:
            result = CallResult(CallOutcome.TRY_AGAIN, error=type(error).__name__)
        return self._observe(method, result)

    def _observe(self, method: str, result: CallResult) -> CallResult:
        """Counts the call, and checks the token if Slack seems to refuse it.

        If auth.test says that the token is accepted, an inactive account is that of the recipient,
        and the call may be tried again.
        """
        self._observer.record_call(method, result.outcome)
        is_accepted = self._token_monitor.record(method, result) and self.fetch_identity().ok
        if is_accepted and result.error == INACTIVE_ACCOUNT:
            return replace(result, outcome=CallOutcome.TRY_AGAIN)
        return result

    def _read_pages(self, method: str, **arguments: Any) -> Iterator[CallResult]:
        """Yields each page of a list.

        The last one is a failed result if Slack refused a page or the process is stopping.
        """
        cursor = ""
        while True:
            if self.stopping.is_set():
                yield CallResult(CallOutcome.TRY_AGAIN, error="stopping", outage=True)
                return
            page = self._read(method, **arguments, **({"cursor": cursor} if cursor else {}))
            yield page
            cursor = _next_cursor(page)
            if not page.ok or not cursor:
                return

    @property
    def token_problem(self) -> str | None:
        """A sentence about a token that Slack no longer accepts, or None."""
        return self._token_monitor.problem

    def fetch_identity(self) -> CallResult:
        """Returns the workspace and the bot user that the token belongs to (auth.test)."""
        return self._read(CHECK_METHOD)

    # Messages: called by delivery only ---------------------------------------------------------

    def open_dm(self, user_id: str) -> CallResult:
        return self._write(self._post_client, "conversations.open", {"users": user_id})

    def post_message(
        self,
        channel: str,
        text: str,
        blocks: list[dict[str, Any]],
        key: str,
        thread_ts: str | None = None,
    ) -> CallResult:
        """`key` must be opaque: every app in the workspace can read a message's metadata.

        `thread_ts` is the message in whose thread it is posted.
        """
        arguments: dict[str, Any] = {
            "channel": channel,
            "text": text,
            "blocks": blocks,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": "vouch_intent", "event_payload": {"key": key}},
        }
        if thread_ts:
            arguments["thread_ts"] = thread_ts
        return self._write(self._post_client, "chat.postMessage", arguments, returns="ts")

    def update_message(
        self, channel: str, ts: str, text: str, blocks: list[dict[str, Any]]
    ) -> CallResult:
        return self._write(
            self._post_client,
            "chat.update",
            {"channel": channel, "ts": ts, "text": text, "blocks": blocks},
        )

    def delete_message(self, channel: str, ts: str) -> CallResult:
        return self._write(self._post_client, "chat.delete", {"channel": channel, "ts": ts})

    def join_channel(self, channel: str) -> CallResult:
        return self._write(self._post_client, "conversations.join", {"channel": channel})

    def is_channel_member(self, channel: str, user_id: str) -> bool | CallResult:
        """Returns whether the person is in the channel, or the failed result of the call."""
        for page in self._read_pages(
            "conversations.members", channel=channel, limit=_CHANNEL_MEMBERS_PAGE
        ):
            if not page.ok:
                return page
            if user_id in (page.data.get("members") or []):
                return True
        return False

    def fetch_reply(self, channel: str, thread_ts: str, ts: str) -> str | CallResult:
        """Returns the text of a message of a thread as Slack formats it, or the failed call."""
        page = self._read(
            "conversations.replies",
            channel=channel,
            ts=thread_ts,
            oldest=ts,
            latest=ts,
            inclusive="true",
        )
        if not page.ok:
            return page
        messages = page.data.get("messages")
        for message in messages if isinstance(messages, list) else []:
            if isinstance(message, dict) and message.get("ts") == ts:
                return str(message.get("text") or "")
        return CallResult(CallOutcome.MESSAGE_GONE, error="message_not_found")

    def find_message(
        self,
        channel: str,
        key: str,
        since: float,
        bot_user_id: str,
        thread_ts: str | None = None,
    ) -> str | CallResult | None:
        """Searches for the message with this key in its metadata, posted since `since` (unix time).

        With `thread_ts`, search that thread, because a channel's history lacks its messages.

        Returns the message's ts, or None if there is certainly no such message. Returns a failed
        result if Slack refused, or if a message of the bot has no key: some servers that are
        compatible with Slack drop metadata.
        """
        not_found: CallResult | None = None
        in_thread = {"ts": thread_ts} if thread_ts else {}
        for page in self._read_pages(
            "conversations.replies" if thread_ts else "conversations.history",
            **in_thread,
            channel=channel,
            include_all_metadata="true",
            oldest=f"{since:.6f}",
            limit=_HISTORY_PAGE,
        ):
            found = search_page(page, key, since, bot_user_id)
            if found is KEYS_MISSING:
                not_found = KEYS_MISSING
            elif found is not None:
                return found
        return not_found

    # Views: the one interactive call of a request ------------------------------------------------

    def open_view(self, trigger_id: str, view: dict[str, Any]) -> CallResult:
        return self._write(
            self._view_client, "views.open", {"trigger_id": trigger_id, "view": view}
        )

    def push_view(self, trigger_id: str, view: dict[str, Any]) -> CallResult:
        return self._write(
            self._view_client, "views.push", {"trigger_id": trigger_id, "view": view}
        )

    def update_view(self, view_id: str, hash_: str, view: dict[str, Any]) -> CallResult:
        arguments: dict[str, Any] = {"view_id": view_id, "view": view}
        if hash_:
            arguments["hash"] = hash_
        return self._write(self._view_client, "views.update", arguments)

    def fill_view(self, external_id: str, view: dict[str, Any]) -> CallResult:
        """Replaces a modal that an acknowledgement has shown, whose view id we were not told."""
        arguments = {"external_id": external_id, "view": {**view, "external_id": external_id}}
        return self._write(self._view_client, "views.update", arguments)

    def publish_home(self, user_id: str, view: dict[str, Any], hash_: str = "") -> CallResult:
        """With `hash_`, Slack refuses the view if another one was published after that one."""
        arguments: dict[str, Any] = {"user_id": user_id, "view": view}
        if hash_:
            arguments["hash"] = hash_
        return self._write(self._view_client, "views.publish", arguments)

    # People --------------------------------------------------------------------------------------

    def fetch_profile(self, user_id: str, team_id: str) -> Profile | None:
        """Returns None if Slack knows nobody with this id. Raises `DirectoryError`."""
        result = self._read("users.info", user=user_id)
        if result.error == "user_not_visible":  # someone of another company
            return Profile(user_id, user_id, membership=Membership.EXTERNAL)
        if result.outcome is CallOutcome.MEMBER_GONE:
            return None
        _raise_unless_ok("users.info", result)
        profile = read_profile(result.data.get("user"), team_id)
        if profile is None:  # A faulty answer does not prove that the user does not exist.
            raise DirectoryError("users.info", "unreadable_answer", temporary=True)
        return profile

    def fetch_profile_page(self, team_id: str, cursor: str) -> ProfilePage:
        """Returns the members from Slack's `cursor` on; an empty one means from the beginning.

        Raises `DirectoryError`.
        """
        arguments = {"cursor": cursor} if cursor else {}
        result = self._read("users.list", limit=_USERS_PAGE, **arguments)
        _raise_unless_ok("users.list", result)
        users = result.data.get("members") or []
        profiles = [profile for user in users if (profile := read_profile(user, team_id))]
        return ProfilePage(profiles, _next_cursor(result))

    def fetch_group(self, name: str) -> UserGroup:
        """Returns the user group with this id or handle. Raises `DirectoryError`."""
        is_id = name.startswith("S") and name.isupper()
        group_id = name if is_id else self._find_group_id(name)
        result = self._read("usergroups.users.list", usergroup=group_id)
        _raise_unless_ok("usergroups.users.list", result)
        return UserGroup(group_id, [str(user) for user in result.data.get("users") or []])

    def _find_group_id(self, handle: str) -> str:
        result = self._read("usergroups.list")
        _raise_unless_ok("usergroups.list", result)
        groups = result.data.get("usergroups") or []
        ids = {group.get("handle"): group.get("id") for group in groups}
        if handle not in ids:
            raise DirectoryError("usergroups.list", _NO_GROUP, temporary=False)
        return str(ids[handle])

    def fetch_dnd_windows(self, user_ids: Collection[str]) -> CallResult:
        """Fetches the do-not-disturb windows of at most 50 people, for `profiles.find_dnd_end`."""
        return self._read("dnd.teamInfo", users=",".join(user_ids))


def _next_cursor(page: CallResult) -> str:
    return (page.data.get("response_metadata") or {}).get("next_cursor") or ""


def _raise_unless_ok(method: str, result: CallResult) -> None:
    """Raises `DirectoryError`."""
    if not result.ok:
        temporary = not (result.outcome.permanent or result.outcome.halts)
        raise DirectoryError(method, result.error, temporary, result.retry_after)
