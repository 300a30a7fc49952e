// Popovers and menus below a button. They stay inside the window and are closed by Escape, by a
// click elsewhere or by a choice; then the button gets the focus again.

import { append, h } from "./dom.js";

let open = null;

export function closeMenu() {
  if (!open) return;
  const { panel, anchor, onClose } = open;
  open = null;
  const inside = panel.contains(document.activeElement);
  panel.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (inside) anchor.focus();
  if (onClose) onClose();
}

export const isOpen = () => open !== null;

/** Positions a panel below its anchor, or above if there is no room below. */
export function place(panel, anchor, { align = "start", width = null, gap = 4 } = {}) {
  const rect = anchor.getBoundingClientRect();
  if (width === "anchor") panel.style.width = `${rect.width}px`;
  const size = panel.getBoundingClientRect();
  const below = window.innerHeight - rect.bottom - 8;
  const above = rect.top - 8;
  const up = size.height > below && above > below;
  panel.style.maxHeight = `${Math.max(120, (up ? above : below) - gap)}px`;
  const height = Math.min(size.height, up ? above - gap : below - gap);
  panel.style.top = `${up ? rect.top - height - gap : rect.bottom + gap}px`;
  const left = align === "end" ? rect.right - size.width : rect.left;
  panel.style.left = `${Math.max(8, Math.min(left, window.innerWidth - size.width - 8))}px`;
}

/** Opens a panel -> the panel, or null if it was open: a second click on its button closes it. */
export function popover(anchor, content, options = {}) {
  const again = open && open.anchor === anchor;
  closeMenu();
  if (again) return null;
  const panel = h("div", { class: `popover ${options.class || ""}`, role: options.role || "dialog", "aria-label": options.label });
  append(panel, content);
  (document.querySelector("#layers") || document.body).append(panel);
  anchor.setAttribute("aria-expanded", "true");
  open = { panel, anchor, onClose: options.onClose };
  place(panel, anchor, options);
  const first = panel.querySelector("[autofocus], input, [role=menuitem], button");
  if (first) first.focus();
  return panel;
}

/**
 * Opens a menu. An item is {text, run, hint, icon, danger, disabled, data}, {heading: text} or
 * {divider: true}. Items that are null or false are left out.
 */
export function menu(anchor, items, options = {}) {
  const rows = items.filter(Boolean).map((item) => {
    if (item.divider) return h("hr", { class: "menu-divider" });
    if (item.heading) return h("div", { class: "menu-heading" }, item.heading);
    return h("button", {
      class: `menu-item${item.danger ? " danger" : ""}`, type: "button", role: "menuitem", disabled: Boolean(item.disabled),
      data: item.data || {},
      onclick: () => {
        closeMenu();
        item.run();
      },
    }, item.icon, h("span", { class: "menu-text" }, item.text), item.hint && h("span", { class: "menu-hint" }, item.hint));
  });
  const panel = popover(anchor, rows, { ...options, role: "menu", class: `menu ${options.class || ""}` });
  if (panel) panel.addEventListener("keydown", arrows);
  return panel;
}

function arrows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll("[role=menuitem]:not(:disabled)")];
  const at = rows.indexOf(document.activeElement);
  rows[(at + step + rows.length) % rows.length].focus();
}

document.addEventListener("mousedown", (event) => {
  if (open && !open.panel.contains(event.target) && !open.anchor.contains(event.target)
    && !event.target.closest(".listbox")) closeMenu();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open) {
    event.stopPropagation();
    event.preventDefault();
    closeMenu();
  }
}, true);
window.addEventListener("resize", closeMenu);
