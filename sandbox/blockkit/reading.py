"""For tests: reads from a payload the text that a person sees, references and broken escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.elements import MULTI_SELECTS, SINGLE_SELECTS
from sandbox.blockkit.walk import texts_in

Json = dict[str, Any]

_ANGLE_BRACKETS = re.compile(r"<([@#!]?)([^<>]*)>")
_BARE_MENTION = re.compile(r"(?<!\w)@(?:here|channel|everyone)\b")
_BARE_CHANNEL = re.compile(r"(?<![\w&])#[a-z0-9][\w-]*")
_BARE_LINK = re.compile(r"(?<![<|\w])https?://[^\s<>|]+")
_MARKDOWN_LINK = re.compile(r"\[[^\]]*\]\([^)]+\)")
_CODE = re.compile(r"<[^<>\n]*>|```.*?```|`[^`\n]+`", re.DOTALL)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_PLACEHOLDER = "\x00"  # stands for a mention, link, channel or date while styles are removed


def find_active_markup(payload: Mapping[str, Any] | list[Any]) -> list[str]:
    """All mentions, links and channel references in a view, message or list of blocks, as written.

    Such as `<!channel>`, `<!here>`, `<!everyone>`, `<!subteam^S1>`, `<@U1>`, `<#C1>`, `<https://x|label>`;
    rich text is returned in the same notation. In mrkdwn without `verbatim: true` this includes
    what Slack turns into a reference by itself: `@here`, `#general` and bare web addresses. Dates
    (`<!date^...>`) are left out.
    """
    found: list[str] = []
    for part in texts_in(payload):
        if part.kind == "plain":
            continue
        found.extend(m.group(0) for m in _ANGLE_BRACKETS.finditer(part.text) if _is_active(m))
        if part.autolinks:
            outside_brackets = _ANGLE_BRACKETS.sub(" ", part.text)
            for pattern in (_BARE_MENTION, _BARE_CHANNEL, _BARE_LINK):
                found.extend(m.group(0) for m in pattern.finditer(outside_brackets))
        if part.kind == "markdown":
            found.extend(m.group(0) for m in _MARKDOWN_LINK.finditer(part.text))
    return found


def _is_active(match: re.Match[str]) -> bool:
    """Whether the text in angle brackets is a mention, a channel or a link; a date is not."""
    sign, inside = match.group(1), match.group(2)
    if sign == "!":
        return not inside.startswith("date^")
    if sign:
        return bool(inside)
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", inside))


def find_broken_escapes(payload: Mapping[str, Any] | list[Any]) -> list[str]:
    """Places in mrkdwn texts with a broken escape or reference: a bare `&`, `<` or `>`.

    Returns each with a few characters around it. A `>` that starts a line is a quotation.
    """
    found: list[str] = []
    for part in texts_in(payload):
        if part.kind in ("plain", "markdown", "link"):
            continue
        remaining = _ANGLE_BRACKETS.sub(lambda m: " " * len(m.group(0)), part.text)
        remaining = re.sub(r"(?m)^(>>>|>) ?", lambda m: " " * len(m.group(0)), remaining)
        for match in re.finditer(r"&(?!(?:amp|lt|gt);)|[<>]", remaining):
            start = max(0, match.start() - 12)
            found.append(part.text[start : match.end() + 12])
    return found


def visible_text(
    payload: Mapping[str, Any] | list[Any], names: Mapping[str, str] | None = None
) -> str:
    """The text that a person reads in a view, a message or a list of blocks.

    Each text of the payload is a line. Markup is removed and escapes are decoded. A mention is
    shown as `@` and `names[id]` (or the id), a link as its label, and a date as its fallback. A
    menu shows its chosen option or its placeholder, and a field its initial value. The options of a
    menu and confirm dialogs are left out. A message with blocks shows the blocks and not its
    `text`, as in Slack.
    """
    lines = _payload_lines(payload, names or {})
    return "\n".join(line for line in lines if line.strip())


def strip_markup(text: str, names: Mapping[str, str] | None = None) -> str:
    """A mrkdwn text without its markup, as a person reads it."""
    plain_parts = []
    for part in _split_code(text):
        if part.startswith("`") and part.endswith("`") and len(part) > 1:
            plain_parts.append(part.strip("`"))
        else:
            plain_parts.append(_strip_outside_code(part, names or {}))
    return _decode_entities("".join(plain_parts))


def _strip_outside_code(text: str, names: Mapping[str, str]) -> str:
    """The text without references and styles.

    References are replaced by placeholders first: underscores in a name must not become italics.
    """
    text = text.replace(_PLACEHOLDER, "")
    references = [_reference_text(match, names) for match in _ANGLE_BRACKETS.finditer(text)]
    without_styles = _remove_styles(_ANGLE_BRACKETS.sub(_PLACEHOLDER, text))
    plain, *texts_after_references = without_styles.split(_PLACEHOLDER)
    for reference, text_after in zip(references, texts_after_references, strict=True):
        plain += reference + text_after
    return plain


def _split_code(text: str) -> Iterator[str]:
    """Split a text into code and other text. Backticks inside a reference do not mark code."""
    start = 0
    for match in _CODE.finditer(text):
        if match.group(0).startswith("`"):
            yield text[start : match.start()]
            yield match.group(0)
            start = match.end()
    yield text[start:]


def _remove_styles(text: str) -> str:
    """Remove the marks of quotations, and of bold, italic and struck text."""
    text = re.sub(r"(?m)^(?:&gt;|>){1,3} ?", "", text)
    for mark in ("*", "_", "~"):
        escaped = re.escape(mark)
        styled = rf"(?<!\w){escaped}(?=\S)([^{escaped}\n]*?\S){escaped}(?!\w)"
        text = re.sub(styled, r"\1", text)
    return text


def _reference_text(match: re.Match[str], names: Mapping[str, str]) -> str:
    """What a person reads instead of a match of `_ANGLE_BRACKETS`."""
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


def _decode_entities(text: str) -> str:
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def _payload_lines(
    payload: Mapping[str, Any] | list[Any], names: Mapping[str, str]
) -> Iterator[str]:
    if isinstance(payload, list):
        for block in payload:
            yield from _block_lines(block, names)
        return
    if payload.get("type") in ("modal", "home"):
        yield _object_text(payload.get("title"), names)
    elif not payload.get("blocks"):
        yield strip_markup(str(payload.get("text") or ""), names)
    for block in payload.get("blocks") or []:
        yield from _block_lines(block, names)
    for attachment in payload.get("attachments") or []:
        for key in ("pretext", "author_name", "title", "text"):
            yield strip_markup(str(attachment.get(key) or ""), names)
        for item in attachment.get("fields") or []:
            yield strip_markup(f"{item.get('title', '')} {item.get('value', '')}", names)
        for block in attachment.get("blocks") or []:
            yield from _block_lines(block, names)
        yield strip_markup(str(attachment.get("footer") or ""), names)
    for key in ("close", "submit"):
        if isinstance(payload.get(key), dict):
            yield _object_text(payload[key], names)


def _chart_lines(chart: Json) -> Iterator[str]:
    """One line for each series with all its points, and one for each segment of a pie."""
    for series in chart.get("series") or []:
        points = ", ".join(f"{point['label']} {point['value']}" for point in series["data"])
        yield f"{series['name']}: {points}"
    for segment in chart.get("segments") or []:
        yield f"{segment['label']}: {segment['value']}"


def _block_lines(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    kind = block.get("type")
    if kind == "rich_text":
        yield from _rich_text_lines(block, names)
        return
    if kind in ("table", "data_table"):
        yield _object_text(block.get("caption"), names)
        for row in block.get("rows") or []:
            yield " | ".join(_cell_text(cell, names) for cell in row)
        return
    if kind == "data_visualization":
        yield str(block.get("title") or "")
        yield from _chart_lines(block.get("chart") or {})
        return
    for key in ("label", "title", "subtitle", "text", "body", "description"):
        yield _object_text(block.get(key), names, is_markdown=kind == "markdown")
    for item in block.get("fields") or []:
        yield _object_text(item, names)
    if kind in ("image", "video"):
        yield str(block.get("alt_text") or "")
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict):
            yield from _element_lines(block[key], names)
    for element in [*(block.get("elements") or []), *(block.get("actions") or [])]:
        if element.get("type") == "card":
            yield from _block_lines(element, names)
        else:
            yield from _element_lines(element, names)
    for child in block.get("child_blocks") or []:
        yield from _block_lines(child, names)
    yield _object_text(block.get("hint"), names)


def _element_lines(element: Json, names: Mapping[str, str]) -> Iterator[str]:
    kind = str(element.get("type"))
    if kind in ("mrkdwn", "plain_text"):
        yield _object_text(element, names)
    elif kind == "image":
        yield str(element.get("alt_text") or "")
    elif kind in ("checkboxes", "radio_buttons"):
        for option in element.get("options") or []:
            yield _object_text(option.get("text"), names)
            yield _object_text(option.get("description"), names)
    elif kind == "overflow":
        return
    elif kind in SINGLE_SELECTS or kind in MULTI_SELECTS:
        chosen = element.get("initial_options") or [element.get("initial_option")]
        texts = [_object_text((option or {}).get("text"), names) for option in chosen]
        yield ", ".join(filter(None, texts)) or _object_text(element.get("placeholder"), names)
    elif kind == "rich_text_input":
        yield from _rich_text_lines(element.get("initial_value") or {}, names)
    else:
        yield _object_text(element.get("text"), names)
        initial = element.get("initial_value") or element.get("initial_date")
        yield str(initial or "") or _object_text(element.get("placeholder"), names)


def _rich_text_lines(block: Json, names: Mapping[str, str]) -> Iterator[str]:
    for part in block.get("elements") or []:
        if part.get("type") == "rich_text_list":
            yield from _rich_text_lines(part, names)
        else:
            yield "".join(_leaf_text(leaf, names) for leaf in part.get("elements") or [])


def _leaf_text(leaf: Json, names: Mapping[str, str]) -> str:
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


def _cell_text(cell: Json, names: Mapping[str, str]) -> str:
    if cell.get("type") == "rich_text":
        return " ".join(_rich_text_lines(cell, names))
    return str(cell.get("text") or cell.get("value") or "")


def _object_text(value: Any, names: Mapping[str, str], *, is_markdown: bool = False) -> str:
    """The text of a text object, or a plain string; "" for anything else."""
    if isinstance(value, str):
        return strip_markup(value, names) if is_markdown else value
    if not isinstance(value, dict):
        return ""
    text = str(value.get("text") or "")
    return strip_markup(text, names) if value.get("type") == "mrkdwn" else text
