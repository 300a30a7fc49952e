// The app's page with its Home, Messages and About tabs.

import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks/index.js";
import { conversation } from "./conversation.js";
import { coalesce, h, replace } from "./dom.js";
import { setHomeView, viewContext } from "./modal.js";
import { untilPointerUp } from "./pointer.js";
import { go } from "./route.js";
import { appConversation, botUser, store } from "./store.js";
import { showError } from "./toast.js";

const TABS = [["home", "Home"], ["messages", "Messages"], ["about", "About"]];

function about() {
  const { app, commands, shortcuts } = store.boot;
  return h("div", { class: "home-scroll" }, h("div", { class: "home-body about" },
    h("div", { class: "about-head" }, avatar(botUser() || { is_bot: true }, 72), h("div", {}, h("h2", {}, app.name), h("p", { class: "hint" }, app.description || "An app in this workspace"))),
    h("h3", {}, "Commands"),
    h("dl", { class: "about-list" }, commands.map((one) => [h("dt", {}, h("code", {}, `${one.command} ${one.usage_hint || ""}`.trim())), h("dd", {}, one.description)])),
    h("h3", {}, "Shortcuts"),
    h("dl", { class: "about-list" }, shortcuts.map((one) => [h("dt", {}, one.name), h("dd", {}, one.type === "global" ? "Anywhere: the plus button under the message field" : "On a message: More actions")]))));
}

/** -> {node, refresh(), refreshHead(), focus()} */
export function appPlace(tab, { openThread }) {
  const content = h("div", { class: "app-content", role: "tabpanel" });
  let inner = null;
  let sig = null;

  const refreshHome = coalesce(async () => {
    const answer = await api.home(store.me.id);
    await untilPointerUp();
    if (!answer.ok) return;
    const { view } = answer;
    const next = JSON.stringify([view && { ...view, state: null }, store.me.id]);
    if (next === sig) return;
    sig = next;
    const scroll = content.firstElementChild ? content.firstElementChild.scrollTop : 0;
    if (!view) {
      replace(content, h("div", { class: "home-scroll" }, h("div", { class: "intro centred" }, avatar(botUser() || { is_bot: true }, 72),
        h("h2", {}, store.boot.app.name), h("p", {}, "This home is still empty. The app fills it when it is opened."))));
      return;
    }
    setHomeView(view);
    replace(content, h("div", { class: "home-scroll" }, h("div", { class: "home-body", data: { "view-id": view.id } }, drawBlocks(view.blocks, viewContext("home", view)))));
    content.firstElementChild.scrollTop = scroll;
  });

  function messages() {
    const row = appConversation();
    if (!row) {
      if (!inner) replace(content, h("div", { class: "empty" }, "No messages yet."));
      return undefined;
    }
    if (!inner) {
      inner = conversation(row.id, { withHead: false, openThread });
      replace(content, inner.node);
    }
    return inner.refresh();
  }

  if (tab === "about") replace(content, about());
  const tabs = h("div", { class: "tabs", role: "tablist" }, TABS.map(([key, name]) => h("button", {
    class: "tab", type: "button", role: "tab", "aria-selected": String(tab === key),
    onclick: () => go(store.me.handle, { kind: "app", tab: key }),
  }, name)));
  if (tab !== "about") api.openHome(store.me.id, tab).then(showError);
  return {
    node: h("section", { class: "conversation app-place", "aria-label": store.boot.app.name },
      h("header", { class: "pane-head" }, avatar(botUser() || { is_bot: true }, 24), h("h1", { class: "pane-title" }, store.boot.app.name), h("span", { class: "app-badge" }, "APP")),
      tabs, content),
    refresh: () => (tab === "home" ? refreshHome() : tab === "messages" ? messages() : undefined),
    refreshHead: () => { if (tab === "messages") messages(); if (inner) inner.refreshHead(); },
    focus: () => inner && inner.focus(),
  };
}
