// What every interactive element shares: its ids for tests, its remembered state, and whether a
// change is kept quietly (an input) or sent to the app at once (a block_actions click).

import { confirmed } from "../confirm.js";

/**
 * A field is {block_id, element, inputId, labelId, label, isInput, dispatch, optional}.
 * -> attributes that go on the element's outermost node.
 */
export function marks(field) {
  return { "block-id": field.block_id, "action-id": field.element.action_id };
}

/** What the person has entered so far, or undefined when the element was not touched. */
export function remembered(field, ctx) {
  return ctx.value(field.block_id, field.element.action_id);
}

/** Tells the app, or keeps it for the submission. Answers false when the person said no. */
export async function emit(field, ctx, value) {
  const { block_id: block, element } = field;
  if (element.confirm && !(await confirmed(element.confirm))) return false;
  if (field.isInput && !field.dispatch) ctx.change(block, element.action_id, value);
  else await ctx.act(block, element.action_id, value);
  return true;
}

/** The accessible name for elements that stand alone: label, else placeholder. */
export function nameOf(field, fallback) {
  return field.label || fallback || field.element.action_id || "Field";
}
