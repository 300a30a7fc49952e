// What all interactive elements have in common: ids for tests, the entered value, and whether a change
// is stored until submission (an input) or sent to the app at once (a block_actions click).

import { askForConfirmation } from "../confirm.js";

/**
 * The data attributes by which a test finds the element of a field. A field is
 * {block_id, element, inputId, labelId, hintId, label, isInput, dispatch, optional, error}.
 */
export function dataAttributes(field) {
  return { "block-id": field.block_id, "action-id": field.element.action_id };
}

/** The value that the person entered, or undefined if the element was not changed. */
export function enteredValue(field, ctx) {
  return ctx.value(field.block_id, field.element.action_id);
}

/** Sends the value to the app or stores it -> true, or false if the person did not confirm it. */
export async function sendOrStore(field, ctx, value) {
  const { block_id: block, element } = field;
  if (element.confirm && !(await askForConfirmation(element.confirm))) return false;
  if (field.isInput && !field.dispatch) ctx.change(block, element.action_id, value);
  else await ctx.act(block, element.action_id, value);
  return true;
}

/** The accessible name of an element that has no visible label. */
export function accessibleName(field, fallback) {
  return field.label || fallback || field.element.action_id || "Field";
}
