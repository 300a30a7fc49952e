// The entry point of the page: loads the workspace, selects the person and the conversation from the
// address, draws the frame, and refetches what is shown when the sandbox reports a change.

import { actAsButton } from "./act_as.js";
import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { clockButton, tick } from "./clock.js";
import { conversation } from "./conversation.js";
import { coalesce, h, replace } from "./dom.js";
import { appPlace } from "./home.js";
import { icon } from "./icons.js";
import * as inspector from "./inspector.js";
import { UpdateConnection } from "./updates.js";
import * as modal from "./modal.js";
import * as route from "./route.js";
import * as sidebar from "./sidebar.js";
import { appConversation, byHandle, fill, people, setClock, store } from "./store.js";
import * as theme from "./theme.js";
import { threadPane } from "./thread.js";
import { mount as mountToasts, toast } from "./toast.js";

const RETRY_MILLISECONDS = 1500;
const slots = {};
let pane = null;
let thread = null;
let drawnPlace = "";

const updates = new UpdateConnection(handleUpdate, (up) => document.body.classList.toggle("offline", !up));

function drawFrame() {
  for (const name of ["top", "rail", "side", "main", "thread", "inspector", "modals", "toasts"]) {
    slots[name] = document.querySelector(`#${name}`);
  }
  slots.sideHead = h("div", { class: "sidebar-head" });
  slots.sideBody = h("div", { class: "sidebar-body" });
  replace(slots.side, slots.sideHead, slots.sideBody);
  modal.mount(slots.modals);
  mountToasts(slots.toasts);
}

function drawTop() {
  const signature = JSON.stringify([store.me, store.boot.team, store.boot.app, store.place && store.place.kind, slots.inspector.hidden, theme.isDark(), store.canJump]);
  if (slots.top.signature === signature) return;
  slots.top.signature = signature;
  replace(slots.top, h("div", { class: "top-side" }), actAsButton(),
    h("div", { class: "top-side end" }, h("span", { class: "offline-note", role: "status" }, "Reconnecting…"), clockButton()));
  replace(slots.sideHead, h("span", { class: "team-name" }, store.boot.team.name));
  const team = store.boot.team.name.trim();
  const railButton = (name, label, run, on) => h("button", { class: `rail-button${on ? " on" : ""}`, type: "button", "aria-pressed": on === undefined ? null : String(on), onclick: run },
    h("span", { class: "rail-icon" }, icon(name, 20)), h("span", {}, label));
  const inApp = store.place && store.place.kind === "app";
  replace(slots.rail,
    h("div", { class: "team-icon", title: team, "aria-hidden": "true" }, team.slice(0, 1).toUpperCase()),
    railButton("home", "Home", () => route.go(store.me.handle, defaultPlace()), !inApp),
    railButton("bolt", store.boot.app.name, () => route.go(store.me.handle, { kind: "app", tab: "home" }), Boolean(inApp)),
    railButton("pulse", "Inspector", toggleInspector, !slots.inspector.hidden),
    h("div", { class: "spacer" }),
    railButton(theme.isDark() ? "sun" : "moon", theme.isDark() ? "Light" : "Dark", () => { theme.toggle(); drawTop(); }),
    avatar(store.me, 36));
}

function toggleInspector() {
  const open = slots.inspector.hidden;
  slots.inspector.hidden = !open;
  localStorage.setItem("sandbox.inspector", open ? "1" : "");
  replace(slots.inspector, open ? inspector.inspector(toggleInspector) : null);
  inspector.refresh();
  drawTop();
}

function defaultPlace() {
  const rows = store.sidebar.filter((row) => row.kind !== "im");
  const general = rows.find((row) => row.name === "general") || rows[0];
  return general ? { kind: "channel", id: general.id } : { kind: "app", tab: "home" };
}

const openThread = (ts) => route.go(store.me.handle, { ...store.place, thread: ts });
const closeThread = () => route.go(store.me.handle, { ...store.place, thread: null });

function drawPlace() {
  const { place } = store;
  const key = JSON.stringify([store.me.id, { ...place, thread: null }]);
  if (key !== drawnPlace) {
    drawnPlace = key;
    pane = place.kind === "app" ? appPlace(place.tab, { openThread }) : conversation(place.id, { openThread });
    replace(slots.main, pane.node);
    if (!modal.isOpen()) pane.focus();
  }
  const { sidebar: before } = store;
  Promise.resolve(pane.refresh()).then(() => {
    if (before.some((row) => row.unread > 0)) refreshSidebar();
  });
  drawThread();
  sidebar.draw(slots.sideBody);
  document.title = `${store.me.real_name} | ${store.boot.team.name}`;
}

function drawThread() {
  const { place } = store;
  const row = appConversation();
  const channel = place.kind === "app" ? row && row.id : place.id;
  const key = place.thread && channel ? `${store.me.id} ${channel} ${place.thread}` : "";
  if (thread && thread.key === key) {
    thread.pane.refresh();
    return;
  }
  slots.thread.hidden = !key;
  thread = key ? { key, pane: threadPane(channel, place.thread, closeThread) } : null;
  replace(slots.thread, thread ? thread.pane.node : null);
  if (thread) {
    thread.pane.refresh();
    if (!modal.isOpen()) thread.pane.focus();
  }
}

/** Shows the person and the conversation that the address names. */
async function applyRoute() {
  const { handle, place } = route.read();
  const wanted = handle && byHandle(handle);
  const saved = byHandle(localStorage.getItem("sandbox.me") || "");
  const me = [wanted, saved, ...people()].find((user) => user && !user.deleted && !user.is_bot);
  const changed = !store.me || store.me.id !== me.id;
  store.me = me;
  localStorage.setItem("sandbox.me", me.handle);
  if (changed) {
    await sidebar.load();
    updates.listenAs(me.id);
  }
  const known = place && (place.kind === "app" || store.channels.get(place.id) || store.sidebar.some((row) => row.id === place.id));
  const mayOpen = known && (place.kind === "app" || store.sidebar.some((row) => row.id === place.id) || store.channels.get(place.id)?.kind === "channel");
  store.place = mayOpen ? place : defaultPlace();
  if (!mayOpen || wanted !== me) route.replacePlace(me.handle, store.place);
  if (changed) sidebar.setHomeShown(false);
  if (atHome()) sidebar.setHomeShown(true);
  drawTop();
  drawPlace();
  if (changed) modal.refresh();
}

const atHome = () => store.place.kind === "app" && store.place.tab === "home";

const refreshSidebar = coalesce(async () => {
  if (await sidebar.load()) {
    sidebar.draw(slots.sideBody);
    if (pane) pane.refreshHead();
  }
});

const refreshWorld = coalesce(async () => {
  const boot = await api.boot();
  if (!boot.ok) return;
  fill(boot);
  store.me = store.users.get(store.me.id) || store.me;
  await refreshSidebar();
  drawTop();
});

function handleUpdate(update) {
  const messages = ["message", "message_changed", "message_deleted", "ephemeral", "reaction"];
  if (messages.includes(update.type)) {
    // Fetching the messages marks them as read, so the unread count is fetched afterwards.
    showMessages(update.channel).then(refreshSidebar);
  } else if (update.type === "views") modal.refresh();
  else if (update.type === "home") {
    sidebar.setHomeShown(atHome());
    if (pane && atHome()) pane.refresh();
    refreshSidebar();
  } else if (update.type === "clock") {
    setClock(update.now);
    tick();
    showMessages(null);
    if (pane) pane.refreshHead();
    sidebar.draw(slots.sideBody);
  } else if (update.type === "traffic") inspector.refresh();
  else if (update.type === "users" || update.type === "sidebar") refreshWorld();
  else if (update.type === "toast") toast(update.text);
  else if (update.type === "resync") resync();
}

async function showMessages(channel) {
  const row = appConversation();
  const shownChannel = store.place.kind === "app" ? row && row.id : store.place.id;
  if (channel && shownChannel && channel !== shownChannel) return;
  await Promise.all([pane && pane.refresh(), thread && thread.pane.refresh()]);
}

/** Refetches everything that is shown. The promise resolves once it is drawn. */
export async function resync() {
  await refreshWorld();
  await Promise.all([showMessages(null), modal.refresh(), inspector.refresh()]);
}

document.addEventListener("keydown", (event) => {
  if (modal.isOpen()) modal.keydown(event);
  else if (event.key === "Escape" && thread) closeThread();
});
window.addEventListener("hashchange", applyRoute);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && store.me) showMessages(null);
});

async function start() {
  drawFrame();
  for (;;) {
    const boot = await api.boot();
    if (boot.ok) {
      fill(boot);
      break;
    }
    document.body.classList.add("offline");
    await new Promise((resolve) => { setTimeout(resolve, RETRY_MILLISECONDS); });
  }
  document.body.classList.remove("offline");
  await applyRoute();
  if (localStorage.getItem("sandbox.inspector")) toggleInspector();
  document.body.dataset.ready = "true";
}

start();
