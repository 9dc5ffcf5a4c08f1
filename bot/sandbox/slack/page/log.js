/** A scrolling list of messages: stays at its end while one reads there, and walks by arrow keys. */

import { reconcile } from "./dom.js";

const NEAR = 60;

const isNearEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;

/** Redraws the list; `fresh` says that another conversation is shown now. */
export function redrawLog(list, entries, fresh) {
  const stick = fresh || isNearEnd(list);
  const top = list.scrollTop;
  reconcile(list, entries);
  rove(list);
  list.scrollTop = stick ? list.scrollHeight : top;
}

// One message is in the order of Tab; the arrows reach the others.
function rove(list) {
  const messages = list.querySelectorAll(".message");
  messages.forEach((message) => message.setAttribute("tabindex", "-1"));
  messages[messages.length - 1]?.setAttribute("tabindex", "0");
}

const STEPS = { ArrowUp: -1, ArrowDown: 1 };

/** Lets the arrow keys walk from message to message. */
export function walkByArrows(list) {
  list.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS) || !event.target.matches(".message")) return;
    const messages = [...list.querySelectorAll(".message")];
    messages[messages.indexOf(event.target) + STEPS[event.key]]?.focus();
    event.preventDefault();
  });
}
