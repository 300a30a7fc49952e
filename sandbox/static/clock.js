// The sandbox's clock in the top bar, in the time zone of the acting person, and its menu.

import * as api from "./api.js";
import { dayAndTime, fullDay, localOf, time, unixOf, weekday, zone } from "./dates.js";
import { h, replace } from "./dom.js";
import { icon } from "./icons.js";
import { closeMenu, popover } from "./menu.js";
import { now, setClock, store } from "./store.js";
import { toast } from "./toast.js";

const HOUR = 3600;
const DAY = 86400;

/** Seconds until the same hour `count` working days later, in the zone of the acting person. */
export function secondsOfWorkingDays(count) {
  let left = count;
  let at = now();
  while (left > 0) {
    at += DAY;
    if (!["Sat", "Sun"].includes(weekday(at))) left -= 1;
  }
  const hour = localOf(now()).slice(11);
  return unixOf(`${localOf(at).slice(0, 10)}T${hour}`) + (now() % 60) - now();
}

async function move(body) {
  closeMenu();
  const before = now();
  const answer = await api.moveClock(body);
  if (!answer.ok) {
    toast(answer.error);
    return;
  }
  if (answer.now) setClock(answer.now);
  tick();
  if (now() - before > 30) toast(`It is now ${fullDay(now())}, ${time(now())}.`, "done");
}

async function openClock(anchor) {
  const next = h("span", { class: "menu-hint" });
  const item = (text, run, hint) => h("button", { class: "menu-item", type: "button", onclick: run }, h("span", { class: "menu-text" }, text), hint);
  const picker = h("input", { class: "text-input", type: "datetime-local", "aria-label": "Date and time", value: localOf(now()) });
  const toNext = item("To the next message due", () => move({ to_next: true }), next);
  popover(anchor, [
    h("div", { class: "menu-heading" }, `${fullDay(now())}, ${time(now())}`),
    h("div", { class: "menu-note" }, `${zone()}. Time moves as usual; it can be moved on from here.`),
    item("+1 hour", () => move({ advance: HOUR })),
    item("+1 day", () => move({ advance: DAY })),
    item("+3 working days", () => move({ advance: secondsOfWorkingDays(3) })),
    toNext,
    h("hr", { class: "menu-divider" }),
    h("form", {
      class: "clock-form",
      onsubmit: (event) => {
        event.preventDefault();
        const wanted = unixOf(picker.value);
        if (!picker.value || wanted <= now()) toast("Time only moves forward. Pick a later moment.");
        else move({ to: wanted });
      },
    }, picker, h("button", { class: "button", type: "submit" }, "Go")),
  ], { class: "menu clock-menu", label: "Clock", align: "end" });
  const answer = await api.clock();
  toNext.disabled = !answer.ok || !answer.next_due_time;
  next.textContent = answer.next_due_time ? `${weekday(answer.next_due_time)} ${time(answer.next_due_time)}` : "nothing is due";
}

let face = null;

export function tick() {
  if (!face || !store.me) return;
  const words = `${weekday(now())} ${time(now())}`;
  if (face.textContent !== words) replace(face, words);
  face.title = dayAndTime(now());
}

export function clockButton() {
  face = h("span", { class: "clock-face" });
  const button = h("button", { class: "clock", type: "button", "aria-label": "Clock", "aria-haspopup": "dialog", disabled: !store.canJump, onclick: () => openClock(button) },
    icon("clock", 16), face, h("span", { class: "clock-zone" }, zone().split("/").pop().replace(/_/g, " ")), icon("chevron", 14));
  tick();
  return button;
}

setInterval(tick, 1000);
