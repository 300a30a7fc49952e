// Completion above the composer: commands after "/", people after "@", channels after "#".

import { avatar, presence } from "./avatar.js";
import { h, replace, uid } from "./dom.js";
import { icon } from "./icons.js";
import { botUser, store } from "./store.js";

const MAX_ITEMS = 8;

function commands(typed) {
  const wanted = typed.toLowerCase();
  return store.boot.commands.filter((one) => one.command.startsWith(wanted)).map((one) => ({
    insert: `${one.command} `, key: one.command,
    draw: () => [avatar(botUser() || { is_bot: true }, 24), h("span", { class: "option-text" },
      h("span", {}, h("b", {}, one.command), one.usage_hint && h("span", { class: "usage" }, ` ${one.usage_hint}`)),
      h("span", { class: "option-hint" }, one.description)), h("span", { class: "option-app" }, store.boot.app.name)],
  }));
}

function builtInCommands(typed) {
  const wanted = typed.toLowerCase();
  return store.boot.built_in_commands.filter((one) => one.command.startsWith(wanted)).map((one) => ({
    insert: `${one.command} `, key: one.command,
    draw: () => [icon("bolt", 18), h("span", { class: "option-text" },
      h("span", {}, h("b", {}, one.command), one.usage_hint && h("span", { class: "usage" }, ` ${one.usage_hint}`)),
      h("span", { class: "option-hint" }, one.description)), h("span", { class: "option-app" }, "Slack")],
  }));
}

function people(typed) {
  const wanted = typed.slice(1).toLowerCase();
  return [...store.users.values()]
    .filter((one) => !one.deleted && `${one.handle} ${one.real_name}`.toLowerCase().includes(wanted))
    .map((one) => ({
      insert: `@${one.handle} `, key: one.id,
      draw: () => [avatar(one, 20), h("span", { class: "option-text" }, h("span", {}, h("b", {}, one.real_name), " ", presence(one)),
        h("span", { class: "option-hint" }, one.title || one.handle))],
    }));
}

function channels(typed) {
  const wanted = typed.slice(1).toLowerCase();
  return [...store.channels.values()]
    .filter((one) => one.kind === "channel" && !one.is_archived && one.name.includes(wanted))
    .map((one) => ({ insert: `#${one.name} `, key: one.id, draw: () => [icon("hash", 18), h("span", { class: "option-text" }, one.name)] }));
}

/** Finds the text before the caret that can be completed -> {typed, from, items} or null. */
function context(input) {
  const before = input.value.slice(0, input.selectionStart);
  const command = /^\/\S*$/.exec(before);
  if (command) return { typed: command[0], from: 0, items: [...commands(command[0]), ...builtInCommands(command[0])] };
  const word = /(?:^|\s)([@#][\p{L}\p{N}._-]*)$/u.exec(before);
  if (!word) return null;
  const typed = word[1];
  const items = typed[0] === "@" ? people(typed) : channels(typed);
  return { typed, from: before.length - typed.length, items };
}

/** Completion for a text field -> {node, keydown(event) -> true if it handled the key}. */
export function completion(input) {
  const id = uid("completion");
  const node = h("div", { class: "completion listbox", role: "listbox", id, "aria-label": "Suggestions", hidden: true });
  let found = null;
  let active = 0;

  const hide = () => {
    found = null;
    node.hidden = true;
    input.removeAttribute("aria-activedescendant");
  };

  function insertItem(item) {
    input.setRangeText(item.insert, found.from, input.selectionStart, "end");
    hide();
    input.focus();
    input.dispatchEvent(new Event("input"));
  }

  function draw() {
    replace(node, h("div", { class: "list-heading" }, found.typed[0] === "/" ? "Commands" : found.typed[0] === "@" ? "People" : "Channels"),
      found.items.slice(0, MAX_ITEMS).map((item, index) => h("div", {
        class: `option${index === active ? " active" : ""}`, role: "option", id: `${id}-${index}`, "aria-selected": String(index === active),
        onmousedown: (event) => event.preventDefault(), onclick: () => insertItem(item),
      }, item.draw())));
    node.hidden = false;
    input.setAttribute("aria-activedescendant", `${id}-${active}`);
  }

  input.addEventListener("input", () => {
    const next = context(input);
    if (!next || !next.items.length || (next.items.length === 1 && next.items[0].insert.trim() === next.typed && next.typed[0] === "/")) {
      hide();
      return;
    }
    found = next;
    active = 0;
    draw();
  });
  input.addEventListener("blur", () => setTimeout(hide, 100));

  return {
    node,
    keydown(event) {
      if (!found) return false;
      const size = Math.min(found.items.length, MAX_ITEMS);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        active = (active + (event.key === "ArrowDown" ? 1 : -1) + size) % size;
        draw();
      } else if (event.key === "Tab" || event.key === "Enter") insertItem(found.items[active]);
      else if (event.key === "Escape") hide();
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}
