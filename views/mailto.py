"""A link that opens somebody's mail program with everything filled in (RFC 6068)."""

from __future__ import annotations

from urllib.parse import quote

from views.formatting import escape

# Windows passes no more than about 2,048 characters of a link on to a mail program.
LONGEST = 2000


def mailto_link(
    label: str, *, to: str, cc: str | None = None, subject: str, body: str
) -> str | None:
    """`<mailto:...|label>` in mrkdwn, everything from people percent-encoded.

    None where it would be longer than `LONGEST` characters.
    """
    fields = [("cc", _address(cc))] if cc else []
    fields += [("subject", _text(subject)), ("body", _text(body))]
    url = f"mailto:{_address(to)}?" + "&".join(f"{name}={value}" for name, value in fields)
    if len(url) > LONGEST:
        return None
    return f"<{url.replace('&', '&amp;')}|{escape(label, 100)}>"


def _address(address: str) -> str:
    return quote(address.strip(), safe="@")


def _text(text: str) -> str:
    """Line breaks as CR LF, as the RFC wants them; half an emoji is no text."""
    lines = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return quote(lines, safe="", errors="replace")
