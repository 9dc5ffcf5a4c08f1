/** Places lists and menus beside what opened them, inside the window. */

const GAP = 4;
const ROOM = 300;

/** Shows `popup` under (or over) `anchor`: as wide (`wide`), or ending with it on the right half. */
export function place(popup, anchor, { wide = true } = {}) {
  const box = anchor.getBoundingClientRect();
  const right = !wide && box.left > window.innerWidth / 2;
  const below = window.innerHeight - box.bottom - 12;
  const above = box.top - 12;
  const up = below < Math.min(ROOM, popup.scrollHeight) && above > below;
  const style = popup.style;
  style.maxHeight = `${Math.min(ROOM, Math.max(up ? above : below, 90))}px`;
  if (wide) style.width = `${box.width}px`;
  style.left = "0"; // so that its width is measured with the whole window to spare
  style.top = up ? "auto" : `${box.bottom + GAP}px`;
  style.bottom = up ? `${window.innerHeight - box.top + GAP}px` : "auto";
  const left = right ? box.right - popup.offsetWidth : box.left;
  style.left = `${Math.max(8, Math.min(left, window.innerWidth - popup.offsetWidth - 8))}px`;
}

/** Calls `moved` when something scrolls or the window changes; returns how to stop. */
export function onMove(moved) {
  window.addEventListener("scroll", moved, true);
  window.addEventListener("resize", moved);
  return () => {
    window.removeEventListener("scroll", moved, true);
    window.removeEventListener("resize", moved);
  };
}
