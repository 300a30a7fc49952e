// The inspector: all requests between the app and the sandbox, newest last.

import * as api from "./api.js";
import { coalesce, h, replace, sync } from "./dom.js";
import { parts } from "./dates.js";
import { icon } from "./icons.js";

const KINDS = ["web_api", "command", "interactive", "event", "ack", "response_url", "socket"];
const MAX_ITEMS = 500;

const items = [];
const opened = new Set();
let last = 0;
let node = null;
let list = null;
let onlyErrors = false;
let kind = "";
let wanted = "";
let close = () => {};

const stamp = (unix) => {
  const found = parts(unix);
  return `${found.hour}:${found.minute}:${found.second}`;
};

function json(title, value) {
  if (value === undefined || value === null) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return h("div", { class: "wire-part" }, h("div", { class: "wire-title" }, title), h("pre", { tabindex: "0" }, text));
}

function drawItem(item) {
  const open = opened.has(item.n);
  const out = item.direction === "out";
  return h("div", { class: `wire${item.ok ? "" : " failed"}`, data: { n: item.n } },
    h("button", {
      class: "wire-head", type: "button", "aria-expanded": String(open),
      onclick: () => {
        if (open) opened.delete(item.n);
        else opened.add(item.n);
        draw(false);
      },
    },
    h("span", { class: `wire-way ${out ? "out" : "in"}`, title: out ? "Slack to the app" : "The app to Slack" }, out ? "to app" : "to Slack"),
    h("span", { class: "wire-name" }, item.name), h("span", { class: "wire-kind" }, item.kind),
    h("span", { class: "spacer" }),
    item.ok ? h("span", { class: "wire-ok" }, "ok") : h("span", { class: "wire-error" }, item.error || "error"),
    h("span", { class: "wire-ms" }, item.ms === undefined || item.ms === null ? "" : `${Math.round(item.ms)} ms`),
    h("span", { class: "wire-at" }, stamp(item.at))),
    open && h("div", { class: "wire-body" }, json("Request", item.request), json("Response", item.response)));
}

function matching() {
  const words = wanted.toLowerCase();
  return items.filter((item) => (!onlyErrors || !item.ok) && (!kind || item.kind === kind)
    && (!words || JSON.stringify([item.name, item.error, item.request, item.response]).toLowerCase().includes(words)));
}

function draw(follow = true) {
  if (!list) return;
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const rows = matching();
  sync(list, rows.map((item) => ({ key: item.n, sig: `${item.n}|${opened.has(item.n)}|${item.ok}|${item.ms}|${item.error}|${item.response ? 1 : 0}`, build: () => drawItem(item) })));
  if (!rows.length) replace(list, h("div", { class: "list-message" }, items.length ? "Nothing matches" : "Nothing has passed yet"));
  if (atEnd && follow) list.scrollTop = list.scrollHeight;
}

const load = coalesce(async () => {
  const answer = await api.traffic(last);
  if (!answer.ok || !answer.items.length) return;
  items.push(...answer.items);
  last = items[items.length - 1].n;
  items.splice(0, Math.max(0, items.length - MAX_ITEMS));
  draw();
});

export function refresh() {
  if (node && node.isConnected) load();
}

export function inspector(onClose) {
  close = onClose;
  list = h("div", { class: "wires" });
  const search = h("input", { class: "text-input", type: "search", placeholder: "Filter", "aria-label": "Filter traffic", value: wanted, oninput: () => { wanted = search.value; draw(); } });
  const kinds = h("select", { class: "text-input", "aria-label": "Kind", onchange: () => { kind = kinds.value; draw(); } },
    h("option", { value: "" }, "All kinds"), KINDS.map((one) => h("option", { value: one, selected: one === kind }, one.replace("_", " "))));
  const errors = h("input", { type: "checkbox", id: "only-errors", checked: onlyErrors, onchange: () => { onlyErrors = errors.checked; draw(); } });
  node = h("aside", { class: "inspector", "aria-label": "Inspector" },
    h("header", { class: "pane-head" }, icon("pulse", 18), h("h1", { class: "pane-title" }, "Inspector"), h("span", { class: "topic" }, "All traffic between the app and this Slack"),
      h("button", { class: "icon-button", type: "button", "aria-label": "Close inspector", onclick: () => close() }, icon("close", 18))),
    h("div", { class: "inspector-tools" }, search, kinds, h("label", { class: "inline-check", for: "only-errors" }, errors, "Errors")),
    list);
  draw();
  return node;
}
