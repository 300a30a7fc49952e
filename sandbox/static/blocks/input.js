// The input block: label, element, hint, and the error below the field.

import { h, uid } from "../dom.js";
import { drawElement } from "../elements/index.js";
import { textObject, words } from "../mrkdwn_dom.js";
import { icon } from "../icons.js";

const GROUPS = new Set(["checkboxes", "radio_buttons"]);

export function inputBlock(block, ctx) {
  const inputId = uid("input");
  const labelId = uid("label");
  const hintId = uid("hint");
  const error = ctx.error(block.block_id);
  const group = GROUPS.has(block.element.type);
  const field = {
    block_id: block.block_id, element: block.element, inputId, labelId, hintId: error || block.hint ? hintId : null,
    label: words(block.label), isInput: true, dispatch: block.dispatch_action === true, optional: block.optional === true, error,
  };
  const label = [textObject(block.label), field.optional && h("span", { class: "optional" }, " (optional)")];
  return h("div", { class: `input-block${error ? " wrong" : ""}` },
    group ? h("div", { class: "label", id: labelId }, label) : h("label", { class: "label", id: labelId, for: inputId }, label),
    drawElement(field, ctx),
    h("div", { id: hintId },
      error && h("div", { class: "field-error", role: "alert" }, icon("warn", 16), h("span", {}, error)),
      block.hint && h("div", { class: "hint" }, textObject(block.hint))));
}
