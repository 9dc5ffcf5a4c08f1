/** The pane beside a conversation that shows one message and the answers under it. */

import { redrawLog } from "./log.js";
import { messageEntries } from "./messages.js";
import { icon } from "./icons.js";

let shown = null;

/** Shows the thread of `ts`, or hides the pane when `ts` is null. */
export function drawThread(pane, { messages, ts, room }, desk) {
  pane.hidden = !ts;
  document.body.classList.toggle("thread-open", Boolean(ts));
  if (!ts) return;
  const close = pane.querySelector("[data-close-thread]");
  if (!close.firstChild) {
    close.append(icon("close"));
    close.addEventListener("click", () => desk.closeThread());
  }
  pane.querySelector(".thread-place").textContent = room;
  const own = messages.filter((message) => message.ts === ts || message.thread_ts === ts);
  redrawLog(pane.querySelector("[role=log]"), messageEntries(own, desk, { thread: true }), shown !== ts);
  shown = ts;
}
