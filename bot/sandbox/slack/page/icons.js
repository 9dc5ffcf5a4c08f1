/** Line icons of the page itself, drawn here so that nothing is fetched. */

import { drawing } from "./glyphs.js";

const PATHS = {
  menu: "M3 6h14M3 10h14M3 14h14",
  close: "M5 5l10 10M15 5L5 15",
  send: "M3 4l14 6-14 6 2.5-6zM5.5 10H11",
  thread: "M3 4h14v9H9l-4 3.5V13H3z",
  more: "M10 4.5v.1M10 10v.1M10 15.5v.1",
  dots: "M4.5 10h.1M10 10h.1M15.5 10h.1",
  plus: "M10 4v12M4 10h12",
  eye: "M2 10c2-3.5 5-5 8-5s6 1.5 8 5c-2 3.5-5 5-8 5s-6-1.5-8-5zM10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  hash: "M7.5 3L6 17M14 3l-1.5 14M3.5 7.5h14M2.5 12.5h14",
  home: "M3 9.5L10 3l7 6.5V17h-4.5v-5h-5v5H3z",
  person: "M10 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM4 17c.5-4 3-5 6-5s5.5 1 6 5",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.300 4.300l1 1M14.700 14.700l1 1M15.700 4.300l-1 1M5.300 14.700l-1 1",
  curious: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 9v5M10 6.5v.1",
  down: "M5.5 8l4.5 4.5L14.5 8",
  back: "M12 4l-6 6 6 6",
  check: "M4 10.5l4 4 8-9",
  info: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 9.5V14M10 6.600v.1",
  alert: "M10 3l7.5 13.5h-15zM10 8.5v3.5M10 14.300v.1",
  file: "M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15",
  play: "M6.5 4.5v11l9-5.5z",
  picture: "M3 4h14v12H3zM3 14l4.5-4.5L11 13l2.5-2.5L17 14M13 7.200v.1",
};

/** A 20-unit line icon in the colour of the text around it; hidden from screen readers. */
export function icon(name) {
  const line = { fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round", "stroke-linejoin": "round" };
  const svg = drawing([[PATHS[name], line]]);
  svg.classList.add("icon");
  return svg;
}
