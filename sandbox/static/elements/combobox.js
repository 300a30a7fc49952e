// A select with type-ahead, single or multi: an ARIA combobox with a list below it. It knows nothing
// of Slack; select.js passes the options and receives the choice.

import { debounce, h, replace, uid } from "../dom.js";
import { icon } from "../icons.js";
import { place } from "../menu.js";

const SEARCH_DELAY_MILLISECONDS = 180;

/**
 * options: {id, label, labelledby, describedby, invalid, required, data, placeholder, multi, max, clearable,
 * compact, remote, minimum, selected, load, choose}. With `remote`, the app is asked for each query of at
 * least `minimum` characters.
 * `load(query)` -> groups [{label, items}]; an item is {key, text, hint, picture}.
 * `choose(items)` -> true if the choice was accepted.
 */
export function combobox(options) {
  let chosen = options.selected || [];
  let groups = [];
  let active = -1;
  let panel = null;
  let latestRequest = 0;
  const listId = uid("list");
  const input = h("input", {
    class: "combo-input", id: options.id, role: "combobox", type: "text", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId, "aria-haspopup": "listbox",
    "aria-label": options.labelledby ? null : options.label, "aria-describedby": options.describedby,
    "aria-invalid": options.invalid ? "true" : null, "aria-required": options.required ? "true" : null, data: options.data,
  });
  const chips = h("span", { class: "chips" });
  const clear = h("button", { class: "icon-button combo-clear", type: "button", "aria-label": "Clear selection", tabindex: "-1", onclick: () => commit([]) }, icon("close", 14));
  const box = h("div", { class: `combo${options.multi ? " multi" : ""}${options.compact ? " compact" : ""}` },
    chips, input, clear, icon("chevron", 16));

  const flat = () => groups.flatMap((group) => group.items);
  const has = (item) => chosen.some((one) => one.key === item.key);

  function show() {
    const one = !options.multi && chosen[0];
    if (document.activeElement !== input || !panel) input.value = one ? one.text : "";
    input.placeholder = options.multi && chosen.length ? "" : options.placeholder || "";
    if (options.compact) input.size = Math.min(40, Math.max(8, (one ? one.text : input.placeholder).length + 1));
    clear.hidden = !(options.clearable && one);
    box.classList.toggle("filled", chosen.length > 0);
    replace(chips, options.multi ? chosen.map(chip) : []);
  }

  function chip(item) {
    return h("span", { class: "chip", data: { value: item.key } }, item.picture && item.picture(16), h("span", { class: "chip-text" }, item.text),
      h("button", {
        class: "chip-remove", type: "button", "aria-label": `Remove ${item.text}`,
        onclick: () => commit(chosen.filter((one) => one.key !== item.key)),
      }, icon("close", 12)));
  }

  async function commit(items) {
    const before = chosen;
    chosen = items;
    show();
    if (!(await options.choose(items))) chosen = before;
    show();
    if (panel) draw();
  }

  function pick(item) {
    if (options.multi) {
      input.value = "";
      const next = has(item) ? chosen.filter((one) => one.key !== item.key) : [...chosen, item];
      if (options.max && next.length > options.max) return;
      commit(next);
      if (options.remote) search("");
      else refresh();
      input.focus();
    } else {
      closeList();
      commit([item]);
    }
  }

  const search = debounce(() => refresh(), options.remote ? SEARCH_DELAY_MILLISECONDS : 0);

  async function refresh() {
    const query = input.value.trim();
    if (options.remote && query.length < options.minimum) {
      groups = [];
      const more = options.minimum - query.length;
      draw(query ? `Type ${more} more character${more === 1 ? "" : "s"}` : `Type at least ${options.minimum} character${options.minimum === 1 ? "" : "s"} to search`);
      return;
    }
    latestRequest += 1;
    const request = latestRequest;
    if (options.remote) draw(groups.length ? null : "Loading…");
    const found = await options.load(query);
    if (request !== latestRequest || !panel) return;
    groups = found;
    active = -1;
    draw(flat().length ? null : "No results");
  }

  function draw(message) {
    if (!panel) return;
    const rows = [];
    let index = 0;
    for (const group of groups) {
      if (group.label && group.items.length) rows.push(h("div", { class: "list-heading", role: "presentation" }, group.label));
      for (const item of group.items) rows.push(option(item, index++));
    }
    if (message) rows.push(h("div", { class: "list-message", role: "status" }, message));
    replace(panel, rows);
    place(panel, box, { width: "anchor" });
    highlight();
  }

  function option(item, index) {
    return h("div", {
      class: "option", role: "option", id: `${listId}-${index}`, "aria-selected": String(has(item)), data: { value: item.key },
      onmousedown: (event) => event.preventDefault(),
      onclick: () => pick(item),
      onmousemove: () => { if (active !== index) { active = index; highlight(); } },
    }, item.picture && item.picture(20), h("span", { class: "option-text" }, item.text, item.hint && h("span", { class: "option-hint" }, item.hint)),
    has(item) && icon("check", 16));
  }

  function highlight() {
    const rows = panel.querySelectorAll(".option");
    rows.forEach((row, index) => row.classList.toggle("active", index === active));
    if (active >= 0 && rows[active]) {
      input.setAttribute("aria-activedescendant", rows[active].id);
      rows[active].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function openList() {
    if (panel) return;
    panel = h("div", { class: "listbox", role: "listbox", id: listId, "aria-label": options.label, "aria-multiselectable": options.multi ? "true" : null });
    document.querySelector("#layers").append(panel);
    input.setAttribute("aria-expanded", "true");
    box.classList.add("open");
    const shown = input.value;
    if (!options.multi && chosen[0] && shown === chosen[0].text) {
      input.value = "";
      input.placeholder = shown;
    }
    draw();
    refresh();
  }

  function closeList() {
    if (!panel) return;
    panel.remove();
    panel = null;
    latestRequest += 1;
    search.cancel();
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    box.classList.remove("open");
    input.value = "";
    const one = !options.multi && chosen[0];
    input.value = one ? one.text : "";
    show();
  }

  box.addEventListener("mousedown", (event) => {
    if (event.target.closest("button")) return;
    if (event.target !== input) event.preventDefault();
    input.focus();
    if (panel && event.target !== input) closeList();
    else openList();
  });
  input.addEventListener("input", () => {
    const typed = input.value;
    openList();
    if (input.value !== typed) input.value = typed;
    search();
  });
  input.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== input) closeList(); }, 0));
  input.addEventListener("keydown", (event) => {
    const rows = flat();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!panel) { openList(); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (rows.length) active = (active + step + rows.length) % rows.length;
      highlight();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!panel) openList();
      else if (rows.length) pick(rows[Math.max(0, active)]);
    } else if (event.key === "Escape" && panel) {
      event.preventDefault();
      event.stopPropagation();
      closeList();
    } else if (event.key === "Tab") {
      if (panel && active >= 0 && rows[active] && !options.multi) pick(rows[active]);
      closeList();
    } else if (event.key === "Backspace" && options.multi && input.value === "" && chosen.length) {
      commit(chosen.slice(0, -1));
    }
  });
  show();
  return box;
}
