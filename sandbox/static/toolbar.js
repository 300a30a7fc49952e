// The toolbar over a message: quick reactions, reaction picker, reply in thread, and a menu with the
// app's message shortcuts.

import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { h, replace } from "./dom.js";
import { emoji, find, QUICK } from "./emoji.js";
import { icon } from "./icons.js";
import { closeMenu, menu, popover } from "./menu.js";
import { typedText } from "./mrkdwn.js";
import { askForText } from "./prompt.js";
import { botUser, store } from "./store.js";
import { showError, toast } from "./toast.js";

const FIRST_REACTIONS = ["white_check_mark", "eyes", "raised_hands"];

const words = (name) => name.replace(/_/g, " ");

function reactionPicker(anchor, choose) {
  const grid = h("div", { class: "emoji-grid" });
  const fill = (names) => replace(grid, names.map((name) => h("button", {
    class: "emoji-choice", type: "button", title: `:${name}:`, "aria-label": words(name),
    onclick: () => {
      closeMenu();
      choose(name);
    },
  }, emoji(name))));
  const search = h("input", {
    class: "text-input", type: "search", placeholder: "Search emoji", "aria-label": "Search emoji",
    oninput: () => fill(search.value ? find(search.value) : QUICK),
  });
  fill(QUICK);
  popover(anchor, [search, grid], { class: "emoji-picker", label: "Pick a reaction", align: "end" });
}

/** -> {node, pickReaction}. An ephemeral message has no reactions, so it can only be dismissed. */
export function toolbar(message, { channel, inThread, openThread, dismiss, app }) {
  const react = async (name) => showError(await api.react(store.me.id, { channel, ts: message.ts, name }));
  const pickReaction = (anchor) => reactionPicker(anchor, react);
  const tool = (name, label, run) => h("button", {
    class: "icon-button", type: "button", title: label, "aria-label": label, onclick: (event) => run(event.currentTarget),
  }, icon(name, 18));
  if (message.ephemeral) {
    return { node: h("div", { class: "toolbar" }, tool("close", "Dismiss message", () => dismiss(message))), pickReaction };
  }
  const shortcuts = store.boot.shortcuts.filter((one) => one.type === "message");
  const isOwn = message.user === store.me.id && !message.subtype;
  const more = (anchor) => menu(anchor, [
    !inThread && { text: "Reply in thread", run: () => openThread(message.thread_ts || message.ts), icon: icon("reply", 16) },
    isOwn && { text: "Edit message", run: () => edit(message, channel), icon: icon("file", 16) },
    isOwn && { text: "Delete message", danger: true, run: async () => showError(await api.deleteMessage(store.me.id, { channel, ts: message.ts })), icon: icon("close", 16) },
    { text: "Copy text", run: () => copy(message), icon: icon("file", 16) },
    shortcuts.length ? { divider: true } : null,
    shortcuts.length ? { heading: "Message shortcuts" } : null,
    ...shortcuts.map((one) => ({
      text: one.name, hint: store.boot.app.name, icon: avatar(botUser() || { is_bot: true }, 20),
      run: async () => showError(await api.shortcut(store.me.id, { callback_id: one.callback_id, message: { channel, ts: message.ts } })),
    })),
  ], { label: "More actions", align: "end" });
  const node = h("div", { class: "toolbar", role: "group", "aria-label": "Message actions" },
    FIRST_REACTIONS.map((name) => h("button", { class: "icon-button", type: "button", title: words(name), "aria-label": `React with ${words(name)}`, onclick: () => react(name) }, emoji(name))),
    tool("smile", "Find another reaction", pickReaction),
    !inThread && tool("reply", "Reply in thread", () => openThread(message.thread_ts || message.ts)),
    tool("more", "More actions", more));
  if (app) node.classList.add("of-app");
  return { node, pickReaction };
}

async function edit(message, channel) {
  const before = typedText(message.text, (id) => (store.users.get(id) || { handle: id }).handle);
  const text = await askForText({ title: "Edit message", label: "Message", value: before, multiline: true });
  if (text && text !== before) showError(await api.edit(store.me.id, { channel, ts: message.ts, text }));
}

async function copy(message) {
  try {
    await navigator.clipboard.writeText(message.text || "");
    toast("Text copied", "done");
  } catch {
    toast("The browser does not allow copying here.");
  }
}
