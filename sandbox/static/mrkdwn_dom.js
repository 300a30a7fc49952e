// Draws the tree of mrkdwn.js, Slack's text objects, and mentions, as text nodes only.

import { tokens } from "./dates.js";
import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { decode, parse } from "./mrkdwn.js";
import { go } from "./route.js";
import { store } from "./store.js";

export function userMention(id, label) {
  const user = store.users.get(id);
  const me = store.me && store.me.id === id;
  const name = user ? user.real_name || user.handle : label || id;
  return h("span", { class: `mention${me ? " me" : ""}`, data: { user: id } }, `@${name}`);
}

export function channelMention(id, label) {
  const found = store.channels.get(id);
  const name = found ? found.name : label;
  if (!name) return h("span", { class: "mention quiet" }, "#private-channel");
  return h("button", {
    class: "mention as-button", type: "button", data: { channel: id },
    onclick: () => go(store.me.handle, { kind: "channel", id }),
  }, `#${name}`);
}

export function groupMention(id, label) {
  const group = (store.boot.usergroups || []).find((one) => one.id === id);
  const name = group ? group.handle : (label || id).replace(/^@/, "");
  return h("span", { class: "mention" }, `@${name}`);
}

export const broadcast = (name) => h("span", { class: "mention all" }, `@${name}`);

export function emojiNode(name) {
  const found = emoji(name);
  if (!found) return document.createTextNode(`:${name}:`);
  return h("span", { class: "emoji", title: `:${name}:`, role: "img", "aria-label": `${name.split("::")[0]} emoji` }, found);
}

export function dateNode(unix, pattern, url, fallback) {
  const words = Number.isFinite(unix) ? tokens(unix, pattern) : null;
  const text = words === null ? fallback : words;
  const node = h("time", { class: "date-token", title: fallback || text }, text);
  return url ? link(url, node) : node;
}

function channelName(name) {
  const found = [...store.channels.values()].find((one) => one.name === name && one.kind === "channel");
  return found ? channelMention(found.id, name) : document.createTextNode(`#${name}`);
}

const DRAW = {
  text: (node) => document.createTextNode(node.text),
  br: () => h("br"),
  bold: (node) => h("b", {}, draw(node.children)),
  italic: (node) => h("i", {}, draw(node.children)),
  strike: (node) => h("s", {}, draw(node.children)),
  code: (node) => h("code", {}, node.text),
  pre: (node) => h("pre", {}, node.text),
  quote: (node) => h("blockquote", {}, draw(node.children)),
  user: (node) => userMention(node.id, node.label),
  channel: (node) => channelMention(node.id, node.label),
  channelName: (node) => channelName(node.name),
  group: (node) => groupMention(node.id, node.label),
  broadcast: (node) => broadcast(node.name),
  date: (node) => dateNode(node.unix, node.pattern, node.url, node.fallback),
  link: (node) => link(node.url, linkLabel(node)),
  emoji: (node) => emojiNode(node.name),
};

function linkLabel(node) {
  if (node.label !== null) return draw(parse(node.label, { verbatim: true }).filter((one) => one.kind !== "link"));
  return node.url.replace(/^mailto:/, "");
}

function draw(nodes) {
  return nodes.map((node) => DRAW[node.kind](node));
}

export function mrkdwn(text, options) {
  return draw(parse(text || "", options));
}

/** plain_text: only :emoji: are replaced. The style sheet keeps the line breaks. */
export function plain(text, withEmoji = true) {
  const pieces = decode(text || "").split(/(:[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:)/);
  return pieces.map((piece, index) =>
    index % 2 === 1 && withEmoji ? emojiNode(piece.slice(1, -1)) : document.createTextNode(piece));
}

/** Draws a text object ({type, text, emoji, verbatim}) or a string. */
export function textObject(object) {
  if (!object) return [];
  if (typeof object === "string") return plain(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text, { verbatim: object.verbatim === true });
  return plain(object.text, object.emoji !== false);
}

/** The text of a text object without markup, for the names of buttons and options. */
export function words(object) {
  const text = typeof object === "string" ? object : (object && object.text) || "";
  return decode(text).replace(/:([a-z0-9_+'-]+):/g, (whole, name) => emoji(name) || whole);
}
