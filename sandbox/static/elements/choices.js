// Checkboxes and radio buttons.

import { h, uid } from "../dom.js";
import { textObject } from "../mrkdwn_dom.js";
import { sendOrStore, dataAttributes, accessibleName, enteredValue } from "./field.js";

function row(type, option, group, checked, onchange) {
  const id = uid("choice");
  const input = h("input", { type, id, name: group, value: option.value, checked, onchange });
  const node = h("div", { class: "choice" }, input,
    h("label", { for: id },
      h("span", { class: "choice-text" }, textObject(option.text)),
      option.description && h("span", { class: "choice-hint" }, textObject(option.description))));
  return { node, input, option };
}

function box(field, rows) {
  return h("div", {
    class: "choices", role: field.element.type === "radio_buttons" ? "radiogroup" : "group", data: dataAttributes(field),
    "aria-labelledby": field.labelId, "aria-label": field.labelId ? null : accessibleName(field, "Choices"),
    tabindex: "-1", id: field.inputId,
  }, rows.map((one) => one.node));
}

export function checkboxes(field, ctx) {
  const { element } = field;
  const state = enteredValue(field, ctx);
  const chosen = (state ? state.selected_options : element.initial_options) || [];
  const values = new Set(chosen.map((option) => option.value));
  const changed = async (event) => {
    const picked = rows.filter((one) => one.input.checked).map((one) => one.option);
    const target = event.target;
    if (!(await sendOrStore(field, ctx, { selected_options: picked }))) target.checked = !target.checked;
  };
  const rows = element.options.map((option) =>
    row("checkbox", option, field.inputId, values.has(option.value), changed));
  return box(field, rows);
}

export function radios(field, ctx) {
  const { element } = field;
  const state = enteredValue(field, ctx);
  const chosen = state ? state.selected_option : element.initial_option;
  let value = chosen ? chosen.value : null;
  const group = uid("radio");
  const changed = async () => {
    const picked = rows.find((one) => one.input.checked);
    if (await sendOrStore(field, ctx, { selected_option: picked.option })) value = picked.option.value;
    else for (const one of rows) one.input.checked = one.option.value === value;
  };
  const rows = element.options.map((option) =>
    row("radio", option, group, option.value === value, changed));
  return box(field, rows);
}
