/** Faces: coloured initials for people, a parcel for the bot. */

import { h } from "./dom.js";
import { emojiNodes } from "./emoji.js";

/** A square face. People without a colour (Slack itself) get a quiet one. */
export function face(person, size = "") {
  if (person?.isBot) return h("span", { class: `face bot ${size}`, "aria-hidden": "true" }, emojiNodes("📦"));
  const node = h("span", { class: `face ${size}`, "aria-hidden": "true" }, person?.initials ?? "S");
  if (person?.color) node.style.backgroundColor = person.color;
  return node;
}
