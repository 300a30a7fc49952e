"""Builds a link that opens a filled-in mail in the viewer's mail program (RFC 6068)."""

from __future__ import annotations

from urllib.parse import quote

from views.formatting import escape

# In characters: Windows passes about 2,048 characters of a link to a mail program.
LINK_MAX = 2000


def mailto_link(
    label: str, *, to: str, cc: str | None = None, subject: str, body: str
) -> str | None:
    """`<mailto:...|label>` in mrkdwn, with people's text percent-encoded.

    None if the link would be longer than `LINK_MAX`.
    """
    fields = [("cc", _encode_address(cc))] if cc else []
    fields += [("subject", _encode_text(subject)), ("body", _encode_text(body))]
    url = f"mailto:{_encode_address(to)}?" + "&".join(f"{name}={value}" for name, value in fields)
    if len(url) > LINK_MAX:
        return None
    return f"<{url.replace('&', '&amp;')}|{escape(label, 100)}>"


def _encode_address(address: str) -> str:
    return quote(address.strip(), safe="@")


def _encode_text(text: str) -> str:
    """The text percent-encoded, with line breaks as CR LF, as the RFC requires.

    A lone surrogate becomes a question mark.
    """
    lines = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return quote(lines, safe="", errors="replace")
