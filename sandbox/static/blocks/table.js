// The table and data table blocks: the first row is the heading; columns may be aligned and wrapped.

import { h } from "../dom.js";
import { richInline } from "./rich_text.js";

function cell(value) {
  if (!value) return "";
  if (value.type === "rich_text") return richInline(value);
  return value.text !== undefined ? String(value.text) : String(value.value ?? "");
}

export function table(block) {
  const settings = block.column_settings || [];
  const [head, ...rows] = block.rows || [];
  const one = (tag) => (value, index) => {
    const setting = settings[index] || {};
    const classes = [
      setting.align ? `align-${setting.align}` : "",
      setting.is_wrapped ? "wrapped" : "",
      value?.type === "raw_number" ? "number" : "",
    ].filter(Boolean).join(" ");
    return h(tag, { class: classes || null, scope: tag === "th" ? "col" : null }, cell(value));
  };
  return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", { class: "table" },
      block.caption && h("caption", {}, block.caption),
      head && h("thead", {}, h("tr", {}, head.map(one("th")))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map(one("td")))))));
}
