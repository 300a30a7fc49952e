// The "Act as" button: a searchable list of all people with their title, local time and kind of
// account.

import { avatar, badges, presence } from "./avatar.js";
import { time, weekday } from "./dates.js";
import { h, replace } from "./dom.js";
import { icon } from "./icons.js";
import { closeMenu, popover } from "./menu.js";
import { go } from "./route.js";
import { now, people, store } from "./store.js";

const city = (tz) => (tz || "UTC").split("/").pop().replace(/_/g, " ");

function choose(user) {
  const place = store.place && { ...store.place, thread: null };
  go(user.handle, place && place.kind === "channel" && store.channels.has(place.id) ? place : place && place.kind === "app" ? place : null);
}

function personRow(user, onChoose) {
  const when = `${weekday(now(), user.tz)} ${time(now(), user.tz)}`;
  return h("button", {
    class: `person-row${user.id === store.me.id ? " chosen" : ""}`, type: "button", role: "option", "aria-selected": String(user.id === store.me.id),
    disabled: user.deleted, data: { user: user.id, handle: user.handle },
    onclick: () => {
      closeMenu();
      onChoose(user);
    },
  }, avatar(user, 32), h("span", { class: "option-text" },
    h("span", { class: "person-name" }, h("b", {}, user.real_name), presence(user), badges(user)),
    h("span", { class: "option-hint" }, user.title || `@${user.handle}`)),
  h("span", { class: "person-when" }, h("span", {}, when), h("span", { class: "option-hint", title: user.tz }, city(user.tz))));
}

/** Opens a searchable list of all people. `onChoose` is called with the chosen person. */
export function choosePerson(anchor, label, onChoose) {
  const list = h("div", { class: "people-list", role: "listbox", "aria-label": "People" });
  const search = h("input", { class: "text-input", type: "search", placeholder: "Search by name, title or city", "aria-label": "Search people", autocomplete: "off" });
  const fill = () => {
    const wanted = search.value.trim().toLowerCase();
    const found = people().filter((one) => `${one.real_name} ${one.handle} ${one.title || ""} ${one.tz}`.toLowerCase().includes(wanted))
      .sort((one, two) => Number(one.deleted) - Number(two.deleted) || one.real_name.localeCompare(two.real_name));
    replace(list, found.length ? found.map((one) => personRow(one, onChoose)) : h("div", { class: "list-message" }, "Nobody by that name"));
  };
  search.addEventListener("input", fill);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector(".person-row:not(:disabled)")?.click();
    if (event.key === "ArrowDown") {
      event.preventDefault();
      list.querySelector(".person-row:not(:disabled)")?.focus();
    }
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...list.querySelectorAll(".person-row:not(:disabled)")];
    const next = rows[rows.indexOf(document.activeElement) + step];
    (next || search).focus();
  });
  fill();
  popover(anchor, [h("div", { class: "people-search" }, search), list], { class: "people", label });
}

export function actAsButton() {
  const button = h("button", {
    class: "act-as", type: "button", "aria-haspopup": "dialog", "aria-label": `Act as: ${store.me.real_name}`, onclick: () => choosePerson(button, "Act as", choose),
  }, avatar(store.me, 22), h("span", { class: "act-as-label" }, "Acting as"), h("b", {}, store.me.real_name),
  h("span", { class: "act-as-title" }, store.me.title || ""), icon("chevron", 14));
  return button;
}
