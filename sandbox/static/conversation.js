// A conversation in the main pane: heading, messages, and the composer or a "Join" button.

import * as api from "./api.js";
import { avatar, badges, presence } from "./avatar.js";
import { composer } from "./composer.js";
import { time } from "./dates.js";
import { h, redraw, replace } from "./dom.js";
import { icon } from "./icons.js";
import { closeMenu, menu, popover } from "./menu.js";
import { MessageList } from "./message_list.js";
import { mrkdwn } from "./mrkdwn_dom.js";
import { askForText } from "./prompt.js";
import { go } from "./route.js";
import { load as loadSidebar } from "./sidebar.js";
import { channel as findChannel, now, store } from "./store.js";
import { showError } from "./toast.js";

function directPartner(id) {
  const row = store.sidebar.find((one) => one.id === id);
  return row && row.kind === "im" ? store.users.get(row.with) : null;
}

async function openDirect(person) {
  closeMenu();
  const answer = await api.openDm(store.me.id, person.id);
  if (!showError(answer)) return;
  await loadSidebar();
  go(store.me.handle, { kind: "channel", id: answer.channel });
}

const channelIcon = (found) => icon(found && found.kind === "private" ? "lock" : "hash", 18);

function members(anchor, found) {
  const rows = (found.members || []).map((id) => store.users.get(id)).filter(Boolean)
    .map((one) => h("button", { class: "person-row", type: "button", disabled: one.is_bot || one.id === store.me.id, onclick: () => openDirect(one) }, avatar(one, 28), h("span", { class: "option-text" },
      h("span", {}, h("b", {}, one.real_name), " ", presence(one), " ", badges(one)), h("span", { class: "option-hint" }, one.title || ""))));
  popover(anchor, h("div", { class: "people-list" }, h("div", { class: "menu-heading" }, `${rows.length} members`), rows), { label: "Members", align: "end" });
}

async function renameChannel(found) {
  const name = await askForText({ title: "Rename channel", label: "Channel name", value: found.name });
  if (name && name !== found.name) showError(await api.renameChannel(store.me.id, found.id, name));
}

function channelMenu(anchor, found) {
  const me = store.me.id;
  const bot = store.boot.app.bot_user_id;
  menu(anchor, [
    !found.bot_in && { text: `Add ${store.boot.app.name} to this channel`, run: async () => showError(await api.invite(me, { channel: found.id, user: bot })) },
    found.bot_in && { text: `${store.boot.app.name} is in this channel`, disabled: true, run: () => {} },
    { divider: true },
    { text: "Rename channel", run: () => renameChannel(found) },
    found.kind === "channel" && { text: "Make private", run: async () => showError(await api.makePrivate(me, found.id)) },
    found.is_archived ? { text: "Unarchive channel", run: async () => showError(await api.archiveChannel(me, found.id, false)) }
      : { text: "Archive channel", danger: true, run: async () => showError(await api.archiveChannel(me, found.id, true)) },
    { text: "Leave channel", danger: true, run: async () => showError(await api.leave(me, found.id)) },
  ], { label: "Channel actions", align: "end" });
}

function headSignature(id) {
  const person = directPartner(id);
  return JSON.stringify(person ? [person, time(now(), person.tz)] : findChannel(id) || id);
}

function heading(id) {
  const person = directPartner(id);
  if (person) {
    return h("header", { class: "pane-head" }, avatar(person, 24),
      h("h1", { class: "pane-title" }, person.real_name || person.handle), presence(person), badges(person),
      h("span", { class: "topic" }, [person.title, `${time(now(), person.tz)} local time`].filter(Boolean).join(" · ")));
  }
  const found = findChannel(id) || { id, name: id };
  const faces = (found.members || []).slice(0, 3).map((one) => avatar(store.users.get(one), 20));
  return h("header", { class: "pane-head" },
    h("h1", { class: "pane-title" }, channelIcon(found), found.name),
    found.is_archived && h("span", { class: "badge" }, "Archived"),
    found.is_ext_shared && h("span", { class: "badge" }, "Shared with another company"),
    h("span", { class: "topic" }, mrkdwn(found.topic || "")),
    h("button", { class: "face-pile", type: "button", "aria-label": `${(found.members || []).length} members`, onclick: (event) => members(event.currentTarget, found) },
      faces, h("span", {}, (found.members || []).length)),
    h("button", { class: "icon-button", type: "button", "aria-label": "Channel actions", title: "Channel actions", onclick: (event) => channelMenu(event.currentTarget, found) }, icon("more", 18)));
}

function intro(id) {
  const person = directPartner(id);
  const me = person && person.id === store.me.id;
  if (person) {
    const words = me ? "This is your space. Draft messages, or keep links handy."
      : `This conversation is just between you and ${person.is_bot ? person.real_name : `@${person.real_name}`}.`;
    return h("div", { class: "intro" }, avatar(person, 64), h("h2", {}, person.real_name), h("p", {}, words));
  }
  const found = findChannel(id) || { name: id };
  return h("div", { class: "intro" }, h("h2", {}, channelIcon(found), found.name),
    h("p", {}, "This is the very beginning of the ", h("b", {}, `#${found.name}`), " channel."));
}

export function placeholder(id) {
  const person = directPartner(id);
  if (person) return `Message ${person.real_name || person.handle}`;
  const found = findChannel(id);
  return `Message #${found ? found.name : id}`;
}

/** -> {node, refresh(), refreshHead(), focus()}. The app's page shows it without its heading. */
export function conversation(id, { withHead = true, openThread }) {
  const list = new MessageList({ channel: id, intro: () => intro(id), openThread });
  const head = h("div", { class: "head-slot" });
  const foot = h("div", { class: "foot-slot" });
  let shown = "";
  let composerBox = null;

  function drawFooter() {
    const found = findChannel(id);
    const inside = store.sidebar.some((row) => row.id === id);
    const state = found && found.is_archived ? "archived" : inside ? "inside" : "outside";
    const signature = `${state} ${placeholder(id)}`;
    if (signature === shown) return;
    shown = signature;
    composerBox = null;
    if (state === "inside") {
      composerBox = composer({ channel: id, placeholder: placeholder(id), sent: () => list.refresh().then(() => list.focusEnd()) });
      replace(foot, composerBox.node);
    } else if (state === "archived") {
      replace(foot, h("div", { class: "join" }, "This channel is archived. Nothing can be posted here."));
    } else {
      const name = found ? found.name : id;
      replace(foot, h("div", { class: "join" }, h("h2", {}, channelIcon(found), name),
        h("button", { class: "button primary", type: "button", onclick: async () => showError(await api.join(store.me.id, id)) }, "Join channel"),
        h("button", { class: "text-button", type: "button", onclick: () => go(store.me.handle, null) }, "Back")));
    }
  }

  function refreshHead() {
    if (withHead) redraw(head, headSignature(id), () => heading(id));
    drawFooter();
  }

  refreshHead();
  return {
    node: h("section", { class: "conversation", "aria-label": "Conversation" }, head, list.node, foot),
    refresh: () => list.refresh(),
    refreshHead,
    focus: () => composerBox && composerBox.focus(),
  };
}
