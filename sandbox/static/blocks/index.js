// Draws blocks. `ctx` names the surface and handles what people do:
// {surface, act, change, value, error, suggest, submit?}.

import { h } from "../dom.js";
import { drawElement } from "../elements/index.js";
import { textObject, words } from "../mrkdwn_dom.js";
import { chart } from "./chart.js";
import { inputBlock } from "./input.js";
import { markdown } from "./markdown.js";
import { fileBlock, image, imageBlock, videoBlock } from "./media.js";
import { richText } from "./rich_text.js";
import { table } from "./table.js";

const field = (block, element) => ({ block_id: block.block_id, element, isInput: false, label: labelOf(element) });

function labelOf(element) {
  if (element.accessibility_label) return element.accessibility_label;
  return element.placeholder ? words(element.placeholder) : null;
}

function section(block, ctx) {
  return h("div", { class: `section${block.accessory ? " with-accessory" : ""}` },
    h("div", { class: "section-main" },
      block.text && h("div", { class: "section-text" }, textObject(block.text)),
      block.fields && h("div", { class: "fields" }, block.fields.map((one) => h("div", { class: "field" }, textObject(one))))),
    block.accessory && h("div", { class: "accessory" }, drawElement(field(block, block.accessory), ctx)));
}

function context(block) {
  return h("div", { class: "context" }, block.elements.map((element) =>
    (element.type === "image" ? image(element, "context-image") : h("span", { class: "context-text" }, textObject(element)))));
}

const DRAW = {
  section,
  context,
  header: (block) => h("h2", { class: "header-block" }, textObject(block.text)),
  divider: () => h("hr", { class: "divider" }),
  actions: (block, ctx) => h("div", { class: "actions" }, block.elements.map((element) => drawElement(field(block, element), ctx))),
  image: imageBlock,
  video: videoBlock,
  file: fileBlock,
  input: inputBlock,
  rich_text: richText,
  markdown,
  table,
  data_table: table,
  data_visualization: chart,
};

export function drawBlock(block, ctx) {
  const draw = DRAW[block.type];
  const inner = draw ? draw(block, ctx) : h("div", { class: "unknown" }, `This block (${block.type}) is not shown here.`);
  return h("div", { class: `block block-${block.type}`, data: { "block-id": block.block_id, "block-type": block.type } }, inner);
}

export function drawBlocks(blocks, ctx) {
  return h("div", { class: `blocks on-${ctx.surface}` }, (blocks || []).map((block) => drawBlock(block, ctx)));
}
