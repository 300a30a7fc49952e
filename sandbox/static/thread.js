// The thread pane on the right.

import { composer } from "./composer.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./message_list.js";
import { channel as findChannel, nameOf, store } from "./store.js";

/** -> {node, refresh(), focus()} */
export function threadPane(channel, thread, close) {
  const list = new MessageList({ channel, thread, openThread: () => {} });
  const row = store.sidebar.find((one) => one.id === channel);
  const found = findChannel(channel);
  const where = row && row.kind === "im" ? nameOf(row.with) : `#${found ? found.name : channel}`;
  const box = composer({ channel, thread, placeholder: "Reply…", sent: () => list.refresh().then(() => list.focusEnd()) });
  return {
    node: h("aside", { class: "thread", "aria-label": "Thread" },
      h("header", { class: "pane-head" }, h("h1", { class: "pane-title" }, "Thread"), h("span", { class: "topic" }, where),
        h("button", { class: "icon-button", type: "button", "aria-label": "Close thread", title: "Close thread", onclick: close }, icon("close", 18))),
      list.node, box.node),
    refresh: () => list.refresh(),
    focus: () => box.focus(),
  };
}
