"""Reading a payload as a person does: `visible_text`; and what in it is live: `live_markup`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.elements import MULTI_SELECTS, SINGLE_SELECTS
from sandbox.blockkit.walk import words_in

Json = dict[str, Any]

_ANGLES = re.compile(r"<([@#!]?)([^<>]*)>")
_SPECIAL = re.compile(r"(?<!\w)@(?:here|channel|everyone)\b")
_CHANNEL = re.compile(r"(?<![\w&])#[a-z0-9][\w-]*")
_BARE_LINK = re.compile(r"(?<![<|\w])https?://[^\s<>|]+")
_MARKDOWN_LINK = re.compile(r"\[[^\]]*\]\([^)]+\)")
_CODE = re.compile(r"<[^<>\n]*>|```.*?```|`[^`\n]+`", re.DOTALL)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def live_markup(payload: Mapping[str, Any] | list[Any]) -> list[str]:
    """Everything in a view, message or list of blocks that Slack would make live, as written.

    `<!channel>`, `<!here>`, `<!everyone>`, `<!subteam^S1>`, `<@U1>`, `<#C1>`, `<https://x|label>`;
    rich text in the same notation; in mrkdwn without `verbatim: true` also what Slack finds by
    itself: `@here`, `#general`, bare addresses. Dates (`<!date^...>`) are not listed.
    """
    found: list[str] = []
    for words in words_in(payload):
        if words.kind == "plain":
            continue
        found.extend(m.group(0) for m in _ANGLES.finditer(words.text) if _is_live(m))
        if words.auto:
            bare = _ANGLES.sub(" ", words.text)
            for pattern in (_SPECIAL, _CHANNEL, _BARE_LINK):
                found.extend(m.group(0) for m in pattern.finditer(bare))
        if words.kind == "markdown":
            found.extend(m.group(0) for m in _MARKDOWN_LINK.finditer(words.text))
    return found


def _is_live(match: re.Match[str]) -> bool:
    sign, inside = match.group(1), match.group(2)
    if sign == "!":
        return not inside.startswith("date^")
    if sign:
        return bool(inside)
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", inside))


def cut_escapes(payload: Mapping[str, Any] | list[Any]) -> list[str]:
    """Places in live texts where an escape or a reference is broken: a bare `&`, `<` or `>`.

    Returns a few characters around each. A leading `> ` is a quotation, not a broken reference.
    """
    found: list[str] = []
    for words in words_in(payload):
        if words.kind in ("plain", "markdown", "link"):
            continue
        rest = _ANGLES.sub(lambda m: " " * len(m.group(0)), words.text)
        rest = re.sub(r"(?m)^(>>>|>) ?", lambda m: " " * len(m.group(0)), rest)
        for match in re.finditer(r"&(?!(?:amp|lt|gt);)|[<>]", rest):
            start = max(0, match.start() - 12)
            found.append(words.text[start : match.end() + 12])
    return found


def visible_text(
    payload: Mapping[str, Any] | list[Any], names: Mapping[str, str] | None = None
) -> str:
    """What a person reads in a view, a message or a list of blocks, one line for each text.

    Markup is taken off and `&lt;` is `<`; a mention is `@` and `names[id]` (else the id), a link
    its label, a date its fallback. What is folded away (options of a menu, confirm dialogs) is
    left out; a menu shows its chosen option or its placeholder, a field what stands in it. A
    message with blocks shows those and not its `text`, as Slack does.
    """
    lines = _payload_lines(payload, names or {})
    return "\n".join(line for line in lines if line.strip())


def plain_words(text: str, names: Mapping[str, str] | None = None) -> str:
    """One mrkdwn text as a person reads it."""
    read = []
    for part in _code_apart(text):
        if part.startswith("`") and part.endswith("`") and len(part) > 1:
            read.append(part.strip("`"))
            continue
        # Marks are taken off before references: a name with underscores is not italic.
        held: list[str] = []

        def hold(match: re.Match[str], held: list[str] = held) -> str:
            held.append(_said(match, names or {}))
            return f"\x00{len(held) - 1}\x00"

        bare = _unmarked(_ANGLES.sub(hold, part.replace("\x00", "")))
        pieces = bare.split("\x00")
        pieces[1::2] = [held[int(number)] for number in pieces[1::2]]
        read.append("".join(pieces))
    return _decoded("".join(read))


def _code_apart(text: str) -> Iterator[str]:
    """The text in pieces, each code or none; a backtick within a reference begins no code."""
    start = 0
    for match in _CODE.finditer(text):
        if match.group(0).startswith("`"):
            yield text[start : match.start()]
            yield match.group(0)
            start = match.end()
    yield text[start:]


def _unmarked(text: str) -> str:
    text = re.sub(r"(?m)^(?:&gt;|>){1,3} ?", "", text)
    for mark in ("*", "_", "~"):
        m = re.escape(mark)
        text = re.sub(rf"(?<!\w){m}(?=\S)([^{m}\n]*?\S){m}(?!\w)", r"\1", text)
    return text


def _said(match: re.Match[str], names: Mapping[str, str]) -> str:
    sign, inside = match.group(1), match.group(2)
    target, _, label = inside.partition("|")
    if sign == "@":
        return "@" + (names.get(target) or label or target)
    if sign == "#":
        return "#" + (label or names.get(target) or target)
    if sign == "!":
        if label:
            return label
        return "@" + (names.get(target.partition("^")[2]) or target)
    return label or target


def _decoded(text: str) -> str:
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text


def _payload_lines(
    payload: Mapping[str, Any] | list[Any], names: Mapping[str, str]
) -> Iterator[str]:
    if isinstance(payload, list):
        for block in payload:
            yield from _block_lines(block, names)
        return
    if payload.get("type") in ("modal", "home"):
        yield _text(payload.get("title"), names)
    elif not payload.get("blocks"):
        yield plain_words(str(payload.get("text") or ""), names)
    for block in payload.get("blocks") or []:
        yield from _block_lines(block, names)
    for attachment in payload.get("attachments") or []:
        for key in ("pretext", "author_name", "title", "text"):
            yield plain_words(str(attachment.get(key) or ""), names)
        for item in attachment.get("fields") or []:
            yield plain_words(f"{item.get('title', '')} {item.get('value', '')}", names)
        for block in attachment.get("blocks") or []:
            yield from _block_lines(block, names)
        yield plain_words(str(attachment.get("footer") or ""), names)
    for key in ("close", "submit"):
        if isinstance(payload.get(key), dict):
            yield _text(payload[key], names)


def _block_lines(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    kind = block.get("type")
    if kind == "rich_text":
        yield from _rich_lines(block, names)
        return
    if kind in ("table", "data_table"):
        yield _text(block.get("caption"), names)
        for row in block.get("rows") or []:
            yield " | ".join(_cell(cell, names) for cell in row)
        return
    for key in ("label", "title", "subtitle", "text", "body", "description"):
        yield _text(block.get(key), names, marked=kind == "markdown")
    for item in block.get("fields") or []:
        yield _text(item, names)
    if kind in ("image", "video"):
        yield str(block.get("alt_text") or "")
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict):
            yield from _element_lines(block[key], names)
    for element in [*(block.get("elements") or []), *(block.get("actions") or [])]:
        yield from (
            _block_lines(element, names)
            if element.get("type") == "card"
            else _element_lines(element, names)
        )
    for child in block.get("child_blocks") or []:
        yield from _block_lines(child, names)
    yield _text(block.get("hint"), names)


def _element_lines(element: Json, names: Mapping[str, str]) -> Iterator[str]:
    kind = str(element.get("type"))
    if kind in ("mrkdwn", "plain_text"):
        yield _text(element, names)
    elif kind == "image":
        yield str(element.get("alt_text") or "")
    elif kind in ("checkboxes", "radio_buttons"):
        for option in element.get("options") or []:
            yield _text(option.get("text"), names)
            yield _text(option.get("description"), names)
    elif kind == "overflow":
        return
    elif kind in SINGLE_SELECTS or kind in MULTI_SELECTS:
        chosen = element.get("initial_options") or [element.get("initial_option")]
        texts = [_text((option or {}).get("text"), names) for option in chosen]
        yield ", ".join(filter(None, texts)) or _text(element.get("placeholder"), names)
    elif kind == "rich_text_input":
        yield from _rich_lines(element.get("initial_value") or {}, names)
    else:
        yield _text(element.get("text"), names)
        shown = element.get("initial_value") or element.get("initial_date")
        yield str(shown or "") or _text(element.get("placeholder"), names)


def _rich_lines(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    for part in block.get("elements") or []:
        if part.get("type") == "rich_text_list":
            yield from _rich_lines(part, names)
        else:
            yield "".join(_leaf(leaf, names) for leaf in part.get("elements") or [])


def _leaf(leaf: Json, names: Mapping[str, str]) -> str:
    kind = leaf.get("type")
    if kind == "user":
        return "@" + names.get(leaf["user_id"], leaf["user_id"])
    if kind == "usergroup":
        return "@" + names.get(leaf["usergroup_id"], leaf["usergroup_id"])
    if kind == "channel":
        return "#" + names.get(leaf["channel_id"], leaf["channel_id"])
    if kind == "broadcast":
        return f"@{leaf['range']}"
    if kind == "emoji":
        return f":{leaf['name']}:"
    if kind == "date":
        return str(leaf.get("fallback") or leaf["timestamp"])
    return str(leaf.get("text") or leaf.get("url") or leaf.get("value") or "")


def _cell(cell: Json, names: Mapping[str, str]) -> str:
    if cell.get("type") == "rich_text":
        return " ".join(_rich_lines(cell, names))
    return str(cell.get("text") or cell.get("value") or "")


def _text(value: Any, names: Mapping[str, str], *, marked: bool = False) -> str:
    if isinstance(value, str):
        return plain_words(value, names) if marked else value
    if not isinstance(value, dict):
        return ""
    text = str(value.get("text") or "")
    return plain_words(text, names) if value.get("type") == "mrkdwn" else text
