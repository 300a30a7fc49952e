// Buttons, link buttons and overflow menus.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { menu } from "../menu.js";
import { plain, words } from "../mrkdwn_dom.js";
import { sendOrStore, dataAttributes } from "./field.js";

export function button(field, ctx) {
  const { element } = field;
  const node = h("button", {
    class: `button ${element.style || ""}`, type: "button", data: dataAttributes(field),
    "aria-label": element.accessibility_label,
    onclick: async () => {
      if (node.getAttribute("aria-busy") === "true") return;
      if (element.url) window.open(element.url, "_blank", "noopener");
      node.setAttribute("aria-busy", "true");
      try {
        await sendOrStore(field, ctx, {});
      } finally {
        node.removeAttribute("aria-busy");
      }
    },
  }, plain(element.text && element.text.text, !element.text || element.text.emoji !== false));
  return node;
}

export function overflow(field, ctx) {
  const { element } = field;
  const anchor = h("button", {
    class: "button overflow", type: "button", data: dataAttributes(field), "aria-haspopup": "menu",
    "aria-label": "More options",
    onclick: () => menu(anchor, element.options.map((option) => ({
      text: words(option.text),
      hint: option.description ? words(option.description) : null,
      data: { value: option.value },
      run: () => {
        if (option.url) window.open(option.url, "_blank", "noopener");
        sendOrStore(field, ctx, { selected_option: option });
      },
    })), { label: "More options" }),
  }, icon("dots", 18));
  return anchor;
}
