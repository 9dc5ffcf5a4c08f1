/** The table and data_table blocks; the latter sorts and turns pages by itself. */

import { h } from "./dom.js";
import { emojiNodes } from "./emoji.js";
import { icon } from "./icons.js";
import { richText } from "./richtext.js";

const PAGE = 5; // Slack's own default for page_size

function cellNodes(cell, env) {
  if (!cell) return [];
  if (cell.type === "rich_text") return [richText(cell, env)];
  return emojiNodes(words(cell));
}

/** A cell as plain words, for sorting and for cells without structure. */
function words(cell) {
  if (cell?.type === "rich_text") return JSON.stringify(cell.elements);
  return String(cell?.text ?? cell?.value ?? cell?.number ?? "");
}

const isNumber = (cell) => cell?.type === "raw_number";

export function table(block, env) {
  const settings = block.column_settings ?? [];
  const [head = [], ...rows] = block.rows ?? [];
  const cell = (tag) => (one, column) => h(tag, { class: classOf(settings[column]), scope: tag === "th" ? "col" : null }, cellNodes(one, env));
  return wrap(h("table", { class: "table" },
    h("thead", {}, h("tr", {}, head.map(cell("th")))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell("td")))))));
}

function classOf(setting) {
  return `${setting?.align ?? "left"} ${setting?.is_wrapped ? "wrapped" : ""}`.trim();
}

const wrap = (node) => h("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": "Table" }, node);

export function dataTable(block, env) {
  const view = { block, env, page: 0, column: -1, up: true };
  view.node = h("div", { class: "data-table" });
  redraw(view);
  return view.node;
}

function sorted({ block, column, up }) {
  const rows = block.rows.slice(1);
  if (column < 0) return rows;
  const compare = (one, other) => {
    const [a, b] = [one[column], other[column]];
    return isNumber(a) && isNumber(b) ? Number(words(a)) - Number(words(b)) : words(a).localeCompare(words(b), "en", { numeric: true });
  };
  return rows.sort((one, other) => (up ? compare(one, other) : compare(other, one)));
}

function redraw(view) {
  const { block, env, page } = view;
  const size = block.page_size ?? PAGE;
  const rows = sorted(view);
  const shown = rows.slice(page * size, (page + 1) * size);
  const main = block.row_header_column_index ?? 0;
  const body = shown.map((row) => h("tr", {}, row.map((cell, column) =>
    h(column === main ? "th" : "td", { scope: column === main ? "row" : null, class: isNumber(cell) ? "right" : "left" }, cellNodes(cell, env)))));
  view.node.replaceChildren(
    wrap(h("table", { class: "table" }, h("caption", {}, block.caption), h("thead", {}, h("tr", {}, block.rows[0].map((cell, column) => heading(view, cell, column)))), h("tbody", {}, body))),
    ...[pages(view, rows.length, size)].filter(Boolean));
}

function heading(view, cell, column) {
  const sort = () => {
    view.up = view.column === column ? !view.up : true;
    view.column = column;
    view.page = 0;
    redraw(view);
    view.node.querySelectorAll("thead button")[column].focus();
  };
  const order = view.column === column ? (view.up ? "ascending" : "descending") : "none";
  const kind = isNumber(view.block.rows[1]?.[column]) ? "right" : "left";
  return h("th", { scope: "col", class: kind, "aria-sort": order }, h("button", { type: "button", class: "sort", onclick: sort }, cellNodes(cell, view.env), order === "none" ? null : h("span", { "aria-hidden": "true" }, view.up ? " ↑" : " ↓")));
}

function pages(view, total, size) {
  const last = Math.ceil(total / size) - 1;
  const from = view.page * size + 1;
  const turn = (by) => () => {
    view.page += by;
    redraw(view);
  };
  const step = (label, by, off) => h("button", { type: "button", class: `icon-button ${by > 0 ? "forward" : ""}`, "aria-label": label, disabled: off, onclick: turn(by) }, icon("back"));
  const note = h("span", { role: "status" }, `${from}–${Math.min(total, from + size - 1)} of ${total}`);
  return last > 0 ? h("div", { class: "pages" }, note, step("Previous page", -1, view.page === 0), step("Next page", 1, view.page === last)) : null;
}
