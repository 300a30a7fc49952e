// Slack's confirmation dialog, with a title, a text, two buttons and a style.

import { h, uid } from "./dom.js";
import { textObject, words } from "./mrkdwn_dom.js";

/** Shows the dialog -> true if confirmed. Without `spec` (Slack's confirm object), true. */
export function askForConfirmation(spec) {
  if (!spec) return Promise.resolve(true);
  const back = document.activeElement;
  return new Promise((resolve) => {
    const title = uid("confirm");
    const finish = (answer) => {
      layer.remove();
      if (back && back.isConnected) back.focus();
      resolve(answer);
    };
    const yes = h("button", {
      class: `button ${spec.style === "danger" ? "danger" : "primary"}`, type: "button", onclick: () => finish(true),
    }, words(spec.confirm) || "Yes");
    const no = h("button", { class: "button", type: "button", onclick: () => finish(false) }, words(spec.deny) || "Cancel");
    const layer = h("div", {
      class: "modal-layer confirm-layer",
      onkeydown: (event) => {
        event.stopPropagation();
        if (event.key === "Escape") finish(false);
        if (event.key === "Tab") {
          event.preventDefault();
          (document.activeElement === yes ? no : yes).focus();
        }
      },
    }, h("div", { class: "modal confirm", role: "alertdialog", "aria-modal": "true", "aria-labelledby": title },
      h("h1", { class: "modal-title", id: title }, textObject(spec.title || "Are you sure?")),
      h("div", { class: "confirm-text" }, textObject(spec.text)),
      h("div", { class: "modal-foot" }, no, yes)));
    document.querySelector("#layers").append(layer);
    yes.focus();
  });
}
