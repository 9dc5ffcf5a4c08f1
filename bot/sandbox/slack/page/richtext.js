/** The rich_text block: sections, lists, quotations, preformatted text and what stands in them. */

import { dateText } from "./dates.js";
import { h, outLink } from "./dom.js";
import { emojiNodes } from "./emoji.js";
import { mention } from "./mrkdwn.js";

const TAGS = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

export function richText(block, env) {
  return h("div", { class: "rich" }, (block.elements ?? []).map((part) => PARTS[part.type]?.(part, env)));
}

const PARTS = {
  rich_text_section: (part, env) => h("div", { class: "rich-section" }, inline(part, env)),
  rich_text_quote: (part, env) => h("blockquote", {}, inline(part, env)),
  rich_text_preformatted: (part, env) => h("pre", {}, inline(part, env)),
  rich_text_list: list,
};

function list({ style, indent = 0, elements, offset = 0 }, env) {
  const tag = style === "ordered" ? "ol" : "ul";
  const start = tag === "ol" && offset ? offset + 1 : null;
  return h(tag, { class: `indent-${Math.min(indent, 6)}`, start }, elements.map((item) => h("li", {}, inline(item, env))));
}

const inline = (part, env) => (part.elements ?? []).map((element) => styled(element, env));

function styled(element, env) {
  const nodes = INLINE[element.type]?.(element, env) ?? [];
  return Object.entries(TAGS)
    .filter(([style]) => element.style?.[style])
    .reduce((inner, [, tag]) => [h(tag, {}, inner)], nodes);
}

const INLINE = {
  text: ({ text }) => emojiNodes(text),
  link: ({ url, text }) => [outLink(url, text || url)],
  emoji: ({ name }) => emojiNodes(`:${name}:`),
  user: ({ user_id: id }, env) => [mention(id, null, env)],
  usergroup: () => [h("span", { class: "ping" }, "@group")],
  channel: ({ channel_id: id }, env) => [h("span", { class: "mention" }, `#${env.channelName(id) ?? id}`)],
  broadcast: ({ range }) => [h("span", { class: "ping" }, `@${range}`)],
  color: ({ value }) => [value],
  date: (element, env) => [moment(element, env)],
};

function moment({ timestamp, format, url, fallback }, env) {
  const text = Number.isFinite(timestamp) ? dateText(timestamp, format, env.clock()) : fallback ?? "";
  return url ? outLink(url, text) : h("time", {}, text);
}
