/** Fields that a person types in: text, e-mail, address, number; and files, which we only explain. */

import { h } from "./dom.js";

const KINDS = {
  plain_text_input: { type: "text" },
  email_text_input: { type: "email", autocomplete: "off" },
  url_text_input: { type: "url", autocomplete: "off" },
  number_input: { type: "text", inputmode: "decimal" },
};

export function textInput(slot) {
  const { element } = slot;
  const type = element.type;
  const held = slot.held({ type, value: orNull(element.initial_value) });
  const multiline = element.multiline === true;
  const count = element.max_length ? h("span", { class: "count", "aria-hidden": "true" }) : null;
  const node = h(multiline ? "textarea" : "input", {
    ...(multiline ? { rows: 4 } : KINDS[type]),
    id: slot.id,
    class: "input",
    placeholder: slot.placeholder,
    value: held.value ?? "",
    autofocus: element.focus_on_load,
    data: slot.data,
    ...slot.labelled,
    oninput: () => typed(slot, node, count),
    onkeydown: (event) => entered(event, slot, node),
  });
  showCount(count, node, element);
  return h("span", { class: "text-field" }, node, count);
}

const orNull = (text) => (text === undefined || text === null || text === "" ? null : String(text));
const stateOf = (slot, node) => ({ type: slot.element.type, value: orNull(node.value) });

function typed(slot, node, count) {
  slot.put(stateOf(slot, node));
  showCount(count, node, slot.element);
  if (hears(slot, "on_character_entered")) slot.changed(stateOf(slot, node));
}

function entered(event, slot, node) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (node.nodeName === "TEXTAREA" || !hears(slot, "on_enter_pressed")) return;
  event.preventDefault();
  slot.changed(stateOf(slot, node));
}

// Slack's default is Enter, and only where the block asks for it.
function hears(slot, trigger) {
  const asked = slot.element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  return slot.speaks && asked.includes(trigger);
}

function showCount(count, node, element) {
  if (!count) return;
  const left = element.max_length - node.value.length;
  count.textContent = left <= 40 || left < element.max_length / 5 ? String(left) : "";
  count.classList.toggle("over", left < 0);
}

export function fileInput(slot) {
  slot.held({ type: "file_input", files: [] });
  return h("p", { class: "unsupported", data: slot.data }, "Files cannot be uploaded in this stand-in. In Slack, a file could be chosen here.");
}

export function richTextInput(slot) {
  slot.held({ type: "rich_text_input", rich_text_value: null });
  const write = () => slot.put({ type: "rich_text_input", rich_text_value: node.value ? richText(node.value) : null });
  const node = h("textarea", { rows: 4, id: slot.id, class: "input", placeholder: slot.placeholder, data: slot.data, ...slot.labelled, oninput: write });
  return node;
}

function richText(text) {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}
