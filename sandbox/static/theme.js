// The light or dark theme: the system's setting until the person chooses one.

const KEY = "sandbox.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");

export const isDark = () => document.documentElement.dataset.theme === "dark";

function apply() {
  const chosen = localStorage.getItem(KEY);
  document.documentElement.dataset.theme = chosen || (system.matches ? "dark" : "light");
}

export function toggle() {
  localStorage.setItem(KEY, isDark() ? "light" : "dark");
  apply();
}

system.addEventListener("change", apply);
apply();
