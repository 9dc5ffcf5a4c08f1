/** Keeps the keyboard where the person left it: over a redraw, and inside an open dialog. */

const TABBABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

function address(node) {
  if (node.id && !/-\d+$/.test(node.id)) return `#${CSS.escape(node.id)}`;
  const { blockId, actionId, value } = node.dataset;
  if (!actionId) return null;
  const own = `[data-block-id="${CSS.escape(blockId ?? "")}"][data-action-id="${CSS.escape(actionId)}"]`;
  const kind = value === undefined ? own : `${own}[data-value="${CSS.escape(value)}"]`;
  const holder = node.closest("[data-ts]");
  return holder ? `[data-ts="${CSS.escape(holder.dataset.ts)}"] ${kind}` : kind;
}

/** Runs `redraw`; if it threw the focused element away, focuses its successor at the same caret. */
export function keepFocus(root, redraw) {
  const had = document.activeElement;
  const where = had && root.contains(had) ? address(had) : null;
  const caret = caretOf(had);
  redraw();
  if (!where || document.activeElement === had) return;
  const heir = root.querySelector(where);
  heir?.focus({ preventScroll: true });
  if (heir && caret && heir.setSelectionRange) heir.setSelectionRange(...caret);
}

function caretOf(node) {
  try {
    return typeof node?.selectionStart === "number" ? [node.selectionStart, node.selectionEnd] : null;
  } catch {
    return null;
  }
}

/** Everything inside `root` that Tab can reach now. */
export function tabbables(root) {
  return [...root.querySelectorAll(TABBABLE)].filter((node) => node.getClientRects().length > 0);
}

/** A keydown listener that lets Tab run in a circle inside `root`. */
export function trap(root) {
  return (event) => {
    if (event.key !== "Tab") return;
    const stops = tabbables(root);
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    const other = event.shiftKey ? stops.at(-1) : stops[0];
    if (document.activeElement !== edge && root.contains(document.activeElement)) return;
    event.preventDefault();
    (other ?? root).focus();
  };
}
