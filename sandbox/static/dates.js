// Times in the time zone of the acting person, and Slack's <!date^...> tokens.
// Functions take Unix seconds and return text; time zones are IANA names.

import { now, store } from "./store.js";

const cache = new Map();

function formatter(zone, options) {
  const key = `${zone}|${JSON.stringify(options)}`;
  if (!cache.has(key)) {
    let made;
    try {
      made = new Intl.DateTimeFormat("en-US", { timeZone: zone, ...options });
    } catch {
      made = new Intl.DateTimeFormat("en-US", { timeZone: "UTC", ...options });
    }
    cache.set(key, made);
  }
  return cache.get(key);
}

export const zone = () => (store.me && store.me.tz) || "UTC";

function format(unix, options, tz = zone()) {
  return formatter(tz, options).format(new Date(unix * 1000)).replace(/\u202f/g, " ");
}

const FULL = {
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  second: "2-digit", hourCycle: "h23",
};

/** -> {year, month, day, hour, minute, second} as strings with leading zeros. */
export function parts(unix, tz = zone()) {
  const found = {};
  for (const part of formatter(tz, FULL).formatToParts(new Date(unix * 1000))) {
    found[part.type] = part.value;
  }
  return found;
}

export const time = (unix, tz) => format(unix, { hour: "numeric", minute: "2-digit" }, tz);
export const weekday = (unix, tz) => format(unix, { weekday: "short" }, tz);

export function dayKey(unix, tz) {
  const found = parts(unix, tz);
  return `${found.year}-${found.month}-${found.day}`;
}

function ordinal(day) {
  const number = Number(day);
  if (number % 100 >= 11 && number % 100 <= 13) return `${number}th`;
  return `${number}${{ 1: "st", 2: "nd", 3: "rd" }[number % 10] || "th"}`;
}

function nearDay(unix) {
  const key = dayKey(unix);
  if (key === dayKey(now())) return "today";
  if (key === dayKey(now() - 86400)) return "yesterday";
  if (key === dayKey(now() + 86400)) return "tomorrow";
  return null;
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);

/** The text of a day divider: Today, Yesterday, or Monday, November 23rd. */
export function day(unix) {
  const word = nearDay(unix);
  return word ? capital(word) : fullDay(unix);
}

/** For example Monday, November 23rd; with the year if it is not the present one. */
export function fullDay(unix) {
  const year = parts(unix).year === parts(now()).year ? "" : `, ${parts(unix).year}`;
  return `${format(unix, { weekday: "long" })}, ${format(unix, { month: "long" })} ${ordinal(parts(unix).day)}${year}`;
}

export const dayAndTime = (unix) => `${day(unix)} at ${time(unix)}`;

/** How long ago, in the short words that Slack uses below a thread. */
export function ago(unix) {
  const seconds = now() - unix;
  const future = seconds < 0;
  const size = Math.abs(seconds);
  const say = (count, unit) => {
    const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
    return future ? `in ${words}` : `${words} ago`;
  };
  if (size < 60) return future ? "in a moment" : "just now";
  if (size < 3600) return say(Math.floor(size / 60), "minute");
  if (size < 86400) return say(Math.floor(size / 3600), "hour");
  if (size < 86400 * 30) return say(Math.floor(size / 86400), "day");
  return format(unix, { month: "short", day: "numeric", year: "numeric" });
}

const long = (unix) => `${format(unix, { month: "long" })} ${ordinal(parts(unix).day)}, ${parts(unix).year}`;
const short = (unix) => format(unix, { month: "short", day: "numeric", year: "numeric" });
const TOKENS = {
  date_num: (unix) => dayKey(unix),
  date_slash: (unix) => `${parts(unix).month}/${parts(unix).day}/${parts(unix).year}`,
  date: long,
  date_short: short,
  date_long: (unix) => `${format(unix, { weekday: "long" })}, ${long(unix)}`,
  date_pretty: (unix) => nearDay(unix) || long(unix),
  date_short_pretty: (unix) => nearDay(unix) || short(unix),
  date_long_pretty: (unix) => nearDay(unix) || TOKENS.date_long(unix),
  time: (unix) => time(unix),
  time_secs: (unix) => format(unix, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

/** Replaces Slack's date tokens; null if a token is unknown, as Slack then shows the fallback. */
export function tokens(unix, pattern) {
  let unknown = false;
  const text = pattern.replace(/\{(\w+)\}/g, (_, name) => {
    if (TOKENS[name]) return TOKENS[name](unix);
    unknown = true;
    return "";
  });
  return unknown ? null : /^(today|tomorrow|yesterday)/.test(text) ? capital(text) : text;
}

/** Local "2026-01-02T09:30" -> Unix seconds. A time that a DST change skips counts as an hour later. */
export function unixOf(local, tz = zone()) {
  const wanted = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`) / 1000;
  // Each round corrects the guess by the difference that the zone shows at the guessed moment.
  let guess = wanted;
  for (let round = 0; round < 3; round += 1) {
    const seen = parts(guess, tz);
    const shown = Date.parse(`${seen.year}-${seen.month}-${seen.day}T${seen.hour}:${seen.minute}:${seen.second}Z`) / 1000;
    guess += wanted - shown;
  }
  return guess;
}

/** Unix seconds -> "2026-01-02T09:30" for a datetime-local input. */
export function localOf(unix, tz = zone()) {
  const seen = parts(unix, tz);
  return `${seen.year}-${seen.month}-${seen.day}T${seen.hour}:${seen.minute}`;
}

/** True during the working hours of the person. */
export function isAtWork(person) {
  const hour = Number(parts(now(), person.tz || "UTC").hour);
  return hour >= 8 && hour < 19;
}
