// Date, time and date-time pickers, which use the browser's own inputs. A date-time is entered in the
// time zone of the acting person and sent as Unix seconds, as in Slack.

import { localOf, unixOf } from "../dates.js";
import { h } from "../dom.js";
import { sendOrStore, dataAttributes, accessibleName, enteredValue } from "./field.js";

function picker(field, ctx, type, key, initial, toShown, toSent) {
  const state = enteredValue(field, ctx);
  const sent = state ? state[key] : initial;
  let before = sent === undefined || sent === null ? "" : toShown(sent);
  const input = h("input", {
    type, class: "text-input picker", id: field.inputId, data: dataAttributes(field), value: before,
    "aria-label": field.labelId ? null : accessibleName(field), "aria-describedby": field.hintId,
    "aria-invalid": field.error ? "true" : null, "aria-required": field.isInput && !field.optional ? "true" : null,
    onchange: async () => {
      const value = input.value === "" ? null : toSent(input.value);
      if (await sendOrStore(field, ctx, { [key]: value })) before = input.value;
      else input.value = before;
    },
  });
  return input;
}

const same = (value) => value;

export const datePicker = (field, ctx) =>
  picker(field, ctx, "date", "selected_date", field.element.initial_date, same, same);

export const timePicker = (field, ctx) =>
  picker(field, ctx, "time", "selected_time", field.element.initial_time, same, same);

export const dateTimePicker = (field, ctx) =>
  picker(field, ctx, "datetime-local", "selected_date_time", field.element.initial_date_time,
    (unix) => localOf(unix), (local) => unixOf(local));
