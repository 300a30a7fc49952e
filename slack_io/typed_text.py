"""Converts texts from Slack's format to what the person typed.

In Slack's format `&`, `<` and `>` are entities. Links and mentions are in angle brackets, with the
visible text after a bar (docs.slack.dev/messaging/formatting-message-text).
"""

from __future__ import annotations

import re

# <@U1|ada>, <https://a.example>, <mailto:a@b.example|a@b.example>
_LINK_OR_MENTION = re.compile(r"<(?:mailto:|[@#!])?(?P<address>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def restore_typed_text(text: str) -> str:
    visible = _LINK_OR_MENTION.sub(lambda match: match["label"] or match["address"], text)
    return unescape(visible)


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
