"""The link of `views.mailto`: a mail program reads what was typed, and no markup is live."""

from __future__ import annotations

import html
from urllib.parse import parse_qs, unquote

from hypothesis import given
from hypothesis import strategies as st

from sandbox.blockkit import find_active_markup
from views import block_kit
from views.mailto import LINK_MAX, mailto_link

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


def read(link: str) -> tuple[str, dict[str, list[str]]]:
    """(recipient, fields) as a mail program reads them."""
    url, _, label = link.removeprefix("<").removesuffix(">").partition("|")
    assert label == "Open it"
    to, _, fields = html.unescape(url).removeprefix("mailto:").partition("?")
    return unquote(to), parse_qs(fields, keep_blank_values=True)


@given(text, text)
def test_a_mail_program_reads_what_was_typed(subject: str, body: str) -> None:
    link = mailto_link("Open it", to="grace@example.org", cc=None, subject=subject, body=body)
    if link is None:
        return
    to, fields = read(link)
    assert to == "grace@example.org"
    assert fields["subject"] == [subject.replace("\r\n", "\n").replace("\n", "\r\n")]
    assert fields["body"][0].replace("\r\n", "\n") == body.replace("\r\n", "\n")
    assert find_active_markup([block_kit.section(link)]) == [link]


def test_line_breaks_markup_and_a_copy_are_encoded() -> None:
    link = mailto_link(
        "Open it", to="g&h@example.org", cc="m@acme.test", subject="<!channel> & 1|2", body="a\nb"
    )
    assert link == (
        "<mailto:g%26h@example.org?cc=m@acme.test"
        "&amp;subject=%3C%21channel%3E%20%26%201%7C2&amp;body=a%0D%0Ab|Open it>"
    )


def test_a_link_that_is_too_long_is_left_out() -> None:
    body = "é" * 400
    assert mailto_link("Open it", to="g@example.org", cc=None, subject="", body=body) is None
    shorter = "x" * (LINK_MAX - len("mailto:g@example.org?subject=&body="))
    assert mailto_link("Open it", to="g@example.org", cc=None, subject="", body=shorter)
    assert (
        mailto_link("Open it", to="g@example.org", cc=None, subject="", body=shorter + "x") is None
    )
