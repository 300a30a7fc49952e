// What all interactive elements have in common: ids for tests, the entered value, and whether a change
// is stored until submission (an input) or sent to the app at once (a block_actions click).

import { confirmed } from "../confirm.js";

/**
 * A field is {block_id, element, inputId, labelId, label, isInput, dispatch, optional}.
 * -> attributes that go on the element's outermost node.
 */
export function marks(field) {
  return { "block-id": field.block_id, "action-id": field.element.action_id };
}

/** The value that the person entered, or undefined if the element was not changed. */
export function enteredValue(field, ctx) {
  return ctx.value(field.block_id, field.element.action_id);
}

/** Sends the value to the app or stores it -> false if the person declined the confirmation. */
export async function emit(field, ctx, value) {
  const { block_id: block, element } = field;
  if (element.confirm && !(await confirmed(element.confirm))) return false;
  if (field.isInput && !field.dispatch) ctx.change(block, element.action_id, value);
  else await ctx.act(block, element.action_id, value);
  return true;
}

/** The accessible name of an element without a label of its own: its placeholder, else `fallback`. */
export function nameOf(field, fallback) {
  return field.label || fallback || field.element.action_id || "Field";
}
