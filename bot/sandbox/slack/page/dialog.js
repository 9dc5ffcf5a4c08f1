/** Small questions before an act: Slack's confirm dialog. */

import { h } from "./dom.js";
import { trap } from "./focus.js";
import { textNodes } from "./text.js";

const words = (object, other, env) => (object ? textNodes(object, env) : [other]);

/** Asks a Block Kit `confirm` object; true when the person agreed. */
export function confirmed(confirm, env) {
  const back = document.activeElement;
  return new Promise((resolve) => {
    const finish = (answer) => {
      layer.remove();
      back?.focus?.();
      resolve(answer);
    };
    const layer = h("div", { class: "layer confirm-layer" }, question(confirm, env, finish));
    document.body.append(layer);
    layer.querySelector("[data-confirm]").focus();
  });
}

function question(confirm, env, finish) {
  const danger = confirm.style === "danger" ? "danger" : "primary";
  const box = h("div", { class: "confirm", role: "alertdialog", "aria-modal": "true", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
    h("h2", { id: "confirm-title" }, words(confirm.title, "Are you sure?", env)),
    h("div", { id: "confirm-text", class: "confirm-text" }, words(confirm.text, "", env)),
    h("footer", {},
      h("button", { type: "button", class: "button", data: { deny: "" }, onclick: () => finish(false) }, words(confirm.deny, "Cancel", env)),
      h("button", { type: "button", class: `button ${danger}`, data: { confirm: "" }, onclick: () => finish(true) }, words(confirm.confirm, "Confirm", env))));
  box.addEventListener("keydown", trap(box));
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") finish(false);
  });
  return box;
}
