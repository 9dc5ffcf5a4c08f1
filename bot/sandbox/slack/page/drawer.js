/** "For the curious": requests in both directions, refusals, faults to switch on, links. */

import { fetched } from "./api.js";
import { clock, zoned } from "./dates.js";
import { h, outLink } from "./dom.js";

const SHOWN = 150;

/** Draws switches and links; `desk.fault` switches one. */
export function drawFaults(box, faults, desk) {
  const mark = JSON.stringify(faults);
  if (box.dataset.mark === mark) return;
  box.dataset.mark = mark;
  box.replaceChildren(...(faults ?? []).map(({ name, label, on }) => h("button", {
    type: "button", role: "switch", id: `fault_${name}`, class: "switch", "aria-checked": String(on), data: { fault: name }, onclick: () => desk.fault(name, !on),
  }, h("span", { class: "knob", "aria-hidden": "true" }), label)));
}

const WAYS = {
  http: "What people do reaches the bot as signed HTTP.",
  socket: "What people do reaches the bot through its open socket.",
  none: "No bot is connected: nothing that people do is heard.",
};

export function drawDelivery(box, delivery) {
  box.textContent = WAYS[delivery] ?? "";
}

export function drawLinks(box, links) {
  box.replaceChildren(...(links ?? []).map(({ label, url }) => h("li", {}, outLink(url, label))));
  box.hidden = !links?.length;
}

/** Fetches the log anew and lists it, newest first. */
export async function drawLog(list, env) {
  const answer = await fetched("/page/log");
  const entries = Array.isArray(answer) ? answer : answer.entries ?? answer.log ?? [];
  const rows = entries.slice(-SHOWN).reverse();
  list.replaceChildren(...(rows.length ? rows.map((entry) => row(entry, env)) : [h("li", { class: "quiet" }, "Nothing yet. Type /order in a channel.")]));
}

function row({ at, direction, what, status, error, detail }, env) {
  const { tz } = env.clock();
  const toBot = direction === "to the bot";
  return h("li", { class: error ? "refused" : "" },
    h("time", {}, at ? clock(zoned(at, tz), "en-GB", true) : ""),
    h("span", { class: `way ${toBot ? "in" : "out"}` }, toBot ? "→ bot" : "← bot"),
    h("code", {}, what ?? ""),
    h("span", { class: "status" }, error ?? (status === null || status === undefined ? "" : String(status))),
    detail?.length ? h("small", {}, detail.join(" · ")) : null);
}
