"""The calls about files. Only delivery makes them."""

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

        The `ts` of the result's data is the file's id.
        """
        # docs.slack.dev/reference/methods/files.getUploadURLExternal: it takes a form only.
        step = self._write(
            self._post_client,
            "files.getUploadURLExternal",
            {"filename": name, "length": len(content)},
            returns="upload_url",
            as_form=True,
        )
        if not step.ok:
            return step
        url, seconds = str(step.data["upload_url"]), self._timeouts.file
        sent = self._observe("upload", send_bytes(url, content, seconds, self._ssl))
        return replace(sent, data={"ts": step.data.get("file_id")}) if sent.ok else sent

    def copy_file(self, source_id: str, name: str, max_bytes: int) -> CallResult:
        """Uploads the content of a file in Slack once more, so that the bot owns a copy.

        A file that is not on one of Slack's hosts is refused. Returns the same as `upload_file`.
        """
        info = self._read("files.info", file=source_id)
        if not info.ok:
            return info
        file = info.data.get("file") or {}
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if not may_have_token(url, self._api_url):
            return CallResult(CallOutcome.FORBIDDEN, error="foreign_address")
        seconds = self._timeouts.file
        fetched = fetch_bytes(url, self._token, seconds, self._ssl, max_bytes)
        if not self._observe("download", fetched).ok:
            return fetched
        return self.upload_file(name, fetched.data["content"])

    def share_file(
        self, channel: str, file_id: str, title: str, text: str, thread_ts: str | None = None
    ) -> CallResult:
        """Shows an uploaded file in a conversation or a thread, with a text beside it.

        Slack refuses a second call for the same file.
        """
        arguments: dict[str, Any] = {
            "files": [{"id": file_id, "title": title}],
            "channel_id": channel,
            "initial_comment": text,
        }
        if thread_ts:
            arguments["thread_ts"] = thread_ts
        method = "files.completeUploadExternal"
        return self._write(self._post_client, method, arguments, returns="files")

    def delete_file(self, file_id: str) -> CallResult:
        """Deletes a file of the bot everywhere in Slack."""
        return self._write(self._post_client, "files.delete", {"file": file_id})
