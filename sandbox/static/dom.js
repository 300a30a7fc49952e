// Builds DOM nodes. Everything that people or apps wrote enters the page through here as text
// nodes or plain attributes; nothing in this folder uses innerHTML.

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "readOnly", "indeterminate"]);

let counter = 0;

/** A page-wide unique id, for tying labels to inputs. */
export function uid(prefix = "x") {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** h("button", {class: "x", onclick: fn, data: {ts: "1"}}, "text", node, [more]). */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") setData(element, value);
    else if (name === "style") setStyle(element, value);
    else if (PROPERTIES.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function setData(element, data) {
  for (const [key, value] of Object.entries(data)) {
    if (value !== undefined && value !== null) element.setAttribute(`data-${key}`, String(value));
  }
}

function setStyle(element, style) {
  for (const [key, value] of Object.entries(style)) element.style.setProperty(key, value);
}

export function append(element, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

export function replace(element, ...children) {
  element.replaceChildren();
  return append(element, children);
}

/**
 * Makes the children of `parent` match `items` ({key, sig, build}). A child whose key and
 * signature are unchanged is kept as it is, so open menus, focus and typed text survive.
 */
export function sync(parent, items) {
  const old = new Map();
  for (const child of [...parent.children]) old.set(child.__key, child);
  let cursor = parent.firstChild;
  for (const item of items) {
    let node = old.get(item.key);
    if (node && node.__sig === item.sig) {
      old.delete(item.key);
    } else {
      node = item.build();
      node.__key = item.key;
      node.__sig = item.sig;
    }
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
  for (const child of old.values()) child.remove();
}

/** Draws `element` again only when `sig` differs, so that focus and open menus survive. */
export function redraw(element, sig, build) {
  if (element.__drawn === sig) return;
  element.__drawn = sig;
  replace(element, build());
}

/** Runs `job` at most once at a time; calls that come meanwhile cause one more run. */
export function coalesce(job) {
  let running = null;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await job();
      } while (again);
    })();
    try {
      await running;
    } finally {
      running = null;
    }
    return undefined;
  };
}

export function debounce(job, milliseconds) {
  let timer = 0;
  const later = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => job(...args), milliseconds);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

const SAFE_LINK = /^(https?:\/\/|mailto:|tel:|slack:\/\/)/i;

/** A link only for the schemes that Slack opens; anything else stays text. */
export function link(url, ...children) {
  if (!SAFE_LINK.test(url)) return h("span", {}, ...children);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", class: "link" }, ...children);
}
