// Modals: the acting person's stack of views, of which only the top one can be used. Entered values
// survive errors and updates if block_id and action_id stay the same.

import * as api from "./api.js";
import { drawBlocks } from "./blocks/index.js";
import { avatar } from "./avatar.js";
import { coalesce, debounce, h, uid } from "./dom.js";
import { FIRST_FIELD } from "./elements/index.js";
import { icon } from "./icons.js";
import { context } from "./interact.js";
import { closeMenu } from "./menu.js";
import { textObject, words } from "./mrkdwn_dom.js";
import { untilPointerUp } from "./pointer.js";
import { botUser, store } from "./store.js";
import { showError, withdraw } from "./toast.js";

const SEND_DELAY_MILLISECONDS = 200;
const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex='0']";

/** Entered values by view id, then by "block_id action_id". */
const entered = new Map();
const senders = new Map();
let layer = null;
let shown = { sig: "", top: null };
let busy = false;
let warning = null;
let opener = null;

export function mount(element) {
  layer = element;
}

const enteredValues = (view) => {
  if (!entered.has(view.id)) entered.set(view.id, new Map());
  return entered.get(view.id);
};

/** The values of a view: those entered in this page, else those that the sandbox stores. */
export function valuesOf(view) {
  const values = enteredValues(view);
  return (block, action) => {
    const local = values.get(`${block} ${action}`);
    if (local) return local.value;
    const stored = view.state && view.state.values && view.state.values[block];
    return stored ? stored[action] : undefined;
  };
}

/** Stores a value and sends it to the sandbox after a short delay, without a click. */
export function storeValue(view, block, action, value) {
  const values = enteredValues(view);
  values.set(`${block} ${action}`, { block, action, value });
  const key = `${view.id} ${block} ${action}`;
  if (!senders.has(key)) {
    senders.set(key, debounce(() => {
      const now = values.get(`${block} ${action}`);
      if (now) api.setState(store.me.id, { view_id: view.id, block_id: block, action_id: action, value: now.value });
    }, SEND_DELAY_MILLISECONDS));
  }
  senders.get(key)();
}

export function viewContext(surface, view, extra = {}) {
  const base = context(surface, { type: "view", view_id: view.id });
  return {
    ...base,
    viewId: view.id,
    value: valuesOf(view),
    change: (block, action, value) => storeValue(view, block, action, value),
    act: async (block, action, value) => {
      if (Object.keys(value).length) enteredValues(view).set(`${block} ${action}`, { block, action, value });
      senders.get(`${view.id} ${block} ${action}`)?.cancel();
      return base.act(block, action, value);
    },
    error: (block) => (view.errors || {})[block] || null,
    ...extra,
  };
}

/** Deletes the values of blocks that an update has removed. */
function deleteRemoved(view) {
  const blocks = new Set((view.blocks || []).map((block) => block.block_id));
  for (const [key, one] of enteredValues(view)) if (!blocks.has(one.block)) enteredValues(view).delete(key);
}

async function submit(view) {
  if (busy || !view.submit) return;
  setBusy(true);
  warning = null;
  const values = {};
  for (const { block, action, value } of enteredValues(view).values()) {
    senders.get(`${view.id} ${block} ${action}`)?.cancel();
    values[block] = { ...values[block], [action]: value };
  }
  const answer = await api.submit(store.me.id, { view_id: view.id, values });
  setBusy(false);
  if (answer.warning || (!answer.ok && !answer.errors)) {
    warning = answer.warning || answer.error;
    withdraw(warning);
  }
  if (answer.stack) draw(answer.stack, true);
  else refresh();
}

async function close(view, clear) {
  closeMenu();
  const answer = await api.close(store.me.id, { view_id: view.id, clear });
  showError(answer);
  warning = null;
  await refresh();
}

function setBusy(value) {
  busy = value;
  const button = layer.querySelector(".modal .submit");
  if (!button) return;
  button.setAttribute("aria-busy", String(value));
  layer.querySelector(".modal").classList.toggle("busy", value);
}

function drawView(view, stack) {
  const title = uid("modal");
  const under = stack.length > 1;
  const app = botUser() || { is_bot: true };
  const ctx = viewContext("modal", view, { submit: () => submit(view) });
  return h("div", {
    class: `modal depth-${stack.length}${busy ? " busy" : ""}`, role: "dialog", "aria-modal": "true", "aria-labelledby": title,
    data: { "view-id": view.id, "callback-id": view.callback_id }, tabindex: "-1",
  },
  h("header", { class: "modal-head" },
    under && h("button", { class: "icon-button", type: "button", "aria-label": "Back", title: "Back", onclick: () => close(view, false) }, icon("back", 18)),
    avatar(app, 28),
    h("h1", { class: "modal-title", id: title }, textObject(view.title)),
    h("button", { class: "icon-button close-x", type: "button", "aria-label": "Close modal", title: "Close", onclick: () => close(view, true) }, icon("close", 18))),
  h("div", { class: "modal-body" },
    warning && h("div", { class: "modal-warning", role: "alert" }, icon("warn", 18), h("span", {}, warning)),
    drawBlocks(view.blocks, ctx)),
  h("footer", { class: "modal-foot" },
    h("button", { class: "button", type: "button", onclick: () => close(view, false) }, view.close ? words(view.close) : view.submit ? "Cancel" : "Close"),
    view.submit && h("button", { class: "button primary submit", type: "button", disabled: view.submit_disabled === true, onclick: () => submit(view) }, words(view.submit))));
}

/** The modal is drawn again only if this changes: everything except the entered values. */
const signature = (stack) => JSON.stringify([stack.map((view) => ({ ...view, state: null })), warning, store.me.id]);

function focusKey() {
  const active = document.activeElement;
  if (!layer.contains(active)) return null;
  return { block: active.dataset.blockId, action: active.dataset.actionId, from: active.selectionStart, to: active.selectionEnd };
}

function restoreFocus(key) {
  if (!key || !key.action) return false;
  const found = [...layer.querySelectorAll("[data-action-id]")]
    .find((one) => one.dataset.blockId === key.block && one.dataset.actionId === key.action);
  if (!found) return false;
  found.focus();
  if (key.from !== null && key.from !== undefined && found.setSelectionRange && /text|textarea|search|url/.test(found.type)) found.setSelectionRange(key.from, key.to);
  return document.activeElement === found;
}

function draw(stack, submitted = false) {
  const sig = signature(stack);
  if (sig === shown.sig) return;
  const top = stack[stack.length - 1] || null;
  const same = top && shown.top === top.id;
  const key = focusKey();
  const scroll = same ? layer.querySelector(".modal-body")?.scrollTop || 0 : 0;
  if (!shown.top && top) opener = document.activeElement;
  shown = { sig, top: top && top.id };
  const open = new Set(stack.map((view) => view.id));
  for (const id of [...entered.keys()]) if (!open.has(id) && !homes.has(id)) entered.delete(id);
  layer.replaceChildren();
  if (!top) {
    layer.hidden = true;
    if (opener && opener.isConnected) opener.focus();
    return;
  }
  deleteRemoved(top);
  layer.hidden = false;
  const node = drawView(top, stack);
  layer.append(node);
  layer.querySelector(".modal-body").scrollTop = scroll;
  const wrong = submitted && node.querySelector(".input-block.wrong");
  if (wrong) {
    wrong.scrollIntoView({ block: "nearest" });
    (wrong.querySelector(FIRST_FIELD) || node).focus({ preventScroll: true });
  } else if (!(same && restoreFocus(key))) {
    const first = node.querySelector(".modal-body").querySelector(FIRST_FIELD);
    (first || node.querySelector(".submit") || node).focus({ preventScroll: same });
  }
}

/** The view of App Home, whose entered values are kept although it is not in the stack. */
const homes = new Set();
export function setHomeView(view) {
  homes.clear();
  homes.add(view.id);
  deleteRemoved(view);
}

export const refresh = coalesce(async () => {
  const answer = await api.views(store.me.id);
  await untilPointerUp();
  if (!answer.ok) return;
  const top = answer.stack[answer.stack.length - 1];
  if (!top || top.id !== shown.top) warning = null;
  if (!busy || !top || top.id !== shown.top) draw(answer.stack);
});

export const isOpen = () => Boolean(shown.top);

/** Escape closes the top view; Tab moves the focus inside the modal only. */
export function keydown(event) {
  if (!shown.top) return;
  const node = layer.querySelector(".modal");
  if (event.key === "Escape") {
    event.preventDefault();
    node.querySelector(".modal-foot .button").click();
  } else if (event.key === "Tab") {
    const stops = [...node.querySelectorAll(FOCUSABLE)].filter((one) => one.tabIndex >= 0 && one.offsetParent !== null);
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const active = document.activeElement;
    if (!node.contains(active) || (event.shiftKey && active === first)) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    } else if (!event.shiftKey && active === last) {
      event.preventDefault();
      first.focus();
    }
  }
}
