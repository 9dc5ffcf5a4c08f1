/** Makes elements out of plain values; foreign text only ever becomes text nodes. */

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "indeterminate", "selected"]);
const WEB = /^(https?|mailto|tel):/i;

/** `h("p", {class: "note"}, "text", node, [more])`. Absent children and properties are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) give(node, name, value);
  node.append(...children.flat(Infinity).filter(isPresent));
  return node;
}

function isPresent(value) {
  return value !== null && value !== undefined && value !== false;
}

function give(node, name, value) {
  if (!isPresent(value)) return;
  if (name === "class") node.className = value;
  else if (name === "data") giveData(node, value);
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

function giveData(node, data) {
  for (const [name, value] of Object.entries(data)) {
    if (isPresent(value)) node.dataset[name] = value;
  }
}

/** The address when a browser may safely follow it, else null (`javascript:` and the like). */
export function safeUrl(url) {
  return typeof url === "string" && WEB.test(url.trim()) ? url.trim() : null;
}

/** A link that opens a new tab and tells it nothing; only the label when the address is unsafe. */
export function outLink(url, ...label) {
  const href = safeUrl(url);
  if (!href) return h("span", {}, ...label);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...label);
}

let count = 0;

/** An element id nobody else has. */
export function freshId(prefix = "n") {
  count += 1;
  return `${prefix}-${count}`;
}

/** Keeps, replaces, adds and removes the children of `parent`, so that unchanged ones stay alive.
 *  Entries are `{key, mark, make}`; a child is made anew only when its mark has changed. */
export function reconcile(parent, entries) {
  const before = parent.kept ?? new Map();
  const after = new Map();
  for (const { key, mark, make } of entries) {
    const old = before.get(key);
    after.set(key, old && old.mark === mark ? old : { mark, node: make() });
  }
  for (const [key, { node }] of before) if (after.get(key)?.node !== node) node.remove();
  let place = parent.firstChild;
  for (const { node } of after.values()) {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  parent.kept = after;
}
