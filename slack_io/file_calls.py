"""Slack's calls about files. Only the delivery of queued messages makes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.outcomes import CallOutcome
from slack_io.calls import SlackCalls
from slack_io.results import CallResult
from slack_io.transfers import fetch_bytes, may_have_token, send_bytes


class FileCalls(SlackCalls):
    """Uploads, shows and deletes files of the bot (docs.slack.dev/messaging/working-with-files)."""

    def upload_file(self, name: str, content: bytes) -> CallResult:
        """Uploads a file, which nobody sees before `share_file`.

        The result's data has the file's id as `ts`, like a posted message.
        """
        # The method takes no JSON (docs.slack.dev/reference/methods/files.getUploadURLExternal).
        requested = self._write(
            self._post_client,
            "files.getUploadURLExternal",
            {"filename": name, "length": len(content)},
            required_field="upload_url",
            as_form=True,
        )
        if not requested.ok:
            return requested
        url = str(requested.data["upload_url"])
        sent = self._observe("upload", send_bytes(url, content, self._timeouts.file, self._ssl))
        if not sent.ok:
            return sent
        return replace(sent, data={"ts": requested.data.get("file_id")})

    def copy_file(self, source_id: str, name: str, max_bytes: int) -> CallResult:
        """Uploads the content of a file in Slack again, so that the bot owns a copy.

        A file on a host that is not Slack's is refused, because the download sends the token.
        Returns the same as `upload_file`.
        """
        info = self._read("files.info", file=source_id)
        if not info.ok:
            return info
        file = info.data.get("file") or {}
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if not may_have_token(url, self._api_url):
            return CallResult(CallOutcome.FORBIDDEN, error="foreign_address")
        fetched = fetch_bytes(url, self._token, self._timeouts.file, self._ssl, max_bytes)
        if not self._observe("download", fetched).ok:
            return fetched
        return self.upload_file(name, fetched.data["content"])

    def share_file(
        self, channel: str, file_id: str, title: str, text: str, thread_ts: str | None = None
    ) -> CallResult:
        """Posts an uploaded file in a conversation or, with `thread_ts`, in a thread.

        `text` is the message with the file. Slack refuses a second call for the same file.
        """
        arguments: dict[str, Any] = {
            "files": [{"id": file_id, "title": title}],
            "channel_id": channel,
            "initial_comment": text,
        }
        if thread_ts:
            arguments["thread_ts"] = thread_ts
        method = "files.completeUploadExternal"
        return self._write(self._post_client, method, arguments, required_field="files")

    def delete_file(self, file_id: str) -> CallResult:
        """Deletes a file of the bot from Slack, with every place where it was posted."""
        return self._write(self._post_client, "files.delete", {"file": file_id})
