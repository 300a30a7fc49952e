// Legacy attachments: a colour bar with blocks, or with title, text and fields.

import { h, link } from "../dom.js";
import { mrkdwn } from "../mrkdwn_dom.js";
import { drawBlocks } from "./index.js";
import { image } from "./media.js";

const NAMED = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" };

function colour(value) {
  if (!value) return null;
  if (NAMED[value]) return NAMED[value];
  return /^#?[0-9a-f]{6}$/i.test(value) ? `#${value.replace("#", "")}` : null;
}

function legacy(one) {
  return [
    one.author_name && h("div", { class: "attachment-author" }, one.author_link ? link(one.author_link, one.author_name) : one.author_name),
    one.title && h("div", { class: "attachment-title" }, one.title_link ? link(one.title_link, one.title) : one.title),
    one.text && h("div", { class: "attachment-text" }, mrkdwn(one.text)),
    one.fields && h("div", { class: "fields" }, one.fields.map((field) =>
      h("div", { class: `field${field.short ? "" : " wide"}` }, h("b", {}, field.title), h("div", {}, mrkdwn(field.value))))),
    one.image_url && image({ image_url: one.image_url, alt_text: one.fallback || "" }, "block-image"),
    !one.text && !one.title && !one.image_url && one.fallback && h("div", {}, mrkdwn(one.fallback)),
    one.footer && h("div", { class: "attachment-footer" }, one.footer),
  ];
}

export function drawAttachments(attachments, ctx) {
  return (attachments || []).map((one) => {
    const tint = colour(one.color);
    return h("div", { class: "attachment" },
      one.pretext && h("div", { class: "attachment-pretext" }, mrkdwn(one.pretext)),
      h("div", { class: "attachment-row" },
        h("span", { class: "attachment-bar", style: tint ? { background: tint } : {} }),
        h("div", { class: "attachment-body" }, one.blocks ? drawBlocks(one.blocks, ctx) : legacy(one))));
  });
}
