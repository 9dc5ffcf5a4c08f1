/** Block Kit's layout blocks, drawn. */

import { h } from "./dom.js";
import { drawElement } from "./elements.js";
import { emojiNodes } from "./emoji.js";
import { markdown } from "./markdown.js";
import { alert, card, carousel, container, file, video } from "./panels.js";
import { picture } from "./pictures.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";
import { textNodes } from "./text.js";

const DRAWERS = {
  section,
  header: (block, { env }) => h("h3", { class: "header" }, textNodes(block.text, env)),
  divider: () => h("hr"),
  context: contextBlock,
  actions: (block, context) => h("div", { class: "actions" }, all(block.elements, block, context)),
  context_actions: (block, context) => h("div", { class: "actions" }, all(block.elements, block, context)),
  image,
  input,
  rich_text: (block, { env }) => richText(block, env),
  markdown: (block) => markdown(block.text),
  table: (block, { env }) => table(block, env),
  data_table: (block, { env }) => dataTable(block, env),
  video,
  file,
  card,
  carousel,
  alert,
  container: (block, context) => container(block, context, (children) => drawBlocks(children, context, `${block.block_id}-`)),
};

/** The blocks as nodes, each a `.block`. The context says whose eyes, which values, where acts go. */
export function drawBlocks(blocks, context, prefix = "") {
  context.drawn ??= new Set();
  return (blocks ?? []).map((block, index) => {
    const named = { ...block, block_id: block.block_id ?? `${prefix}b${index}` };
    const draw = Object.hasOwn(DRAWERS, named.type) ? DRAWERS[named.type] : unknown;
    return h("div", { class: `block b-${named.type}`, data: { block: named.block_id } }, draw(named, context));
  });
}

const unknown = (block) => h("p", { class: "unsupported" }, `(A ${block.type} block is not drawn here)`);
const all = (elements, block, context) => (elements ?? []).map((element) => drawElement(element, block, context).node);

function section(block, context) {
  const { env } = context;
  const text = block.text ? h("div", { class: "section-text" }, textNodes(block.text, env)) : null;
  const fields = block.fields ? h("div", { class: "fields" }, block.fields.map((field) => h("div", {}, textNodes(field, env)))) : null;
  const accessory = block.accessory ? h("div", { class: "accessory" }, drawElement(block.accessory, block, context).node) : null;
  return [h("div", { class: "section-body" }, text, fields), accessory];
}

function contextBlock(block, { env }) {
  return block.elements.map((element) => (element.type === "image" ? picture(element, "tiny") : h("span", {}, textNodes(element, env))));
}

function image(block, { env }) {
  const title = block.title ? h("figcaption", {}, textNodes(block.title, env)) : null;
  return h("figure", {}, title, picture(block, "full"));
}

function input(block, context) {
  const { id, node } = drawElement(block.element, block, context);
  const optional = block.optional ? h("span", { class: "optional" }, " (optional)") : null;
  const hint = block.hint ? h("div", { class: "hint" }, emojiNodes(block.hint.text)) : null;
  const note = h("div", { id: `${id}-note`, class: "notes" }, h("div", { class: "field-error", data: { errorFor: block.block_id } }), hint);
  return [h("label", { id: `${id}-label`, for: id, class: "label" }, textNodes(block.label, context.env), optional), node, note];
}
