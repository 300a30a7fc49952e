// The rich_text block: sections, lists, quotes, preformatted text, and the leaves in them.

import { h, link } from "../dom.js";
import { broadcast, channelMention, dateNode, emojiNode, groupMention, userMention } from "../mrkdwn_dom.js";

const INLINE = {
  text: (node) => document.createTextNode(node.text),
  link: (node) => link(node.url, node.text || node.url),
  emoji: (node) => emojiNode(node.skin_tone ? `${node.name}::skin-tone-${node.skin_tone}` : node.name),
  user: (node) => userMention(node.user_id),
  usergroup: (node) => groupMention(node.usergroup_id),
  channel: (node) => channelMention(node.channel_id),
  broadcast: (node) => broadcast(node.range),
  date: (node) => dateNode(node.timestamp, node.format, node.url, node.fallback || ""),
  color: (node) => h("span", { class: "swatch" }, h("i", { style: { background: node.value } }), node.value),
  team: (node) => document.createTextNode(node.team_id),
};

function inline(node) {
  let drawn = (INLINE[node.type] || (() => document.createTextNode(node.text || "")))(node);
  const style = node.style || {};
  if (style.code) drawn = h("code", {}, drawn);
  if (style.strike) drawn = h("s", {}, drawn);
  if (style.underline) drawn = h("u", {}, drawn);
  if (style.italic) drawn = h("i", {}, drawn);
  if (style.bold) drawn = h("b", {}, drawn);
  if (style.highlight || style.client_highlight) drawn = h("mark", {}, drawn);
  return drawn;
}

const all = (elements) => (elements || []).map(inline);

function list(part) {
  const start = (part.offset || 0) + 1;
  const depth = part.indent || 0;
  return h(part.style === "ordered" ? "ol" : "ul", {
    class: `rich-list depth-${depth % 3}`, start: part.style === "ordered" && start > 1 ? start : null,
    style: { "margin-left": `${depth * 28}px` },
  }, part.elements.map((item) => h("li", {}, all(item.elements))));
}

function part(element) {
  if (element.type === "rich_text_list") return list(element);
  if (element.type === "rich_text_quote") return h("blockquote", {}, all(element.elements));
  if (element.type === "rich_text_preformatted") return h("pre", {}, all(element.elements));
  return h("div", { class: "rich-section" }, all(element.elements));
}

export function richText(block) {
  return h("div", { class: "rich-text" }, (block.elements || []).map(part));
}

export const richInline = (value) => (value.elements || []).flatMap((one) => (one.elements ? all(one.elements) : []));
