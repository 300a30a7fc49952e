// Images, videos and files.

import { fileAddress } from "../api.js";
import { h, link } from "../dom.js";
import { icon } from "../icons.js";
import { plain, textObject } from "../mrkdwn_dom.js";

/** The URL of an image: its own, or that of a file that the app uploaded. */
export function source(element) {
  if (element.image_url) return element.image_url;
  const file = element.slack_file || {};
  if (file.id) return fileAddress(file.id);
  const found = /\b(F[A-Z0-9]{6,})\b/.exec(file.url || "");
  return found ? fileAddress(found[1]) : file.url || "";
}

/** An image, or its alternative text if it cannot be loaded. */
export function image(element, className) {
  const picture = h("img", { class: className, src: source(element), alt: element.alt_text || "", loading: "lazy" });
  picture.addEventListener("error", () => {
    picture.replaceWith(h("span", { class: `${className} missing-image`, role: "img", "aria-label": element.alt_text }, element.alt_text || "Picture"));
  });
  return picture;
}

export function imageBlock(block) {
  return h("figure", { class: "image-block" },
    block.title && h("figcaption", {}, textObject(block.title)),
    image(block, "block-image"));
}

export function videoBlock(block) {
  return h("div", { class: "video-block" },
    h("div", { class: "video-title" }, block.title_url ? link(block.title_url, textObject(block.title)) : textObject(block.title)),
    block.description && h("div", { class: "hint" }, textObject(block.description)),
    block.thumbnail_url && image({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "block-image"));
}

export function fileBlock(block) {
  return h("div", { class: "file-card" }, icon("file", 24), h("span", {}, block.external_id || "File"));
}

/** A file of a message: an image is shown, every other file is a card. */
export function sharedFile(file) {
  if (file.mode === "tombstone") return h("div", { class: "file-card" }, icon("file", 24), h("span", {}, "This file was deleted."));
  const address = fileAddress(file.id);
  const name = file.title || file.name || "File";
  if ((file.mimetype || "").startsWith("image/") || /\.(png|jpe?g|gif|webp|svg)$/i.test(file.name || "")) {
    return h("figure", { class: "image-block", data: { file: file.id } },
      h("figcaption", {}, plain(name, false)),
      image({ image_url: address, alt_text: file.alt_txt || name }, "block-image"));
  }
  return h("a", { class: "file-card", href: address, target: "_blank", rel: "noopener", data: { file: file.id } },
    icon("file", 28), h("span", {}, h("b", {}, plain(name, false)), h("span", { class: "hint" }, file.pretty_type || file.filetype || file.mimetype || "File")));
}
