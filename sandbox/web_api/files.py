"""The methods files.*, and the addresses that receive and serve the bytes of files.

An upload has three steps: get an upload URL, send the bytes to it, and complete the upload.
"""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from sandbox.engine import Engine
from sandbox.errors import InvalidArgumentsError, SlackError
from sandbox.state.world import File, Json
from sandbox.web_api.chat import find_writable_channel
from sandbox.web_api.registry import INT, JSON, LIST, TEXT, Call, method
from sandbox.workspace.files import FILE_INPUT_SCOPE, create_file, delete_file, find_file
from sandbox.workspace.slack_objects import file_json

CONVERSATION_ID = "^[CGDZ][A-Z0-9]{8,}$"
"""Slack's own pattern for `channel_id` (slackapi/bolt-js#2115)."""


@method(
    "files.getUploadURLExternal",
    required="filename length",
    filename=TEXT,
    length=INT,
    alt_txt=TEXT,
    snippet_type=TEXT,
)
async def get_upload_url(call: Call) -> Json:
    if call.args["length"] <= 0:
        raise SlackError("invalid_arguments")
    app_user = call.engine.world.app.user_id
    name, length = call.args["filename"], call.args["length"]
    file = create_file(call.engine, name, app_user, length, call.get("alt_txt", ""))
    return {"upload_url": f"{call.engine.base_url}/upload/v1/{file.id}", "file_id": file.id}


@method(
    "files.completeUploadExternal",
    required="files",
    files=JSON,
    channel_id=TEXT,
    channels=LIST,
    initial_comment=TEXT,
    thread_ts=TEXT,
    blocks=JSON,
)
async def complete_upload(call: Call) -> Json:
    engine = call.engine
    unique_ids = dict.fromkeys(_conversation_ids(call))
    channels = [find_writable_channel(call, conversation_id) for conversation_id in unique_ids]
    files = _uploaded_files(call)
    for file in files:
        file.shared = True
        file.channels = [channel.id for channel in channels]
    file_objects = [file_json(file, engine.base_url) for file in files]
    given_content = {"text": call.get("initial_comment"), "blocks": call.get("blocks")}
    for channel in channels:
        content: Json = {"text": ""}  # Files may be shared without any comment.
        if any(given_content.values()):
            content = engine.messaging.validate_content(given_content)
        content["files"] = file_objects
        author = engine.messaging.bot_author()
        message = engine.messaging.post(channel, author, content, call.get("thread_ts"))
        for file in files:
            file.shares[channel.id] = [message["ts"]]
    return {"files": file_objects}


def _conversation_ids(call: Call) -> list[str]:
    """The ids of the conversations in which the call shares the files.

    Raises InvalidArgumentsError for the name of a channel and for the id of a user.
    """
    if (channel_id := call.get("channel_id")) is not None:
        ids, pointer = [channel_id], "/channel_id"
    else:
        ids, pointer = call.get("channels") or [], "/channels"
    if not all(re.fullmatch(CONVERSATION_ID, each) for each in ids):
        raise InvalidArgumentsError(
            f"[ERROR] input must match regex pattern: {CONVERSATION_ID} [json-pointer:{pointer}]"
        )
    return ids


def _uploaded_files(call: Call) -> list[File]:
    """The files that the call completes. Sets the titles that the call gives them.

    Raises file_not_found if a file's bytes have not been received, if its upload was completed
    before, or if it was deleted.
    """
    items = call.args["files"]
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SlackError("invalid_arguments")
    files: list[File] = []
    for item in items:
        file = call.engine.world.files.get(str(item.get("id")))
        if file is None or not file.uploaded or file.shared or file.deleted:
            raise SlackError("file_not_found")
        file.title = item.get("title") or file.name
        files.append(file)
    return files


@method("files.info", required="file", file=TEXT)
async def info(call: Call) -> Json:
    return {"file": file_json(find_file(call.engine, call.args["file"]), call.engine.base_url)}


@method("files.delete", required="file", file=TEXT)
async def delete(call: Call) -> Json:
    file = find_file(call.engine, call.args["file"])
    if file.user != call.engine.world.app.user_id:
        raise SlackError("cant_delete_file")
    delete_file(call.engine, file)
    return {}


async def receive_upload(engine: Engine, request: Request) -> Response:
    """Receive the bytes of an upload: the raw body, or a multipart form with one file."""
    file = engine.world.files.get(request.path_params["file_id"])
    if file is None or file.uploaded:
        return PlainTextResponse("no such upload", status_code=404)
    data = await request.body()
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        form = await request.form()
        parts = [value for value in form.values() if not isinstance(value, str)]
        data = await parts[0].read() if parts else b""
    if len(data) != file.size:
        return PlainTextResponse("the length differs from the announced length", status_code=400)
    engine.store.write_file(file.id, data)
    file.uploaded = True
    engine.traffic.record("in", "web_api", "upload", {"file": file.id, "bytes": len(data)})
    engine.mark_changed()
    return PlainTextResponse(f"OK - {len(data)}")


async def serve_private_file(engine: Engine, request: Request) -> Response:
    """Answer a GET of `url_private`, which needs the app's token and the scope `files:read`.

    If the token or the scope is missing, Slack answers 200 with its sign-in page (vercel/eve#1531).
    """
    token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    app = engine.world.app
    failure = await engine.method_failures.take_failing_answer("url_private", {})
    if failure is not None:
        status, _, _ = failure
        # 200 is the default status of a failure. Here a 200 would mean that the body is the file.
        return Response(status_code=status if status != 200 else 503)
    if token != app.bot_token or not app.installed or not engine.has_scope(FILE_INPUT_SCOPE):
        return HTMLResponse("<!DOCTYPE html><html><title>Sign in | Slack</title></html>")
    try:
        file = find_file(engine, request.path_params["file_id"])
    except SlackError:
        return HTMLResponse("<!DOCTYPE html><html>File not found</html>", status_code=404)
    data = engine.store.read_file(file.id)
    engine.traffic.record("in", "web_api", "url_private", {"file": file.id})
    return Response(data or b"", media_type=file.mimetype)
