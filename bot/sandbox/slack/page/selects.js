/** Selects of every source: one value in the field, or several as chips. */

import { combobox } from "./combobox.js";
import { confirmed } from "./dialog.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { familyOf, itemOf, sourceOf } from "./sources.js";

const NAMES = { static: "option", external: "option", users: "user", conversations: "conversation", channels: "channel" };

function initialOf({ element, context }, key, initial) {
  if (element[initial] !== undefined) return element[initial];
  const here = element.default_to_current_conversation ? context.channel : null;
  return key.endsWith("s") ? (here ? [here] : []) : here ?? null;
}

export function singleSelect(slot) {
  const { type } = slot.element;
  const name = NAMES[familyOf(type)];
  const key = `selected_${name}`;
  let chosen = slot.held({ type, [key]: initialOf(slot, key, `initial_${name}`) })[key];
  const rest = () => { box.field.value = chosen ? itemOf(chosen, slot).label : ""; };
  const choose = async (item) => {
    const { confirm } = slot.element;
    if (confirm && !(await confirmed(confirm, slot.env))) return;
    chosen = item.option ?? item.id;
    rest();
    await slot.changed({ type, [key]: chosen });
  };
  const source = sourceOf(slot);
  const load = async (query) => marked(await source(query), (item) => item.value === (chosen?.value ?? chosen));
  const box = combobox({ load, choose, rest, attributes: fieldOf(slot) });
  box.field.addEventListener("focus", () => box.field.select());
  rest();
  return h("span", { class: "select" }, box.field, icon("down"), box.list);
}

function fieldOf(slot) {
  return { id: slot.id, class: "input", autofocus: slot.element.focus_on_load, placeholder: slot.placeholder || "Choose…", "data-block-id": slot.data.blockId, "data-action-id": slot.data.actionId, ...slot.labelled };
}

function marked(items, isChosen) {
  return Array.isArray(items) ? items.map((item) => ({ ...item, chosen: isChosen(item) })) : items;
}

export function multiSelect(slot) {
  const { type, max_selected_items: most = Infinity } = slot.element;
  const name = `${NAMES[familyOf(type)]}s`;
  const key = `selected_${name}`;
  let chosen = slot.held({ type, [key]: initialOf(slot, key, `initial_${name}`) })[key];
  const valueOf = (one) => one.value ?? one;
  const has = (item) => chosen.some((one) => valueOf(one) === item.value);
  const chips = h("span", { class: "chips" });
  const change = (next) => {
    chosen = next;
    rest();
    draw();
    slot.changed({ type, [key]: chosen });
  };
  const without = (one) => chosen.filter((other) => valueOf(other) !== valueOf(one));
  const draw = () => chips.replaceChildren(...chosen.map((one) => chip(itemOf(one, slot), () => change(without(one)))));
  const choose = (item) => {
    const one = item.option ?? item.id;
    if (has(item)) change(without(one));
    else if (chosen.length < most) change([...chosen, one]);
  };
  const rest = () => { box.field.value = ""; };
  const source = sourceOf(slot);
  const load = async (query) => (chosen.length >= most ? `At most ${most} can be chosen` : marked(await source(query), has));
  const box = combobox({ load, choose, rest, attributes: fieldOf(slot) });
  box.field.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !box.field.value && chosen.length) change(chosen.slice(0, -1));
  });
  draw();
  return h("span", { class: "select multi" }, chips, box.field, icon("down"), box.list);
}

function chip(item, remove) {
  return h("span", { class: "chip", data: { value: item.value } }, item.face,
    h("button", { type: "button", "aria-label": `Remove ${item.label}`, onclick: remove }, icon("close")));
}
