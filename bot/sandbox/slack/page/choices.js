/** Checkboxes and radio buttons. */

import { h } from "./dom.js";
import { confirmed } from "./dialog.js";
import { textNodes } from "./text.js";

export function checkboxes(slot) {
  const type = "checkboxes";
  const held = slot.held({ type, selected_options: slot.element.initial_options ?? [] });
  const chosen = new Set(held.selected_options.map((option) => option.value));
  return group(slot, "checkbox", chosen, (values) => ({
    type,
    selected_options: slot.element.options.filter((option) => values.has(option.value)),
  }));
}

export function radioButtons(slot) {
  const type = "radio_buttons";
  const held = slot.held({ type, selected_option: slot.element.initial_option ?? null });
  return group(slot, "radio", new Set([held.selected_option?.value]), (values) => ({
    type,
    selected_option: slot.element.options.find((option) => values.has(option.value)) ?? null,
  }));
}

function group(slot, kind, chosen, read) {
  const role = kind === "radio" ? "radiogroup" : "group";
  const box = h("div", { class: "choices", role, id: slot.id, ...slot.labelled });
  const ticked = () => new Set([...box.querySelectorAll("input:checked")].map((input) => input.value));
  const change = async (event) => {
    if (slot.element.confirm && !(await confirmed(slot.element.confirm, slot.env))) {
      event.target.checked = !event.target.checked;
      return;
    }
    await slot.changed(read(ticked()));
  };
  box.append(...slot.element.options.map((option) => choice({ slot, kind, option, chosen, change })));
  return box;
}

function choice({ slot, kind, option, chosen, change }) {
  const input = h("input", { type: kind, name: slot.id, value: option.value, checked: chosen.has(option.value), data: { ...slot.data, value: option.value }, onchange: change });
  const note = option.description ? h("small", {}, textNodes(option.description, slot.env)) : null;
  return h("label", { class: "choice" }, input, h("span", { class: "choice-words" }, h("span", {}, textNodes(option.text, slot.env)), note));
}
