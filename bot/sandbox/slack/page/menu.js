/** A button that opens a menu: arrows move, Enter picks, Escape closes. */

import { h } from "./dom.js";
import { onMove, place } from "./popup.js";

/** `items()` gives `{label: [nodes], note?, pick}`; `face` is what the button shows. */
export function menuButton({ face, label, items, attributes = {} }) {
  const button = h("button", {
    type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label, title: label, ...attributes,
  }, face);
  let close = null;
  const toggle = (last) => {
    if (close) return close();
    close = opened(button, items(), () => { close = null; });
    const entries = close.menu.querySelectorAll("[role=menuitem]");
    entries[last ? entries.length - 1 : 0]?.focus();
    return undefined;
  };
  button.addEventListener("click", () => toggle(false));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    toggle(event.key === "ArrowUp");
  });
  return h("span", { class: "menu-holder" }, button);
}

function opened(button, items, closed) {
  const menu = h("div", { class: "menu", role: "menu" });
  menu.append(...items.map((item) => entry(item, () => close())));
  button.parentElement.append(menu);
  button.setAttribute("aria-expanded", "true");
  place(menu, button, { wide: false });
  const outside = (event) => !button.parentElement.contains(event.target) && close(false);
  document.addEventListener("pointerdown", outside);
  const still = onMove(() => place(menu, button, { wide: false }));
  const close = (refocus = true) => {
    menu.remove();
    still();
    document.removeEventListener("pointerdown", outside);
    button.setAttribute("aria-expanded", "false");
    if (refocus) button.focus();
    closed();
  };
  menu.addEventListener("keydown", (event) => steer(event, menu, close));
  close.menu = menu;
  return close;
}

function entry({ label, note, pick }, close) {
  const choose = () => {
    close();
    pick();
  };
  return h("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: choose }, h("span", {}, label), note ? h("small", {}, note) : null);
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function steer(event, menu, close) {
  const entries = [...menu.querySelectorAll("[role=menuitem]")];
  const at = entries.indexOf(document.activeElement);
  if (event.key in STEPS) entries[(at + STEPS[event.key] + entries.length) % entries.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  if (event.key !== "Tab") event.preventDefault();
  event.stopPropagation();
}
