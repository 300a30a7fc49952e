// One message as in Slack: avatar or time, name, APP badge, text or blocks, attachments, files,
// reactions, a link to its thread, and a toolbar on hover.

import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { drawAttachments } from "./blocks/attachments.js";
import { drawBlocks } from "./blocks/index.js";
import { sharedFile } from "./blocks/media.js";
import { ago, dayAndTime, time } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { context } from "./interact.js";
import { emojiNode, mrkdwn } from "./mrkdwn_dom.js";
import { botUser, nameOf, store } from "./store.js";
import { showError } from "./toast.js";
import { toolbar } from "./toolbar.js";

const SYSTEM = new Set(["channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name",
  "channel_archive", "channel_unarchive", "group_join", "group_leave"]);

export const isSystem = (message) => SYSTEM.has(message.subtype);
export const isApp = (message) => Boolean(message.bot_id || (message.user && message.user === store.boot.app.bot_user_id));

/** A key for the author: consecutive messages with the same key are grouped. */
export const authorKey = (message) =>
  `${message.username || ""}|${message.user || ""}|${message.bot_id || ""}|${isSystem(message)}`;

function author(message) {
  if (message.user === "USLACKBOT") return { id: "USLACKBOT", real_name: "Slackbot" };
  if (message.user && store.users.has(message.user)) return store.users.get(message.user);
  if (isApp(message)) return botUser() || { id: "app", real_name: store.boot.app.name, is_bot: true };
  return { id: message.user || "?", real_name: message.username || "Unknown" };
}

function body(message, channel) {
  const container = message.ephemeral
    ? { type: "ephemeral", channel, ephemeral_id: message.ephemeral_id }
    : { type: "message", channel, ts: message.ts };
  const ctx = context("message", container);
  const edited = message.edited && h("span", { class: "edited", title: message.edited.ts ? dayAndTime(Number(message.edited.ts)) : null }, " (edited)");
  const rows = [];
  if (message.blocks && message.blocks.length) {
    rows.push(drawBlocks(message.blocks, ctx));
    if (edited) rows.push(h("div", { class: "edited-row" }, edited));
  } else if (message.text) {
    rows.push(h("div", { class: "text" }, mrkdwn(message.text, { verbatim: false }), edited));
  }
  rows.push(drawAttachments(message.attachments, ctx));
  rows.push((message.files || []).map(sharedFile));
  return rows;
}

export async function toggleReaction(channel, ts, name, mine) {
  showError(await api.react(store.me.id, { channel, ts, name, remove: mine }));
}

function reactions(message, channel, picker) {
  if (!message.reactions || !message.reactions.length) return null;
  return h("div", { class: "reactions" },
    message.reactions.map((one) => {
      const mine = one.users.includes(store.me.id);
      const who = one.users.map((id) => (id === store.me.id ? "You" : nameOf(id))).join(", ");
      return h("button", {
        class: `reaction${mine ? " mine" : ""}`, type: "button", "aria-pressed": String(mine), title: `${who} reacted with :${one.name}:`,
        "aria-label": `${one.name.replace(/_/g, " ")}, ${one.users.length}`,
        onclick: () => toggleReaction(channel, message.ts, one.name, mine),
      }, emojiNode(one.name), h("span", { class: "count" }, one.users.length));
    }),
    h("button", { class: "reaction add", type: "button", "aria-label": "Add reaction", onclick: (event) => picker(event.currentTarget) }, icon("smile", 16)));
}

function replies(message, openThread) {
  if (!message.reply_count) return null;
  const count = message.reply_count;
  return h("button", { class: "reply-bar", type: "button", onclick: () => openThread(message.thread_ts || message.ts) },
    (message.reply_users || []).slice(0, 4).map((id) => avatar(store.users.get(id), 24)),
    h("span", { class: "reply-count" }, `${count} ${count === 1 ? "reply" : "replies"}`),
    message.latest_reply && h("span", { class: "reply-when" }, `Last reply ${ago(Number(message.latest_reply))}`),
    h("span", { class: "reply-open" }, "View thread", icon("right", 14)));
}

/** options: {channel, grouped, inThread, openThread, dismiss} */
export function drawMessage(message, options) {
  const who = author(message);
  const unix = Number(message.ts);
  const app = isApp(message);
  const system = isSystem(message);
  const name = message.username || who.real_name || who.handle;
  const bar = toolbar(message, { ...options, app });
  const stamp = h("time", { class: "stamp", title: dayAndTime(unix), datetime: new Date(unix * 1000).toISOString() }, time(unix));
  const gutter = options.grouped
    ? h("div", { class: "gutter" }, h("time", { class: "stamp small", title: dayAndTime(unix) }, time(unix).replace(/ [AP]M$/, "")))
    : h("div", { class: "gutter" }, avatar(who, 36, { icon_url: message.icons && message.icons.image_48, icon_emoji: message.icons && message.icons.emoji }));
  const head = !options.grouped && h("div", { class: "message-head" },
    h("span", { class: "author" }, name), app && h("span", { class: "app-badge" }, "APP"),
    who.deleted && h("span", { class: "badge badge-deactivated" }, "Deactivated"),
    (who.is_restricted || who.is_ultra_restricted) && h("span", { class: "badge badge-guest" }, "Guest"), stamp);
  return h("div", {
    class: `message${options.grouped ? " grouped" : ""}${message.ephemeral ? " ephemeral" : ""}${system ? " system" : ""}`,
    role: "listitem", data: { ts: message.ts, "ephemeral-id": message.ephemeral_id, user: message.user },
  },
  message.ephemeral && h("div", { class: "only-you" }, icon("eye", 14), h("span", {}, "Only visible to you"),
    h("button", { class: "text-button", type: "button", onclick: () => options.dismiss(message) }, "Dismiss")),
  h("div", { class: "message-row" }, gutter,
    h("div", { class: "message-main" }, head, body(message, options.channel),
      reactions(message, options.channel, bar.pickReaction),
      !options.inThread && replies(message, options.openThread))),
  bar.node);
}
