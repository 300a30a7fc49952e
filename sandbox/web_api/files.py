"""The methods files.*: an upload has three steps (get a URL, send the bytes, complete it)."""

from __future__ import annotations

import mimetypes

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox.engine import Engine
from sandbox.errors import SlackError
from sandbox.state.world import File, Json
from sandbox.web_api.chat import writable_channel
from sandbox.web_api.registry import INT, JSON, LIST, TEXT, Call, method
from sandbox.workspace.slack_objects import file_json


@method(
    "files.getUploadURLExternal",
    required="filename length",
    filename=TEXT,
    length=INT,
    alt_txt=TEXT,
    snippet_type=TEXT,
)
async def get_upload_url(call: Call) -> Json:
    world = call.engine.world
    if call.args["length"] <= 0:
        raise SlackError("invalid_arguments")
    name = call.args["filename"]
    file = File(
        id=world.next_id("F"),
        name=name,
        title=name,
        user=world.app.user_id,
        size=call.args["length"],
        created=world.unix_now(),
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
        alt_text=call.get("alt_txt", ""),
    )
    world.files[file.id] = file
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
    given_files = call.args["files"]
    if not isinstance(given_files, list) or not all(isinstance(f, dict) for f in given_files):
        raise SlackError("invalid_arguments")
    targets = [c for c in [call.get("channel_id"), *(call.get("channels") or [])] if c]
    channels = [writable_channel(call, target) for target in dict.fromkeys(targets)]
    files: list[File] = []
    for item in given_files:
        file = engine.world.files.get(str(item.get("id")))
        if file is None or not file.uploaded:
            raise SlackError("file_not_found")
        file.title = item.get("title") or file.name
        files.append(file)
    for file in files:
        file.shared = True
        file.channels = list(dict.fromkeys(file.channels + [c.id for c in channels]))
    file_objects = [file_json(file, engine.base_url) for file in files]
    for channel in channels:
        given_content = {"text": call.get("initial_comment"), "blocks": call.get("blocks")}
        content: Json = {"text": ""}
        if any(given_content.values()):
            content = engine.messaging.validate_content(given_content)
        content["files"] = file_objects
        author = engine.messaging.bot_author()
        engine.messaging.post(channel, author, content, call.get("thread_ts"))
    return {"files": file_objects}


@method("files.info", required="file", file=TEXT)
async def info(call: Call) -> Json:
    file = call.engine.world.files.get(call.args["file"])
    if file is None:
        raise SlackError("file_not_found")
    return {"file": file_json(file, call.engine.base_url)}


@method("files.delete", required="file", file=TEXT)
async def delete(call: Call) -> Json:
    if call.engine.world.files.pop(call.args["file"], None) is None:
        raise SlackError("file_not_found")
    return {}


async def receive_upload(engine: Engine, request: Request) -> Response:
    """Receive the bytes of an upload, raw or as a form with one file."""
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
