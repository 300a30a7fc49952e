"""Links and files that a form does not take, for `test_messages_doc`."""

from __future__ import annotations

import pytest

from sandbox.driver.client import RefusedError
from tests.office import Office
from tests.stories.actions import fill_lead_form, post_opening

LINK = "Link to a résumé or portfolio"
Row = tuple[str, str, str]


def refuse_attachments(office: Office) -> list[Row]:
    ref = post_opening(office, title="Engineer, Attachments")
    form = fill_lead_form(office.ada.types(f"/refer {ref}").modal("Refer someone"))
    rows: list[Row] = []
    for title, name, content in (
        ("A résumé of a type that isn't wanted", "cv.exe", b"CV"),
        ("A résumé of more than 10 MB", "cv.pdf", b"x" * (10 * 1024 * 1024 + 1)),
    ):
        with pytest.raises(RefusedError) as by_slack:
            form.gives("Résumé", name, content)
        rows.append((title, str(by_slack.value), "from Slack itself"))
    form.gives("Résumé", "cv.pdf", b"CV").fills("Do they know?", "I'll ask")
    refused = form.fills(LINK, "cv.example.com").submits()
    assert refused is not None
    for title, label in (
        ("A link to a résumé that is none", LINK),
        ("A résumé without the candidate's agreement", "Résumé"),
    ):
        rows.append((title, refused.errors[label], f"under “{label}”"))
    refused.closes(clear=True)
    return rows
