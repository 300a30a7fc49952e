// Avatars: initials on a colour, as in Slack for people without a picture.

import { isAtWork } from "./dates.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { store } from "./store.js";

const COLOURS = ["#7a3b8f", "#1d6f8c", "#2e7d5b", "#b4552d", "#37618e", "#9d2a5f", "#8a5a00", "#5b4bb2",
  "#b03a3a", "#2f6f3a", "#00707a", "#7b4a2e"];

/** The colour follows from the position in the list of people, so that neighbours differ. */
function colourOf(user) {
  const at = [...store.users.keys()].indexOf(user.id);
  return COLOURS[(at + COLOURS.length) % COLOURS.length];
}

export function initials(user) {
  if (user.initials) return user.initials;
  const names = (user.real_name || user.handle || "?").trim().split(/\s+/);
  return (names[0][0] + (names.length > 1 ? names[names.length - 1][0] : "")).toUpperCase();
}

/** An avatar of `size` pixels. A bot gets the icon of a lightning bolt. */
export function avatar(user, size = 36, override = {}) {
  const style = { width: `${size}px`, height: `${size}px`, "font-size": `${Math.round(size * 0.4)}px` };
  if (override.icon_url) return h("img", { class: "avatar", src: override.icon_url, alt: "", style });
  if (override.icon_emoji) {
    const found = emoji(override.icon_emoji.replace(/:/g, ""));
    return h("span", { class: "avatar emoji-avatar", "aria-hidden": "true", style }, found || "◆");
  }
  if (user && user.is_bot) {
    return h("span", { class: "avatar bot", "aria-hidden": "true", style }, icon("bolt", Math.round(size * 0.6)));
  }
  const someone = user || { id: "?", real_name: "?" };
  return h("span", {
    class: `avatar${someone.deleted ? " gone" : ""}`, "aria-hidden": "true",
    style: { ...style, background: colourOf(someone) },
  }, initials(someone));
}

/** A presence mark: filled during the working hours of the person, else hollow. */
export function presence(user) {
  const active = user && !user.deleted && (user.is_bot || isAtWork(user) || user.id === store.me.id);
  return h("span", { class: `presence ${active ? "active" : "away"}`, role: "img", "aria-label": active ? "Active" : "Away" });
}

export function badges(user) {
  const found = [];
  if (user.deleted) found.push("Deactivated");
  if (user.is_restricted || user.is_ultra_restricted) found.push("Guest");
  if (user.is_stranger) found.push("Other company");
  if (user.is_admin) found.push("Admin");
  return found.map((word) => h("span", { class: `badge badge-${word.split(" ")[0].toLowerCase()}` }, word));
}
