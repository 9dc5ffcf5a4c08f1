/** Buttons, link buttons and the three-dot overflow menu. */

import { h, safeUrl } from "./dom.js";
import { confirmed } from "./dialog.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { textNodes } from "./text.js";

const STYLES = new Set(["primary", "danger"]);

export function button(slot) {
  const { element, env, data } = slot;
  const others = element.visible_to_user_ids;
  if (others?.length && !others.includes(env.me.id)) return null;
  const url = safeUrl(element.url);
  const attributes = {
    class: `button ${STYLES.has(element.style) ? element.style : ""}`,
    "aria-label": element.accessibility_label,
    data: { ...data, value: element.value },
    onclick: (event) => press(event, slot, url),
  };
  const tag = url ? "a" : "button";
  const own = url ? { href: url, target: "_blank", rel: "noopener noreferrer" } : { type: "button" };
  return h(tag, { ...own, ...attributes }, textNodes(element.text, env), url ? h("span", { class: "hidden-words" }, " (opens a new tab)") : null);
}

// A link button both opens its address and tells the app; a question comes before either.
async function press(event, slot, url) {
  const { element, env } = slot;
  const node = event.currentTarget;
  if (url && element.confirm) event.preventDefault();
  if (element.confirm && !(await confirmed(element.confirm, env))) return;
  if (url && element.confirm) window.open(url, "_blank", "noopener,noreferrer");
  await whileBusy(node, slot.fire({ type: "button", text: element.text, value: element.value, style: element.style }));
}

/** Shows that an answer is awaited; a second press meanwhile does nothing. */
async function whileBusy(node, answer) {
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  await answer;
  node.classList.remove("busy");
  node.removeAttribute("aria-busy");
}

export function overflow(slot) {
  const { element, env, data } = slot;
  const items = () => element.options.map((option) => ({
    label: textNodes(option.text, env),
    note: option.description?.text,
    pick: () => pick(slot, option),
  }));
  const label = element.accessibility_label ?? "More actions";
  return menuButton({ face: icon("dots"), label, items, attributes: { class: "button overflow", "data-block-id": data.blockId, "data-action-id": data.actionId } });
}

async function pick(slot, option) {
  const { element, env } = slot;
  if (element.confirm && !(await confirmed(element.confirm, env))) return;
  const url = safeUrl(option.url);
  if (url) window.open(url, "_blank", "noopener,noreferrer");
  await slot.fire({ type: "overflow", selected_option: option });
}
