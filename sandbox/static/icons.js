// The icons of the page, drawn as strokes on a grid of 20 by 20.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  hash: "M4 7.5h13M3 12.5h13M8.2 3.5l-2 13M14 3.5l-2 13",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  chevron: "M5.5 8l4.5 4.5L14.5 8",
  right: "M8 5.5l4.5 4.5L8 14.5",
  back: "M12 4.5L6.5 10l5.5 5.5",
  close: "M5 5l10 10M15 5L5 15",
  plus: "M10 4v12M4 10h12",
  bolt: "M11 2.5L4.5 11.5h5L8.5 17.5l7-9.5h-5z",
  send: "M3.5 10L3 3.8 17.5 10 3 16.2zM3.5 10H10",
  smile: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M7 8v.6M13 8v.6M6.6 11.8a4 4 0 0 0 6.8 0",
  reply: "M3 4.5h14v9H10l-4 3.5v-3.5H3zM6.5 8h7M6.5 10.5h4.5",
  more: "M10 4.6v.8M10 9.6v.8M10 14.6v.8",
  dots: "M4.6 10h.8M9.6 10h.8M14.6 10h.8",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5M10 7.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6",
  home: "M3 9.2L10 3l7 6.2V17h-4.8v-4.5H7.8V17H3z",
  clock: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M10 5.5V10l3.2 2",
  moon: "M16.5 12A7 7 0 0 1 8 3.5 7 7 0 1 0 16.5 12z",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M16 4l-1.4 1.4M5.4 14.6L4 16",
  pulse: "M2 10.5h3.5l2.5-7 4 13 2.5-6H18",
  search: "M8.7 3a5.7 5.7 0 1 0 0 11.4A5.7 5.7 0 0 0 8.7 3M13 13l4.2 4.2",
  people: "M7.5 4a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M2 16.5c0-3 2.4-4.8 5.5-4.8s5.5 1.8 5.5 4.8M13 4.4a2.6 2.6 0 0 1 0 5M15 12.2c2 .6 3 2.2 3 4.3",
  check: "M4.5 10.5l3.7 3.7 7.3-8",
  warn: "M10 3l8 14H2zM10 8v4M10 14.3v.4",
  file: "M5 2.5h6.5L15.5 6.5v11H5zM11.5 2.5v4h4",
  bold: "M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3.2 3.2 0 0 1 0 6.4H6z",
  italic: "M8.5 4h6M5.5 16h6M11.8 4L8.2 16",
  strike: "M3.5 10h13M13.6 6.6C13 5 11.7 4.2 10 4.2 8 4.2 6.4 5.2 6.4 7M6.3 13.2C6.8 15 8.2 15.8 10 15.8c2.2 0 3.7-1 3.7-2.8",
  code: "M7 6l-4 4 4 4M13 6l4 4-4 4",
  list: "M7.5 5h9.5M7.5 10h9.5M7.5 15h9.5M3.5 5v.1M3.5 10v.1M3.5 15v.1",
};

/** An icon as an SVG node. It is hidden from assistive technology, as its button has a label. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
