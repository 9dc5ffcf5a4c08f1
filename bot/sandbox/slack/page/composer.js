/** Where one types: Enter sends, Shift+Enter breaks the line, Up brings back what was sent. */

import { h, freshId } from "./dom.js";
import { hintsFor, usageOf } from "./hints.js";
import { icon } from "./icons.js";

const TALL = 220;

/** `send(text)` promises whether the text was taken. `ids` names the field and the button. */
export function composer({ desk, ids, send, extra }) {
  const listId = freshId("hints");
  const list = h("div", { class: "hints listbox", role: "listbox", id: listId, hidden: true, "aria-label": "Suggestions" });
  const field = h("textarea", { id: ids.field, rows: 1, "aria-label": ids.label, "aria-controls": listId, "aria-autocomplete": "list", autocomplete: "off" });
  const button = h("button", { type: "submit", id: ids.button, class: "send", "aria-label": "Send", title: "Send (Enter)", disabled: true }, icon("send"));
  const box = { desk, field, list, button, send, hints: [], active: -1, sent: [], back: 0 };
  const form = h("form", { class: "composer" }, list, field, h("div", { class: "composer-bar" }, extra, h("span", { class: "grow" }), button));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    deliver(box);
  });
  field.addEventListener("input", () => changed(box));
  field.addEventListener("blur", () => hide(box));
  field.addEventListener("keydown", (event) => key(event, box));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  return { form, field, button };
}

function changed(box) {
  grow(box);
  box.back = 0;
  suggest(box);
}

function grow({ field, button }) {
  field.style.height = "auto";
  field.style.height = `${Math.min(TALL, field.scrollHeight)}px`;
  button.disabled = !field.value.trim() || field.disabled;
}

function write(box, text) {
  box.field.value = text;
  grow(box);
}

async function deliver(box) {
  const text = box.field.value.trim();
  if (!text || box.field.disabled) return;
  hide(box);
  box.sent.push(text);
  box.back = 0;
  write(box, "");
  if (!(await box.send(text)) && !box.field.value) write(box, text);
}

function suggest(box) {
  const atEnd = box.field.selectionStart === box.field.value.length;
  box.hints = atEnd ? hintsFor(box.field.value, box.desk) : [];
  box.active = -1;
  const usage = atEnd && !box.hints.length ? usageOf(box.field.value, box.desk) : null;
  const rows = box.hints.map((hint, index) => row(box, hint, index));
  box.list.replaceChildren(...(usage ? [h("div", { class: "list-note usage" }, usage)] : rows));
  box.list.hidden = !usage && !rows.length;
}

function row(box, hint, index) {
  return h("div", { role: "option", class: "option", id: `${box.list.id}-${index}`, "aria-selected": "false", onclick: () => complete(box, hint) }, h("span", {}, hint.face), h("small", {}, hint.note));
}

function hide(box) {
  box.list.hidden = true;
  box.hints = [];
  box.field.removeAttribute("aria-activedescendant");
}

function complete(box, hint) {
  write(box, hint.insert);
  box.field.focus();
  suggest(box);
}

function mark(box, by) {
  box.active = (box.active + by + box.hints.length) % box.hints.length;
  [...box.list.children].forEach((node, index) => {
    node.classList.toggle("active", index === box.active);
    node.setAttribute("aria-selected", String(index === box.active));
  });
  box.field.setAttribute("aria-activedescendant", box.list.children[box.active].id);
}

const KEYS = {
  ArrowDown: (box) => box.hints.length && (mark(box, 1), true),
  ArrowUp: (box) => (box.hints.length ? (mark(box, -1), true) : recall(box, 1)),
  Tab: (box) => box.hints.length && (complete(box, box.hints[Math.max(0, box.active)]), true),
  Escape: (box) => !box.list.hidden && (hide(box), true),
  Enter: (box) => (box.hints[box.active] ? complete(box, box.hints[box.active]) : deliver(box), true),
};

function key(event, box) {
  if (event.isComposing || event.shiftKey || event.altKey) return;
  if (event.key === "ArrowDown" && box.back ? recall(box, -1) : Object.hasOwn(KEYS, event.key) && KEYS[event.key](box)) {
    event.preventDefault();
    event.stopPropagation();
  }
}

// Only in an empty field, or while walking through what was sent.
function recall(box, by) {
  if (!box.back && box.field.value) return false;
  box.back = Math.max(0, Math.min(box.sent.length, box.back + by));
  write(box, box.back ? box.sent.at(-box.back) : "");
  return true;
}
