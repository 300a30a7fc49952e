// Short warnings at the bottom of the window, which disappear after a while.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MILLISECONDS = 9000;
let tray = null;

export function mount(element) {
  tray = element;
}

const quiet = new Set();

/** Removes a warning that is shown elsewhere, and blocks it for the next two seconds. */
export function withdraw(text) {
  quiet.add(text);
  setTimeout(() => quiet.delete(text), 2000);
  for (const note of [...tray.children]) if (note.dataset.text === text) note.remove();
}

/** Shows a warning, once: the same text may come in an answer and through the WebSocket. */
export function toast(text, kind = "warning") {
  if (!text || !tray || quiet.has(text)) return;
  if ([...tray.children].some((note) => note.dataset.text === text)) return;
  const note = h("div", { class: `toast ${kind}`, role: "status", data: { text } },
    icon(kind === "warning" ? "warn" : "check", 18),
    h("span", { class: "toast-text" }, text),
    h("button", { class: "icon-button", type: "button", "aria-label": "Dismiss", onclick: () => note.remove() }, icon("close", 16)));
  tray.append(note);
  setTimeout(() => note.remove(), SHOWN_MILLISECONDS);
}

/** Shows the error or warning of an answer, if it has one -> true if the request succeeded. */
export function showError(answer) {
  if (answer.ok && !answer.warning) return true;
  toast(answer.warning || answer.error || "Something went wrong.");
  return Boolean(answer.ok);
}
