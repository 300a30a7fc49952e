// Draws an element by its type.

import { h } from "../dom.js";
import { image } from "../blocks/media.js";
import { button, overflow } from "./button.js";
import { checkboxes, radios } from "./choices.js";
import { datePicker, dateTimePicker, timePicker } from "./dates.js";
import { richTextInput } from "./rich_text_input.js";
import { fileInput } from "./file_input.js";
import { select } from "./select.js";
import { textInput } from "./text.js";

const DRAW = {
  button,
  workflow_button: button,
  overflow,
  checkboxes,
  radio_buttons: radios,
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: dateTimePicker,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  rich_text_input: richTextInput,
  file_input: fileInput,
  image: (field) => image(field.element, "accessory-image"),
};

for (const source of ["static", "external", "users", "conversations", "channels"]) {
  DRAW[`${source}_select`] = select;
  DRAW[`multi_${source}_select`] = select;
}

export function drawElement(field, ctx) {
  const draw = DRAW[field.element.type];
  if (!draw) return h("span", { class: "unknown" }, `This element (${field.element.type}) is not shown here.`);
  return draw(field, ctx);
}

/** Selects the first field of a modal, which gets the focus when the modal opens. */
export const FIRST_FIELD = "input:not([type=hidden]):not(:disabled), textarea, [role=combobox]";
