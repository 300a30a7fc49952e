// A dialog with one text field, for editing a message and for naming a channel.

import { h, uid } from "./dom.js";

/** Shows the dialog -> the entered text, or null if the person cancelled. */
export function askForText({ title, label, value = "", confirm = "Save", multiline = false }) {
  const back = document.activeElement;
  return new Promise((resolve) => {
    const titleId = uid("prompt");
    const input = h(multiline ? "textarea" : "input", { class: "text-input", "aria-label": label, value, spellcheck: "false", rows: multiline ? 4 : null });
    const finish = (answer) => {
      layer.remove();
      if (back && back.isConnected) back.focus();
      resolve(answer);
    };
    const layer = h("form", {
      class: "modal-layer confirm-layer",
      onsubmit: (event) => {
        event.preventDefault();
        finish(input.value.trim());
      },
      onkeydown: (event) => {
        event.stopPropagation();
        if (event.key === "Escape") finish(null);
      },
    }, h("div", { class: "modal confirm", role: "dialog", "aria-modal": "true", "aria-labelledby": titleId },
      h("h1", { class: "modal-title", id: titleId }, title),
      h("div", { class: "confirm-text" }, input),
      h("div", { class: "modal-foot" },
        h("button", { class: "button", type: "button", onclick: () => finish(null) }, "Cancel"),
        h("button", { class: "button primary", type: "submit" }, confirm))));
    document.querySelector("#layers").append(layer);
    input.focus();
  });
}
