// Parses Slack's mrkdwn into a tree of plain objects, which mrkdwn_dom.js draws. Kinds of nodes: text,
// br, bold, italic, strike, code, pre, quote, user, channel (by id), channelName, group, broadcast,
// date, link, emoji.

const WORD = /[\p{L}\p{N}]/u;
const MARKS = { "*": "bold", _: "italic", "~": "strike" };
const BARE_URL = /^(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]}'"*_~`])/;
const EMOJI = /^:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/;
const BROADCAST = /^@(here|channel|everyone)(?![\p{L}\p{N}_-])/u;
const CHANNEL_NAME = /^#([\p{L}\p{N}_-]{1,80})/u;

/** `&lt;`, `&gt;` and `&amp;` are the only escapes that Slack knows. */
export function decode(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

/** The text as a person would type it: references are @handles, #channels and web addresses. */
export function typedText(text, handleOf) {
  const typed = text
    .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id) => `@${handleOf(id)}`)
    .replace(/<#[A-Z0-9]+\|([^>]*)>/g, "#$1")
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, "@$1")
    .replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, "$1");
  return decode(typed);
}

/** Escapes typed text as Slack's client does. */
export function encode(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** With the option `verbatim`, bare links, #channels and @here stay text. */
export function parse(source, options = {}) {
  const nodes = [];
  const pieces = source.split(/```/);
  if (pieces.length % 2 === 0) {
    const last = pieces.pop();
    pieces[pieces.length - 1] += `\`\`\`${last}`;
  }
  pieces.forEach((piece, index) => {
    if (index % 2 === 1 && piece !== "") {
      nodes.push({ kind: "pre", text: flatten(piece.replace(/^\n/, "").replace(/\n$/, "")) });
      return;
    }
    let text = piece;
    if (index > 0) text = text.replace(/^\n/, "");
    if (text) nodes.push(...lines(text, options));
  });
  return nodes;
}

function lines(text, options) {
  const nodes = [];
  const rows = text.split("\n");
  let quoted = null;
  const endQuote = () => {
    if (quoted) nodes.push({ kind: "quote", children: lines(quoted.join("\n"), options) });
    quoted = null;
  };
  for (let at = 0; at < rows.length; at += 1) {
    const rest = /^(?:>>>|&gt;&gt;&gt;) ?/.exec(rows[at]);
    if (rest) {
      endQuote();
      quoted = [rows[at].slice(rest[0].length), ...rows.slice(at + 1)];
      at = rows.length;
      break;
    }
    const mark = /^(?:>|&gt;) ?/.exec(rows[at]);
    if (mark) {
      quoted = quoted || [];
      quoted.push(rows[at].slice(mark[0].length));
      continue;
    }
    const afterQuote = quoted !== null;
    endQuote();
    if (at > 0 && !afterQuote) nodes.push({ kind: "br" });
    nodes.push(...inline(rows[at], options));
  }
  endQuote();
  return nodes;
}

function inline(text, options) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push({ kind: "text", text: decode(plain) });
    plain = "";
  };
  let at = 0;
  while (at < text.length) {
    const step = special(text, at, options);
    if (step) {
      flush();
      nodes.push(step.node);
      at += step.length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function special(text, at, options) {
  const char = text[at];
  const before = at === 0 ? "" : text[at - 1];
  if (char === "<") return reference(text, at);
  if (char === "`") return code(text, at);
  if (MARKS[char]) return styled(text, at, options);
  if (char === ":") {
    const found = EMOJI.exec(text.slice(at));
    return found ? { node: { kind: "emoji", name: found[1] }, length: found[0].length } : null;
  }
  if (options.verbatim || WORD.test(before)) return null;
  const rest = text.slice(at);
  if (char === "h") {
    const found = BARE_URL.exec(rest);
    return found ? { node: { kind: "link", url: decode(found[1]), label: null }, length: found[1].length } : null;
  }
  if (char === "@") {
    const found = BROADCAST.exec(rest);
    return found ? { node: { kind: "broadcast", name: found[1] }, length: found[0].length } : null;
  }
  if (char === "#") {
    const found = CHANNEL_NAME.exec(rest);
    return found ? { node: { kind: "channelName", name: found[1] }, length: found[0].length } : null;
  }
  return null;
}

function code(text, at) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return { node: { kind: "code", text: flatten(text.slice(at + 1, end)) }, length: end - at + 1 };
}

/** Code as Slack shows it: references in it are plain text, by their label. */
function flatten(text) {
  return decode(text.replace(/<([^<>\n]+)>/g, (_, body) => {
    const bar = body.indexOf("|");
    return bar >= 0 ? body.slice(bar + 1) : body;
  }));
}

function styled(text, at, options) {
  const mark = text[at];
  const before = at === 0 ? "" : text[at - 1];
  const after = text[at + 1] || "";
  if (WORD.test(before) || before === mark || !after || /\s/.test(after) || after === mark) return null;
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === "<") {
      const close = text.indexOf(">", end);
      if (close > 0) end = close;
    } else if (text[end] === "`") {
      const close = text.indexOf("`", end + 1);
      if (close > 0) end = close;
    } else if (text[end] === mark && end > at + 1 && !/\s/.test(text[end - 1])
      && !WORD.test(text[end + 1] || "") && text[end + 1] !== mark) {
      const children = inline(text.slice(at + 1, end), options);
      return { node: { kind: MARKS[mark], children }, length: end - at + 1 };
    }
  }
  return null;
}

function reference(text, at) {
  const end = text.indexOf(">", at);
  if (end < 0) return null;
  const body = text.slice(at + 1, end);
  if (!body || /[<\n]/.test(body)) return null;
  const node = meaning(body);
  return node ? { node, length: end - at + 1 } : null;
}

function meaning(body) {
  const bar = body.indexOf("|");
  const target = bar >= 0 ? body.slice(0, bar) : body;
  const label = bar >= 0 ? body.slice(bar + 1) : null;
  if (target[0] === "@") return { kind: "user", id: target.slice(1), label: label && decode(label) };
  if (target[0] === "#") return { kind: "channel", id: target.slice(1), label: label && decode(label) };
  if (target[0] === "!") return command(target.slice(1), label && decode(label));
  if (/^(https?:\/\/|mailto:|tel:|slack:\/\/)/i.test(target)) {
    return { kind: "link", url: decode(target), label: label && decode(label) };
  }
  return { kind: "text", text: decode(`<${body}>`) };
}

function command(target, label) {
  if (/^(here|channel|everyone)$/.test(target)) return { kind: "broadcast", name: target };
  if (target.startsWith("subteam^")) return { kind: "group", id: target.slice(8), label };
  if (target.startsWith("date^")) {
    const [, unix, pattern, url] = target.split("^");
    return { kind: "date", unix: Number(unix), pattern: pattern || "", url: url || null, fallback: label || "" };
  }
  return { kind: "text", text: label ? `<${label}>` : `<${target}>` };
}
