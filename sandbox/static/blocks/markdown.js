// The markdown block, in the subset that apps use: headings, lists, quotes, code, bold, italic,
// strike, links. Standard Markdown, not Slack's mrkdwn.

import { h, link } from "../dom.js";

const INLINE = /(`[^`]+`)|(\*\*|__)(.+?)\2|(~~)(.+?)~~|([*_])([^\s*_][^*_]*?)\6|\[([^\]]+)\]\(([^)\s]+)\)/;

function inline(text) {
  const found = INLINE.exec(text);
  if (!found) return text ? [document.createTextNode(text)] : [];
  const rest = inline(text.slice(found.index + found[0].length));
  const before = text.slice(0, found.index);
  let node;
  if (found[1]) node = h("code", {}, found[1].slice(1, -1));
  else if (found[2]) node = h("b", {}, inline(found[3]));
  else if (found[4]) node = h("s", {}, inline(found[5]));
  else if (found[6]) node = h("i", {}, inline(found[7]));
  else node = link(found[9], found[8]);
  return [before ? document.createTextNode(before) : null, node, ...rest];
}

function group(rows) {
  const first = rows[0];
  const heading = /^#{1,6} (.*)$/.exec(first);
  if (heading) return [h("div", { class: "markdown-heading" }, inline(heading[1])), 1];
  if (/^(---|\*\*\*)\s*$/.test(first)) return [h("hr", { class: "divider" }), 1];
  for (const [mark, tag] of [[/^\s*[-*+] (.*)$/, "ul"], [/^\s*\d+[.)] (.*)$/, "ol"]]) {
    const count = rows.findIndex((row) => !mark.test(row));
    const size = count < 0 ? rows.length : count;
    if (size) return [h(tag, { class: "rich-list" }, rows.slice(0, size).map((row) => h("li", {}, inline(mark.exec(row)[1])))), size];
  }
  if (first.startsWith(">")) {
    const count = rows.findIndex((row) => !row.startsWith(">"));
    const size = count < 0 ? rows.length : count;
    return [h("blockquote", {}, rows.slice(0, size).map((row) => h("div", {}, inline(row.replace(/^> ?/, ""))))), size];
  }
  return [h("div", { class: first ? "rich-section" : "markdown-gap" }, inline(first)), 1];
}

export function markdown(block) {
  const out = [];
  (block.text || "").split(/^```.*$/m).forEach((piece, index) => {
    if (index % 2 === 1) {
      out.push(h("pre", {}, piece.replace(/^\n|\n$/g, "")));
      return;
    }
    let rows = piece.replace(/^\n|\n$/g, "").split("\n");
    while (rows.length) {
      const [node, used] = group(rows);
      out.push(node);
      rows = rows.slice(used);
    }
  });
  return h("div", { class: "markdown" }, out);
}
