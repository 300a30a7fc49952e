// The sidebar: workspace, channels, direct messages with presence, and the app.

import { choosePerson } from "./act_as.js";
import * as api from "./api.js";
import { avatar, presence } from "./avatar.js";
import { isAtWork } from "./dates.js";
import { h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { askForText } from "./prompt.js";
import { go } from "./route.js";
import { botUser, nameOf, store } from "./store.js";
import { showError } from "./toast.js";

let homeUnread = false;
let homeShown = false;
const collapsedSections = new Set();

export async function load() {
  const answer = await api.sidebar(store.me.id);
  if (!answer.ok) return false;
  store.sidebar = answer.channels;
  homeUnread = answer.home_unread;
  return true;
}

/** While the home tab is shown, its changes do not count as unread. */
export function setHomeShown(shown) {
  homeShown = shown;
}

const isOpen = (id) => store.place && store.place.kind === "channel" && store.place.id === id;

function row({ active, unread, picture, name, extra, count, place, data }) {
  return h("button", {
    class: `side-row${active ? " active" : ""}${unread ? " unread" : ""}`, type: "button", "aria-current": active ? "page" : null, data,
    onclick: () => go(store.me.handle, place),
  }, h("span", { class: "side-icon" }, picture), h("span", { class: "side-name" }, name), extra, count ? h("span", { class: "unread-badge", "aria-label": `${count} unread` }, count) : null);
}

function section(title, rows, after) {
  const collapsed = collapsedSections.has(title);
  return h("div", { class: "side-section" },
    h("button", {
      class: `side-heading${collapsed ? " shut" : ""}`, type: "button", "aria-expanded": String(!collapsed),
      onclick: (event) => {
        if (collapsed) collapsedSections.delete(title);
        else collapsedSections.add(title);
        draw(event.currentTarget.closest(".sidebar-body"));
      },
    }, icon("chevron", 14), title),
    collapsed ? rows.filter((one) => one.classList.contains("active") || one.classList.contains("unread")) : [rows, after]);
}

async function createChannel() {
  const name = await askForText({ title: "Create a channel", label: "Channel name", confirm: "Create" });
  if (!name) return;
  const answer = await api.createChannel(store.me.id, name);
  if (!showError(answer)) return;
  await load();
  go(store.me.handle, { kind: "channel", id: answer.channel });
}

function browse(anchor) {
  const mine = new Set(store.sidebar.map((one) => one.id));
  const open = [...store.channels.values()].filter((one) => one.kind === "channel" && !mine.has(one.id));
  menu(anchor, [
    { heading: "Channels you have not joined" },
    ...open.map((one) => ({
      text: one.name, hint: one.is_archived ? "archived" : `${(one.members || []).length} members`, icon: icon("hash", 16),
      run: () => go(store.me.handle, { kind: "channel", id: one.id }),
    })),
    { divider: true },
    { text: "Create a channel", icon: icon("plus", 16), run: createChannel },
    !open.length && { text: "You are in every public channel", disabled: true, run: () => {} },
  ], { label: "Channels" });
}

const addRow = (name, run) => h("button", { class: "side-row quiet", type: "button", onclick: (event) => run(event.currentTarget) },
  h("span", { class: "side-icon" }, h("span", { class: "add-box" }, icon("plus", 14))), h("span", { class: "side-name" }, name));

async function message(person) {
  const answer = await api.openDm(store.me.id, person.id);
  if (showError(answer)) {
    await load();
    go(store.me.handle, { kind: "channel", id: answer.channel });
  }
}

/** Draws the lists again if they have changed. */
export function draw(body) {
  const faces = store.sidebar.map((one) => one.with && presenceOf(store.users.get(one.with)));
  const sig = JSON.stringify([store.sidebar, homeUnread, homeShown, [...collapsedSections], { ...store.place, thread: null }, store.me.id, faces]);
  redraw(body, sig, lists);
}

const presenceOf = (user) => user && [user.real_name, user.deleted, isAtWork(user)];

function lists() {
  const bot = store.boot.app.bot_user_id;
  const channels = store.sidebar.filter((one) => one.kind !== "im" && (!one.is_archived || isOpen(one.id))).sort((one, two) => one.name.localeCompare(two.name));
  const people = store.sidebar.filter((one) => one.kind === "im" && one.with !== bot && store.users.has(one.with));
  const app = store.sidebar.find((one) => one.kind === "im" && one.with === bot);
  const inApp = store.place && store.place.kind === "app";
  const unread = app ? app.unread : 0;
  return [
    section("Channels", channels.map((one) => row({
      active: isOpen(one.id), unread: one.unread > 0, name: one.name, place: { kind: "channel", id: one.id }, data: { channel: one.id },
      picture: icon(one.kind === "private" ? "lock" : "hash", 16), count: one.unread,
    })), addRow("Browse channels", browse)),
    section("Direct messages", people.map((one) => row({
      active: isOpen(one.id), unread: one.unread > 0, name: nameOf(one.with), place: { kind: "channel", id: one.id }, data: { channel: one.id },
      picture: h("span", { class: "side-person" }, avatar(store.users.get(one.with), 20), presence(store.users.get(one.with))),
      extra: one.with === store.me.id ? h("span", { class: "side-you" }, "you") : null, count: one.unread,
    })), addRow("New message", (anchor) => choosePerson(anchor, "New message", message))),
    section("Apps", [row({
      active: inApp, unread: unread > 0, name: store.boot.app.name, data: { channel: app ? app.id : "app" },
      place: { kind: "app", tab: unread > 0 ? "messages" : "home" },
      picture: h("span", { class: "side-person" }, avatar(botUser() || { is_bot: true }, 20), presence({ is_bot: true })),
      extra: homeUnread && !homeShown && !unread && !inApp ? h("span", { class: "home-dot", title: "The app's Home has changed", role: "img", "aria-label": "Home has changed" }) : null, count: unread,
    })]),
  ];
}
