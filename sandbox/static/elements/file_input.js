// The file input: the chosen file is uploaded at once, and the modal's state holds its description.

import * as api from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { store } from "../store.js";
import { dataAttributes, enteredValue } from "./field.js";

export function fileInput(field, ctx) {
  const { element } = field;
  const chosen = h("span", { class: "hint", "aria-live": "polite" }, namesOf(enteredValue(field, ctx)));
  const input = h("input", {
    type: "file", id: field.inputId, hidden: true, accept: (element.filetypes || []).map((type) => `.${type}`).join(",") || null,
    "aria-describedby": field.hintId,
  });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    const answer = await api.upload(store.me.id, {
      view_id: ctx.viewId, block_id: field.block_id, action_id: element.action_id, name: file.name, content: await base64(file),
    });
    chosen.textContent = answer.ok ? namesOf(answer.value) : answer.error;
    if (answer.ok) ctx.change(field.block_id, element.action_id, answer.value);
  });
  const button = h("button", { class: "button", type: "button", onclick: () => input.click() }, icon("file", 18), "Add files");
  return h("div", { class: "file-input", data: dataAttributes(field) }, input, button, chosen);
}

const namesOf = (value) => ((value && value.files) || []).map((file) => file.name).join(", ");

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
