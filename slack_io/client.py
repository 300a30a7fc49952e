"""The one place that calls Slack's Web API, with every answer as a named outcome.

No retry handlers: the SDK's own replay after a cut connection would post twice. Who may call
what: the delivery posts, `bot.listeners` opens views, the directory reads.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web import SlackResponse

from domain.members import Membership, Profile
from domain.observer import NullObserver, Observer
from domain.slack_errors import Outcome, classify_no_answer, classify_response
from slack_io.kept import KeptClient

log = structlog.get_logger(__name__)

NO_METADATA = "no_metadata"  # our messages stand there without a key: nothing can be found out
_IN_TROUBLE = frozenset({"service_unavailable", "request_timeout"})  # said with any status
MEMBERS_PAGE = 1000  # Slack's most, for ids alone
PAGE = 200  # Slack recommends no more than 200 members a page


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How many seconds Slack's answers are waited for.

    A post that is answered later counts as unknown; a trigger lives no longer than a view's; a
    clean stop may have to wait for what is read.
    """

    post: int = 10
    view: int = 3
    read: int = 8


@dataclass(frozen=True, slots=True)
class CallResult:
    """How a call ended. `retry_after` is in seconds; `error` is Slack's own word for the log.

    `away`: nothing reached Slack at all, which is no fault of what was to be sent. Nor is it where
    there is an `outage`: no answer, or one that says that Slack itself is in trouble.
    """

    outcome: Outcome
    data: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    retry_after: int = 0
    away: bool = False
    outage: bool = False

    @property
    def ok(self) -> bool:
        return self.outcome is Outcome.SENT


class Slack:
    """A workspace's Web API, by one bot token."""

    def __init__(
        self,
        token: str,
        api_url: str,
        timeouts: Timeouts | None = None,
        observer: Observer | None = None,
    ) -> None:
        self._token = token
        self._api_url = api_url
        # Read once: left to itself, the client reads every authority's certificate for each call.
        self._ssl = ssl.create_default_context() if api_url.startswith("https:") else None
        self._timeouts = timeouts or Timeouts()
        self._observer = observer or NullObserver()
        self._posting = self._client(self._timeouts.post)
        self._viewing = self._client(self._timeouts.view)
        self._reading = self._client(self._timeouts.read)

    def _client(self, timeout: int) -> KeptClient:
        return KeptClient(token=self._token, base_url=self._api_url, timeout=timeout, ssl=self._ssl)

    def close(self) -> None:
        """Let go of the connections to Slack. It may be called again, which makes new ones."""
        for client in (self._posting, self._viewing, self._reading):
            client.close()

    @property
    def client(self) -> WebClient:
        """For Bolt, which wants one to hand around; it is given the token with each payload."""
        return WebClient(
            base_url=self._api_url,
            timeout=self._timeouts.read,
            ssl=self._ssl,
            retry_handlers=[],
        )

    def of_the_socket(self, app_token: str) -> WebClient:
        """For Socket Mode, which opens its link by the app's own token, and reads no certificates
        of its own for the call nor for the link."""
        return WebClient(token=app_token, base_url=self._api_url, ssl=self._ssl)

    def _write(self, client: WebClient, method: str, arguments: Mapping[str, Any]) -> CallResult:
        result = _write(client, method, arguments)
        self._observer.record_call(method, result.outcome)
        return result

    def _read(self, method: str, **arguments: Any) -> CallResult:
        result = _read(self._reading, method, arguments)
        self._observer.record_call(method, result.outcome)
        return result

    # Who we are ------------------------------------------------------------------------------

    def who_am_i(self) -> CallResult:
        return self._read("auth.test")

    # Messages: the delivery only -------------------------------------------------------------

    def open_dm(self, user_id: str) -> CallResult:
        return self._write(self._posting, "conversations.open", {"users": user_id})

    def post(self, channel: str, text: str, blocks: list[dict[str, Any]], key: str) -> CallResult:
        """`key` is opaque: every app in the workspace can read metadata."""
        return self._write(
            self._posting,
            "chat.postMessage",
            {
                "channel": channel,
                "text": text,
                "blocks": blocks,
                "unfurl_links": False,
                "unfurl_media": False,
                "metadata": {"event_type": "vouch_intent", "event_payload": {"key": key}},
            },
        )

    def update(self, channel: str, ts: str, text: str, blocks: list[dict[str, Any]]) -> CallResult:
        return self._write(
            self._posting,
            "chat.update",
            {"channel": channel, "ts": ts, "text": text, "blocks": blocks},
        )

    def is_member(self, channel: str, user_id: str) -> bool | CallResult:
        """Whether the person is in the channel; where Slack does not say, why not."""
        cursor = ""
        while True:
            page = self._read(
                "conversations.members",
                channel=channel,
                limit=MEMBERS_PAGE,
                **({"cursor": cursor} if cursor else {}),
            )
            if not page.ok:
                return page
            if user_id in (page.data.get("members") or []):
                return True
            cursor = (page.data.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return False

    def join(self, channel: str) -> CallResult:
        return self._write(self._posting, "conversations.join", {"channel": channel})

    def find_posted(
        self, channel: str, key: str, since: float, bot_user_id: str
    ) -> str | CallResult | None:
        """The ts of the message that carries `key`; None when it is not there, or why not known.

        Looks at what was posted since the given unix time. A message of ours without a key proves
        nothing, as some Slack-compatible servers drop metadata: then it is not known.
        """
        cursor, keyless = "", False
        while True:
            page = self._read(
                "conversations.history",
                channel=channel,
                include_all_metadata="true",
                oldest=f"{since:.6f}",
                limit=100,
                **({"cursor": cursor} if cursor else {}),
            )
            if not page.ok:
                return page
            for message in page.data.get("messages") or []:
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("key") == key:
                    return str(message["ts"])
                mine = message.get("user") == bot_user_id
                recent = float(message.get("ts") or 0) >= since
                keyless = keyless or (mine and recent and "key" not in payload)
            cursor = (page.data.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return CallResult(Outcome.UNKNOWN, error=NO_METADATA) if keyless else None

    # Views: a click's one interactive call ------------------------------------------------------

    def open_view(self, trigger_id: str, view: dict[str, Any]) -> CallResult:
        return self._write(self._viewing, "views.open", {"trigger_id": trigger_id, "view": view})

    def push_view(self, trigger_id: str, view: dict[str, Any]) -> CallResult:
        return self._write(self._viewing, "views.push", {"trigger_id": trigger_id, "view": view})

    def update_view(self, view_id: str, hash_: str, view: dict[str, Any]) -> CallResult:
        arguments: dict[str, Any] = {"view_id": view_id, "view": view}
        if hash_:
            arguments["hash"] = hash_
        return self._write(self._viewing, "views.update", arguments)

    def publish_home(self, user_id: str, view: dict[str, Any]) -> CallResult:
        return self._write(self._viewing, "views.publish", {"user_id": user_id, "view": view})

    # Reading -----------------------------------------------------------------------------------

    def person(self, user_id: str, team_id: str) -> Profile | None:
        found = self._read("users.info", user=user_id)
        if found.error == "user_not_visible":  # from another company: no channel of ours has them
            return Profile(user_id, user_id, membership=Membership.EXTERNAL)
        user = found.data.get("user") if found.ok else None
        return read_profile(user, team_id) if isinstance(user, dict) else None

    def people(self, team_id: str) -> Iterator[list[Profile]]:
        """Every member, a page at a time. Raises `SlackReadError` when Slack refuses a page."""
        cursor = ""
        while True:
            page = self._read("users.list", limit=PAGE, **({"cursor": cursor} if cursor else {}))
            if not page.ok:
                raise SlackReadError("users.list", page)
            users = page.data.get("members") or []
            yield [
                profile for user in users if (profile := read_profile(user, team_id)) is not None
            ]
            cursor = (page.data.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def group_members(self, group: str) -> list[str] | None:
        """User ids in a user group, given by id or handle. Raises `SlackReadError`.

        None where asking again would not help: no such group, no right to read it, no groups here.
        """
        group_id = group
        if not group.startswith("S") or not group.isupper():
            groups = self._read("usergroups.list")
            if not groups.ok:
                _raise_if_passing("usergroups.list", groups)
                return None
            listed = groups.data.get("usergroups") or []
            known = {each.get("handle"): each.get("id") for each in listed}
            if group not in known:
                log.warning("recruiter_group_not_there")
                return None
            group_id = str(known[group])
        users = self._read("usergroups.users.list", usergroup=group_id)
        if not users.ok:
            _raise_if_passing("usergroups.users.list", users)
            return None
        return [str(user) for user in users.data.get("users") or []]

    def do_not_disturb(self, user_ids: Collection[str]) -> CallResult:
        """Their windows, at most 50 people's at once: `quiet_until` reads one's in the answer."""
        return self._read("dnd.teamInfo", users=",".join(user_ids))


def quiet_until(told: CallResult, user_id: str, now: float) -> float | None:
    """The end (unix time) of the do-not-disturb window that the person is in, else None."""
    users = told.data.get("users")
    window = users.get(user_id) if isinstance(users, Mapping) else None
    if not isinstance(window, Mapping):
        return None
    ends = [
        float(window.get(end) or 0)
        for on, start, end in (
            ("dnd_enabled", "next_dnd_start_ts", "next_dnd_end_ts"),
            ("snooze_enabled", None, "snooze_endtime"),
        )
        if window.get(on) and (start is None or float(window.get(start) or 0) <= now)
    ]
    return max((end for end in ends if end > now), default=None)


def _never_left(reason: object) -> bool:
    """Found before a byte was sent: no address for the name, nobody there, no way, not Slack."""
    if isinstance(reason, OSError) and reason.errno == errno.ENETUNREACH:
        return True
    never = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
    return isinstance(reason, never)


def _write(client: WebClient, method: str, arguments: Mapping[str, Any]) -> CallResult:
    """A call that changes something: without an answer nobody knows whether it did."""
    try:
        return _answered(client.api_call(method, json=dict(arguments)))
    except SlackApiError as error:
        return _refused(error)
    except URLError as error:
        away = _never_left(error.reason)
        word = type(error.reason).__name__
        answer = classify_no_answer(request_left=not away)
        return CallResult(answer, error=word, away=away, outage=True)
    except (OSError, HTTPException, SlackRequestError) as error:
        away = _never_left(error)
        answer, word = classify_no_answer(request_left=not away), type(error).__name__
        return CallResult(answer, error=word, away=away, outage=True)


def _read(client: WebClient, method: str, arguments: Mapping[str, Any]) -> CallResult:
    """A call that changes nothing, as a form: several of these methods do not read JSON."""
    try:
        return _answered(client.api_call(method, params=arguments))
    except SlackApiError as error:
        return _refused(error)
    except (OSError, HTTPException, SlackRequestError) as error:
        return CallResult(Outcome.TRY_AGAIN, error=type(error).__name__)


def _answered(response: SlackResponse) -> CallResult:
    return CallResult(Outcome.SENT, response.data if isinstance(response.data, dict) else {})


def _refused(error: SlackApiError) -> CallResult:
    """Slack said no; a 404 without a word is a method that this server does not have."""
    response = error.response
    data = response.data if isinstance(response.data, dict) else {}
    status = int(response.status_code)
    word = str(data.get("error") or "") or ("unknown_method" if status == 404 else "")
    seconds = str(response.headers.get("Retry-After", "0"))
    return CallResult(
        classify_response(word, status),
        data,
        word or f"http_{status}",
        int(seconds) if seconds.isdigit() else 0,
        outage=status >= 500 or word in _IN_TROUBLE,
    )


def _raise_if_passing(method: str, called: CallResult) -> None:
    """Raises `SlackReadError` where another time may do; else the log keeps it."""
    if not (called.outcome.permanent or called.outcome.halts):
        raise SlackReadError(method, called)
    log.warning("recruiter_group_not_given", method=method, why=called.error)


class SlackReadError(Exception):
    """Slack did not let us read; nothing was changed on our side."""

    def __init__(self, method: str, called: CallResult) -> None:
        super().__init__(f"{method}: {called.error}")
        self.called = called


def read_profile(user: Mapping[str, Any] | Any, team_id: str) -> Profile | None:
    """Slack's user object as a `Profile`; None for anything that is not one.

    External people: `is_stranger`, or a foreign `team_id` (and no shared enterprise).
    """
    if not isinstance(user, Mapping) or not _text(user.get("id"), 32):
        return None
    about, enterprise = _dict(user.get("profile")), _dict(user.get("enterprise_user"))
    membership = Membership.MEMBER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        membership = Membership.GUEST
    teams = enterprise.get("teams")
    ours = isinstance(teams, list) and team_id in teams
    foreign = bool(user.get("team_id")) and user["team_id"] != team_id
    if user.get("is_stranger") or (foreign and not ours):
        membership = Membership.EXTERNAL
    names = (about.get("display_name"), about.get("real_name"), user.get("real_name"))
    name = next((text for each in (*names, user.get("name")) if (text := _text(each))), "")
    return Profile(
        user_id=user["id"],
        name=name or user["id"],
        email=_text(about.get("email"), 254) or None,
        tz=_text(user.get("tz"), 64) or None,
        active=not user.get("deleted", False),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_admin=bool(
            user.get("is_admin")
            or user.get("is_owner")
            or user.get("is_primary_owner")
            or enterprise.get("is_admin")
        ),
        membership=membership,
    )


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object, longest: int = 1000) -> str:
    """Empty for what is no text that could be stored: PostgreSQL takes no NUL, nobody half a
    surrogate pair, and what is longer than Slack's own limit is no id, address or zone."""
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        return ""
    return "" if any("\ud800" <= char <= "\udfff" for char in value) else value
