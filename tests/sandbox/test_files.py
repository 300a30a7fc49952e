"""Files: uploads in three steps, the file input of a modal, downloads with the token, deletion."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import httpx
from slack_sdk import WebClient

from sandbox.manifest.parser import Manifest
from sandbox.server import Sandbox
from tests.sandbox.conftest import MANIFEST, People
from tests.sandbox.demo_app import ReceivedPayloads, plain
from tests.sandbox.test_server_web_api import error_response

Json = dict[str, Any]
CV = b"%PDF-1.7 twenty years of storage"


def file_modal(**element: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "plan",
        "title": plain("Add a file"),
        "submit": plain("Add"),
        "blocks": [
            {
                "type": "input",
                "block_id": "cv",
                "label": plain("Résumé"),
                "element": {"type": "file_input", "action_id": "file", **element},
            }
        ],
    }


def open_file_modal(client: WebClient, people: People) -> str:
    people.post("ada", "command", channel=people.channel("general"), text="/lunch")
    view = people.stack("ada")[-1]
    updated = client.views_update(
        view_id=view["id"], view=file_modal(filetypes=["pdf", "docx"], max_files=1)
    )
    return str(updated["view"]["id"])


def give(people: People, view_id: str, name: str, data: bytes) -> Json:
    """Choose a file from the person's computer in the modal's file input."""
    return people.try_post(
        "ada",
        "upload",
        view_id=view_id,
        block_id="cv",
        action_id="file",
        name=name,
        content=base64.b64encode(data).decode(),
    )


def download(client: WebClient, url: str, token: str | None = None) -> httpx.Response:
    return httpx.get(url, headers={"Authorization": f"Bearer {token or client.token}"})


def test_a_file_input_gives_the_app_a_file_that_it_can_read_and_not_delete(
    sandbox: Sandbox,
    client: WebClient,
    people: People,
    received: ReceivedPayloads,
    connect_socket: Callable[[Sandbox], Any],
) -> None:
    connect_socket(sandbox)
    received.answer = {}
    view = open_file_modal(client, people)
    assert give(people, view, "cv.exe", CV)["error"] == "This file type is not accepted here."
    too_large = give(people, view, "cv.pdf", b"x" * (10 * 1024 * 1024 + 1))
    assert too_large["error"] == "The file is larger than 10 MB."
    assert give(people, view, "cv.pdf", CV)["ok"]
    people.post("ada", "submit", view_id=view)

    [file] = received.submissions[0]["view"]["state"]["values"]["cv"]["file"]["files"]
    assert (file["name"], file["size"], file["filetype"]) == ("cv.pdf", len(CV), "pdf")
    assert file["user"] == people.id("ada")
    assert client.files_info(file=file["id"])["file"]["url_private"] == file["url_private"]
    assert download(client, file["url_private_download"]).content == CV
    not_signed_in = download(client, file["url_private"], "xoxb-wrong")
    assert not_signed_in.status_code == 200
    assert not_signed_in.headers["content-type"].startswith("text/html")

    refused = error_response(lambda: client.files_delete(file=file["id"]))
    assert refused["error"] == "cant_delete_file"
    people.post("ada", "delete_file", name="cv.pdf")
    gone = error_response(lambda: client.files_info(file=file["id"]))
    assert gone["error"] == "file_deleted"
    assert download(client, file["url_private"]).status_code == 404


def test_an_upload_is_shared_by_the_id_of_a_conversation_once(
    client: WebClient, people: People
) -> None:
    def upload(name: str = "figures.csv") -> str:
        step = client.files_getUploadURLExternal(filename=name, length=3)
        assert httpx.post(step["upload_url"], content=b"a,b").status_code == 200
        assert httpx.post(step["upload_url"], content=b"a,b").status_code == 404
        return str(step["file_id"])

    def complete(file_id: str, **more: Any) -> Json:
        done = client.files_completeUploadExternal(files=[{"id": file_id}], **more)
        return dict(done["files"][0])

    file_id = upload()
    by_user = error_response(lambda: complete(file_id, channel_id=people.id("ada")))
    assert by_user["error"] == "invalid_arguments"
    assert "^[CGDZ][A-Z0-9]{8,}$" in by_user["response_metadata"]["messages"][0]
    by_name = error_response(lambda: complete(file_id, channel_id="#food"))
    assert by_name["error"] == "invalid_arguments"

    dm = people.dm("ada")
    complete(file_id, channel_id=dm, initial_comment="The figures")
    [message] = people.messages("ada", dm)
    assert (message["text"], message["files"][0]["id"]) == ("The figures", file_id)
    shares = client.files_info(file=file_id)["file"]["shares"]
    assert shares == {"private": {dm: [{"ts": message["ts"]}]}}
    again = error_response(lambda: complete(file_id, channel_id=dm))
    assert again["error"] == "file_not_found"

    private = complete(upload())
    assert private["channels"] == private["ims"] == []

    client.files_delete(file=file_id)
    [message] = people.messages("ada", dm)
    assert message["files"] == [{"id": file_id, "mode": "tombstone"}]
    assert people.http.get(f"/people/files/{file_id}").status_code == 404
    deleted_twice = error_response(lambda: client.files_delete(file=file_id))
    assert deleted_twice["error"] == "file_deleted"
    unknown = error_response(lambda: client.files_delete(file="F0NEVER"))
    assert unknown["error"] == "file_not_found"


def test_a_file_input_needs_its_scope(
    make_sandbox: Callable[..., Sandbox],
    connect_socket: Callable[[Sandbox], Any],
) -> None:
    text = MANIFEST.read_text().replace("      - files:read\n", "")
    sandbox = make_sandbox(manifest=Manifest.load(text))
    connect_socket(sandbox)
    people = People(sandbox)
    client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
    people.post("ada", "command", channel=people.channel("general"), text="/lunch")
    view = people.stack("ada")[-1]
    refused = error_response(lambda: client.views_update(view_id=view["id"], view=file_modal()))
    assert (refused["error"], refused["needed"]) == ("missing_scope", "files:read")
    people.http.close()
