/** Images that may be shown: only from the stand-in itself, so that the page asks nobody else. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

function isNear(url) {
  try {
    const parsed = new URL(url, location.href);
    return parsed.origin === location.origin || parsed.protocol === "data:";
  } catch {
    return false;
  }
}

/** An image element, or its alternative text in a quiet frame when it is far away or does not load. */
export function picture({ image_url: url, slack_file: file, alt_text: alt = "" }, kind) {
  const address = url ?? file?.url;
  if (!address || !isNear(address)) return frame(alt, kind, address);
  const image = h("img", { src: address, alt, class: `picture ${kind}`, loading: "lazy" });
  image.addEventListener("error", () => image.replaceWith(frame(alt, kind, address)));
  return image;
}

function frame(alt, kind, address) {
  const words = kind === "thumb" || kind === "hero" || kind === "full" ? h("span", {}, alt) : null;
  return h("span", { class: `picture frame ${kind}`, role: "img", "aria-label": alt || "Picture", title: address ?? alt }, icon("picture"), words);
}
