/** Passing notes in the corner. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const STAY = 8000;
const OLD = 15;

const seen = new Set();
let first = true;

function drop(node) {
  node.remove();
}

/** Shows a sentence; `tone` is `problem` or `info`. A sentence already in sight is not said twice. */
export function toast(text, tone = "problem") {
  const place = document.getElementById("toasts");
  if ([...place.children].some((node) => node.dataset.text === text)) return;
  const node = h("div", { class: `toast ${tone}`, data: { text } }, icon(tone === "problem" ? "alert" : "info"), h("span", {}, text));
  node.append(h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: () => drop(node) }, icon("close")));
  place.append(node);
  setTimeout(() => drop(node), STAY);
}

/** Shows the world's toasts that this page has not shown; long past ones are not dug up again. */
export function showToasts(toasts, me) {
  for (const { id, text, tone, at } of toasts ?? []) {
    const key = `${me.id}-${id}`;
    const stale = first && at && Date.now() / 1000 - at > OLD;
    if (!seen.has(key) && !stale) toast(text, tone);
    seen.add(key);
  }
  first = false;
}
