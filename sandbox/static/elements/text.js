// Text inputs (plain text, e-mail, URL, number).

import { debounce, h } from "../dom.js";
import { words } from "../mrkdwn_dom.js";
import { sendOrStore, dataAttributes, accessibleName, enteredValue } from "./field.js";

const KINDS = {
  plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text",
};
const SEND_DELAY_MILLISECONDS = 250;

export function textInput(field, ctx) {
  const { element } = field;
  const state = enteredValue(field, ctx);
  const initial = element.initial_value === undefined ? "" : String(element.initial_value);
  const many = element.type === "plain_text_input" && element.multiline;
  const shared = {
    class: `text-input${many ? " many" : ""}`, id: field.inputId, data: dataAttributes(field),
    value: state && state.value !== undefined ? state.value || "" : initial,
    placeholder: element.placeholder ? words(element.placeholder) : null,
    "aria-label": field.labelId ? null : accessibleName(field),
    "aria-describedby": field.hintId, "aria-invalid": field.error ? "true" : null, "aria-required": field.optional ? null : "true",
    autocomplete: "off", spellcheck: "false",
  };
  const input = many
    ? h("textarea", { ...shared, rows: 4 })
    : h("input", { ...shared, type: KINDS[element.type], inputmode: element.type === "number_input" ? "decimal" : null });
  const triggers = (element.dispatch_action_config && element.dispatch_action_config.trigger_actions_on)
    || ["on_enter_pressed"];
  const tell = () => sendOrStore(field, ctx, { value: input.value === "" ? null : input.value });
  const later = debounce(tell, SEND_DELAY_MILLISECONDS);
  const counter = limit(element, input);
  input.addEventListener("input", () => {
    const value = { value: input.value === "" ? null : input.value };
    ctx.change(field.block_id, element.action_id, value);
    if (field.dispatch && triggers.includes("on_character_entered")) later();
    counter.update();
    if (many) grow(input);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (field.dispatch && triggers.includes("on_enter_pressed")) {
      event.preventDefault();
      later.cancel();
      tell();
    } else if (!many) {
      event.preventDefault();
      if (ctx.submit) ctx.submit();
    } else if (event.metaKey || event.ctrlKey) {
      event.preventDefault();
      if (ctx.submit) ctx.submit();
    }
  });
  if (many) requestAnimationFrame(() => grow(input));
  return h("div", { class: "text-field" }, input, counter.node);
}

function grow(input) {
  input.style.height = "auto";
  input.style.height = `${Math.min(Math.max(input.scrollHeight + 2, 96), 320)}px`;
}

/** Shows the remaining characters near the limit, as in Slack. The text is never truncated. */
function limit(element, input) {
  const most = element.max_length;
  const node = h("span", { class: "counter", "aria-live": "polite" });
  const update = () => {
    const left = most - input.value.length;
    const show = most && left < Math.max(20, most * 0.1);
    node.textContent = show ? String(left) : "";
    node.classList.toggle("over", show && left < 0);
  };
  if (most) update();
  return { node: most ? node : null, update: most ? update : () => {} };
}
