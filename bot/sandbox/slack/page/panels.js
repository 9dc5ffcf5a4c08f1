/** Framed blocks: card, carousel, alert, container, file and video. */

import { h, outLink, safeUrl } from "./dom.js";
import { drawElement } from "./elements.js";
import { icon } from "./icons.js";
import { picture } from "./pictures.js";
import { richText } from "./richtext.js";
import { textNodes } from "./text.js";

const LEVELS = { default: "info", info: "info", warning: "alert", error: "alert", success: "check" };

const part = (object, name, env) => (object ? h("div", { class: name }, textNodes(object, env)) : null);

export function card(block, context) {
  const { env } = context;
  const actions = (block.actions ?? []).map((element) => drawElement(element, block, context).node);
  return h("article", { class: "card" },
    block.hero_image ? picture(block.hero_image, "hero") : null,
    h("div", { class: "card-head" },
      block.icon ? picture(block.icon, "small") : null,
      h("div", {}, part(block.title, "card-title", env), part(block.subtitle, "card-subtitle", env))),
    part(block.body, "card-body", env),
    part(block.subtext, "card-subtitle", env),
    actions.length ? h("div", { class: "actions" }, actions) : null);
}

export function carousel(block, context) {
  const cards = (block.elements ?? []).map((one, index) => card({ block_id: `${block.block_id}-${index}`, ...one }, context));
  return h("div", { class: "carousel", role: "group", "aria-roledescription": "carousel", "aria-label": `${cards.length} cards`, tabindex: "0" }, cards);
}

export function alert(block, { env }) {
  const level = Object.hasOwn(LEVELS, block.level ?? "") ? block.level : "default";
  return h("div", { class: `alert ${level}`, role: "note" }, icon(LEVELS[level]), h("div", {}, textNodes(block.text, env)));
}

/** `drawChildren` draws the blocks inside, which only the blocks module knows how to do. */
export function container(block, { env }, drawChildren) {
  const title = block.rich_text_title ? richText(block.rich_text_title, env) : textNodes(block.title, env);
  const head = [block.icon ? picture(block.icon, "small") : null, h("span", { class: "container-title" }, title), part(block.subtitle, "card-subtitle", env)];
  const body = h("div", { class: "container-body" }, drawChildren(block.child_blocks ?? []));
  const kind = `container ${block.has_header_divider ? "ruled" : ""}`;
  if (!block.is_collapsible) return h("section", { class: kind }, h("header", {}, head), body);
  return h("details", { class: kind, open: !block.default_collapsed }, h("summary", {}, icon("down"), head), body);
}

export function file(block) {
  const name = block.file?.name ?? block.title ?? block.external_id ?? "File";
  return h("div", { class: "file" }, icon("file"), h("span", {}, String(name)));
}

export function video(block, { env }) {
  const url = safeUrl(block.title_url) ?? safeUrl(block.video_url);
  return h("div", { class: "card video" },
    h("div", { class: "card-title" }, icon("play"), outLink(url, ...textNodes(block.title, env))),
    part(block.description, "card-body", env),
    h("div", { class: "card-subtitle" }, [block.provider_name, block.author_name].filter(Boolean).join(" · ")));
}
