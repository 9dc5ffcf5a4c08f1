/** Text objects: `plain_text` literally, `mrkdwn` as Slack reads it. */

import { emojiNodes } from "./emoji.js";
import { h } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";

/** The nodes of a text object (or of nothing). */
export function textNodes(object, env) {
  if (!object) return [];
  if (object.type === "mrkdwn") return [mrkdwn(object.text, env, { autolink: !object.verbatim })];
  return plainNodes(object);
}

function plainNodes(object) {
  const lines = String(object.text ?? "").split("\n");
  return lines.flatMap((line, index) => {
    const nodes = object.emoji === false ? [line] : emojiNodes(line);
    return index ? [h("br"), ...nodes] : nodes;
  });
}
