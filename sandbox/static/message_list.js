// A list of messages: day dividers, groups of messages by one author within five minutes, the
// beginning of the conversation, and scrolling that follows new messages.

import * as api from "./api.js";
import { day, dayKey } from "./dates.js";
import { coalesce, h, sync } from "./dom.js";
import { authorKey, drawMessage, isSystem } from "./message.js";
import { untilPointerUp } from "./pointer.js";
import { store } from "./store.js";

const GROUP_SECONDS = 300;
const DISMISSED = "sandbox.dismissed";

const dismissed = new Set(JSON.parse(sessionStorage.getItem(DISMISSED) || "[]"));

function rememberDismissed(id) {
  dismissed.add(id);
  sessionStorage.setItem(DISMISSED, JSON.stringify([...dismissed].slice(-200)));
}

/** options: {channel, thread, intro() -> node or null, openThread(ts)} */
export class MessageList {
  constructor(options) {
    this.options = options;
    this.node = h("div", { class: "messages", role: "list", "aria-label": options.thread ? "Thread" : "Messages", tabindex: "-1" });
    this.refresh = coalesce(() => this.#load());
    this.loaded = false;
    this.messages = [];
    this.atEnd = true;
    this.node.addEventListener("scroll", () => { this.atEnd = this.#isAtEnd(); });
    new ResizeObserver(() => { if (this.atEnd) this.focusEnd(); }).observe(this.node);
  }

  #isAtEnd() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 80;
  }

  async #load() {
    const { channel, thread } = this.options;
    if (!channel) {
      this.#draw([]);
      return;
    }
    const answer = await api.messages(store.me.id, channel, thread);
    await untilPointerUp();
    if (answer.ok) this.#draw(answer.messages);
    else if (!this.loaded && !answer.offline) this.#refuse(answer.error);
  }

  #refuse(text) {
    sync(this.node, [{ key: "refused", sig: text, build: () => h("div", { class: "empty" }, text) }]);
  }

  #draw(all) {
    this.messages = all.filter((one) => !(one.ephemeral && dismissed.has(one.ephemeral_id)));
    const atEnd = this.#isAtEnd();
    sync(this.node, this.#items());
    if (!this.loaded || atEnd) this.focusEnd();
    this.loaded = true;
  }

  #items() {
    const { channel, thread, intro, openThread } = this.options;
    const items = [];
    const beginning = intro && intro(this.messages.length);
    if (beginning) items.push({ key: "intro", sig: beginning.textContent, build: () => beginning });
    let last = null;
    this.messages.forEach((message, index) => {
      const today = dayKey(Number(message.ts));
      if (!thread && (!last || dayKey(Number(last.ts)) !== today)) {
        const words = day(Number(message.ts));
        items.push({ key: `day-${today}`, sig: words, build: () => h("div", { class: "day", role: "separator" }, h("span", {}, words)) });
        last = null;
      }
      if (thread && index === 1) items.push(this.#replyCount());
      const grouped = Boolean(last) && authorKey(last) === authorKey(message) && !last.ephemeral === !message.ephemeral
        && !message.ephemeral && Number(message.ts) - Number(last.ts) < GROUP_SECONDS && !isSystem(message) && !(thread && index === 1);
      const key = message.ephemeral ? `e-${message.ephemeral_id}` : message.ts;
      items.push({
        key,
        sig: JSON.stringify([message, grouped, store.me.id]),
        build: () => drawMessage(message, {
          channel, grouped, inThread: Boolean(thread), openThread,
          dismiss: (one) => {
            rememberDismissed(one.ephemeral_id);
            this.#draw(this.messages);
          },
        }),
      });
      last = message;
    });
    return items;
  }

  #replyCount() {
    const count = this.messages.length - 1;
    const words = `${count} ${count === 1 ? "reply" : "replies"}`;
    return { key: "replies", sig: words, build: () => h("div", { class: "reply-divider", role: "separator" }, h("span", {}, words)) };
  }

  focusEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }
}
