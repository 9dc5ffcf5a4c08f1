/** A field with type-ahead: the list box that opens under a text field. */

import { h, freshId } from "./dom.js";
import { onMove, place } from "./popup.js";

/** `load(query)` gives `[{value, face: [nodes], label, note?, group?, chosen?}]` or a sentence;
 *  `choose(item)` is told the pick. Returns the text field, the list and how to close it. */
export function combobox({ load, choose, rest, attributes }) {
  const listId = freshId("list");
  const list = h("div", { class: "listbox", role: "listbox", id: listId, hidden: true, "aria-label": "Choices" });
  const field = h("input", {
    type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId, ...attributes,
  });
  const box = { list, field, load, choose, rest, items: [], active: -1, asked: 0, still: null };
  field.addEventListener("input", () => open(box, field.value));
  field.addEventListener("click", () => box.still ?? open(box, ""));
  field.addEventListener("keydown", (event) => steer(event, box));
  field.addEventListener("blur", () => close(box));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  return { field, list, close: () => close(box), refresh: () => box.still && open(box, field.value) };
}

async function open(box, query) {
  box.asked += 1;
  const mine = box.asked;
  show(box);
  const items = await box.load(query.trim());
  if (mine !== box.asked || !box.still) return;
  box.items = Array.isArray(items) ? items : [];
  box.active = box.items.length && query ? 0 : box.items.findIndex((item) => item.chosen);
  paint(box, Array.isArray(items) ? "Nothing fits" : items);
}

function show(box) {
  if (box.still) return;
  box.list.hidden = false;
  box.field.setAttribute("aria-expanded", "true");
  box.still = onMove(() => place(box.list, box.field.closest(".select") ?? box.field));
}

function close(box) {
  box.asked += 1;
  box.still?.();
  box.still = null;
  box.list.hidden = true;
  box.field.setAttribute("aria-expanded", "false");
  box.field.removeAttribute("aria-activedescendant");
  box.rest();
}

function paint(box, empty) {
  const nodes = [];
  let group = null;
  box.items.forEach((item, index) => {
    if (item.group && item.group !== group) nodes.push(h("div", { class: "list-group", role: "presentation" }, item.group));
    group = item.group;
    nodes.push(row(box, item, index));
  });
  box.list.replaceChildren(...(nodes.length ? nodes : [h("div", { class: "list-note" }, empty)]));
  place(box.list, box.field.closest(".select") ?? box.field);
  mark(box);
}

function row(box, item, index) {
  return h("div", {
    role: "option", id: `${box.list.id}-${index}`, class: "option", "aria-selected": String(Boolean(item.chosen)),
    data: { value: item.value }, onclick: () => pick(box, item),
  }, h("span", {}, item.face), item.note ? h("small", {}, item.note) : null);
}

function mark(box) {
  const rows = box.list.querySelectorAll("[role=option]");
  rows.forEach((node, index) => node.classList.toggle("active", index === box.active));
  const node = rows[box.active];
  if (node) box.field.setAttribute("aria-activedescendant", node.id);
  node?.scrollIntoView({ block: "nearest" });
}

function pick(box, item) {
  box.choose(item);
  close(box);
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function steer(event, box) {
  if (event.key in STEPS) step(box, STEPS[event.key]);
  else if (event.key === "Enter") enter(box);
  else if (event.key === "Escape" && box.still) close(box);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function step(box, by) {
  if (!box.still) {
    open(box, "");
    return;
  }
  const size = box.items.length || 1;
  box.active = (box.active + by + size) % size;
  mark(box);
}

function enter(box) {
  if (!box.still) open(box, "");
  else if (box.items[box.active]) pick(box, box.items[box.active]);
}
