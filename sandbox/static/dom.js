// Builds DOM nodes. All text of people and apps is inserted here, as text nodes or plain attributes;
// no module uses innerHTML.

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "readOnly", "indeterminate"]);

let counter = 0;

/** An id that is unique in the page, to connect labels with inputs. */
export function uid(prefix = "x") {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Creates an element: h("button", {class: "x", onclick: fn, data: {ts: "1"}}, "text", node). */
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
 * Makes the children of `parent` match `items` ({key, sig, build}). A child with the same key and
 * signature is not drawn again, so open menus, focus and entered text survive.
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

/** Draws `element` again only if `sig` has changed, so that focus and open menus survive. */
export function redraw(element, sig, build) {
  if (element.__drawn === sig) return;
  element.__drawn = sig;
  replace(element, build());
}

/** Runs `job` at most once at a time. Calls during a run cause one more run. */
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

/** A link, if the URL has a scheme that Slack opens; otherwise text. */
export function link(url, ...children) {
  if (!SAFE_LINK.test(url)) return h("span", {}, ...children);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", class: "link" }, ...children);
}
