// The address holds the person and the conversation: #/as/ada/C123,
// #/as/ada/C123/t/1700000000.000100 (a thread), #/as/ada/app/home.

const TABS = new Set(["home", "messages", "about"]);

/** -> {handle, place}; a place is {kind: "channel", id, thread} or {kind: "app", tab, thread}. */
export function read(hash = location.hash) {
  const parts = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  if (parts[0] !== "as" || !parts[1]) return { handle: null, place: null };
  const handle = parts[1];
  if (!parts[2]) return { handle, place: null };
  if (parts[2] === "app") {
    const tab = TABS.has(parts[3]) ? parts[3] : "home";
    return { handle, place: { kind: "app", tab, thread: thread(parts, 4) } };
  }
  return { handle, place: { kind: "channel", id: parts[2], thread: thread(parts, 3) } };
}

function thread(parts, at) {
  return parts[at] === "t" && parts[at + 1] ? parts[at + 1] : null;
}

export function write(handle, place) {
  const parts = ["as", handle];
  if (place) parts.push(...(place.kind === "app" ? ["app", place.tab || "home"] : [place.id]));
  if (place && place.thread) parts.push("t", place.thread);
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

export function go(handle, place) {
  const hash = write(handle, place);
  if (hash === location.hash) window.dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = hash;
}

export function replacePlace(handle, place) {
  history.replaceState(null, "", write(handle, place));
}
