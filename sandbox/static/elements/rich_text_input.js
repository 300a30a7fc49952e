// The rich text input: a text field with Slack's formatting marks and a small toolbar. The text is sent
// as Slack's rich_text tree.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { encode, parse } from "../mrkdwn.js";
import { words } from "../mrkdwn_dom.js";
import { sendOrStore, dataAttributes, accessibleName, enteredValue } from "./field.js";

const STYLES = { bold: "bold", italic: "italic", strike: "strike" };
const SIGNS = { bold: "*", italic: "_", strike: "~", code: "`" };

function leaves(nodes, style, out) {
  for (const node of nodes) {
    const marked = Object.keys(style).length ? { style: { ...style } } : {};
    if (STYLES[node.kind]) leaves(node.children, { ...style, [STYLES[node.kind]]: true }, out);
    else if (node.kind === "text") out.push({ type: "text", text: node.text, ...marked });
    else if (node.kind === "br") out.push({ type: "text", text: "\n" });
    else if (node.kind === "code") out.push({ type: "text", text: node.text, style: { ...style, code: true } });
    else if (node.kind === "link") out.push({ type: "link", url: node.url, ...marked });
    else if (node.kind === "emoji") out.push({ type: "emoji", name: node.name });
    else if (node.kind === "broadcast") out.push({ type: "broadcast", range: node.name });
    else if (node.kind === "channelName") out.push({ type: "text", text: `#${node.name}`, ...marked });
  }
  return out;
}

/** Typed text -> {type: "rich_text", elements}; lists are lines that begin with "- " or "• ". */
export function toRichText(text) {
  const elements = [];
  const section = (rows) => {
    const found = leaves(parse(encode(rows.join("\n"))), {}, []);
    if (found.length) elements.push({ type: "rich_text_section", elements: found });
  };
  let rows = [];
  let items = [];
  const endList = () => {
    if (items.length) {
      elements.push({
        type: "rich_text_list", style: "bullet", indent: 0,
        elements: items.map((item) => ({ type: "rich_text_section", elements: leaves(parse(encode(item)), {}, []) })),
      });
    }
    items = [];
  };
  for (const row of text.split("\n")) {
    const item = /^[-•] (.*)$/.exec(row);
    if (item) {
      section(rows);
      rows = [];
      items.push(item[1]);
    } else {
      endList();
      rows.push(row);
    }
  }
  endList();
  section(rows);
  return { type: "rich_text", elements };
}

/** The text of a rich_text tree, for an initial or stored value. */
export function fromRichText(value) {
  const leaf = (node) => {
    if (node.type === "link") return node.text || node.url;
    if (node.type === "emoji") return `:${node.name}:`;
    let text = node.text || "";
    for (const [style, sign] of Object.entries(SIGNS)) {
      if (node.style && node.style[style] && text.trim()) text = `${sign}${text}${sign}`;
    }
    return text;
  };
  return ((value && value.elements) || []).map((part) => {
    if (part.type === "rich_text_list") {
      return part.elements.map((item) => `- ${item.elements.map(leaf).join("")}`).join("\n");
    }
    return (part.elements || []).map(leaf).join("");
  }).join("\n");
}

export function richTextInput(field, ctx) {
  const { element } = field;
  const state = enteredValue(field, ctx);
  const input = h("textarea", {
    class: "text-input many rich", id: field.inputId, data: dataAttributes(field), rows: 4,
    value: fromRichText(state ? state.rich_text_value : element.initial_value),
    placeholder: element.placeholder ? words(element.placeholder) : null,
    "aria-label": field.labelId ? null : accessibleName(field), "aria-describedby": field.hintId, "aria-invalid": field.error ? "true" : null,
    oninput: () => tell(),
  });
  const tell = () => sendOrStore(field, ctx, { rich_text_value: input.value.trim() ? toRichText(input.value) : null });
  const wrap = (sign) => {
    const { selectionStart: from, selectionEnd: to, value } = input;
    input.setRangeText(`${sign}${value.slice(from, to)}${sign}`, from, to, "end");
    if (from === to) input.setSelectionRange(from + 1, from + 1);
    input.focus();
    tell();
  };
  const bullets = () => {
    const from = input.value.lastIndexOf("\n", input.selectionStart - 1) + 1;
    input.setRangeText("- ", from, from, "end");
    input.focus();
    tell();
  };
  const tool = (name, label, run) =>
    h("button", { class: "icon-button", type: "button", title: label, "aria-label": label, onclick: run }, icon(name, 16));
  return h("div", { class: "rich-input" },
    h("div", { class: "rich-tools" }, tool("bold", "Bold", () => wrap("*")), tool("italic", "Italic", () => wrap("_")),
      tool("strike", "Strikethrough", () => wrap("~")), tool("code", "Code", () => wrap("`")), tool("list", "Bulleted list", bullets)),
    input);
}
