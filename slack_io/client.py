"""The methods of Slack's Web API that the bot calls.

Most return a `CallResult`, also for a failed call. Those that read profiles and groups raise
`DirectoryError` instead.

`delivery` posts messages, `bot.dispatch` opens views, and `nudges` reads members and groups.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from domain.directory import DirectoryError, ProfilePage, UserGroup
from domain.members import Membership, Profile
from domain.outcomes import CallOutcome
from slack_io.calls import Timeouts as Timeouts
from slack_io.calls import next_cursor
from slack_io.file_calls import FileCalls
from slack_io.message_search import KEYS_MISSING, search_page
from slack_io.profiles import read_profile
from slack_io.results import CallResult

_CHANNEL_MEMBERS_PAGE = 999  # conversations.members returns ids only; 999 is its largest limit
_USERS_PAGE = 200  # docs.slack.dev recommends at most 200 users a page
_HISTORY_PAGE = 100
_NO_GROUP = "no_such_subteam"  # Slack's error for an unknown group id; here also for a handle


class SlackClient(FileCalls):
    """The Web API of the workspace that the bot token belongs to. All threads may share one."""

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
        """Posts a message with `key` in its metadata. `thread_ts` makes it a reply in that thread.

        `key` must be opaque, because every app in the workspace can read the metadata.
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
        return self._write(self._post_client, "chat.postMessage", arguments, required_field="ts")

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
        """Returns whether the person is in the channel, or the result of the failed call."""
        for page in self._read_pages(
            "conversations.members", channel=channel, limit=_CHANNEL_MEMBERS_PAGE
        ):
            if not page.ok:
                return page
            if user_id in (page.data.get("members") or []):
                return True
        return False

    def fetch_reply(self, channel: str, thread_ts: str, ts: str) -> str | CallResult:
        """Returns the mrkdwn of one message of a thread, or the result of the failed call."""
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
        """Searches for the message with `key` in its metadata, posted since `since` (Unix seconds).

        With `thread_ts`, searches that thread, whose replies are not in the channel's history.

        Returns the message's ts, or None if there is certainly no such message. Returns a failed
        result if Slack refused the call. Returns `KEYS_MISSING` if the message was not found but
        some of the bot's messages have no key: some servers that imitate Slack drop metadata.
        """
        result_if_not_found: CallResult | None = None
        thread_argument = {"ts": thread_ts} if thread_ts else {}
        for page in self._read_pages(
            "conversations.replies" if thread_ts else "conversations.history",
            **thread_argument,
            channel=channel,
            include_all_metadata="true",
            oldest=f"{since:.6f}",
            limit=_HISTORY_PAGE,
        ):
            found = search_page(page, key, since, bot_user_id)
            if found is KEYS_MISSING:
                result_if_not_found = KEYS_MISSING
            elif found is not None:
                return found
        return result_if_not_found

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
        """Replaces a modal. Slack refuses if the view has another hash; "" skips this check."""
        arguments: dict[str, Any] = {"view_id": view_id, "view": view}
        if hash_:
            arguments["hash"] = hash_
        return self._write(self._view_client, "views.update", arguments)

    def fill_view(self, external_id: str, view: dict[str, Any]) -> CallResult:
        """Replaces the modal with this `external_id`.

        It is for a modal that an ack has opened, because Slack does not tell the view id then.
        """
        arguments = {"external_id": external_id, "view": {**view, "external_id": external_id}}
        return self._write(self._view_client, "views.update", arguments)

    def publish_home(self, user_id: str, view: dict[str, Any], hash_: str = "") -> CallResult:
        """Publishes App Home. With `hash_`, Slack refuses if the view shown has another hash."""
        arguments: dict[str, Any] = {"user_id": user_id, "view": view}
        if hash_:
            arguments["hash"] = hash_
        return self._write(self._view_client, "views.publish", arguments)

    # People --------------------------------------------------------------------------------------

    def fetch_profile(self, user_id: str, team_id: str) -> Profile | None:
        """Returns None if Slack has no user with this id. Raises `DirectoryError`."""
        result = self._read("users.info", user=user_id)
        if result.error == "user_not_visible":  # someone of another company
            return Profile(user_id, name=user_id, membership=Membership.EXTERNAL)
        if result.outcome is CallOutcome.MEMBER_GONE:
            return None
        _raise_unless_ok("users.info", result)
        profile = read_profile(result.data.get("user"), team_id)
        if profile is None:  # A faulty answer does not prove that the user does not exist.
            raise DirectoryError("users.info", "unreadable_answer", temporary=True)
        return profile

    def fetch_profile_page(self, team_id: str, cursor: str) -> ProfilePage:
        """Returns one page of members. An empty `cursor` means the first page.

        Raises `DirectoryError`.
        """
        arguments = {"cursor": cursor} if cursor else {}
        result = self._read("users.list", limit=_USERS_PAGE, **arguments)
        _raise_unless_ok("users.list", result)
        users = result.data.get("members") or []
        profiles = [profile for user in users if (profile := read_profile(user, team_id))]
        return ProfilePage(profiles, next_cursor(result))

    def fetch_group(self, name: str) -> UserGroup:
        """Returns the user group with this id or handle. Raises `DirectoryError`."""
        is_group_id = name.startswith("S") and name.isupper()
        group_id = name if is_group_id else self._find_group_id(name)
        result = self._read("usergroups.users.list", usergroup=group_id)
        _raise_unless_ok("usergroups.users.list", result)
        return UserGroup(group_id, [str(user) for user in result.data.get("users") or []])

    def _find_group_id(self, handle: str) -> str:
        result = self._read("usergroups.list")
        _raise_unless_ok("usergroups.list", result)
        groups = result.data.get("usergroups") or []
        ids_by_handle = {group.get("handle"): group.get("id") for group in groups}
        if handle not in ids_by_handle:
            raise DirectoryError("usergroups.list", _NO_GROUP, temporary=False)
        return str(ids_by_handle[handle])

    def fetch_dnd_windows(self, user_ids: Collection[str]) -> CallResult:
        """Fetches the do-not-disturb windows of at most 50 people, for `profiles.find_dnd_end`."""
        return self._read("dnd.teamInfo", users=",".join(user_ids))


def _raise_unless_ok(method: str, result: CallResult) -> None:
    if not result.ok:
        temporary = not (result.outcome.permanent or result.outcome.halts)
        raise DirectoryError(method, result.error, temporary, result.retry_after)
