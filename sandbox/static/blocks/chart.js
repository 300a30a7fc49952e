// The data visualization block: a line, bar, area or pie chart with axes and a legend, in SVG.

import { h } from "../dom.js";

const WIDTH = 560;
const HEIGHT = 240;
const EDGE = { top: 12, right: 12, bottom: 46, left: 52 };
const STEPS = 4; // about how many lines the grid has above zero
const LABELS_MAX = 8; // more labels below the axis would overlap

function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const text = (x, y, words, anchor = "middle") => svg("text", { x, y, "text-anchor": anchor }, words);
const series = (index) => `series-${index % 6}`;

/** The distance between two lines of the grid: a round number, and a whole one if `whole` is true. */
function chooseStep(value, whole) {
  const least = Math.max(value / STEPS, whole ? 1 : 1e-9);
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10]
    .map((factor) => factor * power)
    .find((step) => step >= least && (!whole || Number.isInteger(step)));
}

function scales(chart) {
  const values = chart.series.flatMap((one) => one.data.map((point) => point.value));
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const step = chooseStep(most - least, values.every(Number.isInteger));
  const low = Math.floor(least / step) * step;
  const high = Math.max(Math.ceil(most / step), low < 0 ? 0 : STEPS) * step;
  const inner = { width: WIDTH - EDGE.left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom };
  const slot = inner.width / chart.axis_config.categories.length;
  return {
    high, low, slot, step,
    x: (index) => EDGE.left + slot * (index + 0.5),
    y: (value) => EDGE.top + inner.height * (1 - (value - low) / (high - low)),
  };
}

function grid(chart, scale) {
  const lines = Array.from({ length: Math.round((scale.high - scale.low) / scale.step) + 1 }, (_, line) => {
    const value = scale.low + scale.step * line;
    const y = scale.y(value);
    return [
      svg("line", { class: "grid", x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y, y2: y }),
      text(EDGE.left - 6, y + 4, value.toLocaleString("en"), "end"),
    ];
  });
  const every = Math.ceil(chart.axis_config.categories.length / LABELS_MAX);
  const names = chart.axis_config.categories
    .map((name, index) => (index % every ? null : text(scale.x(index), HEIGHT - EDGE.bottom + 16, name)))
    .filter(Boolean);
  return [...lines.flat(), ...names, ...axisTitles(chart.axis_config)];
}

function axisTitles({ x_label: below, y_label: beside }) {
  const middle = (HEIGHT - EDGE.bottom + EDGE.top) / 2;
  const titles = [];
  if (below) titles.push(text(EDGE.left + (WIDTH - EDGE.left - EDGE.right) / 2, HEIGHT - 10, below));
  if (beside) {
    titles.push(svg("text", { "text-anchor": "middle", transform: `translate(12 ${middle}) rotate(-90)` }, beside));
  }
  return titles;
}

const valueOf = (one, category) => one.data.find((point) => point.label === category)?.value ?? 0;

function addTitle(shape, name, category, value) {
  shape.append(svg("title", {}, `${name}, ${category}: ${value.toLocaleString("en")}`));
  return shape;
}

function bars(chart, scale) {
  const width = (scale.slot * 0.7) / chart.series.length;
  return chart.series.flatMap((one, number) => chart.axis_config.categories.map((category, index) => {
    const value = valueOf(one, category);
    const x = scale.x(index) - scale.slot * 0.35 + width * number;
    const top = scale.y(Math.max(value, 0));
    const bar = svg("rect", { class: series(number), x, y: top, width, height: Math.abs(scale.y(value) - scale.y(0)), rx: 2 });
    return addTitle(bar, one.name, category, value);
  }));
}

function lines(chart, scale, filled) {
  return chart.series.flatMap((one, number) => {
    const values = chart.axis_config.categories.map((category) => valueOf(one, category));
    const points = values.map((value, index) => `${scale.x(index)},${scale.y(value)}`).join(" ");
    const base = `${scale.x(values.length - 1)},${scale.y(0)} ${scale.x(0)},${scale.y(0)}`;
    const shapes = filled ? [svg("polygon", { class: `area ${series(number)}`, points: `${points} ${base}` })] : [];
    const dots = values.map((value, index) => addTitle(
      svg("circle", { class: series(number), cx: scale.x(index), cy: scale.y(value), r: 3 }),
      one.name, chart.axis_config.categories[index], value));
    return [...shapes, svg("polyline", { class: `line ${series(number)}`, points }), ...dots];
  });
}

function slices(segments) {
  const total = segments.reduce((sum, one) => sum + one.value, 0);
  const [cx, cy, radius] = [WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 10];
  const at = (share) => [cx + radius * Math.sin(2 * Math.PI * share), cy - radius * Math.cos(2 * Math.PI * share)];
  let from = 0;
  return segments.map((one, number) => {
    // An arc that ends where it begins is not drawn, so a slice is never the whole circle.
    const to = Math.min(from + one.value / total, 0.99999 + from);
    const path = `M${cx},${cy} L${at(from)} A${radius},${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)} Z`;
    from += one.value / total;
    return addTitle(svg("path", { class: series(number), d: path }), one.label, "", one.value);
  });
}

function shapes(chart) {
  if (chart.type === "pie") return slices(chart.segments);
  const scale = scales(chart);
  const drawn = chart.type === "bar" ? bars(chart, scale) : lines(chart, scale, chart.type === "area");
  return [...grid(chart, scale), ...drawn];
}

export function chart(block) {
  const names = (block.chart.series || block.chart.segments).map((one) => one.name ?? one.label);
  return h("figure", { class: "chart" },
    h("figcaption", { class: "chart-title" }, block.title),
    svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": block.title }, ...shapes(block.chart)),
    names.length > 1 && h("ul", { class: "chart-legend" }, names.map((name, number) => h("li", {},
      h("span", { class: `swatch ${series(number)}` }), name))));
}
