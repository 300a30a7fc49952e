// The composer: Enter sends, Shift+Enter breaks the line, "/" starts a command, and the button with
// the lightning bolt opens the app's shortcuts. Unsent text is kept for each conversation.

import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { completion } from "./completion.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { botUser, store } from "./store.js";
import { showError } from "./toast.js";

const drafts = new Map();

export function shortcutMenu(anchor) {
  const global = store.boot.shortcuts.filter((one) => one.type === "global");
  menu(anchor, [
    { heading: "Shortcuts" },
    ...global.map((one) => ({
      text: one.name, hint: store.boot.app.name, icon: avatar(botUser() || { is_bot: true }, 20),
      run: async () => showError(await api.shortcut(store.me.id, { callback_id: one.callback_id })),
    })),
    !global.length && { text: "This app has no shortcuts", disabled: true, run: () => {} },
  ], { label: "Shortcuts" });
}

/** options: {channel, thread, placeholder, sent()} */
export function composer(options) {
  const { channel, thread, placeholder } = options;
  const key = `${store.me.id}|${channel}|${thread || ""}`;
  const input = h("textarea", {
    class: "composer-input", rows: 1, placeholder, "aria-label": placeholder, value: drafts.get(key) || "", spellcheck: "false",
    "aria-autocomplete": "list",
  });
  const list = completion(input);
  const send = h("button", { class: "send", type: "button", "aria-label": "Send now", title: "Send now", onclick: () => submit() }, icon("send", 16));

  function resize() {
    drafts.set(key, input.value);
    send.disabled = input.value.trim() === "";
    input.style.height = "auto";
    input.style.height = `${Math.min(Math.max(input.scrollHeight, 22), 220)}px`;
  }

  async function submit() {
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    resize();
    const isCommand = text.startsWith("/") && !text.startsWith("//");
    const answer = isCommand
      ? await api.command(store.me.id, { channel, text })
      : await api.say(store.me.id, { channel, text, thread_ts: thread || undefined });
    if (!answer.ok && !input.value) {
      input.value = text;
      resize();
    }
    // The reason why a command failed comes as a message or as a toast.
    showError(isCommand ? { ok: answer.ok, error: answer.error } : answer);
    if (options.sent) options.sent();
  }

  input.addEventListener("input", resize);
  input.addEventListener("keydown", (event) => {
    if (list.keydown(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });

  const wrap = (sign) => {
    const { selectionStart: from, selectionEnd: to, value } = input;
    input.setRangeText(`${sign}${value.slice(from, to)}${sign}`, from, to, "end");
    if (from === to) input.setSelectionRange(from + 1, from + 1);
    input.focus();
    resize();
  };
  const insert = (text) => {
    input.focus();
    input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
    input.dispatchEvent(new Event("input"));
  };
  const tool = (name, label, run) => h("button", { class: "icon-button", type: "button", title: label, "aria-label": label, onclick: run }, icon(name, 16));
  const shortcuts = h("button", {
    class: "icon-button round", type: "button", title: "Shortcuts", "aria-label": "Shortcuts", "aria-haspopup": "menu",
    onclick: () => shortcutMenu(shortcuts),
  }, icon("plus", 16));
  const at = h("button", { class: "icon-button at", type: "button", title: "Mention someone", "aria-label": "Mention someone", onclick: () => insert("@") }, "@");
  const slash = h("button", { class: "icon-button at", type: "button", title: "Run a command", "aria-label": "Run a command", onclick: () => { if (!input.value) insert("/"); else input.focus(); } }, "/");
  requestAnimationFrame(resize);
  const node = h("div", { class: "composer" }, list.node,
    h("div", { class: "composer-box", onmousedown: (event) => { if (event.target.classList.contains("composer-box")) setTimeout(() => input.focus()); } },
      h("div", { class: "composer-format" }, tool("bold", "Bold", () => wrap("*")), tool("italic", "Italic", () => wrap("_")),
        tool("strike", "Strikethrough", () => wrap("~")), h("span", { class: "rule" }), tool("code", "Code", () => wrap("`"))),
      input,
      h("div", { class: "composer-foot" }, shortcuts, at, slash,
        h("button", { class: "icon-button", type: "button", title: "App shortcuts", "aria-label": "App shortcuts", onclick: (event) => shortcutMenu(event.currentTarget) }, icon("bolt", 16)),
        h("span", { class: "spacer" }), send)));
  return { node, focus: () => input.focus() };
}
